import type { AgreementDocument } from '../model/document';
import { DependencyGraph } from './cycles/dependency-graph';
import type { Item } from './item';

/** A document ready to be scheduled. */
export interface Agreement {
  document: AgreementDocument;
  items: readonly Item[];
  byPath: ReadonlyMap<string, Item>;
  /** The paths of the phases of each obligation that has some. */
  phases: ReadonlyMap<string, readonly string[]>;
  /** Items whose extensions shorten another interval (`deducted from`). */
  deducting: readonly Item[];
  /** Items with `reverts`. */
  reverting: readonly Item[];
  /** Items that supersede others, in any of their cases. */
  superseding: readonly Item[];
  /** Which moments depend on which. */
  dependencies: DependencyGraph;
}

/** The agreement of a document and its compiled items. */
export function buildAgreement(
  document: AgreementDocument,
  items: readonly Item[],
  phases: ReadonlyMap<string, readonly string[]>,
): Agreement {
  const byPath = new Map(items.map((item) => [item.path, item]));
  return {
    document,
    items,
    byPath,
    phases,
    deducting: items.filter((item) => item.extends?.deductedFrom !== undefined),
    reverting: items.filter((item) => item.reverts !== undefined),
    superseding: items.filter((item) =>
      [item, ...(item.cases ?? [])].some(({ supersedes }) => supersedes !== undefined),
    ),
    dependencies: new DependencyGraph(items, byPath),
  };
}
