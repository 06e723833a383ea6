import { z } from 'zod';
import { POLICY } from '../../config/policy';
import type { MilestoneRow } from '../milestone/milestone.entity';
import { DEADLINE_NOTICES } from './notices';

const UNITS_MS = { W: 7 * 86_400_000, D: 86_400_000, H: 3_600_000, M: 60_000 } as const;
const DURATION = /^P(?=.)(?:(\d{1,4})W|(?:(\d{1,4})D)?(?:T(?=\d)(?:(\d{1,4})H)?(?:(\d{1,4})M)?)?)$/;

/**
 * An ISO 8601 duration of weeks, days of 24 hours, hours and minutes, in milliseconds; undefined for other texts. Months
 * and years are not accepted, since they have no fixed length.
 */
export function durationMs(text: string): number | undefined {
  const parts = DURATION.exec(text);
  if (parts === null) return undefined;
  const [, weeks, days, hours, minutes] = parts.map((part) => Number(part ?? 0));
  return (
    (weeks ?? 0) * UNITS_MS.W +
    (days ?? 0) * UNITS_MS.D +
    (hours ?? 0) * UNITS_MS.H +
    (minutes ?? 0) * UNITS_MS.M
  );
}

/** The length of a duration that the schema has checked. */
function lengthOf(text: string): number {
  return durationMs(text) ?? 0;
}

const REPEATS = { error: `a whole number from 1 to ${POLICY.alertRepeats}` };
const duration = z
  .string({ error: 'a duration such as P7D, P2W or PT12H' })
  .refine((text) => lengthOf(text) > 0, 'a duration such as P7D, P2W or PT12H')
  .refine((text) => lengthOf(text) <= POLICY.alertLongestMs, 'at most ten years');

/** The kinds of alert that a rule may mute. Alerts about recorded facts cannot be muted. */
const MUTABLE = ['due-soon', 'grace-started', 'overdue'] as const;

const rule = z.strictObject({
  obligation: z.string().max(200).optional().meta({
    description: 'Only this obligation, or one phase of it (`sanctions-relief.stage-1`)',
  }),
  party: z.string().max(80).optional().meta({ description: 'Only what this party owes' }),
  theme: z.string().max(80).optional().meta({ description: 'Only this theme' }),
  leads: z
    .array(duration)
    .max(20)
    .optional()
    .meta({
      description: 'How long before a deadline an alert of kind upcoming is sent',
      examples: [['P30D']],
    }),
  repeat: z
    .strictObject({
      every: duration.refine(
        (text) => lengthOf(text) >= POLICY.alertShortestRepeatMs,
        'at least an hour',
      ),
      most: z.int(REPEATS).min(1, REPEATS).max(POLICY.alertRepeats, REPEATS),
    })
    .nullable()
    .optional()
    .meta({ description: 'Reminders while overdue, until acknowledged; null for none' }),
  undatedAfter: duration
    .nullable()
    .optional()
    .meta({ description: 'How long it may be undated before an alert is sent; null for no alert' }),
  clockStarted: z
    .boolean()
    .optional()
    .meta({ description: 'Whether an alert is sent when an event gives it its date' }),
  mute: z
    .array(z.enum(MUTABLE))
    .optional()
    .meta({ description: 'Kinds of alert that are not sent' }),
  escalate: z
    .strictObject({
      kinds: z
        .array(z.enum(DEADLINE_NOTICES, { error: `one of ${DEADLINE_NOTICES.join(', ')}` }))
        .min(1, 'at least one kind of alert')
        .default(['overdue'])
        .meta({ description: 'The kinds of alert that begin the chain' }),
      chain: z
        .array(z.strictObject({ after: duration, to: z.string().max(80) }))
        .min(1, 'at least one destination')
        .max(POLICY.alertChain, `at most ${POLICY.alertChain} destinations`)
        .superRefine(refuseUnordered)
        .meta({
          description:
            'The destinations in order, each with the time since the alert after which it goes there',
          examples: [[{ after: 'PT4H', to: 'ep_0mj4w4c0gw7r9p0d3n2q5x8k1z' }]],
        }),
    })
    .nullable()
    .optional()
    .meta({
      description: 'Where an alert goes that nobody acknowledges; null for nowhere',
    }),
});

/** Adds a fault if a destination of a chain comes before an earlier one, or a second time. */
function refuseUnordered(
  chain: readonly { after: string; to: string }[],
  context: z.core.$RefinementCtx,
): void {
  for (const [i, { after, to }] of chain.entries()) {
    const before = chain[i - 1];
    if (before !== undefined && lengthOf(after) < lengthOf(before.after)) {
      context.addIssue({
        code: 'custom',
        path: [i, 'after'],
        message: `at least ${before.after}, the time of the destination before`,
      });
    }
    if (chain.findIndex((one) => one.to === to) < i) {
      context.addIssue({ code: 'custom', path: [i, 'to'], message: 'each destination once' });
    }
  }
}

/** When alerts are sent. A more specific rule overrides a general one key by key. */
export const alertPolicySchema = z.strictObject({
  rules: z.array(rule).max(POLICY.alertRules),
});

export type AlertRule = z.infer<typeof rule>;
export type AlertPolicy = z.infer<typeof alertPolicySchema>;

/** The result of all rules that apply to one milestone. */
export interface AlertTerms {
  leadsMs: readonly number[];
  repeat: { everyMs: number; most: number } | undefined;
  undatedAfterMs: number | undefined;
  clockStarted: boolean;
  mute: readonly string[];
  escalate:
    | { kinds: readonly string[]; chain: readonly { to: string; afterMs: number }[] }
    | undefined;
}

type RuleSubject = Pick<MilestoneRow, 'obligation' | 'phase' | 'obligors' | 'theme'>;

/** Merges the rules that apply: agreement, theme, party, then obligation; equal ones in the order written. */
export function termsFor(rules: readonly AlertRule[], row: RuleSubject): AlertTerms {
  const merged: AlertRule = {};
  for (const each of [...rules].filter((one) => appliesTo(one, row)).sort(bySpecificity)) {
    Object.assign(merged, each);
  }
  const { repeat, undatedAfter, escalate } = merged;
  return {
    leadsMs: (merged.leads ?? []).map(lengthOf),
    repeat: repeat ? { everyMs: lengthOf(repeat.every), most: repeat.most } : undefined,
    undatedAfterMs: undatedAfter ? lengthOf(undatedAfter) : undefined,
    clockStarted: merged.clockStarted ?? false,
    mute: merged.mute ?? [],
    escalate: escalate
      ? {
          kinds: escalate.kinds,
          chain: escalate.chain.map(({ to, after }) => ({ to, afterMs: lengthOf(after) })),
        }
      : undefined,
  };
}

function appliesTo({ obligation, party, theme }: AlertRule, row: RuleSubject): boolean {
  const path = row.phase === null ? row.obligation : `${row.obligation}.${row.phase}`;
  return (
    (obligation === undefined || obligation === row.obligation || obligation === path) &&
    (party === undefined || row.obligors.includes(party)) &&
    (theme === undefined || theme === row.theme)
  );
}

function bySpecificity(a: AlertRule, b: AlertRule): number {
  return specificity(a) - specificity(b);
}

/** A greater number is more specific. */
function specificity({ obligation, party, theme }: AlertRule): number {
  const own = obligation === undefined ? 0 : obligation.includes('.') ? 8 : 4;
  return own + (party === undefined ? 0 : 2) + (theme === undefined ? 0 : 1);
}
