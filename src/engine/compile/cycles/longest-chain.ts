import type { DependencyGraph, Node } from './dependency-graph';
import { walk } from './graph';

/** The most entries in a chain in which each is dated from the one before. */
export function longestChain(graph: DependencyGraph): number {
  const lengths = new Map<Node, number>();
  const done = new Set<Node>();
  let longest = 1;
  const visit = (node: Node): void => {
    let length = 1;
    for (const next of graph.projected(node)) {
      const added = next.path === node.path ? 0 : 1;
      length = Math.max(length, (lengths.get(next) ?? 1) + added);
    }
    lengths.set(node, length);
    longest = Math.max(longest, length);
  };
  for (const node of graph.all()) walk(node, graph.projected, done, visit);
  return longest;
}
