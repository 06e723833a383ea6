import { setImmediate } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { z } from 'zod';
import { Clock } from '../../base/clock';
import { presentInstant } from '../../base/present-time';
import { luxonZones } from '../../base/zones';
import type { WatchMode } from '../../domain/agreement/agreement.entity';
import { Agreements } from '../../domain/agreement/agreements';
import type { MilestoneRow } from '../../domain/milestone/milestone.entity';
import { Milestones } from '../../domain/milestone/milestones';
import type { EpochDay } from '../../engine/model/time';
import { instant, type ResponseOf } from '../../http/response-of';
import { among, run } from '../../store/sql/sql';
import { Store } from '../../store/store';
import { PastSnapshots } from '../past-snapshots';
import {
  AHEAD,
  type BriefAgreement,
  type BriefAgreementRow,
  briefAgreementOf,
  briefSchema,
  byDeadline,
  isAhead,
  isLate,
  isWithoutRecord,
  LATE,
  presentBrief,
  withoutRecord,
} from './brief';
import { type AgreementSelection, conditionOf } from './selection';

const count = z.number().int();

const sectionSchema = z.strictObject({
  total: count,
  hypothetical: count.meta({ description: 'Of these, how many rest on an assumption' }),
  items: z.array(briefSchema).meta({ description: 'The first `limit` of them' }),
});

export const overviewSchema = z
  .strictObject({
    asOf: instant,
    agreements: z
      .strictObject({ total: count, active: count, paused: count, archived: count, shipped: count })
      .meta({ description: 'All that the caller may read, whatever is selected' }),
    tags: z
      .array(z.strictObject({ tag: z.string(), agreements: count }))
      .meta({ description: 'Of the same agreements, in the order of the alphabet' }),
    due: sectionSchema.meta({
      description: 'What falls due from today to `days` days ahead, by deadline',
    }),
    late: sectionSchema.meta({
      description:
        'What is in grace, overdue, breached or violated: what rests on no assumption first, then the latest first. Without those of `unrecorded`',
    }),
    unrecorded: count.meta({
      description:
        'Milestones whose deadline had passed before their agreement was added: nobody could record a fulfilment',
    }),
  })
  .meta({ id: 'Overview' });

type Overview = ResponseOf<typeof overviewSchema>;
type Section = ResponseOf<typeof sectionSchema>;

interface OverviewRequest {
  selection: AgreementSelection;
  days: number;
  limit: number;
}

/** A milestone with its agreement. */
interface Owned {
  row: MilestoneRow;
  agreement: BriefAgreement;
}

/** What is next and late in all agreements together. */
@Injectable()
export class Overviews {
  constructor(
    private readonly store: Store,
    private readonly agreements: Agreements,
    private readonly milestones: Milestones,
    private readonly past: PastSnapshots,
    private readonly clock: Clock,
  ) {}

  async read({ selection, days, limit }: OverviewRequest): Promise<Overview> {
    const now = this.clock.now();
    const { stored, behind, ...groups } = await this.store.read(async (tx) => {
      const late = await this.milestones.agreementsBehind(tx, now);
      const zones = await this.agreements.zones(tx, selection.granted);
      const last = new Map(zones.map((zone) => [zone, luxonZones.localOf(now, zone).day + days]));
      return {
        ...(await groupsOf(tx, selection.granted)),
        behind: late.length === 0 ? [] : await headsOf(tx, selection, late),
        stored: await this.stored(tx, { selection, limit, last, without: late }),
      };
    });
    const computed = await this.computed(behind, now, days);
    return {
      asOf: presentInstant(now),
      ...groups,
      due: merged(stored.due, computed.due, { limit, now }, (a, b) => byDeadline(a.row, b.row)),
      late: merged(stored.late, computed.late, { limit, now }, byLateness),
      unrecorded: stored.unrecorded + computed.unrecorded,
    };
  }

  private async stored(tx: EntityManager, asked: StoredRequest): Promise<Found> {
    const due = await dueIn(tx, asked);
    // Each statement takes some milliseconds at thousands of agreements; other requests are answered in between.
    await setImmediate();
    const late = await lateIn(tx, asked);
    await setImmediate();
    const rows = await this.milestones.listIds(tx, [...due.ids, ...late.ids]);
    const agreements = new Map(
      (await headsOf(tx, asked.selection, [...new Set(rows.map((row) => row.agreementId))])).map(
        (head) => [head.id, head],
      ),
    );
    const owned = new Map<string, Owned>();
    for (const row of rows) {
      const agreement = agreements.get(row.agreementId);
      if (agreement !== undefined) owned.set(row.id, { row, agreement });
    }
    const itemsOf = (ids: readonly string[]) => ids.flatMap((id) => owned.get(id) ?? []);
    return {
      due: { ...due, items: itemsOf(due.ids) },
      late: { ...late, items: itemsOf(late.ids) },
      unrecorded: late.unrecorded,
    };
  }

  /** Of agreements with a change of status that the sweep has not recorded yet. */
  private async computed(
    heads: readonly BriefAgreement[],
    now: number,
    days: number,
  ): Promise<Found> {
    const found = { due: [] as Owned[], late: [] as Owned[], unrecorded: 0 };
    const request = { asOf: new Date(now).toISOString() };
    for (const agreement of heads) {
      const snapshot = await this.store.read((tx) =>
        this.past.findSnapshot(tx, agreement.id, request),
      );
      const last = luxonZones.localOf(now, agreement.zone).day + days;
      for (const row of snapshot?.rows ?? []) {
        if (isAhead(row) && Number(row.dueOn) <= last) found.due.push({ row, agreement });
        if (isLate(row, agreement.createdAt)) found.late.push({ row, agreement });
        if (isWithoutRecord(row, agreement.createdAt)) found.unrecorded += 1;
      }
      await setImmediate();
    }
    const { due, late, unrecorded } = found;
    return { due: sectionOf(due), late: sectionOf(late), unrecorded };
  }
}

interface FoundSection {
  total: number;
  hypothetical: number;
  items: Owned[];
}

interface Found {
  due: FoundSection;
  late: FoundSection;
  unrecorded: number;
}

const sectionOf = (items: Owned[]): FoundSection => ({
  total: items.length,
  hypothetical: items.filter(({ row }) => row.hypothetical).length,
  items,
});

function merged(
  one: FoundSection,
  other: FoundSection,
  { limit, now }: { limit: number; now: number },
  compare: (a: Owned, b: Owned) => number,
): Section {
  const items = [...one.items, ...other.items].sort(compare).slice(0, limit);
  return {
    total: one.total + other.total,
    hypothetical: one.hypothetical + other.hypothetical,
    items: items.map(({ row, agreement }) => presentBrief(row, agreement, now)),
  };
}

function byLateness({ row: a }: Owned, { row: b }: Owned): number {
  return (
    Number(a.hypothetical) - Number(b.hypothetical) ||
    Number(b.statusSince) - Number(a.statusSince) ||
    (a.id < b.id ? -1 : 1)
  );
}

interface StoredRequest {
  selection: AgreementSelection;
  limit: number;
  /** The last day of what is due, by zone of the agreement. */
  last: ReadonlyMap<string, EpochDay>;
  /** Ids of agreements that are left out, because they are computed. */
  without: readonly string[];
}

interface FoundIds {
  total: number;
  hypothetical: number;
  ids: string[];
}

/** The FROM and WHERE of milestones `m` of the selected agreements. CROSS JOIN has SQLite read each agreement's range. */
function milestonesOf({ selection, without }: StoredRequest) {
  const { clause, parameters } = conditionOf(selection);
  const computed = among('id', without);
  return {
    text: `FROM (SELECT id, zone, created_at FROM agreement
             WHERE ${clause} AND NOT (${computed.clause})) AS own
           CROSS JOIN milestone m WHERE m.agreement_id = own.id`,
    parameters: [...parameters, ...computed.parameters],
  };
}

async function dueIn(tx: EntityManager, asked: StoredRequest): Promise<FoundIds> {
  if (asked.last.size === 0) return { total: 0, hypothetical: 0, ids: [] };
  const { text, parameters } = milestonesOf(asked);
  const days = new Map<EpochDay, string[]>();
  for (const [zone, day] of asked.last) days.set(day, [...(days.get(day) ?? []), zone]);
  const cases = [...days].map(([day, zones]) => ({ ...among('own.zone', zones), day }));
  const last = `CASE ${cases.map(({ clause }) => `WHEN ${clause} THEN CAST(? AS INTEGER)`).join(' ')} END`;
  // The latest of these days alone lets PostgreSQL estimate how few milestones remain.
  const condition = `${text} AND ${AHEAD} AND m.due_on <= ? AND m.due_on <= ${last}`;
  const latest = Math.max(...days.keys());
  const all = [...parameters, latest, ...cases.flatMap((one) => [...one.parameters, one.day])];
  const order = 'ORDER BY m.due_on, m.due_at, m.id LIMIT ?';
  const { rows } = await run<{ id: string }>(tx, `SELECT m.id ${condition} ${order}`, [
    ...all,
    asked.limit,
  ]);
  const counted = await run<Counted>(
    tx,
    `SELECT COUNT(*) AS total, SUM(m.hypothetical) AS assumed ${condition}`,
    all,
  );
  return { ...totalsOf(counted.rows[0]), ids: rows.map(({ id }) => id) };
}

async function lateIn(
  tx: EntityManager,
  asked: StoredRequest,
): Promise<FoundIds & { unrecorded: number }> {
  const { text, parameters } = milestonesOf(asked);
  const missed = withoutRecord('own.created_at');
  const { rows } = await run<{ id: string }>(
    tx,
    `SELECT m.id ${text} AND ${LATE} AND ${missed} = 0
      ORDER BY m.hypothetical, m.status_since DESC, m.id LIMIT ?`,
    [...parameters, asked.limit],
  );
  const counted = await run<Counted & { missed: number | string | null }>(
    tx,
    // What has no record rests on no assumption.
    `SELECT COUNT(*) AS total, SUM(m.hypothetical) AS assumed, SUM(${missed}) AS missed
       ${text} AND ${LATE}`,
    parameters,
  );
  const { total, hypothetical } = totalsOf(counted.rows[0]);
  const unrecorded = Number(counted.rows[0]?.missed ?? 0);
  return { total: total - unrecorded, hypothetical, ids: rows.map(({ id }) => id), unrecorded };
}

interface Counted {
  total: number | string;
  assumed: number | string | null;
}

const totalsOf = (row: Counted | undefined): Pick<FoundIds, 'total' | 'hypothetical'> => ({
  total: Number(row?.total ?? 0),
  hypothetical: Number(row?.assumed ?? 0),
});

/** Those of these agreements that are selected. */
async function headsOf(
  tx: EntityManager,
  selection: AgreementSelection,
  ids: readonly string[],
): Promise<BriefAgreement[]> {
  const { clause, parameters } = conditionOf(selection);
  const own = among('id', ids);
  const { rows } = await run<BriefAgreementRow>(
    tx,
    `SELECT id, title, zone, created_at, titles
       FROM agreement LEFT JOIN agreement_listing ON agreement_id = id
      WHERE ${own.clause} AND ${clause} ORDER BY id`,
    [...own.parameters, ...parameters],
  );
  return rows.map(briefAgreementOf);
}

/** How many agreements there are in each group, and with each tag. */
async function groupsOf(
  tx: EntityManager,
  granted: readonly string[] | undefined,
): Promise<Pick<Overview, 'agreements' | 'tags'>> {
  const own = among('id', granted);
  const { rows } = await run<{ standing: WatchMode; shipped: number | string; n: number | string }>(
    tx,
    `SELECT standing, CASE WHEN shipped_hash IS NULL THEN 0 ELSE 1 END AS shipped, COUNT(*) AS n
       FROM agreement WHERE ${own.clause} GROUP BY 1, 2`,
    own.parameters,
  );
  const sum = (matches: (row: { standing: WatchMode; shipped: boolean }) => boolean): number =>
    rows
      .filter(({ standing, shipped }) => matches({ standing, shipped: Number(shipped) === 1 }))
      .reduce((total, { n }) => total + Number(n), 0);
  const tagged = among('agreement_id', granted);
  const tags = await run<{ tag: string; n: number | string }>(
    tx,
    `SELECT MIN(tag) AS tag, COUNT(*) AS n FROM agreement_tag
      WHERE ${tagged.clause} GROUP BY folded ORDER BY folded`,
    tagged.parameters,
  );
  return {
    agreements: {
      total: sum(() => true),
      active: sum(({ standing }) => standing === 'active'),
      paused: sum(({ standing }) => standing === 'paused'),
      archived: sum(({ standing }) => standing === 'archived'),
      shipped: sum(({ shipped }) => shipped),
    },
    tags: tags.rows.map(({ tag, n }) => ({ tag, agreements: Number(n) })),
  };
}
