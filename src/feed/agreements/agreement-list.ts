import { setImmediate } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { z } from 'zod';
import { Clock } from '../../base/clock';
import { presentInstant } from '../../base/present-time';
import type { AgreementRow } from '../../domain/agreement/agreement.entity';
import { Agreements } from '../../domain/agreement/agreements';
import { clausesOf, headWords } from '../../domain/agreement/listing';
import { agreementSchema, presentAgreement } from '../../domain/agreement/present';
import { searchTerms } from '../../domain/agreement/search-text';
import { tagsOf } from '../../domain/agreement/tags';
import { Milestones } from '../../domain/milestone/milestones';
import type { AgreementDocument } from '../../engine/model/document';
import { instant, type ResponseOf } from '../../http/response-of';
import { dialectOf } from '../../store/sql/dialect';
import { run } from '../../store/sql/sql';
import { Store } from '../../store/store';
import { PastSnapshots } from '../past-snapshots';
import {
  type AgreementPosition,
  type AgreementSort,
  isByInstant,
  sortValue,
} from './agreement-order';
import { NO_MILESTONES, type Outlook, outlookFields, outlookOf, outlooksOf } from './outlook';
import { type AgreementSelection, conditionOf, search, together } from './selection';

const clauseSchema = z.strictObject({
  path: z.string().meta({ description: '`obligation`, or `obligation.phase`' }),
  ref: z.string().nullable(),
  title: z.string(),
  titles: z.record(z.string(), z.string()).nullable(),
});

export const listedSchema = agreementSchema
  .extend({
    changedAt: instant.meta({ description: 'When something was last recorded about it' }),
    ...outlookFields,
    found: z
      .array(clauseSchema)
      .nullable()
      .meta({ description: 'With `text`: up to three clauses that have it' }),
  })
  .meta({ id: 'ListedAgreement' });

export type ListedAgreement = ResponseOf<typeof listedSchema>;

/** Documents that are read together: parsing them takes some milliseconds. */
const READ_AT_ONCE_BYTES = 500_000;

/** Agreements whose milestones are counted together. */
const AGREEMENTS_AT_ONCE = 50;

/** Clauses that one agreement of a search is shown with. */
const CLAUSES = 3;

interface ListRequest {
  selection: AgreementSelection;
  text: string | undefined;
  sort: AgreementSort;
  after: AgreementPosition | undefined;
  limit: number;
}

interface Positions {
  /** Up to `limit + 1`: one more says that another page follows. */
  positions: AgreementPosition[];
  total: number;
}

/** Lists agreements with what their milestones come to. */
@Injectable()
export class AgreementList {
  constructor(
    private readonly store: Store,
    private readonly agreements: Agreements,
    private readonly milestones: Milestones,
    private readonly past: PastSnapshots,
    private readonly clock: Clock,
  ) {}

  /** The positions of a page, and how many agreements the list has. */
  async positions(request: ListRequest): Promise<Positions> {
    const terms = searchTerms(request.text ?? '');
    const { selection } = request;
    const granted =
      terms.length === 0 ? selection.granted : await search(this.store, selection, terms);
    const narrowed = { ...selection, granted };
    return this.store.read((tx) => positionsOf(tx, { ...request, selection: narrowed }));
  }

  /** Agreements with these ids, in their order; those that were removed meanwhile are left out. */
  async items(ids: readonly string[], text: string | undefined): Promise<ListedAgreement[]> {
    const terms = text === undefined ? undefined : searchTerms(text);
    const items: ListedAgreement[] = [];
    for (let from = 0; from < ids.length; from += AGREEMENTS_AT_ONCE) {
      items.push(...(await this.some(ids.slice(from, from + AGREEMENTS_AT_ONCE), terms)));
    }
    return items;
  }

  private async some(
    ids: readonly string[],
    terms: readonly string[] | undefined,
  ): Promise<ListedAgreement[]> {
    const now = this.clock.now();
    const { tags, outlooks, behind, sizes } = await this.store.read(async (tx) => ({
      tags: await tagsOf(tx, ids),
      outlooks: await outlooksOf(tx, this.milestones, ids, now),
      behind: await this.milestones.agreementsBehind(tx, now),
      sizes: await this.agreements.sizes(tx, ids),
    }));
    const items = new Map<string, ListedAgreement>();
    for (const group of together(sizes, READ_AT_ONCE_BYTES)) {
      // Other requests are answered between two readings.
      await setImmediate();
      const rows = await this.store.readOnce((tx) => this.agreements.findAll(tx, group));
      for (const row of rows) {
        const outlook = behind.includes(row.id)
          ? await this.computed(row, now)
          : outlooks.get(row.id);
        const presented = presentAgreement(row, tags.get(row.id));
        const changedAt = presentInstant(row.recordedAt);
        const found = terms === undefined ? null : foundIn(JSON.parse(row.document), terms);
        items.set(row.id, { ...presented, changedAt, ...(outlook ?? NO_MILESTONES), found });
      }
    }
    return ids.flatMap((id) => items.get(id) ?? []);
  }

  /** For an agreement with a change of status that the sweep has not recorded yet. */
  private async computed(row: AgreementRow, now: number): Promise<Outlook | undefined> {
    const request = { asOf: new Date(now).toISOString() };
    const found = await this.store.read((tx) => this.past.findSnapshot(tx, row.id, request));
    const { titles = null } = found?.agreement.document ?? {};
    return found && outlookOf(found.rows, { ...row, titles }, now);
  }
}

async function positionsOf(
  tx: EntityManager,
  { selection, sort, after, limit }: ListRequest,
): Promise<Positions> {
  const dialect = dialectOf(tx.connection.options.type);
  const { clause, parameters } = conditionOf(selection);
  const value = sortValue(sort, dialect);
  const [later, direction] = sort.descending ? ['<', 'DESC'] : ['>', 'ASC'];
  const position = after === undefined ? '' : `WHERE value ${later} ? OR (value = ? AND id > ?)`;
  const { rows } = await run<{ id: string; value: string | number }>(
    tx,
    `SELECT id, value FROM
       (SELECT agreement.id ${dialect.byCodePoint} AS id, ${value} AS value
          FROM agreement WHERE ${clause}) AS listed
      ${position} ORDER BY value ${direction}, id LIMIT ?`,
    [...parameters, ...(after === undefined ? [] : [after[0], after[0], after[1]]), limit + 1],
  );
  const { rows: counted } = await run<{ total: number | string }>(
    tx,
    `SELECT COUNT(*) AS total FROM agreement WHERE ${clause}`,
    parameters,
  );
  return {
    positions: rows.map((row) => [isByInstant(sort) ? Number(row.value) : row.value, row.id]),
    total: Number(counted[0]?.total ?? 0),
  };
}

/** The clauses that have most of the terms which the rest of the document lacks. */
function foundIn(document: AgreementDocument, terms: readonly string[]) {
  const head = headWords(document);
  const sought = terms.filter((term) => !head.includes(term));
  if (sought.length === 0) return [];
  return clausesOf(document)
    .map((clause) => ({ clause, has: sought.filter((term) => clause.words.includes(term)).length }))
    .filter(({ has }) => has > 0)
    .sort((a, b) => b.has - a.has)
    .slice(0, CLAUSES)
    .map(({ clause: { path, ref, title, titles } }) => ({ path, ref, title, titles }));
}
