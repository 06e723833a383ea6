import { luxonZones } from '../../base/zones';
import type { Agreement } from '../../engine/compile/agreement';
import { type DiffSide, diff } from '../../engine/diff/diff';
import type { Fact } from '../../engine/model/fact';
import { schedule } from '../../engine/schedule/schedule';
import { workingCalendars } from '../agreement/calendars';
import { readAssumedSigning } from '../ledger/schedule-fact';
import { type PresentedDiff, presentDiff } from './present';

/** One of two agreements that are compared, with what is recorded about it. */
export interface DiffText {
  agreement: Agreement;
  /** Used unless a signing is assumed. */
  facts: readonly Fact[];
}

interface DiffOptions {
  /** A month, a day or an instant, assumed as the signing of both in place of all facts. */
  signed?: string | undefined;
  /** The JSON Pointer that faults of `signed` have. */
  pointer: string;
  /** Whether equal ids mean the same clause. */
  ids: boolean;
}

/**
 * Compares two agreements clause by clause. The current time has no influence: terms have all renewals that their text
 * counts.
 * @throws Refusal 'invalid' if `signed` is not a time.
 */
export function diffTexts(before: DiffText, after: DiffText, options: DiffOptions): PresentedDiff {
  return presentDiff(diff(sideOf(before, options), sideOf(after, options), options.ids));
}

function sideOf({ agreement, facts }: DiffText, { signed, pointer }: DiffOptions): DiffSide {
  const { zone } = agreement.document;
  const used = signed === undefined ? facts : [readAssumedSigning(signed, zone, pointer)];
  const context = { zones: luxonZones, calendars: workingCalendars(), derivations: false };
  return { agreement, milestones: schedule(agreement, used, context).milestones };
}
