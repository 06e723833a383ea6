import { refsNeeded, refsNeededFor } from '../compile/cycles/find-cycles';
import type { Item } from '../compile/item';
import { partiesOf } from '../compile/names';
import { printCond, printRef } from '../phrase/print';
import { type Cond, isRecorded, type Ref } from '../phrase/tree';
import { isMoveOf } from '../status/moves';
import { found, type Look } from './checks';
import type { Finding } from './finding';

/** What can never fall due, whatever happens: each reason with what to do about it. */
export function neverDue(look: Look): Finding[] {
  const { item } = look;
  const refs = item.cases === undefined ? refsNeeded(item) : [];
  const reasons = [
    ...ringed(look),
    ...refs.flatMap((ref) => unreachable(ref, look)),
    ...refs.flatMap((ref) => undoneBy(ref, item)),
    ...contradictions(item),
    ...besides(item).flatMap(([what, ref]) => neverRecorded(ref, what, look)),
  ];
  return reasons.map(([detail, advice]) => found(look, 'never-due', detail, advice));
}

type Reason = readonly [detail: string, advice: string];

/** In a ring that an earlier release accepted; a new document with one is refused. */
function ringed({ agreement, item }: Look): Reason[] {
  const ring = agreement.dependencies
    .cycles()
    .find(({ nodes }) => nodes.some(({ path }) => path === item.path));
  if (ring === undefined) return [];
  const names = ring.nodes.map(({ path, moment }) => `${path}.${moment}`);
  const detail = `it waits for itself: ${[...names, names[0]].join(' -> ')}`;
  return [[detail, 'Amend the document: count at least one of these from an event.']];
}

/** A moment that nobody can ever record or that nothing dates. */
function unreachable(ref: Ref, look: Look): Reason[] {
  const name = printRef(ref);
  const target = look.agreement.byPath.get(ref.path);
  return [
    ...tooMany(ref, name, look),
    ...notTheirs(ref, name, look),
    ...without(ref, name, target),
    ...neverRecorded(ref, 'it waits for', look),
  ];
}

/** What else of an entry waits for a moment: its opening, its end, the condition without which it is not owed. */
function besides(item: Item): (readonly [what: string, ref: Ref])[] {
  const needed = item.when === undefined ? [] : neededBy(item.when);
  const last = item.holds?.until === undefined ? [] : refsNeededFor(item, 'ends');
  return [
    ...refsNeededFor(item, 'opens').map((ref) => ['it opens only by', ref] as const),
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

/** A moment that the ledger refuses: what lasts is held, and never fulfilled. */
function neverRecorded(ref: Ref, what: string, { agreement }: Look): Reason[] {
  const { moment } = ref;
  if (moment === undefined || !isRecorded(moment)) return [];
  const path = (agreement.phases.get(ref.path) ?? [ref.path]).find((one) => {
    const kind = agreement.byPath.get(one)?.kind;
    return kind !== undefined && !isMoveOf(moment, kind);
  });
  if (path === undefined) return [];
  const detail = `${what} "${printRef(ref)}", which can never be recorded: "${path}" lasts, and is never ${moment}`;
  const { until, for: length, during, while: cond } = agreement.byPath.get(path)?.holds ?? {};
  const ends = until ?? length ?? during ?? cond;
  const dated = ends === undefined ? `${path}.starts` : `${path}.starts or ${path}.ends`;
  const advice = `Count from ${dated}, or from ${path}.ended, which a fact dates.`;
  return [[detail, advice]];
}

/** The third of two. A group may be open to more than the document names; a list is whole. */
function tooMany(ref: Ref, name: string, { agreement }: Look): Reason[] {
  const target = agreement.byPath.get(ref.path);
  const event = agreement.document.events?.[ref.path];
  const every = target?.due?.type === 'every' ? target.due : target?.falls;
  const listed = event?.repeats !== true && Array.isArray(event?.by) ? event.by : undefined;
  const most = every?.type === 'every' ? every.times : listed?.length;
  if (typeof ref.ordinal !== 'number' || most === undefined || ref.ordinal <= most) return [];
  return [[`it waits for "${name}", and there are ${most} at most`, 'Check the number.']];
}

/** `its deposit` of a party that is not among those who deposit. */
function notTheirs(ref: Ref, name: string, { agreement, item }: Look): Reason[] {
  const by = agreement.document.events?.[ref.path]?.by;
  if (ref.its === undefined || by === undefined || item.eachParty === undefined) return [];
  const able = new Set([by].flat().flatMap((one) => partiesOf(agreement.document, one)));
  const unable = item.eachParty.filter((party) => !able.has(party));
  if (unable.length === 0) return [];
  const detail = `it waits for "${name}", which ${unable.join(' and ')} cannot bring about`;
  return [[detail, `Add them to those by whom "${ref.path}" is done, or leave them out here.`]];
}

/** A moment that the other entry's text never gives. */
function without(ref: Ref, name: string, target: Item | undefined): Reason[] {
  const { holds, extends: extension, renews } = target ?? {};
  if (ref.moment === 'ends' && holds !== undefined && renews === undefined) {
    const { until, for: length, during } = holds;
    if ((until ?? length ?? during ?? holds.while) !== undefined) return [];
    const detail = `it waits for "${name}", and "${ref.path}" has no end`;
    return [[detail, `Give it one, or count from ${ref.path}.ended, which a fact dates.`]];
  }
  if (ref.moment === 'latest' && extension !== undefined && extension.cap === undefined) {
    const detail = `it waits for "${name}", and the extension of "${ref.path}" has no limit`;
    return [[detail, 'Say "by at most", or count from another moment.']];
  }
  return [];
}

/** What it counts from is what ends it, keeps it from being owed, or stops its clock for good. */
function undoneBy(ref: Ref, item: Item): Reason[] {
  const name = printRef(ref);
  const reasons: Reason[] = [];
  if (item.unless !== undefined && isMetBy(item.unless, ref)) {
    reasons.push([
      `"${name}", which it counts from, is what discharges it`,
      'Check the key "unless".',
    ]);
  }
  if (item.when !== undefined && isRuledOutBy(item.when, ref)) {
    reasons.push([
      `it counts from "${name}" and is owed only while that has not happened`,
      'Check the key "when".',
    ]);
  }
  if (item.pauses !== undefined && isMetBy(item.pauses.while, ref)) {
    reasons.push([
      `its clock stands still for good once "${name}", which it counts from, has happened`,
      'Say in "pauses" what ends the pause: "while x and no y".',
    ]);
  }
  return reasons;
}

const same = (a: Ref, b: Ref): boolean => printRef(a) === printRef(b);

/** Whether that a moment has come is enough for a condition to be met for ever. */
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

/** Conditions that nothing can meet. */
function contradictions({ when, unless }: Item): Reason[] {
  if (when === undefined) return [];
  const reasons: Reason[] = [];
  if (isContradiction(when)) {
    reasons.push([`nothing can meet "when: ${printCond(when)}"`, 'Check its parts.']);
  }
  if (unless !== undefined && printCond(when) === printCond(unless)) {
    reasons.push(['it is owed when and unless the same thing is so', 'Drop one of the two keys.']);
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
