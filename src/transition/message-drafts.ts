import type { MilestoneRow } from '../milestone/milestone.entity';
import { presentDay, presentInstant, presentMilestone } from '../milestone/present';
import type { MessageDraft } from '../outbox/outbox';
import type { AlertRow } from './alert.entity';
import type { AlertAnswerRow } from './alert-answer.entity';
import type { Notice } from './alert-policy';
import { concernsOf, EVERYBODY } from './concerns';
import type { Cause } from './recorder';
import type { Redated } from './redating';

/** How many moved milestones a `schedule.changed` message names; it counts them all. */
const NAMED_MOVES = 100;

/** What every message of an agreement says of itself. */
export interface About extends Pick<MessageDraft, 'id' | 'sequence' | 'createdAt'> {
  agreementId: string;
  revision: number;
}

export interface ScheduleChange {
  changes: readonly Redated[];
  cause: Cause;
  /** Deadlines ahead that are announced together. */
  announced: readonly Notice[];
}

export function noticeMessage(about: About, notice: Notice): MessageDraft {
  const { row } = notice;
  return draft(about, `milestone.${notice.kind}`, aboutMilestone(row), {
    at: new Date(notice.at).toISOString(),
    ...(notice.corrects === undefined ? {} : { corrects: notice.corrects }),
    ...notice.detail,
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
  return draft(about, 'alert.acknowledged', aboutMilestone(milestone), {
    alert: alert.id,
    told: `milestone.${alert.kind}`,
    note,
    actor,
    milestone: presentMilestone(milestone),
  });
}

export function signedMessage(
  about: About,
  { on, at, hypothetical }: NonNullable<Cause['signed']>,
): MessageDraft {
  const said = { date: presentDay(on), at: presentInstant(at) };
  return draft(about, 'agreement.signed', { id: null, hypothetical, ...EVERYBODY }, said);
}

/** One message for a whole re-dating, and for the deadlines that are announced together. */
export function changedMessage(
  about: About,
  { changes, cause, announced }: ScheduleChange,
): MessageDraft {
  const moves = changes.slice(0, NAMED_MOVES).map(({ previous, row }) => ({
    milestone: row.id,
    title: row.title,
    from: previous === undefined ? null : presentDay(previous.dueOn ?? previous.startsOn),
    to: presentDay(row.dueOn ?? row.startsOn),
  }));
  const rows = [...changes, ...announced].map(({ row }) => row);
  const hypothetical = rows.some((row) => row.hypothetical);
  return draft(
    about,
    'schedule.changed',
    { id: null, hypothetical, ...concernsOf(rows) },
    {
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
          on: presentDay(row.dueOn ?? row.startsOn),
        })),
      },
    },
  );
}

type Subject = { id: string | null } & Pick<MessageDraft, 'hypothetical' | 'parties' | 'themes'>;

function aboutMilestone(row: MilestoneRow): Subject {
  return { id: row.id, hypothetical: row.hypothetical, ...concernsOf([row]) };
}

function draft(
  { revision, ...about }: About,
  type: MessageDraft['type'],
  { id, ...subject }: Subject,
  data: object,
): MessageDraft {
  return {
    ...about,
    type,
    milestoneId: id,
    ...subject,
    data: { agreement: about.agreementId, revision, ...data },
  };
}
