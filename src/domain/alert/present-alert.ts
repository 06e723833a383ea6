import { z } from 'zod';
import { presentInstant } from '../../base/present-time';
import { POLICY } from '../../config/policy';
import { instant, type ResponseOf } from '../../http/response-of';
import { WATCH_MODES } from '../agreement/agreement.entity';
import type { DryRun } from './alert-policies';
import type { AlertWithAnswers } from './alerts';

const answerSchema = z
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
    type: z.string().meta({ description: 'The type of its message' }),
    version: z.number().int().meta({ description: 'The deadline version it is about' }),
    step: z.number().int(),
    at: instant.nullable().meta({ description: 'The instant it is about' }),
    recordedAt: instant.nullable(),
    message: z
      .string()
      .meta({ description: 'The id of its message, the `webhook-id` of deliveries' }),
    escalatedTo: z.string().nullable().meta({
      description: 'The destination that a chain passed it to; null for an alert that goes to all',
    }),
    state: z.enum(['open', 'acknowledged', 'snoozed', 'superseded']),
    answers: z.array(answerSchema),
  })
  .meta({ id: 'Alert' });

export type PresentedAlert = ResponseOf<typeof alertSchema>;

export const dryRunSchema = z
  .strictObject({
    standing: z.enum(WATCH_MODES),
    note: z.string().nullable().meta({
      description:
        'What the list assumes if the agreement is paused or archived: it is that of an active agreement',
    }),
    count: z.number().int().meta({ description: 'The number of notices; `items` may have fewer' }),
    items: z.array(
      z.strictObject({
        type: z.string(),
        milestone: z.string(),
        version: z.number().int(),
        step: z.number().int(),
        at: instant.nullable(),
        past: z.boolean(),
        escalatedTo: z.string().nullable().meta({
          description: 'The destination of a chain, if nobody acknowledges before',
        }),
      }),
    ),
  })
  .meta({ id: 'Rehearsal' });

export type PresentedDryRun = ResponseOf<typeof dryRunSchema>;

/** @param now epoch milliseconds; the end of a snooze is exclusive. */
export function presentAlert(
  { alert, version, answers }: AlertWithAnswers,
  now: number,
): PresentedAlert {
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
    escalatedTo: alert.escalatedTo,
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

function stateOf(
  { alert, version, answers }: AlertWithAnswers,
  now: number,
): PresentedAlert['state'] {
  if (alert.version !== version) return 'superseded';
  if (answers.some(({ kind }) => kind === 'acknowledged')) return 'acknowledged';
  return answers.some(({ until }) => until !== null && until > now) ? 'snoozed' : 'open';
}

export function presentDryRun({ title, standing, notices }: DryRun, now: number): PresentedDryRun {
  const note = `${title} is ${standing} and sends no alerts; the list is that of an active one.`;
  return {
    standing,
    note: standing === 'active' ? null : note,
    count: notices.length,
    items: notices
      .slice(0, POLICY.pageRowsLargest)
      .map(({ kind, milestone, version, step, at, chain }) => ({
        type: `milestone.${kind}`,
        milestone,
        version,
        step,
        at: presentInstant(at),
        past: at <= now,
        escalatedTo: chain?.to ?? null,
      })),
  };
}
