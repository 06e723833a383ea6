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
  /** One agreement; all that are granted where none is named. */
  agreementId?: string | undefined;
  /** Where none is named: those that may be told of; undefined for every one. */
  granted?: readonly string[] | undefined;
  selection: Selection;
  sort: readonly SortKey[];
  moment: AsOfRequest;
}

export interface PageRequest extends MilestonesRequest {
  after?: ListPosition | undefined;
  limit: number;
}

export interface PageRead {
  /** One more than the page, where there is one. */
  rows: MilestoneRow[];
  /** Where another moment than now was asked for. */
  moment: PresentedAsOf | undefined;
}

export interface PageAnswer extends PageRead {
  /** What the ledger says of the facts that the rows show. */
  records: Records;
}

/** More agreements than one service holds; a limit all the same. */
const AGREEMENTS = 10_000;

/** Rows of a file that are read together. */
const BATCH = 1_000;

/** Milestones as they stand, from their rows; or as they stood, computed from the ledger. */
@Injectable()
export class MilestoneReader {
  constructor(
    private readonly store: Store,
    private readonly milestones: Milestones,
    private readonly agreements: Agreements,
    private readonly past: PastSnapshots,
    private readonly clock: Clock,
  ) {}

  /** @throws Refusal 'not-found' for an agreement that is named and not known. */
  async page(sent: PageRequest): Promise<PageAnswer> {
    const request = await this.settle(sent);
    return this.store.read(async (tx) => {
      const read = await this.pageIn(tx, request);
      return { ...read, records: await recordsOf(tx, factsShown(read.rows)) };
    });
  }

  /**
   * All of them, in batches that are read one after another as they are taken: nobody's slowness holds the
   * database. Those of another moment are computed once.
   */
  async *every(sent: MilestonesRequest): AsyncGenerator<MilestoneRow[]> {
    const request = await this.settle(sent);
    if (isPastRequest(request.moment)) {
      const { rows } = await this.store.read((tx) => this.computed(tx, request, request.moment));
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
    // A term that has renewed itself meanwhile has other dates than its row.
    const { rows } = await this.past.snapshot(tx, row.agreementId, this.present());
    return rows.find((one) => one.id === id) ?? row;
  }

  /**
   * Every milestone of an agreement, in the order of its document.
   * @param asked as `Past.settled` answers it.
   * @throws Refusal 'not-found'
   */
  async rows(
    tx: EntityManager,
    agreementId: string,
    asked: AsOfRequest,
  ): Promise<readonly MilestoneRow[]> {
    if (isPastRequest(asked)) return (await this.past.snapshot(tx, agreementId, asked)).rows;
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
    return { ...sent, moment: await this.past.settleIfPast(sent.moment, only) };
  }

  private async pageIn(tx: EntityManager, request: PageRequest): Promise<PageRead> {
    const { agreementId, granted, selection, sort, moment, after, limit } = request;
    const past = isPastRequest(moment);
    if (past || (await this.isBehind(tx, agreementId))) {
      const found = await this.computed(tx, request, past ? moment : this.present());
      const compare = positionComparer(sort);
      const rows = found.rows.filter(
        (row) => after === undefined || compare(positionOf(row, sort), after) > 0,
      );
      return { rows: rows.slice(0, limit + 1), moment: past ? found.moment : undefined };
    }
    if (agreementId !== undefined) await this.milestones.requireAgreement(tx, agreementId);
    const agreements = agreementId === undefined ? granted : [agreementId];
    const filter = { agreements, selection, sort, after, limit: limit + 1 };
    return { rows: await this.milestones.list(tx, filter), moment: undefined };
  }

  private async computed(
    tx: EntityManager,
    { agreementId, granted, selection, sort }: MilestonesRequest,
    asked: AsOfRequest,
  ): Promise<PageRead> {
    const known =
      agreementId === undefined
        ? (await this.agreements.headers(tx, AGREEMENTS, granted)).map(({ id }) => id)
        : [agreementId];
    const rows: MilestoneRow[] = [];
    let moment: PresentedAsOf | undefined;
    for (const id of known) {
      const snapshot =
        agreementId === undefined
          ? await this.past.findSnapshot(tx, id, asked)
          : await this.past.snapshot(tx, id, asked);
      if (snapshot === undefined) continue;
      moment ??= presentAsOf(snapshot.moment);
      for (const row of snapshot.rows) if (isSelected(row, selection)) rows.push(row);
    }
    const compare = positionComparer(sort);
    rows.sort((a, b) => compare(positionOf(a, sort), positionOf(b, sort)));
    return { rows, moment };
  }

  /** An instant has come and the sweep has not: until it has, statuses are computed. */
  private async isBehind(tx: EntityManager, agreementId: string | undefined): Promise<boolean> {
    const behind = await this.milestones.agreementsBehind(tx, this.clock.now());
    return agreementId === undefined ? behind.length > 0 : behind.includes(agreementId);
  }

  private present(): AsOfRequest {
    return { asOf: new Date(this.clock.now()).toISOString() };
  }
}
