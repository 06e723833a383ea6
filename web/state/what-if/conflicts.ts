import { computed, effect, signal } from '@preact/signals';
import { countsFromSigning } from '../events';
import { type Loaded, loaded } from '../plan';
import { type ConflictCounts, conflictCounts, conflictsOf, type Span } from './conflict-counts';
import { assumedSigning, baseline, outlook, recordedSigning, type Side } from './what-if';

/** Days before and after the signing in force that the slider reaches, and how far it jumps beyond. */
const BEFORE = 60;
const AFTER = 180;
const JUMP = 120;

/** The days of signing that the slider offers; it stands still while it is dragged. */
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

export interface ConflictMap extends Span {
  /** Conflicts by day of signing from `from` on; what is not computed yet is missing. */
  counts: readonly number[];
}

/** How many conflicts each day of signing would bring. */
export const conflicts = signal<ConflictMap | undefined>(undefined);

let running = 0;

effect(() => {
  const now = loaded.value;
  const from = sliderFrom.value;
  const mine = ++running;
  conflicts.value = undefined;
  if (now !== undefined && countsFromSigning.value)
    void computeHeat(now, { from, to: from + BEFORE + AFTER }, mine);
});

async function computeHeat(now: Loaded, span: Span, mine: number): Promise<void> {
  const counts = await conflictCounts(now, span, () => mine === running);
  if (counts !== undefined) conflicts.value = { ...span, counts };
}

const NO_CLASHES: ConflictCounts = { all: [], appear: [], vanish: [] };

export const clashes = signal(NO_CLASHES);

/** A conflict of each milestone that has any, by its id. */
export const clashById = computed(
  () => new Map(clashes.value.all.map((one) => [one.milestone, one])),
);

const REST_MS = 250;
let resting: ReturnType<typeof setTimeout> | undefined;

// Told when the hand rests: a frame of a drag has no time for it.
effect(() => {
  const [now, before, after] = [loaded.value, baseline.value, outlook.value];
  // The hand moves on before its dates are counted.
  void assumedSigning.value;
  clearTimeout(resting);
  if (now === undefined || before === undefined || after === undefined) {
    // What was counted for one agreement is nothing of the next.
    clashes.value = NO_CLASHES;
    return;
  }
  resting = setTimeout(() => tell(now, before, after), REST_MS);
});

function tell(now: Loaded, before: Side, after: Side): void {
  clashes.value = conflictsOf(now, before.facts, after.facts);
}
