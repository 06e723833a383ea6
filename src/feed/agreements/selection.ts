import { setImmediate } from 'node:timers/promises';
import type { EntityManager } from 'typeorm';
import { z } from 'zod';
import { WATCH_MODES, type WatchMode } from '../../domain/agreement/agreement.entity';
import { searchText } from '../../domain/agreement/search-text';
import { tag } from '../../domain/agreement/tags';
import { several } from '../../http/pagination';
import { dialectOf } from '../../store/sql/dialect';
import { among, run } from '../../store/sql/sql';
import type { Store } from '../../store/store';

/** Which agreements; an absent key selects all. */
export interface AgreementSelection {
  /** Ids of the agreements that the caller may read; undefined for all. */
  granted: readonly string[] | undefined;
  standing?: readonly WatchMode[] | undefined;
  shipped?: boolean | undefined;
  /** Agreements that have all of these. */
  tag?: readonly string[] | undefined;
}

/** A condition on rows of `agreement`, for a statement that names no other table with these columns. */
interface Condition {
  clause: string;
  parameters: readonly (string | number)[];
}

/** The query parameters of an `AgreementSelection`. */
export const selectionQuery = {
  standing: several(WATCH_MODES, 'Only agreements with these values of `standing`'),
  shipped: z
    .enum(['true', 'false'])
    .transform((text) => text === 'true')
    .optional()
    .meta({ description: 'Only agreements whose document came with Pacta, or only the others' }),
  tag: z
    .union([z.string(), z.array(z.string())])
    .transform((given) => [given].flat().flatMap((text) => text.split(',')))
    .pipe(z.array(tag))
    .optional()
    .meta({ description: 'Only agreements with all of these tags, without regard to case' }),
};

export function conditionOf({
  granted,
  standing,
  shipped,
  tag: tags,
}: AgreementSelection): Condition {
  const conditions: Condition[] = [among('id', granted)];
  if (standing !== undefined) conditions.push(among('standing', standing));
  if (shipped !== undefined) {
    conditions.push({ clause: `shipped_hash IS ${shipped ? 'NOT ' : ''}NULL`, parameters: [] });
  }
  for (const one of tags ?? []) {
    conditions.push({
      clause: 'id IN (SELECT agreement_id FROM agreement_tag WHERE folded = ?)',
      parameters: [searchText(one)],
    });
  }
  return {
    clause: conditions.map(({ clause }) => clause).join(' AND '),
    parameters: conditions.flatMap(({ parameters }) => parameters),
  };
}

/** Bytes that one statement of a search compares: SQLite compares them on the thread that answers requests. */
const SEARCHED_AT_ONCE = 2_000_000;

/**
 * The ids of the selected agreements whose titles, parties and clauses have all terms. It reads them in parts, between
 * which other requests are answered.
 * @param terms as `searchTerms` answers them.
 */
export async function search(
  store: Store,
  selection: AgreementSelection,
  terms: readonly string[],
): Promise<string[]> {
  const { clause, parameters } = conditionOf(selection);
  const { rows } = await store.readOnce((tx) =>
    run<{ id: string; bytes: number | string }>(
      tx,
      `SELECT agreement_id AS id, OCTET_LENGTH(words) AS bytes FROM agreement_listing
        WHERE agreement_id IN (SELECT id FROM agreement WHERE ${clause})
        ORDER BY agreement_id`,
      parameters,
    ),
  );
  const found: string[] = [];
  for (const ids of together(rows, SEARCHED_AT_ONCE)) {
    found.push(...(await store.readOnce((tx) => matching(tx, ids, terms))));
    await setImmediate();
  }
  return found;
}

async function matching(
  tx: EntityManager,
  ids: readonly string[],
  terms: readonly string[],
): Promise<string[]> {
  const { contains } = dialectOf(tx.connection.options.type);
  const own = among('agreement_id', ids);
  const { rows } = await run<{ id: string }>(
    tx,
    `SELECT agreement_id AS id FROM agreement_listing
      WHERE ${own.clause} AND ${terms.map(() => contains('words', '?')).join(' AND ')}`,
    [...own.parameters, ...terms],
  );
  return rows.map(({ id }) => id);
}

/** Ids in groups of a bounded number of bytes; a larger one is alone. */
export function together(
  found: readonly { id: string; bytes: number | string }[],
  bytesAtOnce: number,
): string[][] {
  const groups: string[][] = [];
  let room = 0;
  for (const { id, bytes } of found) {
    const last = groups.at(-1);
    room -= Number(bytes);
    if (last !== undefined && room >= 0) last.push(id);
    else {
      groups.push([id]);
      room = bytesAtOnce - Number(bytes);
    }
  }
  return groups;
}
