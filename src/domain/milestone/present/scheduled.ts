import { z } from 'zod';
import { presentDay, presentInstant } from '../../../base/present-time';
import { formatDay } from '../../../engine/calendar/epoch-day';
import type { Milestone } from '../../../engine/model/milestone';
import type { Step } from '../../../engine/model/step';
import { day, instant, type ResponseOf } from '../../../http/response-of';
import type { MilestoneRow } from '../milestone.entity';
import { milestoneRow, statusOfMilestone } from '../milestone-row';
import { presentMilestone } from './milestone';
import { milestoneSchema } from './milestone-schema';

export const stepSchema = z
  .strictObject({
    rule: z.string(),
    text: z.string(),
    citation: z.string(),
    from: day.optional(),
    fromAt: instant.optional(),
    to: day.optional(),
    toAt: instant.optional(),
    by: z
      .record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.array(z.string())]))
      .optional(),
  })
  .meta({ id: 'Step' });

/** A step of a derivation: days as YYYY-MM-DD, instants in UTC; absent operands are left out. */
type PresentedStep = ResponseOf<typeof stepSchema>;

export function presentStep(step: Step): PresentedStep {
  const { rule, text, citation, by } = step;
  const presented: PresentedStep = { rule, text, citation };
  if (step.from !== undefined) presented.from = formatDay(step.from);
  if (step.fromAt !== undefined) presented.fromAt = presentInstant(step.fromAt);
  if (step.to !== undefined) presented.to = formatDay(step.to);
  if (step.toAt !== undefined) presented.toAt = presentInstant(step.toAt);
  if (by !== undefined) presented.by = by;
  return presented;
}

export const computedSchema = z.strictObject({
  originalOn: day.nullable().meta({ description: 'The deadline without extensions and pauses' }),
  latestOn: day
    .nullable()
    .meta({ description: 'The latest day to which the text allows an extension' }),
  projectedOn: day.nullable().meta({
    description:
      'Its deadline, its start or, once begun, its end if everything it waits for happens on its due day. An estimate, not a deadline',
  }),
  earliestOn: day
    .nullable()
    .meta({ description: 'It cannot be due before this day, whatever is still open' }),
  supersededBy: z
    .string()
    .nullable()
    .meta({ description: 'The path of the obligation that replaces it' }),
});

/** Days that are computed and not stored; none of them decides a status. */
export type PresentedComputed = ResponseOf<typeof computedSchema>;

export function presentComputed(milestone: Milestone | undefined): PresentedComputed {
  return {
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

/** A computed milestone: the fields of a stored one without version and next change. */
export type PresentedScheduled = ResponseOf<typeof scheduledSchema>;

/**
 * A scheduled milestone as a row, with its status at an instant.
 * @param position its place in the schedule, from 0.
 * @param asOf epoch milliseconds.
 */
export function rowScheduled(milestone: Milestone, position: number, asOf: number): MilestoneRow {
  const { status, timeliness, state, since } = statusOfMilestone(milestone, asOf);
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

/** A scheduled milestone for the API, with its computed days and derivation. */
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
