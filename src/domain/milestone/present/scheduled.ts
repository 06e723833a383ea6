import { z } from 'zod';
import { presentDay } from '../../../base/present-time';
import type { Milestone } from '../../../engine/model/milestone';
import { day, type ResponseOf } from '../../../http/response-of';
import { judgeScheduled } from '../judge';
import type { MilestoneRow } from '../milestone.entity';
import { milestoneRow } from '../milestone-row';
import { presentMilestone } from './milestone';
import { milestoneSchema } from './milestone-schema';
import { presentStep, stepSchema } from './step';

export const computedSchema = z.strictObject({
  targetOn: day.nullable().meta({ description: 'A softer, earlier day than the deadline' }),
  originalOn: day
    .nullable()
    .meta({ description: 'The deadline before extensions and pauses moved it' }),
  latestOn: day
    .nullable()
    .meta({ description: 'The latest day to which the text lets it be extended' }),
  projectedOn: day.nullable().meta({
    description:
      'Where its deadline, its start or, once begun, its end would fall if what it waits for came when it is due; never a deadline',
  }),
  earliestOn: day
    .nullable()
    .meta({ description: 'It cannot fall before this day, whatever is still open' }),
  supersededBy: z.string().nullable().meta({ description: 'The path of what took its place' }),
});

/** Days that only a schedule computed anew can tell; none of them decides a status. */
export type PresentedComputed = ResponseOf<typeof computedSchema>;

export function presentComputed(milestone: Milestone | undefined): PresentedComputed {
  return {
    targetOn: presentDay(milestone?.targetOn),
    originalOn: presentDay(milestone?.originalOn),
    latestOn: presentDay(milestone?.latestOn),
    projectedOn: presentDay(milestone?.projectedOn),
    earliestOn: presentDay(milestone?.earliestOn),
    supersededBy: milestone?.supersededBy ?? null,
  };
}

export const scheduledSchema = milestoneSchema
  .omit({ version: true, nextChangeAt: true })
  .extend({ ...computedSchema.shape, derivation: z.array(stepSchema) });

/** A milestone that was computed and not stored: the API's, without what only a store knows. */
export type PresentedScheduled = ResponseOf<typeof scheduledSchema>;

/**
 * A milestone as a schedule gives it, judged at an instant, as a row would hold it.
 * @param position its place in the schedule, from 0.
 * @param asOf epoch milliseconds.
 */
export function rowScheduled(milestone: Milestone, position: number, asOf: number): MilestoneRow {
  const { status, timeliness, state, since } = judgeScheduled(milestone, asOf);
  return milestoneRow(milestone, position, {
    status,
    timeliness,
    state,
    statusSince: since ?? null,
    nextChangeAt: null,
    wakeAt: null,
    version: 1,
    versionedAt: asOf,
    droppedAt: null,
  });
}

/** The same as the API shows it, with what only a computed milestone tells. */
export function presentScheduled(
  milestone: Milestone,
  position: number,
  asOf: number,
): PresentedScheduled {
  const row = rowScheduled(milestone, position, asOf);
  const { version: _, nextChangeAt: __, ...presented } = presentMilestone(row);
  const derivation = milestone.derivation.map(presentStep);
  return { ...presented, ...presentComputed(milestone), derivation };
}
