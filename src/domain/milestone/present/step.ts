import { z } from 'zod';
import { presentDay, presentInstant } from '../../../base/present-time';
import type { Step } from '../../../engine/model/step';
import { day, instant, type ResponseOf } from '../../../http/response-of';

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

/** A step of a derivation: days as YYYY-MM-DD, instants in UTC, absent operands left out. */
export type PresentedStep = ResponseOf<typeof stepSchema>;

export function presentStep(step: Step): PresentedStep {
  const { rule, text, citation, by } = step;
  const presented: PresentedStep = { rule, text, citation };
  if (step.from !== undefined) presented.from = presentDay(step.from) as string;
  if (step.fromAt !== undefined) presented.fromAt = presentInstant(step.fromAt) as string;
  if (step.to !== undefined) presented.to = presentDay(step.to) as string;
  if (step.toAt !== undefined) presented.toAt = presentInstant(step.toAt) as string;
  if (by !== undefined) presented.by = by;
  return presented;
}
