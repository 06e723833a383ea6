import type { Headline } from '../model/status';
import type { Instant } from '../model/time';

/** A status as pages show it: "unrecorded" where the deadline had passed before anybody could record a fulfilment. */
export type ShownStatus = Headline | 'unrecorded';

/** Whether a milestone is late only because its deadline had passed before the agreement was added (`createdAt`). */
export function isUnrecorded(
  status: Headline,
  dueAt: Instant | null | undefined,
  createdAt: Instant,
): boolean {
  return (status === 'overdue' || status === 'in-grace') && (dueAt ?? 0) < createdAt;
}
