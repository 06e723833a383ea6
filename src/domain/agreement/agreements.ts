import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Refusal } from '../../base/refusal';
import type { WorkingCalendar } from '../../engine/calendar/working-calendar';
import type { Agreement } from '../../engine/compile/agreement';
import { compile } from '../../engine/compile/compile';
import { among } from '../../store/sql/among';
import { insertRows, selectRows, updateRow } from '../../store/sql/rows';
import { run } from '../../store/sql/sql';
import { AgreementRow } from './agreement.entity';
import { type AgreementHead, listHeads } from './agreement-headers';
import { AgreementRemovalRow } from './agreement-removal.entity';
import { AgreementVersionRow } from './agreement-version.entity';
import { countedBy } from './counted-by';
import type { RevisionTicket } from './revision';
import { calendarsOf, insertVersion, type NewVersion, versionAt } from './versions';

/** Compiled documents kept in memory; compiling one of 5,000 obligations takes tens of milliseconds. */
const COMPILED_KEPT = 64;

/** A version of a document ready to be scheduled, with the calendars of its time. */
export interface InForce {
  version: AgreementVersionRow;
  agreement: Agreement;
  calendars: ReadonlyMap<string, WorkingCalendar>;
}

/** Reads and stores agreements. What a change to one causes is for `change`. */
@Injectable()
export class Agreements {
  private readonly compiled = new Map<string, Agreement>();

  /** The agreement, or null. */
  async seek(tx: EntityManager, id: string): Promise<AgreementRow | null> {
    const [row] = await selectRows(tx, AgreementRow, 'WHERE id = ?', [id]);
    return row ?? null;
  }

  /** @throws Refusal 'not-found' */
  async find(tx: EntityManager, id: string): Promise<AgreementRow> {
    const row = await this.seek(tx, id);
    if (row === null) throw new Refusal('not-found', `There is no agreement "${id}".`);
    return row;
  }

  /**
   * In order of id, after the given id.
   * @param only the ids that may be told of; undefined for every one.
   */
  list(
    tx: EntityManager,
    limit: number,
    after = '',
    only?: readonly string[],
  ): Promise<AgreementRow[]> {
    const { clause, parameters } = among('id', only);
    const tail = `WHERE id > ? AND ${clause} ORDER BY id LIMIT ?`;
    return selectRows(tx, AgreementRow, tail, [after, ...parameters, limit]);
  }

  /** Without their documents, in order of id. */
  heads(tx: EntityManager, limit: number, only?: readonly string[]): Promise<AgreementHead[]> {
    return listHeads(tx, limit, only);
  }

  /** @throws Refusal 'not-found' */
  async head(tx: EntityManager, id: string): Promise<AgreementHead> {
    const [head] = await this.heads(tx, 1, [id]);
    if (head === undefined) throw new Refusal('not-found', `There is no agreement "${id}".`);
    return head;
  }

  /**
   * The document in force, in our knowledge, at an instant, with the calendars its dates were counted by
   * then; undefined before the agreement was known.
   * @param knownAt inclusive, epoch milliseconds.
   */
  async at(tx: EntityManager, id: string, knownAt: number): Promise<InForce | undefined> {
    const version = await versionAt(tx, id, knownAt);
    if (version === undefined) return undefined;
    return {
      version,
      agreement: this.compile({ ...version, id }),
      calendars: await calendarsOf(tx, version),
    };
  }

  /**
   * Adds the agreement's row; `insertVersion` follows once its revision is raised.
   * @param shipped it comes with the program, and follows the program's next versions while nobody edits it.
   * @throws Refusal 'conflict' when the id is taken.
   */
  async insert(
    tx: EntityManager,
    agreement: Agreement,
    source: string,
    now: number,
    shipped = false,
  ): Promise<NewVersion> {
    const { document } = agreement;
    if ((await this.seek(tx, document.id)) !== null) {
      throw new Refusal('conflict', `There is an agreement "${document.id}" already.`, [
        { pointer: '/id', detail: `"${document.id}" is taken`, expected: 'an id not used yet' },
      ]);
    }
    const removed = await this.removalOf(tx, document.id);
    const { number, ...version } = newVersion(agreement, source, 1);
    const row: AgreementRow = {
      ...version,
      id: document.id,
      zone: document.zone,
      countedBy: countedBy(),
      documentVersion: number,
      revision: removed?.revision ?? 0,
      sequence: removed?.sequence ?? 0,
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
    await insertRows(tx, AgreementRow, [row]);
    return { ...version, number };
  }

  /** Puts another version of the document into force, in the transaction that raised the revision. */
  async replace(
    tx: EntityManager,
    raised: RevisionTicket,
    agreement: Agreement,
    source: string,
    number: number,
  ): Promise<void> {
    const version = newVersion(agreement, source, number);
    const { title, document, documentHash } = version;
    const { zone } = agreement.document;
    const changed = { title, document, source, zone, documentHash, documentVersion: number };
    const id = raised.agreementId;
    await updateRow(tx, AgreementRow, id, changed);
    // Whoever takes over what was offered follows the releases again.
    await run(
      tx,
      'UPDATE agreement SET offered_hash = NULL, shipped_hash = ? WHERE id = ? AND offered_hash = ?',
      [documentHash, id, documentHash],
    );
    await insertVersion(tx, raised, version);
  }

  /** Changes columns that are no part of the document. */
  async mark(
    tx: EntityManager,
    id: string,
    changed: Partial<
      Pick<AgreementRow, 'standing' | 'standingSince' | 'shippedHash' | 'offeredHash' | 'countedBy'>
    >,
  ): Promise<void> {
    await updateRow(tx, AgreementRow, id, changed);
  }

  /** Every id there is. */
  async ids(tx: EntityManager): Promise<string[]> {
    const { rows } = await run<{ id: string }>(tx, 'SELECT id FROM agreement ORDER BY id', []);
    return rows.map(({ id }) => id);
  }

  /** The ids of those whose dates were counted by something else than now. */
  async countedOtherwise(tx: EntityManager): Promise<string[]> {
    const { rows } = await run<{ id: string }>(
      tx,
      'SELECT id FROM agreement WHERE counted_by IS NULL OR counted_by <> ? ORDER BY id',
      [countedBy()],
    );
    return rows.map(({ id }) => id);
  }

  /** Hashes of shipped documents that agreements follow already, or that were edited here since. */
  async followed(tx: EntityManager): Promise<Set<string>> {
    const { rows } = await run<{ hash: string }>(
      tx,
      `SELECT shipped_hash AS hash FROM agreement
        WHERE shipped_hash IS NOT NULL AND (document_hash <> shipped_hash OR offered_hash IS NULL)`,
      [],
    );
    return new Set(rows.map(({ hash }) => hash));
  }

  /** That an agreement of that id was removed; null where none was. */
  async removalOf(tx: EntityManager, id: string): Promise<AgreementRemovalRow | null> {
    const [removal] = await selectRows(tx, AgreementRemovalRow, 'WHERE id = ?', [id]);
    return removal ?? null;
  }

  /**
   * The version that facts put into force, where it is another than the row's: that of the last amendment
   * that holds, or the first.
   */
  async otherThan(
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
   * As `compile`, without reading the document where it is compiled already.
   * @throws Refusal 'not-found'
   */
  async present(tx: EntityManager, id: string): Promise<Agreement> {
    const { documentHash } = await this.head(tx, id);
    return this.compiled.get(documentHash) ?? this.compile(await this.find(tx, id));
  }

  /** The agreement ready to be scheduled. */
  compile(row: Pick<AgreementRow, 'id' | 'document' | 'documentHash'>): Agreement {
    const kept = this.compiled.get(row.documentHash);
    if (kept !== undefined) return kept;
    const result = compile(JSON.parse(row.document), undefined, true);
    if (!result.ok) {
      const first = result.faults[0];
      throw new Error(
        `The stored agreement "${row.id}" no longer compiles: ${first?.pointer} ${first?.detail}`,
      );
    }
    const oldest = this.compiled.keys().next();
    if (this.compiled.size >= COMPILED_KEPT && !oldest.done) this.compiled.delete(oldest.value);
    this.compiled.set(row.documentHash, result.agreement);
    return result.agreement;
  }
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
