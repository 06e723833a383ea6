import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Refusal } from '../../base/refusal';
import type { WorkingCalendar } from '../../engine/calendar/working-calendar';
import type { Agreement } from '../../engine/compile/agreement';
import { compile } from '../../engine/compile/compile';
import type { AgreementDocument } from '../../engine/model/document';
import { insertRows, selectRows, selectSome, updateRow } from '../../store/sql/rows';
import { among, run } from '../../store/sql/sql';
import { AgreementRemovalRow, AgreementRow, AgreementVersionRow } from './agreement.entity';
import { countedBy } from './counted-by';
import { storeListing } from './listing';
import { type RevisionTicket, unknownAgreement } from './revision';
import { calendarsOf, insertVersion, type NewVersion, versionAt } from './versions';

/** An agreement without its document, which may be a megabyte. */
export type AgreementHeader = Omit<AgreementRow, 'document' | 'source'>;

const HEADER_COLUMNS = [
  'id',
  'title',
  'documentVersion',
  'zone',
  'countedBy',
  'documentHash',
  'revision',
  'sequence',
  'recordedAt',
  'settledUntil',
  'facts',
  'ledgerHead',
  'createdAt',
  'standing',
  'standingSince',
  'shippedHash',
  'offeredHash',
] as const satisfies readonly (keyof AgreementHeader)[];

/** Obligations of the compiled documents kept in memory. Compiling 5,000 takes hundreds of milliseconds. */
const COMPILED_CACHED = 50_000;

/** A compiled version of a document with the calendars its dates were computed with. */
export interface DocumentInForce {
  version: AgreementVersionRow;
  agreement: Agreement;
  calendars: ReadonlyMap<string, WorkingCalendar>;
}

/** Reads and stores agreements. `change/` re-dates and announces. */
@Injectable()
export class Agreements {
  private readonly compiledByHash = new Map<string, Agreement>();
  private compiledObligations = 0;
  /** The document that `findDocument` parsed last. */
  private parsed: { hash: string; document: AgreementDocument } | undefined;

  async findOrNull(tx: EntityManager, id: string): Promise<AgreementRow | null> {
    const [row] = await selectRows(tx, AgreementRow, 'WHERE id = ?', [id]);
    return row ?? null;
  }

  /** @throws Refusal 'not-found' */
  async find(tx: EntityManager, id: string): Promise<AgreementRow> {
    const row = await this.findOrNull(tx, id);
    if (row === null) throw unknownAgreement(id);
    return row;
  }

  /** Ids and bytes of the documents of these agreements, in the order of the ids. */
  async sizes(
    tx: EntityManager,
    ids: readonly string[],
  ): Promise<{ id: string; bytes: number | string }[]> {
    const { clause, parameters } = among('id', ids);
    const { rows } = await run<{ id: string; bytes: number | string }>(
      tx,
      `SELECT id, OCTET_LENGTH(document) AS bytes FROM agreement WHERE ${clause}`,
      parameters,
    );
    const byId = new Map(rows.map((row) => [row.id, row]));
    return ids.flatMap((id) => byId.get(id) ?? []);
  }

  /** Those of these agreements that there are, in order of id. */
  findAll(tx: EntityManager, ids: readonly string[]): Promise<AgreementRow[]> {
    const { clause, parameters } = among('id', ids);
    return selectRows(tx, AgreementRow, `WHERE ${clause} ORDER BY id`, parameters);
  }

  /** Agreements without their documents, in order of id. */
  headers(tx: EntityManager, limit: number, only?: readonly string[]): Promise<AgreementHeader[]> {
    const { clause, parameters } = among('id', only);
    const tail = `WHERE ${clause} ORDER BY id LIMIT ?`;
    return selectSome(tx, AgreementRow, HEADER_COLUMNS, tail, [...parameters, limit]);
  }

  /** @throws Refusal 'not-found' */
  async header(tx: EntityManager, id: string): Promise<AgreementHeader> {
    const [header] = await this.headers(tx, 1, [id]);
    if (header === undefined) throw unknownAgreement(id);
    return header;
  }

  /**
   * The document that was in force at an instant by what was recorded then, with the calendars of that time;
   * undefined before the agreement was recorded.
   * @param knownAt inclusive, epoch milliseconds.
   */
  async inForceAt(
    tx: EntityManager,
    id: string,
    knownAt: number,
  ): Promise<DocumentInForce | undefined> {
    const version = await versionAt(tx, id, knownAt);
    if (version === undefined) return undefined;
    return {
      version,
      agreement: this.compile({ ...version, id }),
      calendars: await calendarsOf(tx, version),
    };
  }

  /**
   * The numbers that a new agreement continues: those of a removed one with its id, else 0.
   * @throws Refusal 'conflict' if the id is taken.
   */
  async numbersBefore(
    tx: EntityManager,
    id: string,
  ): Promise<Pick<AgreementRow, 'revision' | 'sequence'>> {
    const { rows } = await run(tx, 'SELECT id FROM agreement WHERE id = ?', [id]);
    if (rows.length > 0) {
      throw new Refusal('conflict', `An agreement "${id}" exists already. Nothing was written.`, [
        {
          pointer: '/id',
          detail: `"${id}" is taken`,
          expected: 'an id that is not in use',
        },
      ]);
    }
    const removed = await this.findRemoval(tx, id);
    return { revision: removed?.revision ?? 0, sequence: removed?.sequence ?? 0 };
  }

  /** Inserts a row of `newRow`. The caller then raises the revision and calls `insertVersion`. */
  async insert(tx: EntityManager, row: AgreementRow, agreement: Agreement): Promise<NewVersion> {
    await insertRows(tx, AgreementRow, [row]);
    await storeListing(tx, agreement.document);
    this.keep(row.documentHash, agreement);
    const { title, document, source, documentHash } = row;
    return { number: row.documentVersion, title, document, source, documentHash };
  }

  /** Stores another version of the document as the one in force. The caller has raised the revision. */
  async replace(
    tx: EntityManager,
    ticket: RevisionTicket,
    agreement: Agreement,
    source: string,
    number: number,
  ): Promise<void> {
    const version = newVersion(agreement, source, number);
    const { title, document, documentHash } = version;
    const { zone } = agreement.document;
    const changed = { title, document, source, zone, documentHash, documentVersion: number };
    const id = ticket.agreementId;
    await updateRow(tx, AgreementRow, id, changed);
    await storeListing(tx, agreement.document);
    this.keep(documentHash, agreement);
    // Taking over the offered document makes the agreement follow the releases again.
    await run(
      tx,
      'UPDATE agreement SET offered_hash = NULL, shipped_hash = ? WHERE id = ? AND offered_hash = ?',
      [documentHash, id, documentHash],
    );
    await insertVersion(tx, ticket, version);
  }

  /** Changes columns that do not come from the document. */
  async updateColumns(
    tx: EntityManager,
    id: string,
    changed: Partial<
      Pick<AgreementRow, 'standing' | 'standingSince' | 'shippedHash' | 'offeredHash' | 'countedBy'>
    >,
  ): Promise<void> {
    await updateRow(tx, AgreementRow, id, changed);
  }

  /** The zones of agreements, each once. @param only ids; undefined for all. */
  async zones(tx: EntityManager, only?: readonly string[]): Promise<string[]> {
    const { clause, parameters } = among('id', only);
    const text = `SELECT DISTINCT zone FROM agreement WHERE ${clause}`;
    const { rows } = await run<{ zone: string }>(tx, text, parameters);
    return rows.map(({ zone }) => zone);
  }

  async ids(tx: EntityManager): Promise<string[]> {
    const { rows } = await run<{ id: string }>(tx, 'SELECT id FROM agreement ORDER BY id', []);
    return rows.map(({ id }) => id);
  }

  /** The ids of agreements whose dates were computed with other rules, zone tables or calendars (`countedBy`). */
  async countedDifferently(tx: EntityManager): Promise<string[]> {
    const { rows } = await run<{ id: string }>(
      tx,
      'SELECT id FROM agreement WHERE counted_by IS NULL OR counted_by <> ? ORDER BY id',
      [countedBy()],
    );
    return rows.map(({ id }) => id);
  }

  /** Hashes of shipped documents that need no look: an agreement has them, or was edited since it took them over. */
  async followedHashes(tx: EntityManager): Promise<Set<string>> {
    const { rows } = await run<{ hash: string }>(
      tx,
      `SELECT shipped_hash AS hash FROM agreement
        WHERE shipped_hash IS NOT NULL AND (document_hash <> shipped_hash OR offered_hash IS NULL)`,
      [],
    );
    return new Set(rows.map(({ hash }) => hash));
  }

  async findRemoval(tx: EntityManager, id: string): Promise<AgreementRemovalRow | null> {
    const [removal] = await selectRows(tx, AgreementRemovalRow, 'WHERE id = ?', [id]);
    return removal ?? null;
  }

  /**
   * The earlier version that comes back into force because an amendment was retracted; undefined if the version in
   * force is the one that the facts name. The last amendment in `facts` names it; without one it is version 1.
   */
  async versionRestoredBy(
    tx: EntityManager,
    row: AgreementRow,
    facts: readonly { kind: string; documentVersion: number | null }[],
  ): Promise<AgreementVersionRow | undefined> {
    const number = facts.findLast(({ kind }) => kind === 'amended')?.documentVersion ?? 1;
    if (number === row.documentVersion) return undefined;
    const where = 'WHERE agreement_id = ? AND number = ?';
    const [version] = await selectRows(tx, AgreementVersionRow, where, [row.id, number]);
    return version?.documentHash === row.documentHash ? undefined : version;
  }

  /**
   * The compiled agreement. The document is read only if its compiled form is not in memory.
   * @throws Refusal 'not-found'
   */
  async findCompiled(tx: EntityManager, id: string): Promise<Agreement> {
    const { documentHash } = await this.header(tx, id);
    return this.compiledByHash.get(documentHash) ?? this.compile(await this.find(tx, id));
  }

  /**
   * The document, without compiling it: for the texts of messages, which the service writes itself, however large it is.
   * @throws Refusal 'not-found'
   */
  async findDocument(tx: EntityManager, id: string): Promise<AgreementDocument> {
    const { documentHash: hash } = await this.header(tx, id);
    const compiled = this.compiledByHash.get(hash);
    if (compiled !== undefined) return compiled.document;
    if (this.parsed?.hash !== hash) {
      this.parsed = { hash, document: JSON.parse((await this.find(tx, id)).document) };
    }
    return this.parsed.document;
  }

  /** Compiles the document, or returns the compiled form kept in memory. */
  compile(row: Pick<AgreementRow, 'id' | 'document' | 'documentHash'>): Agreement {
    const kept = this.compiledByHash.get(row.documentHash);
    if (kept !== undefined) return kept;
    const result = compile(JSON.parse(row.document), undefined, true);
    if (!result.ok) {
      const first = result.faults[0];
      throw new Error(
        `The stored agreement "${row.id}" does not compile: ${first?.pointer} ${first?.detail}`,
      );
    }
    this.keep(row.documentHash, result.agreement);
    return result.agreement;
  }

  private keep(hash: string, agreement: Agreement): void {
    if (this.compiledByHash.has(hash)) return;
    this.compiledByHash.set(hash, agreement);
    this.compiledObligations += agreement.document.obligations.length;
    for (const [oldest, { document }] of this.compiledByHash) {
      if (this.compiledObligations <= COMPILED_CACHED || oldest === hash) return;
      this.compiledByHash.delete(oldest);
      this.compiledObligations -= document.obligations.length;
    }
  }
}

/**
 * The row of an agreement that is not stored yet.
 * @param numbers of `numbersBefore`.
 * @param shipped the document comes with Pacta: later releases amend it until somebody edits it.
 */
export function newRow(
  agreement: Agreement,
  source: string,
  numbers: Pick<AgreementRow, 'revision' | 'sequence'>,
  now: number,
  shipped = false,
): AgreementRow {
  const { id, zone } = agreement.document;
  const { number, ...version } = newVersion(agreement, source, 1);
  return {
    ...version,
    ...numbers,
    id,
    zone,
    countedBy: countedBy(),
    documentVersion: number,
    recordedAt: now,
    settledUntil: 0,
    facts: 0,
    ledgerHead: null,
    createdAt: now,
    standing: 'active',
    standingSince: 0,
    shippedHash: shipped ? version.documentHash : null,
    offeredHash: null,
  };
}

function newVersion({ document }: Agreement, source: string, number: number): NewVersion {
  return {
    number,
    title: document.title,
    document: JSON.stringify(document),
    source,
    documentHash: hashOf(source),
  };
}

/** SHA-256 of a document's source, hexadecimal. */
export function hashOf(source: string): string {
  return createHash('sha256').update(source).digest('hex');
}
