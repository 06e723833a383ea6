import { z } from 'zod';
import { presentInstant } from '../../base/present-time';
import { POLICY } from '../../config/policy';
import { instant, type ResponseOf } from '../../http/response-of';
import type { AlertStory } from './alerts';
import type { Rehearsed } from './dry-run';

export const answerSchema = z
  .strictObject({
    kind: z.string(),
    until: instant.nullable(),
    note: z.string().nullable(),
    actor: z.string().nullable(),
    recordedAt: instant.nullable(),
  })
  .meta({ id: 'Answer' });

export const alertSchema = z
  .strictObject({
    id: z.string(),
    agreement: z.string(),
    milestone: z.string(),
    type: z.string().meta({ description: "The message's type" }),
    version: z.number().int().meta({ description: "The deadline's version it speaks of" }),
    step: z.number().int(),
    at: instant.nullable().meta({ description: 'The instant it speaks of' }),
    recordedAt: instant.nullable(),
    message: z
      .string()
      .meta({ description: 'The message that told it; receivers know it as `webhook-id`' }),
    state: z.enum(['open', 'acknowledged', 'snoozed', 'superseded']),
    answers: z.array(answerSchema),
  })
  .meta({ id: 'Alert' });

export type PresentedAlert = ResponseOf<typeof alertSchema>;

export const rehearsalSchema = z
  .strictObject({
    count: z.number().int().meta({ description: 'How many there are; `items` may hold fewer' }),
    items: z.array(
      z.strictObject({
        type: z.string(),
        milestone: z.string(),
        version: z.number().int(),
        step: z.number().int(),
        at: instant.nullable(),
        past: z.boolean(),
      }),
    ),
  })
  .meta({ id: 'Rehearsal' });

export type PresentedRehearsal = ResponseOf<typeof rehearsalSchema>;

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
