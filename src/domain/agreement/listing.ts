import type { EntityManager } from 'typeorm';
import type { AgreementDocument, Described, Texts } from '../../engine/model/document';
import { insertRows } from '../../store/sql/rows';
import { run } from '../../store/sql/sql';
import { AgreementListingRow } from './agreement.entity';
import { searchText } from './search-text';

/** An obligation or phase of a document, as search finds it. */
export interface Clause {
  /** `obligation`, or `obligation.phase`. */
  path: string;
  ref: string | null;
  title: string;
  titles: Texts | null;
  /** What search compares, as `searchText` makes it. */
  words: string;
}

/** Derives from a document what lists and search need, and stores it in place of what was stored before. */
export async function storeListing(tx: EntityManager, document: AgreementDocument): Promise<void> {
  await run(tx, 'DELETE FROM agreement_listing WHERE agreement_id = ?', [document.id]);
  const words = [headWords(document), ...clausesOf(document).map((clause) => clause.words)];
  await insertRows(tx, AgreementListingRow, [
    { agreementId: document.id, titles: document.titles ?? null, words: words.join('\n') },
  ]);
}

/** What search compares of an agreement besides its clauses: id, titles, status, parties. */
export function headWords({ id, title, titles, status, parties }: AgreementDocument): string {
  const named = Object.entries(parties ?? {}).flatMap(([party, { name, names }]) => [
    party,
    name,
    ...Object.values(names ?? {}),
  ]);
  const texts = [id, title, ...Object.values(titles ?? {}), status ?? '', ...named];
  return searchText(texts.join(' '));
}

/** Obligations and phases in the order of the document. */
export function clausesOf({ obligations }: AgreementDocument): Clause[] {
  return obligations.flatMap((obligation) => [
    clauseOf(obligation.id, obligation, obligation),
    ...(obligation.phases ?? []).map((phase) =>
      clauseOf(`${obligation.id}.${phase.id}`, phase, obligation),
    ),
  ]);
}

function clauseOf(path: string, own: Described, whole: Described & { title: string }): Clause {
  const titled = own.title === undefined ? whole : own;
  const { title = whole.title, titles = null } = titled;
  const ref = own.ref ?? whole.ref ?? null;
  const texts = [ref ?? '', title, ...Object.values(titles ?? {}), own.quote ?? '', path];
  return { path, ref, title, titles, words: searchText(texts.join(' ')) };
}
