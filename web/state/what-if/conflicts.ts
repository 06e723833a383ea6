import { computed, effect, signal } from '@preact/signals';
import { countsFromSigning } from '../events';
import { type Loaded, loaded } from '../plan';
import {
  type ConflictChanges,
  compareConflicts,
  countConflicts,
  type Span,
} from './conflict-counts';
import { assumedSigning, baseline, outlook, recordedSigning } from './what-if';

/** Days before and after the set signing date that the slider spans, and the days that it moves by for a day outside. */
const BEFORE = 60;
const AFTER = 180;
const JUMP = 120;

/** The signing days that the slider spans; fixed while it is dragged. */
export const slider = computed((): Span => {
  const now = loaded.value;
  if (now === undefined) return { from: 0, to: BEFORE + AFTER };
  const today = now.context.zones.localOf(now.plan.now, now.agreement.document.zone).day;
  const base = recordedSigning.value?.day ?? today;
  const from = base - BEFORE;
  const day = assumedSigning.value ?? base;
  const over = day - (base + AFTER);
  const jumps = day < from ? -Math.ceil((from - day) / JUMP) : Math.max(0, Math.ceil(over / JUMP));
  return { from: from + jumps * JUMP, to: base + AFTER + jumps * JUMP };
});

const sliderFrom = computed(() => slider.value.from);

interface ConflictCounts extends Span {
  /** Number of conflicts for each signing day from `from` on. */
  counts: readonly number[];
}

/** The conflicts for each signing day of the slider; undefined while they are counted. */
export const conflictCounts = signal<ConflictCounts | undefined>(undefined);

let running = 0;

effect(() => {
  const now = loaded.value;
  const from = sliderFrom.value;
  const mine = ++running;
  conflictCounts.value = undefined;
  if (now !== undefined && countsFromSigning.value)
    void updateCounts(now, { from, to: from + BEFORE + AFTER }, mine);
});

async function updateCounts(now: Loaded, span: Span, mine: number): Promise<void> {
  const counts = await countConflicts(now, span, () => mine === running);
  if (counts !== undefined) conflictCounts.value = { ...span, counts };
}

const NO_CONFLICTS: ConflictChanges = { all: [], appear: [], vanish: [] };

/** The dates to check under the what-if, beside those without it. */
export const conflicts = signal(NO_CONFLICTS);

/** One conflict of each milestone that has any, by the milestone's id. */
export const conflictById = computed(
  () => new Map(conflicts.value.all.map((one) => [one.milestone, one])),
);

const REST_MS = 250;
let resting: ReturnType<typeof setTimeout> | undefined;

// Compared after the last move: a frame of a drag has no time for it.
effect(() => {
  const [now, before, after] = [loaded.value, baseline.value, outlook.value];
  // The assumed day changes before its dates are computed.
  void assumedSigning.value;
  clearTimeout(resting);
  if (now === undefined || before === undefined || after === undefined) {
    // Conflicts of one agreement are not shown for the next.
    conflicts.value = NO_CONFLICTS;
    return;
  }
  resting = setTimeout(() => {
    conflicts.value = compareConflicts(now, before.facts, after.facts);
  }, REST_MS);
});
