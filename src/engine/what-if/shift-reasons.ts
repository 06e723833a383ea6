import { EN } from '../explain/en';
import type { ReasonKind } from '../explain/sentences';
import type { Step } from '../model/step';
import type { EpochDay } from '../model/time';

/** Why a date did not move by as many days as the change that moved it. */
export interface Reason {
  kind: ReasonKind | 'text';
  /** Days that it adds to the common shift; negative where it takes days away. All reasons sum up to the difference. */
  days: number;
  /** One to three sentences. */
  text: string;
  /** The corresponding steps; absent where one derivation has none. */
  before?: Step;
  now?: Step;
}

interface Slot {
  before: Step[];
  now: Step[];
}

const ANCHORS: readonly string[] = ['anchor', 'fixed-date', 'rough-date'];

/**
 * Compares two derivations of one date step by step and returns the steps that change the shift.
 * @param common the shift of the common anchor in days; 0 where it does not move.
 */
export function shiftReasons(
  before: readonly Step[],
  now: readonly Step[],
  common: number,
): Reason[] {
  const reasons: Reason[] = [];
  let was: EpochDay | undefined;
  let is: EpochDay | undefined;
  let carried = common;
  for (const slot of slotsOf(dated(before), dated(now))) {
    was = slot.before.at(-1)?.to ?? was;
    is = slot.now.at(-1)?.to ?? is;
    if (was === undefined || is === undefined) continue;
    const shift = is - was;
    if (shift !== carried) reasons.push(reasonOf(slot, shift, shift - carried));
    carried = shift;
  }
  return reasons;
}

/** The steps that give a day. */
function dated(steps: readonly Step[]): Step[] {
  return steps.filter(({ to }) => to !== undefined);
}

/** Pairs the corresponding steps; steps of one derivation only form a slot of their own. */
function slotsOf(before: readonly Step[], now: readonly Step[]): Slot[] {
  const slots: Slot[] = [];
  let [i, j] = [0, 0];
  for (const [m, n] of matches(before, now)) {
    if (m > i || n > j) slots.push({ before: before.slice(i, m), now: now.slice(j, n) });
    slots.push({ before: before.slice(m, m + 1), now: now.slice(n, n + 1) });
    [i, j] = [m + 1, n + 1];
  }
  if (i < before.length || j < now.length) {
    slots.push({ before: before.slice(i), now: now.slice(j) });
  }
  return slots;
}

/** The indexes of the longest common subsequence of corresponding steps (dynamic programming). */
function matches(before: readonly Step[], now: readonly Step[]): [number, number][] {
  const lengths: number[][] = before.map(() => []);
  const at = (i: number, j: number): number => lengths[i]?.[j] ?? 0;
  for (let i = before.length - 1; i >= 0; i--) {
    const row = new Array<number>(now.length + 1).fill(0);
    lengths[i] = row;
    for (let j = now.length - 1; j >= 0; j--) {
      const same = corresponds(before[i], now[j]);
      row[j] = same ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
  }
  const pairs: [number, number][] = [];
  for (let i = 0, j = 0; i < before.length && j < now.length; ) {
    if (corresponds(before[i], now[j])) pairs.push([i++, j++]);
    else if (at(i + 1, j) >= at(i, j + 1)) i++;
    else j++;
  }
  return pairs;
}

function corresponds(a?: Step, b?: Step): boolean {
  return a !== undefined && a.rule === b?.rule && a.by?.name === b.by?.name;
}

function reasonOf({ before, now }: Slot, shift: number, days: number): Reason {
  const was = before.find(isAnchor) ?? before[0];
  const is = now.find(isAnchor) ?? now[0];
  const kind = kindOf(was, is);
  return {
    kind,
    days,
    text: EN.reasons[kind]({ before: was, now: is, shift }),
    ...(was === undefined ? {} : { before: was }),
    ...(is === undefined ? {} : { now: is }),
  };
}

function isAnchor({ rule }: Step): boolean {
  return ANCHORS.includes(rule);
}

const BY_RULE: Readonly<Record<string, ReasonKind>> = {
  'fixed-date': 'fixed',
  'rough-date': 'fixed',
  anchor: 'anchor',
  roll: 'days-of-rest',
  edge: 'unit-edge',
  'later-of': 'choice',
  'earlier-of': 'choice',
  'nth-of': 'choice',
  extension: 'extension',
  renewal: 'renewal',
  pause: 'pause',
  pin: 'pinned',
  'add-hours': 'clock',
};

function kindOf(was: Step | undefined, is: Step | undefined): ReasonKind {
  const [one, other] = [was ?? is, is ?? was];
  if (one === undefined || other === undefined) return 'counting';
  if (!corresponds(one, other) && (isAnchor(one) || isAnchor(other))) return 'other-anchor';
  if (one.rule !== 'add-period') return BY_RULE[one.rule] ?? 'counting';
  if (passesRest(one) || passesRest(other)) return 'days-of-rest';
  return /month|year/.test(String(one.by?.period)) ? 'month-length' : 'counting';
}

function passesRest({ by }: Step): boolean {
  return by?.skipped !== undefined || by?.weekends !== undefined;
}
