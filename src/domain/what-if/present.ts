import { z } from 'zod';
import { presentDay } from '../../base/present-time';
import {
  type Blackout,
  CONFLICT_KINDS,
  type Conflict,
  type ConflictKind,
  conflicts,
} from '../../engine/review/conflicts';
import { day, type ResponseOf } from '../../http/response-of';
import { presentScheduled, scheduledSchema } from '../milestone/present/scheduled';
import { type Outlook, scheduling } from './outlook';

export const conflictSchema = z
  .strictObject({
    kind: z.enum(Object.keys(CONFLICT_KINDS) as ConflictKind[]),
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
      .meta({ description: 'Only where derivations were asked for' }),
    restsOnAssumption: z
      .boolean()
      .meta({ description: 'Whether anything assumed bears on its dates' }),
  })
  .meta({ id: 'HypotheticalMilestone' });

export const outlookSchema = z.strictObject({
  hypothetical: z.literal(true),
  milestones: z.array(hypotheticalMilestoneSchema),
  conflicts: z
    .array(conflictSchema)
    .meta({ description: 'What is wrong with the days it comes to' }),
  unplaced: z
    .array(z.strictObject({ assume: z.string(), waitsFor: z.array(z.string()) }))
    .meta({ description: 'Delays of what has no date yet: they change nothing until it has' }),
});

export type PresentedOutlook = ResponseOf<typeof outlookSchema>;

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
    conflicts: conflicts(found.agreement, found.facts, scheduling(asOf), blackouts).map(
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
