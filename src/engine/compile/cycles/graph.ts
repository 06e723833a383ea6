/**
 * Visits a node after everything it leads to, each node once. Iterative, because a chain may be as long as a
 * document.
 * @param next the nodes that a node leads to directly.
 * @param done the nodes visited before; added to.
 * @param onCycle called for each edge back to a node that is being visited: `trail.slice(from)` is the cycle.
 */
export function walk<T>(
  root: T,
  next: (node: T) => Iterable<T>,
  done: Set<T>,
  visit: (node: T) => void,
  onCycle?: (trail: readonly T[], from: number) => void,
): void {
  if (done.has(root)) return;
  const trail: T[] = [root];
  const places = new Map([[root, 0]]);
  const open = [{ node: root, rest: next(root)[Symbol.iterator]() }];
  for (let last = open.at(-1); last !== undefined; last = open.at(-1)) {
    const step = last.rest.next();
    if (step.done) {
      const { node } = last;
      trail.pop();
      open.pop();
      places.delete(node);
      done.add(node);
      visit(node);
      continue;
    }
    const node = step.value;
    const at = places.get(node);
    if (at !== undefined) onCycle?.(trail, at);
    else if (!done.has(node)) {
      places.set(node, trail.push(node) - 1);
      open.push({ node, rest: next(node)[Symbol.iterator]() });
    }
  }
}

/**
 * The nodes on cycles, each with the number of its strongly connected component (Kosaraju's algorithm): the nodes
 * of a component all lead to one another.
 */
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

/** A cycle, cut to its first nodes: it may be as long as a document. */
export interface Cycle<T> {
  /** From the node that closes it, at most `MAX_NAMED`. */
  nodes: readonly T[];
  /** How many more nodes it has. */
  more: number;
}

const MAX_NAMED = 12;

/** The cycles of a graph, one for each node that closes one. */
export function cyclesOf<T>(nodes: Iterable<T>, next: (node: T) => readonly T[]): Cycle<T>[] {
  const found = new Map<T, Cycle<T>>();
  const done = new Set<T>();
  const onCycle = (trail: readonly T[], at: number): void => {
    const named = trail.slice(at, at + MAX_NAMED);
    const [closed] = named;
    if (closed === undefined || found.has(closed)) return;
    found.set(closed, { nodes: named, more: trail.length - at - named.length });
  };
  for (const node of nodes) walk(node, next, done, () => undefined, onCycle);
  return [...found.values()];
}
