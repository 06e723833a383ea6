import { z } from 'zod';
import type { Milestone } from '../../../engine/model/milestone';
import type { Shown } from '../../../http/shown';
import { judgeScheduled } from '../judge';
import type { MilestoneRow } from '../milestone.entity';
import { milestoneRow } from '../milestone-row';
import { presentMilestone } from './milestone';
import { milestoneSchema } from './milestone-schema';
import { computedSchema, presentComputed } from './present-computed';
import { presentStep, stepSchema } from './step';

export const scheduledSchema = milestoneSchema
  .omit({ version: true, nextChangeAt: true })
  .extend({ ...computedSchema.shape, derivation: z.array(stepSchema) });

/** A milestone that was computed and not stored: the API's, without what only a store knows. */
export type PresentedScheduled = Shown<typeof scheduledSchema>;

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
