import 'reflect-metadata';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { openDatabase } from '../src/app/database';
import { Clock } from '../src/base/clock';
import { SystemRandomness } from '../src/base/randomness';
import { Agreements } from '../src/domain/agreement/agreements';
import { MilestoneRow } from '../src/domain/milestone/milestone.entity';
import { AlertPublisher } from '../src/domain/notification/alert-publisher';
import { Recorder } from '../src/domain/transition/recorder';
import { dueMilestones, Sweep } from '../src/domain/transition/sweep';
import { Outbox } from '../src/outbox/outbox';
import { Relay } from '../src/outbox/relay';
import { databaseFile } from '../src/store/data-sources';
import { insertRows } from '../src/store/sql/rows';
import { run } from '../src/store/sql/sql';
import type { Store } from '../src/store/store';
import { LINKS } from '../test/support/links';
import { cpuMs, type Goal, median, type Row, report } from './report';
import { handWritten } from './sweep-by-hand';

/** The sweep on SQLite beside a growing number of milestones that are not due. */

const SIZES = [10_000, 100_000, 1_000_000];
const DUE = 100;
const PASSES = 9;
const LOOKS = 2_000;
const DAY_MS = 86_400_000;
const START = Date.parse('2026-01-01T00:00:00Z');
/** When the milestones that are not due change next. */
const LATER = START + 10_000 * DAY_MS;

class NobodySends extends Relay {
  async relay(): Promise<void> {}
  async withdraw(): Promise<void> {}
}

class BenchClock extends Clock {
  instant = START;
  now(): number {
    return this.instant;
  }
}

const clock = new BenchClock();

function milestone(agreementId: string, i: number, wakeAt: number): MilestoneRow {
  const dueAt = wakeAt;
  return {
    id: `${agreementId}/o${i}`,
    agreementId,
    position: i,
    obligation: `o${i}`,
    phase: null,
    party: null,
    ordinal: null,
    ref: '1',
    titles: null,
    title: `Obligation ${i}`,
    theme: null,
    kind: 'achievement',
    nature: null,
    obligors: ['a'],
    beneficiaries: [],
    phrase: 'within 10 days of signing',
    dueOn: Math.floor(dueAt / DAY_MS) - 1,
    dueAt,
    comesAt: null,
    graceEndsAt: null,
    opensOn: null,
    opensAt: null,
    startsOn: null,
    startsAt: null,
    endsOn: null,
    endsAt: null,
    rough: null,
    targetOn: null,
    waitsFor: [],
    provisional: false,
    bound: null,
    hypothetical: false,
    outcome: { incidents: 0 },
    partFulfilled: false,
    version: 1,
    versionedAt: START - DAY_MS,
    timeliness: 'due-soon',
    state: 'in-effect',
    status: 'due-soon',
    statusSince: START - DAY_MS,
    nextChangeAt: wakeAt,
    wakeAt,
    droppedAt: null,
  };
}

async function addAgreement(store: Store, id: string): Promise<void> {
  await store.write((tx) =>
    run(
      tx,
      `INSERT INTO agreement (id, title, document, source, document_version, document_hash, revision, sequence,
                              recorded_at, created_at)
       VALUES (?, ?, '{}', '', 1, '', 1, 0, 0, 0)`,
      [id, id],
    ),
  );
}

async function fill(store: Store, from: number, to: number): Promise<void> {
  const chunk = 10_000;
  for (let first = from; first < to; first += chunk) {
    const id = `background-${first}`;
    await addAgreement(store, id);
    const rows = Array.from({ length: Math.min(chunk, to - first) }, (_, i) =>
      milestone(id, i, LATER + ((first + i) % 3_650) * DAY_MS),
    );
    await store.write((tx) => insertRows(tx, MilestoneRow, rows));
  }
}

/** Microseconds, the median of many. */
async function micros(times: number, work: () => Promise<unknown>): Promise<number> {
  const taken: number[] = [];
  for (let i = 0; i < times; i++) {
    const start = process.hrtime.bigint();
    await work();
    taken.push(Number(process.hrtime.bigint() - start) / 1e3);
  }
  return median(taken);
}

const cpuMicros = async (work: () => Promise<unknown>) => (await cpuMs(work)) * 1_000;

interface Measured {
  size: number;
  pick: number;
  idle: number;
  own: number;
  byHand: number;
  /** The ratios of alternating passes. */
  ratios: readonly number[];
}

let made = 0;

/** A new agreement all of whose milestones are due now. */
async function addDue(store: Store): Promise<string> {
  const id = `due-${++made}`;
  await addAgreement(store, id);
  const rows = Array.from({ length: DUE }, (_, i) => milestone(id, i, clock.instant));
  await store.write((tx) => insertRows(tx, MilestoneRow, rows));
  return id;
}

async function measure(store: Store, sweep: Sweep, byHand: (id: string) => void, size: number) {
  const idle = await micros(LOOKS, () => sweep.batch());
  const own: number[] = [];
  const hand: number[] = [];
  let pick = 0;
  for (let pass = 0; pass <= PASSES; pass++) {
    await addDue(store);
    if (pass === 0) {
      pick = await micros(200, () => store.read((tx) => dueMilestones(tx, clock.now(), DUE)));
    }
    const sweeping = await cpuMicros(async () => {
      while ((await sweep.batch()) > 0);
    });
    const id = await addDue(store);
    const writing = await cpuMicros(async () => byHand(id));
    // The first pass is a warm-up.
    if (pass === 0) continue;
    own.push(sweeping);
    hand.push(writing);
  }
  return {
    size,
    pick,
    idle,
    own: median(own),
    byHand: median(hand),
    ratios: own.map((value, i) => value / (hand[i] ?? 0)),
  } satisfies Measured;
}

function goalsOf(measured: readonly Measured[]): Goal[] {
  const [small, large] = [measured[0] as Measured, measured.at(-1) as Measured];
  const growth = large.pick / small.pick;
  const idle = Math.max(...measured.map((one) => one.idle));
  const ratio = median(measured.flatMap((one) => one.ratios));
  return [
    {
      name: `pick of ${DUE} due, ${large.size} milestones against ${small.size}`,
      goal: 'at most 1.5 ×',
      measured: `${growth.toFixed(2)} ×`,
      met: growth <= 1.5,
    },
    {
      name: 'a look when nothing is due',
      goal: 'at most 50 µs',
      measured: `${idle.toFixed(0)} µs`,
      met: idle <= 50,
    },
    {
      name: `${DUE} transitions, judged, alerted and told, against a transaction written by hand`,
      goal: 'at most 2 ×',
      measured: `${ratio.toFixed(2)} ×`,
      met: ratio <= 2,
    },
  ];
}

async function main(): Promise<void> {
  const dataDir = mkdtempSync(join(tmpdir(), 'pacta-bench-'));
  const store = await openDatabase({ dataDir }, clock);
  const randomness = new SystemRandomness();
  const announcer = new AlertPublisher(
    new Outbox(new NobodySends(), store),
    clock,
    randomness,
    new Agreements(),
    LINKS,
  );
  const sweep = new Sweep(store, new Recorder(announcer, clock, randomness), clock);
  const database = new Database(databaseFile(dataDir));
  const byHand = handWritten(database, clock, randomness);
  const measured: Measured[] = [];
  let filled = 0;
  for (const size of SIZES) {
    await fill(store, filled, size);
    filled = size;
    measured.push(await measure(store, sweep, byHand, size));
  }
  database.close();
  await store.close();
  rmSync(dataDir, { recursive: true, force: true });
  type What = 'pick' | 'idle' | 'own' | 'byHand';
  const rows = (what: What, name: string, unit = 'µs', base = what): Row[] =>
    measured.map((one) => ({
      contender: `${name}, ${one.size} milestones`,
      value: one[what],
      unit,
      ratio: one[what] / (base === what ? (measured[0] as Measured)[what] : one[base]),
    }));
  report(
    'sweep: the clock’s work on SQLite, medians',
    [
      ...rows('pick', `pick of ${DUE} due`),
      ...rows('idle', 'a look when nothing is due'),
      ...rows('byHand', `${DUE} transitions written by hand`, 'µs CPU'),
      ...rows('own', `${DUE} transitions by the sweep`, 'µs CPU', 'byHand'),
    ],
    goalsOf(measured),
  );
}

void main();
