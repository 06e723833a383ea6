import { computed, effect, signal } from '@preact/signals';
import { formatDay, parseDay, toEpochDay } from '../../../src/engine/calendar/epoch-day';
import type { Fact } from '../../../src/engine/model/fact';
import type { Milestone } from '../../../src/engine/model/milestone';
import { ASSUMED_ID_PREFIX } from '../../../src/engine/model/step';
import type { EpochDay } from '../../../src/engine/model/time';
import { schedule } from '../../../src/engine/schedule/schedule';
import { type Assumption, applyAssumptions } from '../../../src/engine/what-if/assume';
import { address, replace, route } from '../address';
import { askedTimes, type Loaded, loaded } from '../plan';
import { readAssumption } from './assumption';

/** Facts, recorded and assumed, and the schedule that follows from them. */
export interface Projection {
  facts: readonly Fact[];
  signing: Fact | undefined;
  milestones: readonly Milestone[];
}

const isSigning = ({ kind, subject }: Fact): boolean =>
  kind === 'occurred' && subject === 'signing';

/** The signing that is set, without assumptions. */
export const recordedSigning = computed(() => loaded.value?.plan.facts.findLast(isSigning));

function project(
  { agreement, context, plan }: Loaded,
  assumptions: readonly Assumption[],
): Projection {
  const { facts } =
    assumptions.length === 0 ? plan : applyAssumptions(agreement, plan.facts, assumptions, context);
  const { milestones } = schedule(agreement, facts, context);
  return { facts, signing: facts.findLast(isSigning), milestones };
}

const signedOn = (day: EpochDay): Assumption => ({
  text: `signing:${formatDay(day)}`,
  kind: 'occurred',
  subject: 'signing',
  when: { day },
});

/** The day assumed for the signing; undefined where none is assumed. */
export const assumedSigning = computed(() => parseDay(route.signing));

/** The day whose dates are shown: `assumedSigning`, delayed while a large agreement is dragged. */
const countedSigning = signal(assumedSigning.peek());

/** While the signing is dragged, at most one SHARE-th of the time goes into computing dates. */
const SHARE = 7;
/** Dates that take no longer than this are computed for every frame. */
const QUICK_MS = 6;
/** The dates lag behind the pointer by no more than this. */
const LONGEST_MS = 200;
let costMs = 0;
let freeAt = 0;
let waiting: ReturnType<typeof setTimeout> | undefined;

function count(): void {
  waiting = undefined;
  const begun = performance.now();
  countedSigning.value = assumedSigning.peek();
  // Measures the computation together with the drawing that follows it.
  setTimeout(() => {
    const now = performance.now();
    costMs = now - begun;
    freeAt = now + Math.min(LONGEST_MS, (SHARE - 1) * costMs);
  }, 0);
}

// A large agreement takes longer than a frame, but the slider must follow the pointer.
effect(() => {
  const day = assumedSigning.value;
  if (day === countedSigning.peek()) return;
  if (costMs <= QUICK_MS) count();
  else waiting ??= setTimeout(count, Math.max(0, freeAt - performance.now()));
});

const againstDay = computed(() => parseDay(route.against));

const assumeTexts = computed(() => route.assume.join('\n'));

/** The days and instants of a link. */
const LINKED = ['signing', 'against', 'asOf', 'knownAt'] as const;

/** The assumptions besides the signing; `unknown` holds texts that this agreement cannot read. */
export const assumptions = computed(() => {
  const now = loaded.value;
  const known: Assumption[] = [];
  const values = { ...askedTimes.value, signing: assumedSigning.value, against: againstDay.value };
  const unknown = LINKED.filter((key) => route[key] !== '' && (values[key] ?? '') === '').map(
    (key) => `${key}:${route[key]}`,
  );
  const texts = assumeTexts.value;
  if (now === undefined || texts === '') return { known, unknown };
  for (const text of texts.split('\n')) {
    const read = readAssumption(text, now.agreement, now.context.zones);
    if (read === undefined) unknown.push(text);
    else known.push(read);
  }
  return { known, unknown };
});

/** Whether anything is assumed. */
export const hasAssumptions = computed(
  () => countedSigning.value !== undefined || assumptions.value.known.length > 0,
);

/** The fact that each known assumption leads to, in their order; undefined where it has no day yet. */
export const assumedFacts = computed(() => {
  const before = countedSigning.value === undefined ? 0 : 1;
  const facts = outlook.value?.facts ?? [];
  return assumptions.value.known.map((_, i) =>
    facts.find(({ id }) => id === `${ASSUMED_ID_PREFIX}${before + i + 1}`),
  );
});

/** The schedule that the what-if is compared with: the present one, or that of the day in `against`. */
export const baseline = computed((): Projection | undefined => {
  const now = loaded.value;
  if (now === undefined) return undefined;
  const day = againstDay.value;
  return project(now, day === undefined ? [] : [signedOn(day)]);
});

/** The schedule under the what-if; the baseline itself where nothing is assumed. */
export const outlook = computed((): Projection | undefined => {
  const now = loaded.value;
  if (now === undefined) return undefined;
  if (!hasAssumptions.value) return baseline.value;
  const day = countedSigning.value;
  const signed = day === undefined ? [] : [signedOn(day)];
  return project(now, [...signed, ...assumptions.value.known]);
});

/** The signing as chosen, also while its dates are being computed. */
export const shownSigning = computed(() => {
  const day = assumedSigning.value;
  const signing = outlook.value?.signing;
  if (day === undefined) return hasAssumptions.value ? signing : baseline.value?.signing;
  return signing?.day === day ? signing : signedFact(day);
});

const signedFact = (day: EpochDay): Fact => ({
  id: 'assumed',
  kind: 'occurred',
  subject: 'signing',
  day,
  hypothetical: true,
});

/** By how many days the signing moves. */
export const shift = computed(() => {
  const [from, to] = [baseline.value?.signing?.day, outlook.value?.signing?.day];
  return from === undefined || to === undefined ? 0 : to - from;
});

/** Earliest and latest signing date; the service has the same limits. */
export const FIRST_DAY = toEpochDay(1900, 1, 1);
export const LAST_DAY = toEpochDay(2200, 12, 31);

/** Assumes a signing date; for the date that is set, the assumption is taken back. */
export function assumeSigning(day: EpochDay): void {
  const fitting = Math.min(LAST_DAY, Math.max(FIRST_DAY, day));
  const inForce = recordedSigning.peek()?.day;
  replace({
    signing: fitting === inForce && address.peek().against === '' ? '' : formatDay(fitting),
  });
}
