/**
 * Visits everything that a node leads to before the node itself, each once and without recursion: a chain
 * may be as long as a document.
 * @param done what was visited already; added to.
 * @param ring is given the way from a node back to itself, where there is one.
 */
export function walk<T>(
  root: T,
  next: (node: T) => Iterable<T>,
  done: Set<T>,
  visit: (node: T) => void,
  ring?: (trail: readonly T[], from: number) => void,
): void {
  if (done.has(root)) return;
  const trail: T[] = [root];
  const places = new Map([[root, 0]]);
  const open = [next(root)[Symbol.iterator]()];
  for (let last = open.at(-1); last !== undefined; last = open.at(-1)) {
    const step = last.next();
    if (step.done) {
      const node = trail.pop() as T;
      open.pop();
      places.delete(node);
      done.add(node);
      visit(node);
      continue;
    }
    const node = step.value;
    const at = places.get(node);
    if (at !== undefined) ring?.(trail, at);
    else if (!done.has(node)) {
      places.set(node, trail.push(node) - 1);
      open.push(next(node)[Symbol.iterator]());
    }
  }
}

/** The nodes that lead to themselves, each with the number of the group in which all lead to one another. */
export function stronglyConnected<T>(
  nodes: Iterable<T>,
  next: (node: T) => readonly T[],
): Map<T, number> {
  const order: T[] = [];
  const back = new Map<T, T[]>();
  const done = new Set<T>();
  for (const node of nodes) {
    walk(node, next, done, (one) => {
      order.push(one);
      for (const other of next(one)) {
        const before = back.get(other);
        if (before === undefined) back.set(other, [one]);
        else before.push(one);
      }
    });
  }
  const found = new Map<T, number>();
  const grouped = new Set<T>();
  for (const [group, node] of order.toReversed().entries()) {
    const members: T[] = [];
    walk(
      node,
      (one) => back.get(one) ?? [],
      grouped,
      (one) => members.push(one),
    );
    if (members.length < 2 && !next(node).includes(node)) continue;
    for (const one of members) found.set(one, group);
  }
  return found;
}

/** The beginning of a ring, from the node that closes it; a ring may be as long as a document. */
export interface Cycle<T> {
  nodes: readonly T[];
  /** How many nodes it has besides. */
  more: number;
}

const MOST_NAMED = 12;

/** Rings, one for each node that closes one. */
export function cyclesOf<T>(nodes: Iterable<T>, next: (node: T) => readonly T[]): Cycle<T>[] {
  const found = new Map<T, Cycle<T>>();
  const done = new Set<T>();
  const ring = (trail: readonly T[], at: number): void => {
    const closed = trail[at] as T;
    if (found.has(closed)) return;
    const named = trail.slice(at, at + MOST_NAMED);
    found.set(closed, { nodes: named, more: trail.length - at - named.length });
  };
  for (const node of nodes) walk(node, next, done, () => undefined, ring);
  return [...found.values()];
}
