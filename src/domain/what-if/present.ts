import { z } from 'zod';
import { presentDay } from '../../base/present-time';
import {
  type Blackout,
  type Conflict,
  type ConflictKind,
  conflicts,
} from '../../engine/review/conflicts';
import { day, type ResponseOf } from '../../http/response-of';
import { scheduleContext } from '../agreement/calendars';
import { presentScheduled, scheduledSchema } from '../milestone/present/scheduled';
import type { Outlook } from './outlook';

/** The kinds of conflict, in the order of columns. */
export const CONFLICT_KIND_NAMES = [
  'non-working-day',
  'window-closed',
  'blackout',
  'whose-midnight',
  'squeezed',
] as const satisfies readonly ConflictKind[];

export const conflictSchema = z
  .strictObject({
    kind: z.enum(CONFLICT_KIND_NAMES),
    milestone: z.string(),
    on: day.nullable(),
    because: z.string(),
  })
  .meta({ id: 'Conflict' });

export type PresentedConflict = ResponseOf<typeof conflictSchema>;

const hypotheticalMilestoneSchema = scheduledSchema
  .extend({
    hypothetical: z.literal(true),
    derivation: scheduledSchema.shape.derivation
      .optional()
      .meta({ description: 'Only with `derivations=true`' }),
    restsOnAssumption: z
      .boolean()
      .meta({ description: 'Whether its dates depend on an assumption' }),
  })
  .meta({ id: 'HypotheticalMilestone' });

export const outlookSchema = z.strictObject({
  hypothetical: z.literal(true),
  milestones: z.array(hypotheticalMilestoneSchema),
  conflicts: z.array(conflictSchema).meta({ description: 'Conflicts between the resulting dates' }),
  unplaced: z
    .array(z.strictObject({ assume: z.string(), waitsFor: z.array(z.string()) }))
    .meta({ description: 'Delays of milestones without a date; they have no effect' }),
});

type PresentedOutlook = ResponseOf<typeof outlookSchema>;

export function presentOutlook(
  found: Outlook,
  asOf: number,
  blackouts: readonly Blackout[],
  derivations: boolean,
): PresentedOutlook {
  return {
    hypothetical: true,
    milestones: found.milestones.map((milestone, i) => {
      const { derivation, ...presented } = presentScheduled(milestone, i, asOf);
      return {
        ...presented,
        hypothetical: true,
        restsOnAssumption: milestone.hypothetical,
        ...(derivations ? { derivation } : {}),
      };
    }),
    conflicts: conflicts(found.agreement, found.facts, scheduleContext(asOf), blackouts).map(
      presentConflict,
    ),
    unplaced: found.unplaced.map(({ assumption, waitsFor }) => ({
      assume: assumption.text,
      waitsFor,
    })),
  };
}

export function presentConflict({ kind, milestone, on, because }: Conflict): PresentedConflict {
  return { kind, milestone, on: presentDay(on), because };
}
