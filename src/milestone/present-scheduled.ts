import type { Milestone } from '../schedule/model';
import { judge } from './judge';
import { type PresentedMilestone, presentMilestone } from './present';
import { type PresentedComputed, presentComputed } from './present-computed';
import { type PresentedStep, presentStep } from './present-step';
import { scheduledColumns } from './scheduled';

/** A milestone that was computed and not stored: the API's, without what only a store knows. */
export type PresentedScheduled = Omit<PresentedMilestone, 'version' | 'nextChangeAt'> &
  PresentedComputed & {
    derivation: readonly PresentedStep[];
  };

/**
 * A milestone as a schedule gives it, judged at an instant.
 * @param position its place in the schedule, from 0.
 * @param asOf epoch milliseconds.
 */
export function presentScheduled(
  milestone: Milestone,
  position: number,
  asOf: number,
): PresentedScheduled {
  const columns = scheduledColumns(milestone, position);
  const { status, timeliness, state, since } = judge(columns, asOf);
  const {
    version: _,
    nextChangeAt: __,
    ...presented
  } = presentMilestone({
    ...columns,
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
  const derivation = milestone.derivation.map(presentStep);
  return { ...presented, ...presentComputed(milestone), derivation };
}
