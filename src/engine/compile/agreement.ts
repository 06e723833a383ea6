import type { AgreementDocument } from '../model/document';
import type { Ref } from '../phrase/tree';
import { DependencyGraph } from './cycles/dependency-graph';
import type { Item } from './item';

/** A document ready to be scheduled. */
export interface Agreement {
  document: AgreementDocument;
  items: readonly Item[];
  byPath: ReadonlyMap<string, Item>;
  /** The paths of the phases of each obligation that has some. */
  phases: ReadonlyMap<string, readonly string[]>;
  /** Items whose extensions shorten another interval (`deducted from`), by the path of that interval. */
  deducting: ReadonlyMap<string, readonly Item[]>;
  /** Items with `reverts`. */
  reverting: readonly Item[];
  /** Items that supersede others, in any of their cases. */
  superseding: readonly Item[];
  /** The items that may supersede an obligation or phase, by its path. */
  successors: ReadonlyMap<string, readonly Item[]>;
  /** The events and moments without which an item has no date, by its path. */
  needs: ReadonlyMap<string, readonly Ref[]>;
  /** Which moments depend on which. */
  dependencies: DependencyGraph;
}

/** The agreement of a document and its compiled items. */
export function buildAgreement(
  document: AgreementDocument,
  items: readonly Item[],
  phases: ReadonlyMap<string, readonly string[]>,
  needs: Agreement['needs'],
): Agreement {
  const byPath = new Map(items.map((item) => [item.path, item]));
  const superseding = items.filter((item) => supersededBy(item).size > 0);
  return {
    document,
    items,
    byPath,
    phases,
    needs,
    deducting: grouped(items, (item) => [item.extends?.deductedFrom]),
    reverting: items.filter((item) => item.reverts !== undefined),
    superseding,
    successors: grouped(superseding, supersededBy),
    dependencies: new DependencyGraph(items, byPath),
  };
}

/** The paths that an item supersedes, in any of its cases. */
function supersededBy({ supersedes, cases = [] }: Item): Set<string> {
  const paths = [supersedes, ...cases.map((one) => one.supersedes)];
  return new Set(paths.filter((path) => path !== undefined));
}

/** Items by the paths that they name, in the order of the document. */
function grouped(
  items: readonly Item[],
  pathsOf: (item: Item) => Iterable<string | undefined>,
): Map<string, Item[]> {
  const found = new Map<string, Item[]>();
  for (const item of items) {
    for (const path of pathsOf(item)) {
      if (path === undefined) continue;
      const before = found.get(path);
      if (before === undefined) found.set(path, [item]);
      else before.push(item);
    }
  }
  return found;
}
