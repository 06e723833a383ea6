import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Agreements } from '../agreement/agreements';
import { Clock } from '../clock';
import { MilestoneRow } from '../milestone/milestone.entity';
import { type PresentedMilestone, presentInstant, presentMilestone } from '../milestone/present';
import { HEADLINES } from '../schedule/status';
import { selectRows } from '../store/rows';
import { run } from '../store/set-based';
import { Store } from '../store/store';

export interface Summary {
  /** The instant of the answer. */
  asOf: string;
  agreements: readonly AgreementSummary[];
}

export interface AgreementSummary {
  agreement: string;
  title: string;
  hypothetical: boolean;
  revision: number;
  milestones: number;
  /** Count by headline status; every status is present. */
  counts: Readonly<Record<string, number>>;
  /** The next deadline that can still be met. */
  next: PresentedMilestone | null;
  /** The one overdue for longest. */
  longestOverdue: PresentedMilestone | null;
}

/** More agreements than one service holds; a limit all the same. */
const AGREEMENTS = 10_000;

/** Counts and next deadlines of every agreement, for traffic lights. */
@Injectable()
export class Summaries {
  constructor(
    private readonly store: Store,
    private readonly agreements: Agreements,
    private readonly clock: Clock,
  ) {}

  read(): Promise<Summary> {
    return this.store.read(async (tx) => {
      const rows = await this.agreements.list(tx, AGREEMENTS);
      const counts = await this.counts(tx);
      const agreements: AgreementSummary[] = [];
      for (const row of rows) {
        const own = counts.filter((count) => count.agreement_id === row.id);
        agreements.push({
          agreement: row.id,
          title: row.title,
          hypothetical: own.some((count) => Number(count.hypothetical) > 0),
          revision: row.revision,
          milestones: own.reduce((sum, count) => sum + Number(count.total), 0),
          counts: Object.fromEntries(
            HEADLINES.map((status) => [
              status,
              Number(own.find((count) => count.status === status)?.total ?? 0),
            ]),
          ),
          next: await this.first(tx, row.id, "timeliness IN ('upcoming', 'due-soon', 'in-grace')"),
          longestOverdue: await this.first(tx, row.id, "timeliness = 'overdue'"),
        });
      }
      return { asOf: presentInstant(this.clock.now()) as string, agreements };
    });
  }

  private async counts(tx: EntityManager): Promise<StatusCount[]> {
    const { rows } = await run<StatusCount>(
      tx,
      `SELECT agreement_id, status, COUNT(*) AS total, SUM(hypothetical) AS hypothetical
         FROM milestone WHERE dropped_at IS NULL GROUP BY agreement_id, status`,
      [],
    );
    return rows;
  }

  private async first(
    tx: EntityManager,
    agreementId: string,
    condition: string,
  ): Promise<PresentedMilestone | null> {
    const [row] = await selectRows(
      tx,
      MilestoneRow,
      `WHERE agreement_id = ? AND dropped_at IS NULL AND due_at IS NOT NULL AND ${condition}
       ORDER BY due_at, id LIMIT 1`,
      [agreementId],
    );
    return row === undefined ? null : presentMilestone(row);
  }
}

interface StatusCount {
  agreement_id: string;
  status: string;
  total: number;
  hypothetical: number;
}
