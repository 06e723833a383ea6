import 'reflect-metadata';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { openDatabase } from '../src/app/database';
import { SystemClock } from '../src/base/clock';
import { readAgreement } from '../src/domain/agreement/document/loader';
import { MilestoneRow } from '../src/domain/milestone/milestone.entity';
import { DeadlineRow } from '../src/domain/transition/transition.entity';
import { run } from '../src/store/sql/sql';
import type { Store } from '../src/store/store';
import { assemble } from './assemble';
import { cpuMs, median, report } from './report';

/** Re-dating a large agreement, every milestone with its history, in one transaction on SQLite. */

const OBLIGATIONS = 5_000;
const PASSES = 7;
/** Warm-up passes, until V8 has optimised the code for such lists. */
const WARM = 2;
/** With more at a time, the expression is too deep for SQLite. */
const SAVED_TOGETHER = 500;
const DAY_MS = 86_400_000;

setFlagsFromString('--expose-gc');
const gc = runInNewContext('gc') as (options: { type: 'minor' }) => void;

function generated(): string {
  const obligations = Array.from({ length: OBLIGATIONS }, (_, i) => ({
    id: `o${i}`,
    title: `Obligation ${i}`,
    due: `within ${(i % 900) + 1} days of signing`,
  }));
  return JSON.stringify({ id: 'large', title: 'Large', zone: 'Europe/Kyiv', obligations });
}

interface Dated {
  id: string;
  version: number;
  due_on: number;
  due_at: number;
}

const CAUSE = 'signing changed from 2027-01-01 (hypothetical) to 2027-01-02 (hypothetical)';

/**
 * The minimum of any solution: it reads the rows, then writes the same columns of the same rows as a re-dating in two
 * statements, from values that take no time to compute.
 */
async function setBased(store: Store, days: number): Promise<void> {
  await store.write(async (tx) => {
    const { rows } = await run<Dated>(tx, 'SELECT id, version, due_on, due_at FROM milestone', []);
    const moved = rows.map((row) => {
      const dueAt = row.due_at + days * DAY_MS;
      const next = dueAt - 7 * DAY_MS;
      return [row.id, row.version + 1, row.due_on + days, dueAt, next, next, 0];
    });
    const given = JSON.stringify(moved);
    await run(
      tx,
      `UPDATE milestone SET version = given.version, due_on = given.due_on, due_at = given.due_at,
              next_change_at = given.next, wake_at = given.wake, versioned_at = given.versioned_at
         FROM (SELECT value ->> 0 AS id, value ->> 1 AS version, value ->> 2 AS due_on,
                      value ->> 3 AS due_at, value ->> 4 AS next, value ->> 5 AS wake,
                      value ->> 6 AS versioned_at FROM json_each(?)) AS given
        WHERE milestone.id = given.id`,
      [given],
    );
    await run(
      tx,
      `INSERT INTO deadline (milestone_id, version, agreement_id, due_on, due_at, hypothetical, recorded_at, cause)
         SELECT value ->> 0, value ->> 1, 'large', value ->> 2, value ->> 3, 1, 0, ? FROM json_each(?)`,
      [CAUSE, given],
    );
  });
}

/** @param chunk how many entities each call of `save()` gets; undefined for one at a time, in a loop. */
async function typeormSave(store: Store, days: number, chunk?: number): Promise<void> {
  await store.write(async (tx) => {
    const milestones = tx.getRepository(MilestoneRow);
    const deadlines = tx.getRepository(DeadlineRow);
    const rows = await milestones.findBy({ agreementId: 'large' });
    for (const row of rows) {
      row.version += 1;
      row.versionedAt = 0;
      row.dueOn = (row.dueOn as number) + days;
      row.dueAt = (row.dueAt as number) + days * DAY_MS;
      row.nextChangeAt = row.dueAt - 7 * DAY_MS;
      row.wakeAt = row.nextChangeAt;
    }
    const history = rows.map((row) => deadlines.create(deadlineOf(row)));
    if (chunk !== undefined) {
      await milestones.save(rows, { chunk });
      await deadlines.save(history, { chunk });
      return;
    }
    for (const row of rows) await milestones.save(row);
    for (const deadline of history) await deadlines.save(deadline);
  });
}

function deadlineOf({ id, version, dueOn, dueAt }: MilestoneRow): DeadlineRow {
  return {
    milestoneId: id,
    version,
    agreementId: 'large',
    dueOn,
    dueAt,
    graceEndsAt: null,
    opensOn: null,
    startsOn: null,
    endsOn: null,
    hypothetical: true,
    recordedAt: 0,
    cause: CAUSE,
    factId: null,
  };
}

async function main(): Promise<void> {
  const dataDir = mkdtempSync(join(tmpdir(), 'pacta-bench-'));
  const store = await openDatabase({ dataDir }, new SystemClock());
  const { addition, signing } = assemble(store);
  const source = generated();
  await addition.add(readAgreement(source, 'large'), source);
  let day = 1;
  const contenders: Record<string, () => Promise<unknown>> = {
    'set-based statements alone (floor)': () => setBased(store, 1),
    'Pacta: facts, schedule, difference, history, message': () =>
      signing.set('large', {
        date: `2027-0${(day % 9) + 1}-${String((day++ % 27) + 1).padStart(2, '0')}`,
        hypothetical: true,
      }),
    [`TypeORM save(), ${SAVED_TOGETHER} at a time`]: () => typeormSave(store, 1, SAVED_TOGETHER),
    'TypeORM save() in a loop': () => typeormSave(store, 1),
  };
  const taken: Record<string, number[]> = {};
  for (let pass = 0; pass < WARM + PASSES; pass++) {
    for (const [name, work] of Object.entries(contenders)) {
      // So that garbage of one contender is not collected during the next.
      gc({ type: 'minor' });
      const spent = await cpuMs(work);
      if (pass >= WARM) taken[name] = [...(taken[name] ?? []), spent];
    }
  }
  await store.close();
  rmSync(dataDir, { recursive: true, force: true });
  const medians = Object.entries(taken).map(([name, values]) => ({ name, value: median(values) }));
  const [floor, own, together, save] = medians.map(({ value }) => value) as [
    number,
    number,
    number,
    number,
  ];
  report(
    `redate: ${OBLIGATIONS} milestones with history in one transaction, CPU`,
    medians.map(({ name, value }) => ({
      contender: name,
      value,
      unit: 'ms',
      ratio: value / floor,
    })),
    [
      {
        name: 'against the floor',
        goal: 'at most 3 ×',
        measured: `${(own / floor).toFixed(2)} ×`,
        met: own <= 3 * floor,
      },
      {
        name: 'against save() in a loop',
        goal: 'at least 25 × less CPU',
        measured: `${(save / own).toFixed(1)} × (${(together / own).toFixed(1)} × where it saves ${SAVED_TOGETHER} at a time)`,
        met: save >= 25 * own,
      },
    ],
  );
}

void main();
