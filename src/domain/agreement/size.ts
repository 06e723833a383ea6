import { type Excess, type Limits, limitFault, OverLimit } from '../../base/limits/limits';
import { luxonZones } from '../../base/zones';
import type { Agreement } from '../../engine/compile/agreement';
import { longestChain } from '../../engine/compile/cycles/longest-chain';
import type { Fact } from '../../engine/model/fact';
import type { Instant } from '../../engine/model/time';
import { countMilestones } from '../../engine/schedule/size';
import { scheduleContext } from './calendars';
import { assumedSigning } from './document/checked-dates';

/** The size of an agreement. */
export interface AgreementSize {
  /** Obligations and phases. */
  entries: number;
  /** Milestones. */
  occurrences: number;
  /** The most entries in a chain in which each is dated from the one before. */
  dependence: number;
}

/** What each of them counts. */
export const SIZE_UNITS = {
  entries: 'obligations and phases',
  occurrences: 'milestones',
  dependence: 'entries that are dated one from another',
} as const;

/**
 * The size of an agreement.
 * @param facts without them: as if it is signed at `at`.
 * @param most counting milestones stops at one more.
 */
export function sizeOf(
  agreement: Agreement,
  at: Instant,
  most: number,
  facts: readonly Fact[] = signedAt(agreement, at),
): AgreementSize {
  const { obligations } = agreement.document;
  return {
    entries: obligations.reduce((sum, { phases = [] }) => sum + 1 + phases.length, 0),
    occurrences: countMilestones(agreement, facts, scheduleContext(at), most),
    dependence: longestChain(agreement.dependencies),
  };
}

/** What of a size exceeds the limits. */
export function excesses(size: AgreementSize, limits: Limits): Excess[] {
  const names = ['entries', 'occurrences', 'dependence'] as const;
  return names
    .filter((name) => size[name] > limits[name])
    .map((name) => ({
      name,
      counted: size[name],
      unit: SIZE_UNITS[name],
      stopped: name === 'occurrences',
    }));
}

/**
 * The size of an agreement that is added or put into force, as if it is signed at `at`.
 * @throws OverLimit with every limit that it exceeds.
 */
export function acceptedSize(agreement: Agreement, limits: Limits, at: Instant): AgreementSize {
  const size = sizeOf(agreement, at, limits.occurrences);
  const found = excesses(size, limits);
  if (found.length === 0) return size;
  throw tooLarge(found, limits);
}

export function tooLarge(found: readonly Excess[], limits: Limits): OverLimit {
  return new OverLimit(
    'invalid',
    'The agreement exceeds a limit. Nothing was written.',
    found.map((excess) => limitFault(excess, limits, { pointer: '/obligations' })),
  );
}

function signedAt({ document }: Agreement, at: Instant): Fact[] {
  const { day } = luxonZones.localOf(at, document.zone);
  return [assumedSigning(day)];
}
