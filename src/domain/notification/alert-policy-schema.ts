import { z } from 'zod';
import { POLICY } from '../../config/policy';
import type { MilestoneRow } from '../milestone/milestone.entity';

const UNITS_MS = { W: 7 * 86_400_000, D: 86_400_000, H: 3_600_000, M: 60_000 } as const;
const DURATION = /^P(?=.)(?:(\d{1,4})W|(?:(\d{1,4})D)?(?:T(?=\d)(?:(\d{1,4})H)?(?:(\d{1,4})M)?)?)$/;

/**
 * An ISO 8601 duration of fixed length in milliseconds: weeks, days of 24 hours, hours, minutes.
 * Months and years have no fixed length, and a lead time that grows with the calendar helps nobody.
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

const REPEATS = { error: `a whole number from 1 to ${POLICY.alertRepeats}` };
const duration = z
  .string({ error: 'a duration such as P7D, P2W or PT12H' })
  .refine((text) => (durationMs(text) ?? 0) > 0, 'a duration such as P7D, P2W or PT12H')
  .refine((text) => (durationMs(text) ?? 0) <= POLICY.alertLongestMs, 'at most ten years');

/** What a rule may silence; what a person records is always told. */
export const MUTABLE = ['due-soon', 'grace-started', 'overdue'] as const;

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
      description: 'How long before a deadline it is told as upcoming',
      examples: [['P30D']],
    }),
  repeat: z
    .strictObject({
      every: duration.refine(
        (text) => (durationMs(text) ?? 0) >= POLICY.alertShortestRepeatMs,
        'at least an hour',
      ),
      most: z.int(REPEATS).min(1, REPEATS).max(POLICY.alertRepeats, REPEATS),
    })
    .nullable()
    .optional()
    .meta({ description: 'Tells again while overdue, until it is acknowledged; null for never' }),
  undatedAfter: duration
    .nullable()
    .optional()
    .meta({ description: 'How long it may wait for its date before that is told; null for ever' }),
  clockStarted: z
    .boolean()
    .optional()
    .meta({ description: 'Tells when something that happened gave it its date' }),
  mute: z.array(z.enum(MUTABLE)).optional().meta({ description: 'What is not told of it' }),
});

/** Who is told of what and how long before; a more particular rule overrides a general one key by key. */
export const alertPolicySchema = z.strictObject({
  rules: z.array(rule).max(POLICY.alertRules),
});

export type AlertRule = z.infer<typeof rule>;
export type AlertPolicy = z.infer<typeof alertPolicySchema>;

/** The terms for one milestone, after every rule that speaks of it. */
export interface AlertTerms {
  leadsMs: readonly number[];
  repeat: { everyMs: number; most: number } | undefined;
  undatedAfterMs: number | undefined;
  clockStarted: boolean;
  mute: readonly string[];
}

type Spoken = Pick<MilestoneRow, 'obligation' | 'phase' | 'obligors' | 'theme'>;

/** From the general to the particular: agreement, theme, party, obligation, in each the order written. */
export function termsFor(rules: readonly AlertRule[], row: Spoken): AlertTerms {
  const merged: AlertRule = {};
  for (const each of [...rules].filter((one) => speaksOf(one, row)).sort(byReach)) {
    Object.assign(merged, each);
  }
  const { repeat, undatedAfter } = merged;
  return {
    leadsMs: (merged.leads ?? []).map((lead) => durationMs(lead) as number),
    repeat: repeat ? { everyMs: durationMs(repeat.every) as number, most: repeat.most } : undefined,
    undatedAfterMs: undatedAfter ? durationMs(undatedAfter) : undefined,
    clockStarted: merged.clockStarted ?? false,
    mute: merged.mute ?? [],
  };
}

function speaksOf({ obligation, party, theme }: AlertRule, row: Spoken): boolean {
  const path = row.phase === null ? row.obligation : `${row.obligation}.${row.phase}`;
  return (
    (obligation === undefined || obligation === row.obligation || obligation === path) &&
    (party === undefined || row.obligors.includes(party)) &&
    (theme === undefined || theme === row.theme)
  );
}

function byReach(a: AlertRule, b: AlertRule): number {
  return reach(a) - reach(b);
}

/** Greater is more particular. */
function reach({ obligation, party, theme }: AlertRule): number {
  const own = obligation === undefined ? 0 : obligation.includes('.') ? 8 : 4;
  return own + (party === undefined ? 0 : 2) + (theme === undefined ? 0 : 1);
}
