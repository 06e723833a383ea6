import { presentDay, presentInstant } from '../../base/present-time';
import type { MessageDraft } from '../../outbox/messages';
import type { Moment } from '../../outbox/sentences/catalogue';
import { type Sentence, sentenceOf } from '../../outbox/sentences/say';
import { presentMonth } from '../ledger/present';
import type { MilestoneRow } from '../milestone/milestone.entity';
import { presentMilestone } from '../milestone/present/milestone';
import type { Redated } from '../milestone/redating';
import type { Cause } from '../milestone/status-changes';
import type { AlertAnswerRow, AlertRow } from './alert.entity';
import { targetDay, targetInstant } from './alert-plan';
import {
  type MessageContext,
  momentOf,
  namedParties,
  reasonAndEvidence,
  saidInEach,
  sentenceSubject,
  sharesOf,
  zoneOf,
} from './message-context';
import { noticeText } from './notice-text';
import type { ChainLink, Notice } from './notices';

/** How many moved milestones a `schedule.changed` message lists; it counts all. */
const NAMED_MOVES = 100;

/** The fields that every message of an agreement has. */
export interface MessageBase extends Pick<MessageDraft, 'id' | 'sequence' | 'createdAt'> {
  agreementId: string;
  revision: number;
  context: MessageContext;
}

export interface ScheduleChange {
  changes: readonly Redated[];
  cause: Cause;
  /** Upcoming deadlines that are announced together. */
  announced: readonly Notice[];
}

export function noticeMessage(about: MessageBase, notice: Notice): MessageDraft {
  const { row, facts = [] } = notice;
  const { who } = noticeText(about.context, notice);
  const sentence = saidInEach(
    about.context,
    row,
    (context, own = row) => noticeText(context, { ...notice, row: own }).sentence,
  );
  const partly = notice.kind === 'fulfilled-in-part';
  const draft = draftMessage(about, `milestone.${notice.kind}`, aboutMilestone(row), {
    ...commonData(about, sentence, who, facts, row),
    at: new Date(notice.at).toISOString(),
    ...(notice.corrects === undefined ? {} : { corrects: notice.corrects }),
    ...notice.detail,
    ...(partly ? { remaining: namedParties(about.context, sharesOf(row).open) } : {}),
    milestone: presentMilestone(row),
    derivation: `/v1/milestones/${encodeURIComponent(row.id)}`,
    ...(notice.chain === undefined
      ? {}
      : { escalation: escalationOf(about.context, row, notice.chain) }),
  });
  return { ...draft, to: notice.chain?.to };
}

function escalationOf(
  context: MessageContext,
  row: MilestoneRow,
  { place, length, since }: ChainLink,
) {
  return {
    place,
    length,
    since: new Date(since).toISOString(),
    zone: zoneOf(context, row),
  };
}

export function acknowledgedMessage(
  about: MessageBase,
  milestone: MilestoneRow,
  alert: AlertRow,
  { note, actor }: AlertAnswerRow,
): MessageDraft {
  const messageType = `milestone.${alert.kind}`;
  const { obligors } = milestone;
  const sentence = saidInEach(about.context, milestone, (context, own = milestone) =>
    sentenceOf('alert.acknowledged', {
      ...sentenceSubject(context, own, obligors),
      messageType,
    }),
  );
  return draftMessage(about, 'alert.acknowledged', aboutMilestone(milestone), {
    ...commonData(about, sentence, obligors, [], milestone),
    alert: alert.id,
    told: messageType,
    note,
    actor,
    milestone: presentMilestone(milestone),
  });
}

export function signedMessage(
  about: MessageBase,
  signed: NonNullable<Cause['signed']>,
  factId: string | null,
): MessageDraft {
  const { on, from, at, hypothetical } = signed;
  const { parties = {} } = about.context.document;
  const sentence = saidInEach(about.context, undefined, ({ document }) =>
    sentenceOf('agreement.signed', {
      agreement: document.title,
      assumed: hypothetical,
      on: signingMoment(signed),
    }),
  );
  return draftMessage(
    about,
    'agreement.signed',
    { id: null, hypothetical, ...WHOLE_AGREEMENT_SCOPE },
    {
      ...commonData(about, sentence, Object.keys(parties), factId === null ? [] : [factId]),
      date: presentDay(on),
      month: presentMonth({ occurredFrom: from }),
      at: presentInstant(at),
    },
  );
}

function signingMoment({ on, from }: NonNullable<Cause['signed']>): Moment {
  return from === null ? { day: on } : { day: on, earliest: from };
}

/** One message for a re-dating and for the upcoming deadlines that it announces together. */
export function changedMessage(
  about: MessageBase,
  { changes, cause, announced }: ScheduleChange,
): MessageDraft {
  const moves = changes.slice(0, NAMED_MOVES).map(({ previous, row }) => ({
    milestone: row.id,
    title: row.title,
    from: previous === undefined ? null : presentDay(targetDay(previous)),
    to: presentDay(targetDay(row)),
  }));
  const rows = [...changes, ...announced].map(({ row }) => row);
  const hypothetical = rows.some((row) => row.hypothetical);
  const obligors = [...new Set(rows.flatMap((row) => row.obligors))];
  return draftMessage(
    about,
    'schedule.changed',
    { id: null, hypothetical, ...scopeOf(rows) },
    {
      ...commonData(
        about,
        changedSentence(about.context, { changes, cause, announced }, hypothetical),
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
          on: presentDay(targetDay(row)),
        })),
      },
    },
  );
}

function changedSentence(
  context: MessageContext,
  { changes, cause, announced }: ScheduleChange,
  assumed: boolean,
): Sentence {
  let earliest: MilestoneRow | undefined;
  for (const { row } of announced) {
    const ends = targetInstant(row) ?? Number.POSITIVE_INFINITY;
    if (earliest === undefined || ends < (targetInstant(earliest) ?? ends)) earliest = row;
  }
  const first = earliest && momentOf(context, earliest);
  return saidInEach(context, undefined, ({ document }) =>
    sentenceOf('schedule.changed', {
      agreement: document.title,
      assumed,
      changed: changes.length,
      cause: cause.text,
      announced: announced.length,
      ...(first === undefined ? {} : { first }),
      ...(cause.signed === undefined ? {} : { signed: signingMoment(cause.signed) }),
    }),
  );
}

/** The data that every message has: sentence, link, parties, reason and evidence. */
function commonData(
  { agreementId, context }: MessageBase,
  sentence: Sentence,
  who: readonly string[],
  facts: readonly string[],
  milestone?: MilestoneRow,
) {
  const own = milestone && { milestone: milestone.id.slice(agreementId.length + 1) };
  return {
    agreementTitle: context.document.title,
    ...sentence,
    url: context.links.page({ agreement: agreementId, ...own }),
    who: namedParties(context, who),
    ...reasonAndEvidence(context, facts),
  };
}

type Subject = { id: string | null } & Pick<MessageDraft, 'hypothetical' | 'parties' | 'themes'>;

function aboutMilestone(row: MilestoneRow): Subject {
  return { id: row.id, hypothetical: row.hypothetical, ...scopeOf([row]) };
}

function draftMessage(
  { id, agreementId, sequence, createdAt, revision }: MessageBase,
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

/** The scope of a message about the whole agreement. */
const WHOLE_AGREEMENT_SCOPE = { parties: null, themes: null } as const;

/** The parties and themes of these milestones; endpoints filter messages by them. */
function scopeOf(rows: readonly Pick<MilestoneRow, 'obligors' | 'beneficiaries' | 'theme'>[]): {
  parties: string[];
  themes: string[];
} {
  const parties = new Set<string>();
  const themes = new Set<string>();
  for (const { obligors, beneficiaries, theme } of rows) {
    for (const party of [...obligors, ...beneficiaries]) parties.add(party);
    if (theme !== null) themes.add(theme);
  }
  return { parties: [...parties], themes: [...themes] };
}
