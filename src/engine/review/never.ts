import { datingCycles, refsNeededFor } from '../compile/cycles/find-cycles';
import type { Item } from '../compile/item';
import { partiesOf } from '../compile/names';
import { printCond, printRef } from '../phrase/print';
import { type Cond, isRecorded, type Ref } from '../phrase/tree';
import { isMoveOf } from '../status/moves';
import { type EntryInput, finding } from './checks';
import type { Finding } from './finding';

/** Reasons why an entry can never fall due, whatever is recorded. */
export function neverDue(entry: EntryInput): Finding[] {
  const { agreement, item } = entry;
  const refs = item.cases === undefined ? (agreement.needs.get(item.path) ?? []) : [];
  const reasons = [
    ...inCycle(entry),
    ...refs.flatMap((ref) => unreachable(ref, entry)),
    ...refs.flatMap((ref) => undoneByAnchor(ref, item)),
    ...contradictions(item),
    ...otherMoments(item).flatMap(([what, ref]) => neverRecorded(ref, what, entry)),
  ];
  return reasons.map(([detail, advice]) => finding(entry, 'never-due', detail, advice));
}

type Reason = readonly [detail: string, advice: string];

/** A circular reference that an earlier release accepted; new documents with one are refused. */
function inCycle({ agreement, item }: EntryInput): Reason[] {
  const cycle = datingCycles(agreement.dependencies).find(({ nodes }) =>
    nodes.some(({ path }) => path === item.path),
  );
  if (cycle === undefined) return [];
  const names = cycle.nodes.map(({ path, moment }) => `${path}.${moment}`);
  const detail = `its date depends on itself: ${[...names, names[0]].join(' -> ')}`;
  return [
    [
      detail,
      'Amend the document: count at least one of these dates from an event, such as "signing".',
    ],
  ];
}

/** A moment that can never be recorded, or that nothing dates. */
function unreachable(ref: Ref, entry: EntryInput): Reason[] {
  const name = printRef(ref);
  const target = entry.agreement.byPath.get(ref.path);
  return [
    ...tooMany(ref, name, entry),
    ...notTheirs(ref, name, entry),
    ...missingMoment(ref, name, target),
    ...neverRecorded(ref, 'it waits for', entry),
  ];
}

/** Moments besides the anchor that an entry needs: for its opening, its end and its condition. */
function otherMoments(item: Item): (readonly [what: string, ref: Ref])[] {
  const needed = item.when === undefined ? [] : neededBy(item.when);
  const last = item.holds?.until === undefined ? [] : refsNeededFor(item, 'ends');
  return [
    ...refsNeededFor(item, 'opens').map((ref) => ['it opens only at', ref] as const),
    ...last.map((ref) => ['its end waits for', ref] as const),
    ...needed.map((ref) => ['it is owed only when', ref] as const),
  ];
}

/** Moments without which a condition is not met. */
function neededBy(cond: Cond): Ref[] {
  if (cond.type === 'test') return cond.no ? [] : [cond.of];
  if (cond.type === 'all') return cond.of.flatMap(neededBy);
  const [first = [], ...others] = cond.of.map(neededBy);
  return first.filter((ref) => others.every((refs) => refs.some((one) => same(one, ref))));
}

/** A moment that the ledger refuses: an obligation with `holds` is never fulfilled. */
function neverRecorded(ref: Ref, what: string, { agreement }: EntryInput): Reason[] {
  const { moment } = ref;
  if (moment === undefined || !isRecorded(moment)) return [];
  const path = (agreement.phases.get(ref.path) ?? [ref.path]).find((one) => {
    const kind = agreement.byPath.get(one)?.kind;
    return kind !== undefined && !isMoveOf(moment, kind);
  });
  if (path === undefined) return [];
  const detail = `${what} "${printRef(ref)}", which can never be recorded: "${path}" has "holds", and what holds is never ${moment}`;
  const { until, for: length, during, while: cond } = agreement.byPath.get(path)?.holds ?? {};
  const ends = until ?? length ?? during ?? cond;
  const dated = ends === undefined ? `${path}.starts` : `${path}.starts or ${path}.ends`;
  const advice = `Count from ${dated}, or from ${path}.ended, which a fact dates.`;
  return [[detail, advice]];
}

/** The third of two. A list of parties is complete; a group may admit more members than the document names. */
function tooMany(ref: Ref, name: string, { agreement }: EntryInput): Reason[] {
  const target = agreement.byPath.get(ref.path);
  const event = agreement.document.events?.[ref.path];
  const every = target?.due?.type === 'every' ? target.due : target?.falls;
  const listed = event?.repeats !== true && Array.isArray(event?.by) ? event.by : undefined;
  const most = every?.type === 'every' ? every.times : listed?.length;
  if (typeof ref.ordinal !== 'number' || most === undefined || ref.ordinal <= most) return [];
  return [
    [
      `it waits for "${name}", but there are ${most} at most`,
      `Write an ordinal of ${most} or less.`,
    ],
  ];
}

/** `its deposit` of a party that makes no deposit. */
function notTheirs(ref: Ref, name: string, { agreement, item }: EntryInput): Reason[] {
  const by = agreement.document.events?.[ref.path]?.by;
  if (ref.its === undefined || by === undefined || item.eachParty === undefined) return [];
  const able = new Set([by].flat().flatMap((one) => partiesOf(agreement.document, one)));
  const unable = item.eachParty.filter((party) => !able.has(party));
  if (unable.length === 0) return [];
  const detail = `it waits for "${name}", which ${unable.join(' and ')} cannot bring about`;
  return [[detail, `Add them to "by" of "${ref.path}", or leave them out of "for each" here.`]];
}

/** A moment that the text of the other entry never gives. */
function missingMoment(ref: Ref, name: string, target: Item | undefined): Reason[] {
  const { holds, extends: extension, renews } = target ?? {};
  if (ref.moment === 'ends' && holds !== undefined && renews === undefined) {
    const { until, for: length, during } = holds;
    if ((until ?? length ?? during ?? holds.while) !== undefined) return [];
    const detail = `it waits for "${name}", but "${ref.path}" has no end`;
    return [
      [
        detail,
        `Write its end ("until" or "for"), or count from ${ref.path}.ended, which a fact dates.`,
      ],
    ];
  }
  if (ref.moment === 'latest' && extension !== undefined && extension.cap === undefined) {
    const detail = `it waits for "${name}", but the extension of "${ref.path}" has no limit`;
    return [[detail, 'Write a limit, such as "by at most 30 days", or count from another moment.']];
  }
  return [];
}

/** Its own anchor discharges it, rules it out, or stops its clock for good. */
function undoneByAnchor(ref: Ref, item: Item): Reason[] {
  const name = printRef(ref);
  const reasons: Reason[] = [];
  if (item.unless !== undefined && isMetBy(item.unless, ref)) {
    reasons.push([
      `"${name}", which it counts from, is what discharges it`,
      `Take "${name}" out of "unless", or count from another moment.`,
    ]);
  }
  if (item.when !== undefined && isRuledOutBy(item.when, ref)) {
    reasons.push([
      `it counts from "${name}" and is owed only while that has not happened`,
      `Take "no ${name}" out of "when", or count from another moment.`,
    ]);
  }
  if (item.pauses !== undefined && isMetBy(item.pauses.while, ref)) {
    reasons.push([
      `its clock stops for good once "${name}", which it counts from, has happened`,
      'Write in "pauses" what ends the pause, such as "pauses: while war and no peace".',
    ]);
  }
  return reasons;
}

const same = (a: Ref, b: Ref): boolean => printRef(a) === printRef(b);

/** Whether a condition is met for ever once a moment has come. */
function isMetBy(cond: Cond, ref: Ref): boolean {
  if (cond.type !== 'test') {
    const met = (one: Cond): boolean => isMetBy(one, ref);
    return cond.type === 'any' ? cond.of.some(met) : cond.of.every(met);
  }
  return !cond.no && cond.than === undefined && same(cond.of, ref);
}

/** Whether a condition cannot be met once a moment has come. */
function isRuledOutBy(cond: Cond, ref: Ref): boolean {
  if (cond.type !== 'test') {
    const out = (one: Cond): boolean => isRuledOutBy(one, ref);
    return cond.type === 'all' ? cond.of.some(out) : cond.of.every(out);
  }
  return cond.no && cond.than === undefined && same(cond.of, ref);
}

/** Conditions that no facts can meet. */
function contradictions({ when, unless }: Item): Reason[] {
  if (when === undefined) return [];
  const reasons: Reason[] = [];
  if (isContradiction(when)) {
    reasons.push([
      `nothing can meet "when: ${printCond(when)}"`,
      'Write parts that can hold together.',
    ]);
  }
  if (unless !== undefined && printCond(when) === printCond(unless)) {
    reasons.push(['"when" and "unless" have the same condition', 'Leave out one of the two keys.']);
  }
  return reasons;
}

function isContradiction(cond: Cond): boolean {
  if (cond.type === 'test') return false;
  if (cond.type === 'any') return cond.of.every(isContradiction);
  const parts = cond.of;
  return (
    parts.some(isContradiction) ||
    parts.some((one, i) => parts.slice(i + 1).some((other) => exclude(one, other)))
  );
}

/** Whether two tests of the same thing cannot both hold. */
function exclude(one: Cond, other: Cond): boolean {
  if (one.type !== 'test' || other.type !== 'test' || !same(one.of, other.of)) return false;
  const opposite = printCond({ ...one, no: !one.no }) === printCond(other);
  const denied = [one, other].find(({ no, than }) => no && than === undefined);
  if (opposite || (denied !== undefined && one.no !== other.no)) return true;
  const late = [one, other].find(({ no, relation }) => !no && relation === 'after')?.than;
  const early = [one, other].find(
    ({ no, relation }) => !no && (relation === 'before' || relation === 'by'),
  );
  const limit = early?.than;
  if (late?.type !== 'day' || limit?.type !== 'day') return false;
  const last = early?.relation === 'by' ? limit.day : limit.day - 1;
  return late.day >= last;
}
