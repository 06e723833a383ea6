import { computed, signal } from '@preact/signals';
import { parseDay } from '../../../src/engine/calendar/epoch-day';
import { route } from '../address';
import { asOf, loaded } from '../plan';
import { baseline, outlook } from '../what-if/what-if';
import { rows } from './rows';

export const ZOOMS: Readonly<Record<string, number>> = {
  '30': 30,
  '100': 100,
  '365': 365,
  '1826': 1_826,
};
const LONG = 800;
/** Share of the shown days that lie before the signing. */
const LEAD = 0.08;
/** Free days at both ends when everything is shown, and the step to which the ends are rounded. */
const MARGIN = 7;
const STEP = 30;

/** First and last day of all rows. */
const extent = computed(() => {
  let [from, to] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const { milestone: one } of rows.value) {
    for (const day of [one.opensOn, one.startsOn, one.targetOn, one.dueOn, one.endsOn]) {
      if (day === undefined) continue;
      if (day < from) from = day;
      if (day > to) to = day;
    }
  }
  return from > to ? undefined : { from, to };
});

/** The day that the shown days are placed around; fixed while the signing is dragged, so that the axis does not move. */
const anchor = computed(() => {
  const now = loaded.value;
  if (now === undefined) return 0;
  const today = now.context.zones.localOf(asOf.value, now.agreement.document.zone).day;
  return baseline.value?.signing?.day ?? outlook.value?.signing?.day ?? today;
});

export const zoom = computed(() => {
  const asked = route.zoom;
  if (asked !== '') return asked;
  const whole = extent.value;
  return whole !== undefined && whole.to - whole.from > LONG ? '365' : 'all';
});

/** First day of the time track, and the day after its last. */
export const scale = computed(() => {
  const length = ZOOMS[zoom.value];
  const moved = parseDay(route.from);
  if (length !== undefined) {
    const from = moved ?? Math.round(anchor.value - length * LEAD);
    return { from, to: from + length };
  }
  const { from, to } = extent.value ?? { from: anchor.value, to: anchor.value + 100 };
  // In whole steps, so that the axis does not move while dates are dragged.
  const first = Math.floor((Math.min(from, anchor.value) - MARGIN) / STEP) * STEP;
  const last = Math.ceil((Math.max(to, anchor.value) + MARGIN) / STEP) * STEP;
  return { from: first, to: last };
});

/** The position of a day on the time track, in percent of its width. */
export function percentAt(day: number): number {
  const { from, to } = scale.value;
  return (100 * (day - from)) / (to - from);
}

/** Of the row under the pointer or in focus: the paths that it counts from, and those that count from it. */
export const relatedPaths = signal<{ before: readonly string[]; after: readonly string[] }>({
  before: [],
  after: [],
});

export function highlightRelated(path: string | undefined): void {
  const now = loaded.peek();
  relatedPaths.value = {
    before: (path !== undefined && now?.dependsOn.get(path)) || [],
    after: (path !== undefined && now?.dependants.get(path)) || [],
  };
}
