import { setImmediate } from 'node:timers/promises';
import { Injectable, Logger } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Clock } from '../../base/clock';
import { Refusal } from '../../base/refusal';
import { POLICY } from '../../config/policy';
import { selectRows } from '../../store/sql/rows';
import { run } from '../../store/sql/sql';
import { Store } from '../../store/store';
import { lockAgreement, type RevisionTicket, raiseRevision } from '../agreement/revision';
import { MilestoneRow } from '../milestone/milestone.entity';
import type { Cause } from '../milestone/status-changes';
import { Recorder } from './recorder';

interface Due {
  id: string;
  agreement_id: string;
}

/** Computes and writes an agreement's schedule in the caller's transaction, which holds its lock. */
export type Reschedule = (
  tx: EntityManager,
  ticket: RevisionTicket,
  cause: Cause,
) => Promise<unknown>;

/** The cause of dates that a tacit renewal moved. */
const RENEWED: Cause = { text: 'renewed tacitly: no notice came in time', factId: null };

/** Records the statuses that the clock has changed: of every milestone whose `wakeAt` has come, in batches. */
@Injectable()
export class Sweep {
  private readonly logger = new Logger('Sweep');
  private reschedule: Reschedule | undefined;
  /** Until when a milestone is postponed that could not be processed, epoch milliseconds. */
  private postponedUntil = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly store: Store,
    private readonly recorder: Recorder,
    private readonly clock: Clock,
  ) {}

  /** Sets the function that re-dates an agreement after one of its terms has renewed itself. */
  onRenewal(reschedule: Reschedule): void {
    this.reschedule = reschedule;
  }

  /**
   * Processes up to `POLICY.sweepRows` milestones in one transaction. Other work of the process runs before it returns,
   * since a batch on SQLite blocks the event loop.
   * @returns how many milestones were due.
   */
  async batch(): Promise<number> {
    const due = await this.store.readOnce((tx) =>
      dueMilestones(tx, this.clock.now(), POLICY.sweepRows),
    );
    if (due.length === 0) return 0;
    await this.judgeOrSplit(due);
    await setImmediate();
    return due.length;
  }

  /**
   * Processes milestones together; if that throws, in halves, until the one that fails is alone and is postponed. A
   * failure of the database is rethrown: the sweeper tries again.
   */
  private async judgeOrSplit(due: readonly Due[]): Promise<void> {
    try {
      await this.judge(due);
    } catch (error) {
      if (error instanceof Refusal && error.kind === 'unavailable') throw error;
      const [only] = due;
      if (only !== undefined && due.length === 1) return this.quarantine(only, error);
      const half = Math.ceil(due.length / 2);
      await this.judgeOrSplit(due.slice(0, half));
      await this.judgeOrSplit(due.slice(half));
    }
  }

  private judge(due: readonly Due[]): Promise<void> {
    return this.store.write(async (tx) => {
      for (const agreementId of agreementIds(due)) {
        await lockAgreement(tx, agreementId);
        const ids = due.filter((row) => row.agreement_id === agreementId).map((row) => row.id);
        // Read again under the lock: another replica or a fact may have changed them.
        const rows = await selectRows(
          tx,
          MilestoneRow,
          `WHERE id IN (${ids.map(() => '?').join(', ')}) AND wake_at <= ? ORDER BY wake_at, id`,
          [...ids, this.clock.now()],
        );
        // Without a change the revision stays, so cached answers stay valid.
        if (rows.length === 0) continue;
        const ticket = await raiseRevision(tx, agreementId, this.clock.now());
        const advanced = await this.advance(tx, ticket, rows);
        if (advanced.some(hasRenewed)) await this.reschedule?.(tx, ticket, RENEWED);
      }
    });
  }

  /**
   * Judges milestones up to now. What a tacit renewal moves is judged up to the renewal alone, so that a late sweep
   * records no end that the renewal put off; the new dates are judged when the agreement is re-dated.
   */
  private async advance(
    tx: EntityManager,
    ticket: RevisionTicket,
    rows: readonly MilestoneRow[],
  ): Promise<readonly MilestoneRow[]> {
    const closings = rows.flatMap(({ nature, state, comesAt }) =>
      nature === 'notice' && state === 'in-effect' && comesAt !== null ? [comesAt] : [],
    );
    const renewedAt = Math.min(...closings);
    if (renewedAt > ticket.now) return this.recorder.advance(tx, ticket, rows);
    const moved = rows.filter(movesWithRenewal);
    const before = moved.filter(({ wakeAt }) => wakeAt !== null && wakeAt <= renewedAt);
    // A date that moves at once is not announced.
    await this.recorder.advance(tx, { ...ticket, now: renewedAt, silent: true }, before);
    const others = rows.filter((row) => !moved.includes(row));
    return this.recorder.advance(tx, ticket, others);
  }

  /** Postpones a milestone that cannot be processed, unless another replica has processed it. */
  private async quarantine({ id }: Due, error: unknown): Promise<void> {
    const now = this.clock.now();
    const until = now + POLICY.sweepQuarantineMs;
    const { changed } = await this.store.write((tx) =>
      run(tx, 'UPDATE milestone SET wake_at = ? WHERE id = ? AND wake_at <= ?', [until, id, now]),
    );
    if (changed === 0) return;
    this.postponedUntil = until;
    const again = new Date(until).toISOString();
    this.logger.error(
      `${id} cannot be processed and is postponed until ${again}: ${String(error)}`,
    );
  }

  /** Whether no milestone is postponed because it could not be processed. */
  isWhole(): boolean {
    return this.clock.now() >= this.postponedUntil;
  }

  /** The earliest `wakeAt`; undefined if no milestone has one. */
  nextWake(): Promise<number | undefined> {
    return this.store.read(async (tx) => {
      const { rows } = await run<{ wake_at: number | null }>(
        tx,
        'SELECT MIN(wake_at) AS wake_at FROM milestone WHERE wake_at IS NOT NULL',
        [],
      );
      const wakeAt = rows[0]?.wake_at ?? undefined;
      return wakeAt === undefined ? undefined : Number(wakeAt);
    });
  }
}

/** Whether the last day for notice has passed, so the term runs for another period with other dates. */
function hasRenewed({ nature, state }: MilestoneRow): boolean {
  return nature === 'notice' && state === 'expired';
}

/** Whether its dates rest on a notice that has not come, or are counted from the last day for it. */
function movesWithRenewal({ nature, waitsFor, phrase }: MilestoneRow): boolean {
  return nature !== 'notice' && (waitsFor.length > 0 || phrase.includes('.notice-closes'));
}

/** Up to `most` milestones whose `wakeAt` has come, earliest first. */
export async function dueMilestones(tx: EntityManager, now: number, most: number): Promise<Due[]> {
  const { rows } = await run<Due>(
    tx,
    'SELECT id, agreement_id FROM milestone WHERE wake_at <= ? ORDER BY wake_at LIMIT ?',
    [now, most],
  );
  return rows;
}

/** Sorted, so that two replicas lock agreements in the same order and cannot deadlock. */
function agreementIds(due: readonly Due[]): string[] {
  return [...new Set(due.map((row) => row.agreement_id))].sort();
}
