import type { DocumentFault } from '../../model/document';
import type { Bound, MomentExpr, Ref, ScheduledMoment } from '../../phrase/tree';
import { childrenOf } from '../../phrase/walk';
import type { Agreement } from '../agreement';
import type { ParsedTiming } from '../compile-timing';
import type { Item } from '../item';
import type { DependencyGraph, Node } from './dependency-graph';
import { type Cycle, cyclesOf } from './graph';

/** The moments of an entry that others can wait for. */
type Waiting = 'due' | 'starts' | 'ends' | 'opens';

const WAITING: readonly Waiting[] = ['due', 'starts', 'ends', 'opens'];

/**
 * Finds the circular references of a document: dates that the text computes from one another, through any
 * operator, and deadlines that all wait for one another to be fulfilled, so that none could ever be dated. A fact
 * breaks a cycle: an alternative of `earlier of` that waits for a fulfilment closes none, because the other
 * alternative can date it.
 * @param pointers the JSON Pointer of each entry by path.
 * @returns one fault for each cycle, at the entry where it was found first.
 */
export function findCycles(
  agreement: Agreement,
  pointers: ReadonlyMap<string, string>,
): DocumentFault[] {
  const faults = new Map<string, DocumentFault>();
  const found = (cycle: Cycle<string>, path: string | undefined): void => {
    const key = keyOf(cycle.nodes);
    if (!faults.has(key)) faults.set(key, faultOf(cycle, pointers.get(path ?? '') ?? ''));
  };
  for (const { nodes, more } of waitingCycles(agreement)) {
    const names = nodes.map(({ item, moment }) => `${item.path}.${moment}`);
    found({ nodes: names, more }, nodes[0]?.item.path);
  }
  for (const { nodes, more } of datingCycles(agreement.dependencies)) {
    const names = nodes.map(({ path, moment }) => `${path}.${SHORT[moment]}`);
    // `original-ends`, `latest` and `ends` have one short name: neighbours of one name are shown once.
    const distinct = names.filter((name, i) => i === 0 || name !== names[i - 1]);
    found({ nodes: distinct, more }, nodes[0]?.path);
  }
  return [...faults.values()];
}

const known = new WeakMap<DependencyGraph, Cycle<Node>[]>();

/** Cycles of moments that are computed from one another, one for each moment that closes one; found once. */
export function datingCycles(graph: DependencyGraph): Cycle<Node>[] {
  const found = known.get(graph) ?? cyclesOf(graph.all(), graph.scheduled);
  known.set(graph, found);
  return found;
}

/** The names under which moments are shown in a cycle. */
const SHORT: Readonly<Record<ScheduledMoment, Waiting>> = {
  due: 'due',
  'original-due': 'due',
  opens: 'opens',
  starts: 'starts',
  ends: 'ends',
  'original-ends': 'ends',
  latest: 'ends',
  'notice-closes': 'ends',
  came: 'due',
};

/** A key that is the same wherever the cycle is entered. */
function keyOf(names: readonly string[]): string {
  const first = names.indexOf(names.toSorted()[0] ?? '');
  return [...names.slice(first), ...names.slice(0, first)].join(' ');
}

function faultOf({ nodes, more }: Cycle<string>, pointer: string): DocumentFault {
  const names = more > 0 ? [...nodes, `${more} more`] : nodes;
  return {
    pointer,
    detail: `waits for itself: ${[...names, nodes[0]].join(' -> ')}`,
    expected: 'at least one of these counted from an event',
    example: 'due: within 100 days of signing',
  };
}

interface Wait {
  item: Item;
  moment: Waiting;
}

/** Cycles of moments that need one another, as computed dates or as recorded fulfilments. */
function waitingCycles({ items, byPath, phases }: Agreement): Cycle<Wait>[] {
  const nodes = new Map<string, Wait>();
  const nodeAt = (item: Item, moment: Waiting): Wait => {
    const name = `${item.path}.${moment}`;
    let node = nodes.get(name);
    if (node === undefined) nodes.set(name, (node = { item, moment }));
    return node;
  };
  const next = (node: Wait): Wait[] =>
    refsNeededFor(node.item, node.moment).flatMap(({ path, moment }) => {
      if (moment === undefined) return [];
      const targets = (phases.get(path) ?? [path]).map((one) => byPath.get(one));
      return targets.flatMap((one) => (one === undefined ? [] : nodeAt(one, nodeOf(one, moment))));
    });
  const all = items.flatMap((item) => WAITING.map((moment) => nodeAt(item, moment)));
  return cyclesOf(all, next);
}

/** The moment of an entry that a reference waits for: a fulfilment counts as known when it is due at the latest. */
function nodeOf({ kind }: Item, moment: NonNullable<Ref['moment']>): Waiting {
  if (moment === 'opens') return 'opens';
  if (kind !== 'maintenance') return 'due';
  return ENDS.includes(moment) ? 'ends' : 'starts';
}

/** The moments at the end of an interval; what is due alongside an interval is due at its end. */
const ENDS: readonly Ref['moment'][] = ['due', 'ends', 'original-ends', 'latest', 'notice-closes'];

/** The events and moments without which an entry has no date. */
export function refsNeeded(item: Item): Ref[] {
  return [...refsNeededFor(item, 'due'), ...refsNeededFor(item, 'starts')];
}

/** The events and moments without which one of its moments has no date. */
export function refsNeededFor(item: Item, node: Waiting): Ref[] {
  const own = ({ moment }: Ref) => (moment === undefined ? (item.eachEvent ?? '') : item.path);
  return (item.cases ?? [item])
    .flatMap((timing) => REFS[node](timing))
    .map((ref) => (ref.path === '' ? { ...ref, path: own(ref) } : ref));
}

const REFS: Readonly<Record<Waiting, (timing: ParsedTiming) => Ref[]>> = {
  due: ({ due, falls }) => {
    const refs = falls === undefined ? [] : neededRefs(falls.type === 'every' ? falls.of : falls);
    if (due?.type === 'beside') refs.push({ type: 'ref', path: due.path, moment: 'due' });
    if (due !== undefined && 'of' in due) refs.push(...neededRefs(due.of));
    if (due !== undefined && 'but' in due) refs.push(...floorsOf(due.but).flatMap(neededRefs));
    return refs;
  },
  starts: ({ holds }) => {
    const refs = holds?.from === undefined ? [] : neededRefs(holds.from);
    if (holds?.during !== undefined)
      refs.push({ type: 'ref', path: holds.during, moment: 'starts' });
    return refs;
  },
  ends: ({ holds }) => {
    if (holds?.during !== undefined) return [{ type: 'ref', path: holds.during, moment: 'ends' }];
    const last = holds?.until ?? (holds?.for === undefined ? undefined : holds.from);
    return last === undefined ? [] : neededRefs(last);
  },
  opens: ({ opens }) => (opens === undefined ? [] : neededRefs(opens)),
};

/** Floors can leave a date unknown, ceilings cannot. */
function floorsOf(bounds: readonly Bound[]): MomentExpr[] {
  return bounds.filter(({ not }) => not === 'before').map(({ of }) => of);
}

function neededRefs(expr: MomentExpr): Ref[] {
  return expr.type === 'ref' ? [expr] : neededChildren(expr).flatMap(neededRefs);
}

/** The moments directly inside without which a moment has no date. */
function neededChildren(expr: MomentExpr): readonly MomentExpr[] {
  if (expr.type === 'limited') return [expr.of, ...floorsOf(expr.but)];
  if (expr.type !== 'pick') return childrenOf(expr);
  const needed = expr.which === 'later' ? expr.of.length : expr.which;
  return needed === expr.of.length ? expr.of : [];
}
