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
import type { Cause } from '../milestone/cause';
import { MilestoneRow } from '../milestone/milestone.entity';
import { Recorder } from './recorder';

interface Due {
  id: string;
  agreement_id: string;
}

/** Schedules an agreement anew in the caller's transaction, under the lock it holds. */
export type Reschedule = (
  tx: EntityManager,
  raised: RevisionTicket,
  cause: Cause,
) => Promise<unknown>;

/** The history and the messages say this of dates that a tacit renewal moved. */
const RENEWED: Cause = { text: 'renewed tacitly: no notice came in time', factId: null };

/** One batch of the clock's work: every milestone whose instant has come is judged anew. */
@Injectable()
export class Sweep {
  private readonly logger = new Logger('Sweep');
  private reschedule: Reschedule | undefined;

  constructor(
    private readonly store: Store,
    private readonly recorder: Recorder,
    private readonly clock: Clock,
  ) {}

  /** Sets what schedules an agreement anew once one of its terms has renewed itself. */
  onRenewal(reschedule: Reschedule): void {
    this.reschedule = reschedule;
  }

  /**
   * Judges up to `POLICY.sweepRows` milestones in one transaction; answers how many were due. Whoever waits for
   * the process is served before it answers: on SQLite a batch never leaves the event loop by itself.
   */
  async batch(): Promise<number> {
    const due = await this.store.readOnce((tx) =>
      dueMilestones(tx, this.clock.now(), POLICY.sweepRows),
    );
    if (due.length === 0) return 0;
    await this.judgeApart(due);
    await setImmediate();
    return due.length;
  }

  /**
   * Where one of them throws, all the others are judged without it, and it is looked at again later. What the
   * database fails at is no milestone's fault: the sweep ends, and its loop tries again soon.
   */
  private async judgeApart(due: readonly Due[]): Promise<void> {
    try {
      await this.judge(due);
    } catch (error) {
      if (error instanceof Refusal && error.kind === 'unavailable') throw error;
      if (due.length === 1) return this.quarantine(due[0] as Due, error);
      const half = Math.ceil(due.length / 2);
      await this.judgeApart(due.slice(0, half));
      await this.judgeApart(due.slice(half));
    }
  }

  private judge(due: readonly Due[]): Promise<void> {
    return this.store.write(async (tx) => {
      for (const agreementId of agreementsOf(due)) {
        await lockAgreement(tx, agreementId);
        const ids = due.filter((row) => row.agreement_id === agreementId).map((row) => row.id);
        // Read again under the lock: another replica or a fact may have been faster.
        const rows = await selectRows(
          tx,
          MilestoneRow,
          `WHERE id IN (${ids.map(() => '?').join(', ')}) AND wake_at <= ? ORDER BY wake_at, id`,
          [...ids, this.clock.now()],
        );
        // What nothing changed in keeps its revision, and its readers their copies.
        if (rows.length === 0) continue;
        const raised = await raiseRevision(tx, agreementId, this.clock.now());
        const advanced = await this.recorder.advance(tx, raised, rows);
        if (advanced.some(hasRenewed)) await this.reschedule?.(tx, raised, RENEWED);
      }
    });
  }

  /** Only the instant of the next look moves, and only where no other replica has dealt with it meanwhile. */
  private async quarantine({ id }: Due, error: unknown): Promise<void> {
    const now = this.clock.now();
    const until = now + POLICY.sweepQuarantineMs;
    const { changed } = await this.store.write((tx) =>
      run(tx, 'UPDATE milestone SET wake_at = ? WHERE id = ? AND wake_at <= ?', [until, id, now]),
    );
    if (changed === 0) return;
    const again = new Date(until).toISOString();
    this.logger.error(`${id} cannot be judged and is passed over until ${again}: ${String(error)}`);
  }

  /** The earliest instant a milestone must be looked at; undefined when none ever will. */
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

/** The last moment for notice has passed: its term runs for another period, with other dates. */
function hasRenewed({ nature, state }: MilestoneRow): boolean {
  return nature === 'notice' && state === 'expired';
}

/** Up to `most` milestones whose instant has come, the longest waiting first. */
export async function dueMilestones(tx: EntityManager, now: number, most: number): Promise<Due[]> {
  const { rows } = await run<Due>(
    tx,
    'SELECT id, agreement_id FROM milestone WHERE wake_at <= ? ORDER BY wake_at LIMIT ?',
    [now, most],
  );
  return rows;
}

/** In one order everywhere, so that two replicas cannot lock each other out. */
function agreementsOf(due: readonly Due[]): string[] {
  return [...new Set(due.map((row) => row.agreement_id))].sort();
}
