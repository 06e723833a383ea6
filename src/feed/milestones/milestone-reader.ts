import { setImmediate } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Clock } from '../../base/clock';
import { type AgreementHeader, Agreements } from '../../domain/agreement/agreements';
import { type Records, recordsOf } from '../../domain/ledger/ledger';
import { MilestoneRow } from '../../domain/milestone/milestone.entity';
import { Milestones } from '../../domain/milestone/milestones';
import {
  type ListPosition,
  positionComparer,
  positionOf,
  type SortKey,
} from '../../domain/milestone/order';
import { factsShown } from '../../domain/milestone/present/milestone';
import { isSelected, type Selection } from '../../domain/milestone/selection';
import { selectRows } from '../../store/sql/rows';
import { Store } from '../../store/store';
import { type AsOfRequest, isPastRequest, type PresentedAsOf, presentAsOf } from '../as-of';
import { PastSnapshots } from '../past-snapshots';

export interface MilestonesRequest {
  /** One agreement; undefined for all granted ones. */
  agreementId?: string | undefined;
  /** Without `agreementId`: ids of the granted agreements; undefined for all. */
  granted?: readonly string[] | undefined;
  selection: Selection;
  sort: readonly SortKey[];
  at: AsOfRequest;
}

interface PageRequest extends MilestonesRequest {
  after?: ListPosition | undefined;
  limit: number;
}

interface MilestoneRows {
  /** Up to `limit + 1` rows: one more says that another page follows. */
  rows: MilestoneRow[];
  /** Undefined for the present. */
  at: PresentedAsOf | undefined;
}

interface MilestonePage extends MilestoneRows {
  /** The records of the facts that the rows mention. */
  records: Records;
}

/** The most agreements that one request reads; more than a service has. */
const MAX_AGREEMENTS = 10_000;

/** Rows of a file that are read at a time. They wait in memory while a client does not read. */
const BATCH = 100;
/** Ids of a sorted file that are read at a time. */
const IDS_AHEAD = 2_000;

/** Reads milestones of the present from their rows, and of the past from the ledger. */
@Injectable()
export class MilestoneReader {
  constructor(
    private readonly store: Store,
    private readonly milestones: Milestones,
    private readonly agreements: Agreements,
    private readonly past: PastSnapshots,
    private readonly clock: Clock,
  ) {}

  /** @throws Refusal 'not-found' for an unknown `agreementId`; 'invalid' for an invalid `asOf` or `knownAt`. */
  async page(sent: PageRequest): Promise<MilestonePage> {
    const request = await this.settle(sent);
    const stored = await this.store.read((tx) => this.storedPage(tx, request));
    const read = stored ?? (await this.computedPage(request));
    const records = await this.store.read((tx) => recordsOf(tx, factsShown(read.rows)));
    return { ...read, records };
  }

  /**
   * All milestones in batches of up to `BATCH`. Each is read in a transaction of its own when it is needed, so that a slow
   * client holds none open, and other requests are answered between two.
   */
  async *batches(sent: MilestonesRequest): AsyncGenerator<MilestoneRow[]> {
    const request = await this.settle(sent);
    const { agreementId, at, sort } = request;
    const past = isPastRequest(at);
    const computed = past || (await this.store.read((tx) => this.isBehind(tx, agreementId)));
    if (!computed) yield* this.stored(request);
    else if (sort.length === 0) {
      for await (const rows of this.ofEach(request)) yield* slices(rows);
    } else {
      const { rows } = await this.computedPage({ ...request, limit: Number.MAX_SAFE_INTEGER });
      yield* slices(rows);
    }
  }

  /** @throws Refusal 'not-found' */
  async one(tx: EntityManager, id: string): Promise<MilestoneRow> {
    const row = await this.milestones.find(tx, id);
    if (row.droppedAt !== null || !(await this.isBehind(tx, row.agreementId))) return row;
    // A term that has renewed itself since the last sweep has other dates than its row.
    const { rows } = await this.past.snapshot(tx, row.agreementId, this.present());
    return rows.find((one) => one.id === id) ?? row;
  }

  /**
   * Every milestone of an agreement, in the order of its document.
   * @param request the result of `PastSnapshots.settleIfPast`.
   * @throws Refusal 'not-found'
   */
  async rows(
    tx: EntityManager,
    agreementId: string,
    request: AsOfRequest,
  ): Promise<readonly MilestoneRow[]> {
    if (isPastRequest(request)) return (await this.past.snapshot(tx, agreementId, request)).rows;
    await this.milestones.requireAgreement(tx, agreementId);
    if (await this.isBehind(tx, agreementId)) {
      return (await this.past.snapshot(tx, agreementId, this.present())).rows;
    }
    const tail = 'WHERE agreement_id = ? AND dropped_at IS NULL ORDER BY position, id';
    return selectRows(tx, MilestoneRow, tail, [agreementId]);
  }

  private async settle<T extends MilestonesRequest>(sent: T): Promise<T> {
    const { agreementId, granted } = sent;
    const only = agreementId === undefined ? granted : [agreementId];
    return { ...sent, at: await this.past.settleIfPast(sent.at, only) };
  }

  /** A page of stored rows; undefined if the rows must be computed. @throws Refusal 'not-found' */
  private async storedPage(
    tx: EntityManager,
    { agreementId, granted, selection, sort, at, after, limit }: PageRequest,
  ): Promise<MilestoneRows | undefined> {
    if (isPastRequest(at) || (await this.isBehind(tx, agreementId))) return undefined;
    if (agreementId !== undefined) await this.milestones.requireAgreement(tx, agreementId);
    const agreements = agreementId === undefined ? granted : [agreementId];
    const filter = { agreements, selection, sort, after, limit: limit + 1 };
    return { rows: await this.milestones.list(tx, filter), at: undefined };
  }

  /** Stored rows in batches. With `sort`, ids are read further ahead than rows: sorting costs the same for any number. */
  private async *stored({
    agreementId,
    granted,
    selection,
    sort,
  }: MilestonesRequest): AsyncGenerator<MilestoneRow[]> {
    const agreements = agreementId === undefined ? granted : [agreementId];
    let after: ListPosition | undefined;
    let ids: string[] = [];
    for (;;) {
      const rows = await this.store.read(async (tx) => {
        if (agreementId !== undefined) await this.milestones.requireAgreement(tx, agreementId);
        const filter = { agreements, selection, sort, after };
        if (sort.length === 0) return this.milestones.list(tx, { ...filter, limit: BATCH });
        if (ids.length === 0) ids = await this.milestones.ids(tx, { ...filter, limit: IDS_AHEAD });
        return this.milestones.listIds(tx, ids.splice(0, BATCH));
      });
      const last = rows.at(-1);
      if (last !== undefined) {
        yield rows;
        after = positionOf(last, sort);
      } else if (ids.length === 0) return;
      await setImmediate();
    }
  }

  /** A page of computed rows. It holds the rows of one agreement and of two pages. */
  private async computedPage(request: PageRequest): Promise<MilestoneRows> {
    const { sort, after, limit } = request;
    const compare = positionComparer(sort);
    const firstOf = (rows: readonly MilestoneRow[]) =>
      rows
        .map((row) => ({ row, position: positionOf(row, sort) }))
        .sort((a, b) => compare(a.position, b.position))
        .slice(0, limit + 1)
        .map(({ row }) => row);
    let rows: MilestoneRow[] = [];
    const inOrder = sort.length === 0;
    for await (const own of this.ofEach(request, inOrder ? after?.agreementId : undefined)) {
      for (const row of own) {
        if (after === undefined || compare(positionOf(row, sort), after) > 0) rows.push(row);
      }
      if (inOrder && rows.length > limit) break;
      if (rows.length > 2 * limit) rows = firstOf(rows);
    }
    return { rows: firstOf(rows), at: await this.presentedAt(request) };
  }

  /**
   * The selected milestones of one agreement after the other, each computed in a transaction of its own. Other requests
   * are answered between two.
   * @param from the first agreement to compute; undefined for all.
   */
  private async *ofEach(
    { agreementId, granted, selection, at }: MilestonesRequest,
    from = '',
  ): AsyncGenerator<MilestoneRow[]> {
    const asked = isPastRequest(at) ? at : this.present();
    const selected = (rows: readonly MilestoneRow[] = []) =>
      rows.filter((row) => isSelected(row, selection));
    if (agreementId !== undefined) {
      yield selected(
        (await this.store.read((tx) => this.past.snapshot(tx, agreementId, asked))).rows,
      );
      return;
    }
    for (const { id } of await this.headers(granted)) {
      if (id < from) continue;
      const snapshot = await this.store.read((tx) => this.past.findSnapshot(tx, id, asked));
      yield selected(snapshot?.rows);
      await setImmediate();
    }
  }

  /** The instants of a page about the past: of the first agreement that was recorded by then, on every page. */
  private async presentedAt(request: MilestonesRequest): Promise<PresentedAsOf | undefined> {
    const { agreementId, granted, at } = request;
    if (!isPastRequest(at)) return undefined;
    const headers = await this.headers(agreementId === undefined ? granted : [agreementId]);
    const first = await this.store.read((tx) => this.past.firstRecorded(tx, headers, at));
    return first && presentAsOf(first);
  }

  /** In order of id. */
  private headers(only: readonly string[] | undefined): Promise<AgreementHeader[]> {
    return this.store.read((tx) => this.agreements.headers(tx, MAX_AGREEMENTS, only));
  }

  /** Whether a status has changed that the sweep has not recorded yet; statuses are then computed. */
  private async isBehind(tx: EntityManager, agreementId: string | undefined): Promise<boolean> {
    const behind = await this.milestones.agreementsBehind(tx, this.clock.now());
    return agreementId === undefined ? behind.length > 0 : behind.includes(agreementId);
  }

  private present(): AsOfRequest {
    return { asOf: new Date(this.clock.now()).toISOString() };
  }
}

/** Rows in batches, between which other requests are answered. */
async function* slices(rows: readonly MilestoneRow[]): AsyncGenerator<MilestoneRow[]> {
  for (let from = 0; from < rows.length; from += BATCH) {
    yield rows.slice(from, from + BATCH);
    await setImmediate();
  }
}
