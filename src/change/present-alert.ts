import { POLICY } from '../../config/policy';
import { presentInstant } from '../milestone/present';
import type { Rehearsed } from '../transition/alert-rehearsal';
import type { AlertStory } from '../transition/alerts';

export interface PresentedAnswer {
  kind: string;
  until: string | null;
  note: string | null;
  actor: string | null;
  recordedAt: string | null;
}

export interface PresentedAlert {
  id: string;
  agreement: string;
  milestone: string;
  /** The message's type. */
  type: string;
  /** The deadline's version it speaks of. */
  version: number;
  step: number;
  /** The instant it speaks of. */
  at: string | null;
  recordedAt: string | null;
  /** The message that told it; receivers know it as `webhook-id`. */
  message: string;
  state: 'open' | 'acknowledged' | 'snoozed' | 'superseded';
  answers: PresentedAnswer[];
}

/** @param now epoch milliseconds; a snooze counts until its end. */
export function presentAlert({ alert, version, answers }: AlertStory, now: number): PresentedAlert {
  return {
    id: alert.id,
    agreement: alert.agreementId,
    milestone: alert.milestoneId,
    type: `milestone.${alert.kind}`,
    version: alert.version,
    step: alert.step,
    at: presentInstant(alert.at),
    recordedAt: presentInstant(alert.recordedAt),
    message: alert.messageId,
    state: stateOf({ alert, version, answers }, now),
    answers: answers.map(({ kind, until, note, actor, recordedAt }) => ({
      kind,
      until: presentInstant(until),
      note,
      actor,
      recordedAt: presentInstant(recordedAt),
    })),
  };
}

function stateOf({ alert, version, answers }: AlertStory, now: number): PresentedAlert['state'] {
  if (alert.version !== version) return 'superseded';
  if (answers.some(({ kind }) => kind === 'acknowledged')) return 'acknowledged';
  return answers.some(({ until }) => until !== null && until > now) ? 'snoozed' : 'open';
}

export interface PresentedRehearsal {
  /** How many there are; `items` may hold fewer. */
  count: number;
  items: {
    type: string;
    milestone: string;
    version: number;
    step: number;
    at: string | null;
    past: boolean;
  }[];
}

export function presentRehearsal(told: readonly Rehearsed[], now: number): PresentedRehearsal {
  return {
    count: told.length,
    items: told.slice(0, POLICY.pageRowsLargest).map(({ kind, milestone, version, step, at }) => ({
      type: `milestone.${kind}`,
      milestone,
      version,
      step,
      at: presentInstant(at),
      past: at <= now,
    })),
  };
}
