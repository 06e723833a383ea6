import type { Item } from './compile';
import type { DocumentFault } from './document';
import type { Plain, Ref } from './phrase/tree';

/**
 * Finds obligations that wait for one another in a ring, so that none could ever be dated, and prints the
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
  const visit = (path: string): void => {
    if (done.has(path)) return;
    const at = trail.findIndex((step) => step.slice(0, step.lastIndexOf('.')) === path);
    if (at >= 0) {
      const ring = [...trail.slice(at), trail[at] as string];
      faults.push({
        pointer: pointers.get(path) ?? '',
        detail: `waits for itself: ${ring.join(' -> ')}`,
        expected: 'at least one of these counted from an event',
        example: 'due: within 100 days of signing',
      });
      return;
    }
    const item = byPath.get(path);
    for (const ref of item === undefined ? [] : awaited(item)) {
      for (const target of phases.get(ref.path) ?? [ref.path]) {
        trail.push(`${path}.${momentOf(byPath.get(path))}`);
        visit(target);
        trail.pop();
      }
    }
    done.add(path);
  };
  for (const { path } of items) visit(path);
  return faults;
}

function momentOf(item: Item | undefined): string {
  return item?.kind === 'maintenance' ? 'starts' : 'due';
}

/** The moments of other obligations without which this one stays undated. */
export function awaited(item: Item): Ref[] {
  return restsOn(item).filter(({ moment }) => moment !== undefined);
}

/** Every event and moment without which it stays undated. */
export function restsOn(item: Item): Ref[] {
  const timings = item.cases ?? [item];
  return timings.flatMap(({ due, falls, holds }) => {
    const refs: Ref[] = [];
    if (falls !== undefined) refs.push(...refsOf(falls.type === 'every' ? falls.of : falls));
    if (holds?.from !== undefined) refs.push(...refsOf(holds.from));
    if (holds?.during !== undefined)
      refs.push({ type: 'ref', path: holds.during, moment: 'starts' });
    if (due?.type === 'beside') refs.push({ type: 'ref', path: due.path, moment: 'due' });
    if (due !== undefined && 'of' in due) refs.push(...refsOf(due.of));
    const own = ({ moment }: Ref) => (moment === undefined ? (item.eachEvent ?? '') : item.path);
    return refs.map((ref) => (ref.path === '' ? { ...ref, path: own(ref) } : ref));
  });
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
    case 'limited': {
      const floors = plain.but.filter(({ not }) => not === 'before');
      return [plain.of, ...floors.map(({ of }) => of)].flatMap(refsOf);
    }
    case 'pick': {
      const needed = plain.which === 'later' ? plain.of.length : plain.which;
      return needed === plain.of.length ? plain.of.flatMap(refsOf) : [];
    }
    default:
      return [];
  }
}
