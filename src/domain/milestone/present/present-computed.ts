import { z } from 'zod';
import type { Milestone } from '../../../engine/model/milestone';
import { day, type Shown } from '../../../http/shown';
import { presentDay } from './milestone';

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
export type PresentedComputed = Shown<typeof computedSchema>;

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
