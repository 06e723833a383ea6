import type { DocumentFault } from '../../model/document';
import type { Bound, MomentExpr, Ref, ScheduledMoment } from '../../phrase/tree';
import type { Agreement } from '../agreement';
import type { ParsedTiming } from '../compile-timing';
import type { Item } from '../item';
import { type Cycle, cyclesOf } from './graph';

/** The moments by which entries wait for one another. */
type Waiting = 'due' | 'starts' | 'ends' | 'opens';

const WAITING: readonly Waiting[] = ['due', 'starts', 'ends', 'opens'];

/**
 * Finds the rings of a document and prints each: moments that the text computes from one another, through
 * whatever operator, and moments that all wait for one another to be done, so that none could ever be dated.
 * A fact ends a ring: what one alternative of an `earlier of` waits to see done closes none, as the other
 * alternative dates it.
 */
export function findCycles(
  agreement: Agreement,
  pointers: ReadonlyMap<string, string>,
): DocumentFault[] {
  const faults = new Map<string, DocumentFault>();
  const found = (ring: Cycle<string>, path: string | undefined): void => {
    const name = nameOf(ring.nodes);
    if (!faults.has(name)) faults.set(name, fault(ring, pointers.get(path ?? '') ?? ''));
  };
  for (const { nodes, more } of waitingRings(agreement)) {
    const names = nodes.map(({ item, moment }) => `${item.path}.${moment}`);
    found({ nodes: names, more }, nodes[0]?.item.path);
  }
  for (const { nodes, more } of agreement.dependencies.cycles()) {
    const names = nodes.map(({ path, moment }) => `${path}.${SHORT[moment]}`);
    // The end that was first agreed and the last that may be are moments of one end.
    const apart = names.filter((name, i) => i === 0 || name !== names[i - 1]);
    found({ nodes: apart, more }, nodes[0]?.path);
  }
  return [...faults.values()];
}

const SHORT: Readonly<Record<ScheduledMoment, Waiting>> = {
  due: 'due',
  'original-due': 'due',
  opens: 'opens',
  starts: 'starts',
  ends: 'ends',
  'original-ends': 'ends',
  latest: 'ends',
  'notice-closes': 'ends',
};

/** The same for a ring wherever it was entered. */
function nameOf(ring: readonly string[]): string {
  const first = ring.reduce((least, name, i) => (name < (ring[least] as string) ? i : least), 0);
  return [...ring.slice(first), ...ring.slice(0, first)].join(' ');
}

function fault({ nodes, more }: Cycle<string>, pointer: string): DocumentFault {
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

/** Moments that need one another, whether as dates or as done. */
function waitingRings({ items, byPath, phases }: Agreement): Cycle<Wait>[] {
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

/** What a moment of an entry waits for; that something was done is known at the latest when it is due. */
function nodeOf({ kind }: Item, moment: NonNullable<Ref['moment']>): Waiting {
  if (moment === 'opens') return 'opens';
  if (kind !== 'maintenance') return 'due';
  return ENDS.includes(moment) ? 'ends' : 'starts';
}

/** Moments that a duty which lasts has at its end: what is due beside it is due then. */
const ENDS: readonly Ref['moment'][] = ['due', 'ends', 'original-ends', 'latest', 'notice-closes'];

/** The moments of other obligations without which this one stays undated. */
export function momentsNeeded(item: Item): Ref[] {
  return refsNeeded(item).filter(({ moment }) => moment !== undefined);
}

/** Every event and moment without which it stays undated. */
export function refsNeeded(item: Item): Ref[] {
  return [...refsNeededFor(item, 'due'), ...refsNeededFor(item, 'starts')];
}

/** What one of its moments is not dated without. */
export function refsNeededFor(item: Item, node: Waiting): Ref[] {
  const own = ({ moment }: Ref) => (moment === undefined ? (item.eachEvent ?? '') : item.path);
  return (item.cases ?? [item])
    .flatMap((timing) => REFS[node](timing))
    .map((ref) => (ref.path === '' ? { ...ref, path: own(ref) } : ref));
}

const REFS: Readonly<Record<Waiting, (timing: ParsedTiming) => Ref[]>> = {
  due: ({ due, falls }) => {
    const refs = falls === undefined ? [] : refsOf(falls.type === 'every' ? falls.of : falls);
    if (due?.type === 'beside') refs.push({ type: 'ref', path: due.path, moment: 'due' });
    if (due !== undefined && 'of' in due) refs.push(...refsOf(due.of));
    if (due !== undefined && 'but' in due) refs.push(...floorsOf(due.but));
    return refs;
  },
  starts: ({ holds }) => {
    const refs = holds?.from === undefined ? [] : refsOf(holds.from);
    if (holds?.during !== undefined)
      refs.push({ type: 'ref', path: holds.during, moment: 'starts' });
    return refs;
  },
  ends: ({ holds }) => {
    if (holds?.during !== undefined) return [{ type: 'ref', path: holds.during, moment: 'ends' }];
    const last = holds?.until ?? (holds?.for === undefined ? undefined : holds.from);
    return last === undefined ? [] : refsOf(last);
  },
  opens: ({ opens }) => (opens === undefined ? [] : refsOf(opens)),
};

function floorsOf(but: readonly Bound[]): Ref[] {
  return but.filter(({ not }) => not === 'before').flatMap(({ of }) => refsOf(of));
}

function refsOf(plain: MomentExpr): Ref[] {
  switch (plain.type) {
    case 'ref':
      return [plain];
    case 'shift':
    case 'clock':
    case 'day-n':
    case 'edge':
      return refsOf(plain.of);
    case 'limited':
      return [...refsOf(plain.of), ...floorsOf(plain.but)];
    case 'pick': {
      const needed = plain.which === 'later' ? plain.of.length : plain.which;
      return needed === plain.of.length ? plain.of.flatMap(refsOf) : [];
    }
    default:
      return [];
  }
}
