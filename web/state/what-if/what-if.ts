import { computed, effect, signal } from '@preact/signals';
import { formatDay, parseDay, toEpochDay } from '../../../src/engine/calendar/epoch-day';
import type { Fact } from '../../../src/engine/model/fact';
import type { Milestone } from '../../../src/engine/model/milestone';
import { ASSUMED_ID_PREFIX } from '../../../src/engine/model/step';
import type { EpochDay } from '../../../src/engine/model/time';
import { schedule } from '../../../src/engine/schedule/schedule';
import { type Assumption, applyAssumptions } from '../../../src/engine/what-if/assume';
import { address, replace, route } from '../address';
import { type Loaded, loaded } from '../plan';
import { readAssumption } from './assumption';

/** One side of the comparison: the facts, recorded and assumed, and what follows from them. */
export interface Side {
  facts: readonly Fact[];
  signing: Fact | undefined;
  milestones: readonly Milestone[];
}

const isSigning = ({ kind, subject }: Fact): boolean =>
  kind === 'occurred' && subject === 'signing';

/** The signing that is set, whatever is assumed. */
export const recordedSigning = computed(() => loaded.value?.plan.facts.findLast(isSigning));

function sideOf({ agreement, context, plan }: Loaded, assumptions: readonly Assumption[]): Side {
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

/** The day assumed for the signing; undefined while it is the one in force. */
export const assumedSigning = computed(() => parseDay(route.signing));

/** The day whose dates are shown: `assumedSigning`, as soon as there is time to count them. */
const counted = signal(assumedSigning.peek());

/** Of the time, at most one part in this many goes into counting while the signing is dragged. */
const SHARE = 7;
/** Counting that takes no longer than this is done for every frame. */
const QUICK_MS = 6;
/** The dates are never further behind the hand. */
const LONGEST_MS = 200;
let costMs = 0;
let freeAt = 0;
let waiting: ReturnType<typeof setTimeout> | undefined;

function count(): void {
  waiting = undefined;
  const begun = performance.now();
  counted.value = assumedSigning.peek();
  // After the drawing that it brings about.
  setTimeout(() => {
    const now = performance.now();
    costMs = now - begun;
    freeAt = now + Math.min(LONGEST_MS, (SHARE - 1) * costMs);
  }, 0);
}

// A large agreement takes longer than a frame: the slider must follow the hand all the same.
effect(() => {
  const day = assumedSigning.value;
  if (day === counted.peek()) return;
  if (costMs <= QUICK_MS) count();
  else waiting ??= setTimeout(count, Math.max(0, freeAt - performance.now()));
});

const againstDay = computed(() => parseDay(route.against));

const assumeTexts = computed(() => route.assume.join('\n'));

/** What is assumed besides the signing; what this agreement does not know is told apart. */
export const assumptions = computed(() => {
  const now = loaded.value;
  const known: Assumption[] = [];
  const unread = route.signing !== '' && assumedSigning.value === undefined;
  const unknown = unread ? [`signing:${route.signing}`] : [];
  const texts = assumeTexts.value;
  if (now === undefined || texts === '') return { known, unknown };
  for (const text of texts.split('\n')) {
    const read = readAssumption(text, now.agreement, now.context.zones);
    if (read === undefined) unknown.push(text);
    else known.push(read);
  }
  return { known, unknown };
});

/** Whether anything is assumed that is not in force. */
export const supposing = computed(
  () => counted.value !== undefined || assumptions.value.known.length > 0,
);

/** The fact that each known assumption leads to, in their order; undefined where it has no day yet. */
export const assumedFacts = computed(() => {
  const before = counted.value === undefined ? 0 : 1;
  const facts = outlook.value?.facts ?? [];
  return assumptions.value.known.map((_, i) =>
    facts.find(({ id }) => id === `${ASSUMED_ID_PREFIX}${before + i + 1}`),
  );
});

/** What is in force, or what it is held against. */
export const baseline = computed((): Side | undefined => {
  const now = loaded.value;
  if (now === undefined) return undefined;
  const day = againstDay.value;
  return sideOf(now, day === undefined ? [] : [signedOn(day)]);
});

/** What would be; the baseline itself where nothing is assumed. */
export const outlook = computed((): Side | undefined => {
  const now = loaded.value;
  if (now === undefined) return undefined;
  if (!supposing.value) return baseline.value;
  const day = counted.value;
  const signed = day === undefined ? [] : [signedOn(day)];
  return sideOf(now, [...signed, ...assumptions.value.known]);
});

/** The signing as the hand has it, also while its dates are being counted. */
export const shownSigning = computed(() => {
  const day = assumedSigning.value;
  const signing = outlook.value?.signing;
  if (day === undefined) return supposing.value ? signing : baseline.value?.signing;
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

/** Earliest and latest day of signing that the service takes, too. */
export const FIRST_DAY = toEpochDay(1900, 1, 1);
export const LAST_DAY = toEpochDay(2200, 12, 31);

/** Assumes another day of signing; the one in force assumes nothing. */
export function suppose(day: EpochDay): void {
  const fitting = Math.min(LAST_DAY, Math.max(FIRST_DAY, day));
  const inForce = recordedSigning.peek()?.day;
  replace({
    signing: fitting === inForce && address.peek().against === '' ? '' : formatDay(fitting),
  });
}
