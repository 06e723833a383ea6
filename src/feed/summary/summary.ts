import { setImmediate } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { z } from 'zod';
import { Clock } from '../../base/clock';
import { presentInstant } from '../../base/present-time';
import { type AgreementHeader, Agreements } from '../../domain/agreement/agreements';
import { MilestoneRow } from '../../domain/milestone/milestone.entity';
import { Milestones } from '../../domain/milestone/milestones';
import {
  type PresentedMilestone,
  presentMilestone,
} from '../../domain/milestone/present/milestone';
import { milestoneSchema } from '../../domain/milestone/present/milestone-schema';
import { HEADLINES } from '../../engine/model/status';
import { instant, type ResponseOf } from '../../http/response-of';
import { selectRows } from '../../store/sql/rows';
import { run } from '../../store/sql/sql';
import { Store } from '../../store/store';
import { type AsOfRequest, presentAsOf } from '../as-of';
import { type PastSnapshot, PastSnapshots } from '../past-snapshots';

const agreementSummarySchema = z
  .strictObject({
    agreement: z.string(),
    title: z.string(),
    hypothetical: z.boolean(),
    revision: z.number().int().nullable().meta({ description: 'Null with `asOf` or `knownAt`' }),
    milestones: z.number().int(),
    counts: z
      .record(z.string(), z.number().int())
      .meta({ description: 'Number of milestones by headline status, including 0' }),
    next: milestoneSchema
      .nullable()
      .meta({ description: 'The milestone with the next deadline that can still be met' }),
    longestOverdue: milestoneSchema
      .nullable()
      .meta({ description: 'The milestone that has been overdue for longest' }),
  })
  .meta({ id: 'AgreementSummary' });

export type AgreementSummary = ResponseOf<typeof agreementSummarySchema>;

export const summarySchema = z
  .strictObject({
    asOf: z
      .string()
      .meta({ description: 'The instant of the statuses: `asOf` of the request, or the present' }),
    knownAt: instant.nullable().optional().meta({
      description: 'With `asOf` or `knownAt`: the instant by which everything was recorded',
    }),
    forecast: z.boolean().optional(),
    agreements: z.array(agreementSummarySchema),
  })
  .meta({ id: 'Summary' });

export type Summary = ResponseOf<typeof summarySchema>;

/** The most agreements that one request reads; more than a service has. */
const MAX_AGREEMENTS = 10_000;

/** Agreements that are read in one transaction. */
const READ_AT_ONCE = 10;

interface PastSummary {
  head: Omit<Summary, 'agreements'>;
  entries: AsyncGenerator<AgreementSummary>;
}

/** Values of `timeliness` before a deadline has passed. */
const OPEN = ['upcoming', 'due-soon', 'in-grace'];

/** Counts and next deadlines of each agreement, for dashboards. */
@Injectable()
export class Summaries {
  constructor(
    private readonly store: Store,
    private readonly agreements: Agreements,
    private readonly clock: Clock,
    private readonly past: PastSnapshots,
    private readonly milestones: Milestones,
  ) {}

  /**
   * The summary at a past instant, without agreements that were not recorded yet: its instants, and its entries one by
   * one. Each is computed when it is needed; other requests are answered between two.
   * @param granted ids of the agreements that the caller may read; undefined for all.
   * @throws Refusal 'invalid' for an invalid `asOf` or `knownAt`
   */
  async openPast(sent: AsOfRequest, granted?: readonly string[]): Promise<PastSummary> {
    const request = await this.past.settle(sent, granted);
    const { headers, firstAt } = await this.store.read(async (tx) => {
      const all = await this.agreements.headers(tx, MAX_AGREEMENTS, granted);
      return { headers: all, firstAt: await this.past.firstRecorded(tx, all, request) };
    });
    const { store, past } = this;
    async function* entries(): AsyncGenerator<AgreementSummary> {
      for (const { id } of headers) {
        const snapshot = await store.read((tx) => past.findSnapshot(tx, id, request));
        if (snapshot !== undefined) yield summaryOf(snapshot);
        await setImmediate();
      }
    }
    const at = firstAt && presentAsOf(firstAt);
    return {
      head: { ...at, asOf: at?.asOf ?? presentInstant(this.clock.now()) },
      entries: entries(),
    };
  }

  /** The present summary. @param granted ids of the agreements that the caller may read; undefined for all. */
  async read(granted?: readonly string[]): Promise<Summary> {
    const now = this.clock.now();
    const { rows, behind } = await this.store.read(async (tx) => ({
      rows: await this.agreements.headers(tx, MAX_AGREEMENTS, granted),
      behind: await this.milestones.agreementsBehind(tx, now),
    }));
    const agreements: AgreementSummary[] = [];
    for (let from = 0; from < rows.length; from += READ_AT_ONCE) {
      const some = rows.slice(from, from + READ_AT_ONCE);
      await this.store.read(async (tx) => {
        for (const row of some) {
          const own = behind.includes(row.id)
            ? await this.computed(tx, row, now)
            : await this.stored(tx, row);
          if (own !== undefined) agreements.push(own);
        }
      });
      await setImmediate();
    }
    return { asOf: presentInstant(now), agreements };
  }

  /** Undefined for an agreement that was removed meanwhile. */
  private async computed(
    tx: EntityManager,
    { id, revision }: AgreementHeader,
    now: number,
  ): Promise<AgreementSummary | undefined> {
    const request = { asOf: new Date(now).toISOString() };
    const snapshot = await this.past.findSnapshot(tx, id, request);
    return snapshot && { ...summaryOf(snapshot), revision };
  }

  private async stored(
    tx: EntityManager,
    { id, title, revision }: AgreementHeader,
  ): Promise<AgreementSummary> {
    const own = await this.counts(tx, id);
    return {
      agreement: id,
      title,
      hypothetical: own.some((count) => Number(count.hypothetical) > 0),
      revision,
      milestones: own.reduce((sum, count) => sum + Number(count.total), 0),
      counts: Object.fromEntries(
        HEADLINES.map((status) => [
          status,
          Number(own.find((count) => count.status === status)?.total ?? 0),
        ]),
      ),
      next: await this.first(tx, id, OPEN),
      longestOverdue: await this.first(tx, id, ['overdue']),
    };
  }

  private async counts(tx: EntityManager, agreementId: string): Promise<StatusCount[]> {
    const { rows } = await run<StatusCount>(
      tx,
      `SELECT status, COUNT(*) AS total, SUM(hypothetical) AS hypothetical
         FROM milestone WHERE agreement_id = ? AND dropped_at IS NULL GROUP BY status`,
      [agreementId],
    );
    return rows;
  }

  /** The milestone with the earliest deadline. Reads the first of each timeliness from the index, then the first of these. */
  private async first(
    tx: EntityManager,
    agreementId: string,
    timeliness: readonly string[],
  ): Promise<PresentedMilestone | null> {
    const firstOf = `SELECT * FROM (
        SELECT id FROM milestone
         WHERE agreement_id = ? AND timeliness = ? AND due_at IS NOT NULL AND dropped_at IS NULL
         ORDER BY due_at, id LIMIT 1) AS one`;
    const [row] = await selectRows(
      tx,
      MilestoneRow,
      `WHERE id IN (${timeliness.map(() => firstOf).join(' UNION ALL ')})
       ORDER BY due_at, id LIMIT 1`,
      timeliness.flatMap((each) => [agreementId, each]),
    );
    return row === undefined ? null : presentMilestone(row);
  }
}

function summaryOf({ version, rows }: PastSnapshot): AgreementSummary {
  const next = first(rows, OPEN);
  return {
    agreement: version.agreementId,
    title: version.title,
    hypothetical: rows.some((row) => row.hypothetical),
    revision: null,
    milestones: rows.length,
    counts: Object.fromEntries(
      HEADLINES.map((status) => [status, rows.filter((row) => row.status === status).length]),
    ),
    next,
    longestOverdue: first(rows, ['overdue']),
  };
}

function first(
  rows: readonly MilestoneRow[],
  timeliness: readonly string[],
): PresentedMilestone | null {
  const [row] = rows
    .filter(({ dueAt, timeliness: own }) => dueAt !== null && timeliness.includes(own))
    .sort((a, b) => Number(a.dueAt) - Number(b.dueAt) || a.id.localeCompare(b.id));
  return row === undefined ? null : presentMilestone(row);
}

interface StatusCount {
  status: string;
  total: number;
  hypothetical: number;
}
