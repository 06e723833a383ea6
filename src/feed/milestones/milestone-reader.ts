import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Clock } from '../../base/clock';
import { Agreements } from '../../domain/agreement/agreements';
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

/** Rows of a file that are read at a time. */
const BATCH = 1_000;

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
    return this.store.read(async (tx) => {
      const read = await this.pageIn(tx, request);
      return { ...read, records: await recordsOf(tx, factsShown(read.rows)) };
    });
  }

  /**
   * All milestones in batches. Each batch is read in its own transaction when it is needed, so that a slow client holds
   * none open. Milestones of the past are computed at once.
   */
  async *batches(sent: MilestonesRequest): AsyncGenerator<MilestoneRow[]> {
    const request = await this.settle(sent);
    if (isPastRequest(request.at)) {
      const { rows } = await this.store.read((tx) => this.computed(tx, request, request.at));
      yield rows;
      return;
    }
    let after: ListPosition | undefined;
    for (;;) {
      const { rows } = await this.page({ ...request, after, limit: BATCH });
      const batch = rows.slice(0, BATCH);
      yield batch;
      const last = batch.at(-1);
      if (rows.length <= BATCH || last === undefined) return;
      after = positionOf(last, request.sort);
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

  private async pageIn(tx: EntityManager, request: PageRequest): Promise<MilestoneRows> {
    const { agreementId, granted, selection, sort, at, after, limit } = request;
    const past = isPastRequest(at);
    if (past || (await this.isBehind(tx, agreementId))) {
      const found = await this.computed(tx, request, past ? at : this.present());
      const compare = positionComparer(sort);
      const rows = found.rows.filter(
        (row) => after === undefined || compare(positionOf(row, sort), after) > 0,
      );
      return { rows: rows.slice(0, limit + 1), at: past ? found.at : undefined };
    }
    if (agreementId !== undefined) await this.milestones.requireAgreement(tx, agreementId);
    const agreements = agreementId === undefined ? granted : [agreementId];
    const filter = { agreements, selection, sort, after, limit: limit + 1 };
    return { rows: await this.milestones.list(tx, filter), at: undefined };
  }

  private async computed(
    tx: EntityManager,
    { agreementId, granted, selection, sort }: MilestonesRequest,
    request: AsOfRequest,
  ): Promise<MilestoneRows> {
    const ids =
      agreementId === undefined
        ? (await this.agreements.headers(tx, MAX_AGREEMENTS, granted)).map(({ id }) => id)
        : [agreementId];
    const rows: MilestoneRow[] = [];
    let at: PresentedAsOf | undefined;
    for (const id of ids) {
      const snapshot =
        agreementId === undefined
          ? await this.past.findSnapshot(tx, id, request)
          : await this.past.snapshot(tx, id, request);
      if (snapshot === undefined) continue;
      at ??= presentAsOf(snapshot.at);
      for (const row of snapshot.rows) if (isSelected(row, selection)) rows.push(row);
    }
    const compare = positionComparer(sort);
    rows.sort((a, b) => compare(positionOf(a, sort), positionOf(b, sort)));
    return { rows, at };
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
