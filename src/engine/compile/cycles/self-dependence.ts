import { type DependencyGraph, MOMENTS } from './dependency-graph';
import { stronglyConnected } from './graph';

const known = new WeakMap<DependencyGraph, ReadonlyMap<string, number>>();

/** Whether moments of an entry depend on moments of the same entry through other entries. */
export function returnsToItself(graph: DependencyGraph, path: string): boolean {
  const returning =
    known.get(graph) ??
    stronglyConnected(
      graph.items.map((item) => item.path),
      (from) => pathsFrom(graph, from),
    );
  known.set(graph, returning);
  return returning.has(path);
}

/** The other entries that an entry's moments depend on. */
function pathsFrom(graph: DependencyGraph, path: string): string[] {
  const found = new Set<string>();
  for (const moment of MOMENTS) {
    for (const node of graph.scheduled(graph.node(path, moment))) found.add(node.path);
  }
  found.delete(path);
  return [...found];
}
