import { presentDay, presentInstant } from '../../base/present-time';
import type { MessageDraft } from '../../outbox/messages';
import { say } from '../../outbox/sentences/say';
import type { Cause } from '../milestone/cause';
import type { MilestoneRow } from '../milestone/milestone.entity';
import { presentMilestone } from '../milestone/present/milestone';
import type { Redated } from '../milestone/redating';
import type { AlertRow } from './alert.entity';
import type { AlertAnswerRow } from './alert-answer.entity';
import { dayOf, endOf } from './alert-plan';
import { toldOf } from './notice-text';
import type { Notice } from './notices';
import { because, momentOf, named, shares, subjectOf, type Telling } from './telling';

/** How many moved milestones a `schedule.changed` message names; it counts them all. */
const NAMED_MOVES = 100;

/** What every message of an agreement says of itself. */
export interface About extends Pick<MessageDraft, 'id' | 'sequence' | 'createdAt'> {
  agreementId: string;
  revision: number;
  telling: Telling;
}

export interface ScheduleChange {
  changes: readonly Redated[];
  cause: Cause;
  /** Deadlines ahead that are announced together. */
  announced: readonly Notice[];
}

export function noticeMessage(about: About, notice: Notice): MessageDraft {
  const { row, facts = [] } = notice;
  const { text, who } = toldOf(about.telling, notice);
  const partly = notice.kind === 'fulfilled-in-part';
  return draft(about, `milestone.${notice.kind}`, aboutMilestone(row), {
    ...words(about, text, who, facts, row),
    at: new Date(notice.at).toISOString(),
    ...(notice.corrects === undefined ? {} : { corrects: notice.corrects }),
    ...notice.detail,
    ...(partly ? { remaining: named(about.telling, shares(row).open) } : {}),
    milestone: presentMilestone(row),
    derivation: `/v1/milestones/${encodeURIComponent(row.id)}`,
  });
}

export function acknowledgedMessage(
  about: About,
  milestone: MilestoneRow,
  alert: AlertRow,
  { note, actor }: AlertAnswerRow,
): MessageDraft {
  const told = `milestone.${alert.kind}`;
  const { obligors } = milestone;
  const subject = subjectOf(about.telling, milestone, obligors);
  const text = say('alert.acknowledged', { ...subject, told });
  return draft(about, 'alert.acknowledged', aboutMilestone(milestone), {
    ...words(about, text, obligors, [], milestone),
    alert: alert.id,
    told,
    note,
    actor,
    milestone: presentMilestone(milestone),
  });
}

export function signedMessage(
  about: About,
  { on, at, hypothetical }: NonNullable<Cause['signed']>,
  factId: string | null,
): MessageDraft {
  const { title: agreement, parties = {} } = about.telling.document;
  const text = say('agreement.signed', { agreement, assumed: hypothetical, on: { day: on } });
  return draft(
    about,
    'agreement.signed',
    { id: null, hypothetical, ...EVERYBODY },
    {
      ...words(about, text, Object.keys(parties), factId === null ? [] : [factId]),
      date: presentDay(on),
      at: presentInstant(at),
    },
  );
}

/** One message for a whole re-dating, and for the deadlines that are announced together. */
export function changedMessage(
  about: About,
  { changes, cause, announced }: ScheduleChange,
): MessageDraft {
  const moves = changes.slice(0, NAMED_MOVES).map(({ previous, row }) => ({
    milestone: row.id,
    title: row.title,
    from: previous === undefined ? null : presentDay(dayOf(previous)),
    to: presentDay(dayOf(row)),
  }));
  const rows = [...changes, ...announced].map(({ row }) => row);
  const hypothetical = rows.some((row) => row.hypothetical);
  const obligors = [...new Set(rows.flatMap((row) => row.obligors))];
  return draft(
    about,
    'schedule.changed',
    { id: null, hypothetical, ...concernsOf(rows) },
    {
      ...words(
        about,
        changedText(about.telling, { changes, cause, announced }, hypothetical),
        obligors,
        cause.factId === null ? [] : [cause.factId],
      ),
      cause: cause.text,
      changed: changes.length,
      moves,
      truncated: changes.length > NAMED_MOVES,
      announced: {
        count: announced.length,
        milestones: announced.slice(0, NAMED_MOVES).map(({ kind, row }) => ({
          milestone: row.id,
          title: row.title,
          type: `milestone.${kind}`,
          on: presentDay(dayOf(row)),
        })),
      },
    },
  );
}

function changedText(
  telling: Telling,
  { changes, cause, announced }: ScheduleChange,
  assumed: boolean,
): string {
  let earliest: MilestoneRow | undefined;
  for (const { row } of announced) {
    const ends = endOf(row) ?? Number.POSITIVE_INFINITY;
    if (earliest === undefined || ends < (endOf(earliest) ?? ends)) earliest = row;
  }
  const first = earliest && momentOf(telling, earliest);
  return say('schedule.changed', {
    agreement: telling.document.title,
    assumed,
    changed: changes.length,
    cause: cause.text,
    announced: announced.length,
    ...(first === undefined ? {} : { first }),
  });
}

/** What every message of an agreement says in words, of whom, why and on what evidence, and where it is shown. */
function words(
  { agreementId, telling }: About,
  text: string,
  who: readonly string[],
  facts: readonly string[],
  milestone?: MilestoneRow,
) {
  const own = milestone && { milestone: milestone.id.slice(agreementId.length + 1) };
  return {
    agreementTitle: telling.document.title,
    text,
    url: telling.links.page({ agreement: agreementId, ...own }),
    who: named(telling, who),
    ...because(telling, facts),
  };
}

type Subject = { id: string | null } & Pick<MessageDraft, 'hypothetical' | 'parties' | 'themes'>;

function aboutMilestone(row: MilestoneRow): Subject {
  return { id: row.id, hypothetical: row.hypothetical, ...concernsOf([row]) };
}

function draft(
  { id, agreementId, sequence, createdAt, revision }: About,
  type: MessageDraft['type'],
  { id: milestoneId, ...subject }: Subject,
  data: object,
): MessageDraft {
  return {
    id,
    agreementId,
    sequence,
    createdAt,
    type,
    milestoneId,
    ...subject,
    data: { agreement: agreementId, revision, ...data },
  };
}

/** Of a message about an agreement as a whole. */
export const EVERYBODY = { parties: null, themes: null } as const;

/** Whom and what a message about these milestones concerns; endpoints filter by it. */
export function concernsOf(
  rows: readonly Pick<MilestoneRow, 'obligors' | 'beneficiaries' | 'theme'>[],
): { parties: string[]; themes: string[] } {
  const parties = new Set<string>();
  const themes = new Set<string>();
  for (const { obligors, beneficiaries, theme } of rows) {
    for (const party of [...obligors, ...beneficiaries]) parties.add(party);
    if (theme !== null) themes.add(theme);
  }
  return { parties: [...parties], themes: [...themes] };
}
