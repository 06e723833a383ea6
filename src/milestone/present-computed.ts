import type { Milestone } from '../schedule/model';
import { presentDay } from './present';

/** Days that only a schedule computed anew can tell; none of them decides a status. */
export interface PresentedComputed {
  /** A softer, earlier day than the deadline. */
  targetOn: string | null;
  /** The deadline before extensions and pauses moved it. */
  originalOn: string | null;
  /** The latest day to which the text lets it be extended. */
  latestOn: string | null;
  /** Where it would fall if what it waits for came when it is due; never a deadline. */
  projectedOn: string | null;
  /** It cannot fall before this day, whatever is still open. */
  earliestOn: string | null;
  /** The path of what took its place. */
  supersededBy: string | null;
}

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
