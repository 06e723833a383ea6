import type { Item } from './compile';
import type { Timed } from './compile-timing';
import type { DocumentFault } from './document';
import type { But, Plain, Ref } from './phrase/tree';

/** The moments by which entries wait for one another. */
type Node = 'due' | 'starts' | 'ends' | 'opens';

const NODES: readonly Node[] = ['due', 'starts', 'ends', 'opens'];

/**
 * Finds moments that wait for one another in a ring, so that none could ever be dated, and prints the
 * ring. What one alternative of an `earlier of` waits for closes no ring: the other dates it.
 */
export function findCycle(
  items: readonly Item[],
  byPath: ReadonlyMap<string, Item>,
  phases: ReadonlyMap<string, readonly string[]>,
  pointers: ReadonlyMap<string, string>,
): DocumentFault[] {
  const faults: DocumentFault[] = [];
  const done = new Set<string>();
  const trail: string[] = [];
  const visit = (item: Item, node: Node): void => {
    const name = `${item.path}.${node}`;
    if (done.has(name)) return;
    const at = trail.indexOf(name);
    if (at >= 0) {
      faults.push({
        pointer: pointers.get(item.path) ?? '',
        detail: `waits for itself: ${[...trail.slice(at), name].join(' -> ')}`,
        expected: 'at least one of these counted from an event',
        example: 'due: within 100 days of signing',
      });
      return;
    }
    trail.push(name);
    for (const { path, moment } of refsFor(item, node)) {
      if (moment === undefined) continue;
      for (const target of phases.get(path) ?? [path]) {
        const other = byPath.get(target);
        if (other !== undefined) visit(other, nodeOf(other, moment));
      }
    }
    trail.pop();
    done.add(name);
  };
  for (const item of items) for (const node of NODES) visit(item, node);
  return faults;
}

/** What a moment of an entry waits for; that something was done is known at the latest when it is due. */
function nodeOf({ kind }: Item, moment: NonNullable<Ref['moment']>): Node {
  if (moment === 'opens') return 'opens';
  if (kind !== 'maintenance') return 'due';
  return ENDS.includes(moment) ? 'ends' : 'starts';
}

/** Moments that a duty which lasts has at its end: what is due beside it is due then. */
const ENDS: readonly Ref['moment'][] = ['due', 'ends', 'original-ends', 'latest', 'notice-closes'];

/** The moments of other obligations without which this one stays undated. */
export function awaited(item: Item): Ref[] {
  return restsOn(item).filter(({ moment }) => moment !== undefined);
}

/** Every event and moment without which it stays undated. */
export function restsOn(item: Item): Ref[] {
  return [...refsFor(item, 'due'), ...refsFor(item, 'starts')];
}

function refsFor(item: Item, node: Node): Ref[] {
  const own = ({ moment }: Ref) => (moment === undefined ? (item.eachEvent ?? '') : item.path);
  return (item.cases ?? [item])
    .flatMap((timing) => REFS[node](timing))
    .map((ref) => (ref.path === '' ? { ...ref, path: own(ref) } : ref));
}

const REFS: Readonly<Record<Node, (timing: Timed) => Ref[]>> = {
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

function floorsOf(but: readonly But[]): Ref[] {
  return but.filter(({ not }) => not === 'before').flatMap(({ of }) => refsOf(of));
}

function refsOf(plain: Plain): Ref[] {
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
