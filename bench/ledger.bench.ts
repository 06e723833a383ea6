import 'reflect-metadata';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase } from '../src/app/database';
import { SystemClock } from '../src/base/clock';
import { readAgreement } from '../src/domain/agreement/document/loader';
import { raiseRevision } from '../src/domain/agreement/revision';
import { factDraft } from '../src/domain/ledger/draft';
import { formatDay } from '../src/engine/calendar/epoch-day';
import type { Store } from '../src/store/store';
import { assemble } from './assemble';
import { cpuMs, median, report } from './report';

/** Recording one fact beside one stored agreement of 1,000 facts, and beside 1,000 such agreements. */

const AGREEMENTS = 1_000;
const FACTS = 1_000;
const RECORDED = 300;
const FIRST_DAY = 18_000;

type Assembled = ReturnType<typeof assemble>;

function documentOf(id: string): string {
  const obligations = Array.from({ length: 20 }, (_, i) => ({
    id: `o${i}`,
    title: `Obligation ${i}`,
    due: `within ${i + 1} days of signing`,
  }));
  const held = { id: 'ceasefire', title: 'Ceasefire', holds: 'from signing' };
  return JSON.stringify({
    id,
    title: id,
    zone: 'Europe/Kyiv',
    obligations: [held, ...obligations],
  });
}

/** An agreement with a signing and a breach every day, written to the ledger at once. */
async function fill(store: Store, { clock, ledger, addition }: Assembled, id: string) {
  const source = documentOf(id);
  await addition.add(readAgreement(source, id), source, {
    date: formatDay(FIRST_DAY - 1),
    hypothetical: false,
  });
  await store.write(async (tx) => {
    const raised = await raiseRevision(tx, id, clock.now());
    const drafts = Array.from({ length: FACTS - 1 }, (_, i) =>
      factDraft({ kind: 'breached', subject: 'ceasefire', occurredOn: FIRST_DAY + (i % 2_000) }),
    );
    await ledger.append(tx, raised, drafts);
  });
}

/** Milliseconds of recording one fact, elapsed and of CPU, the median of many, over the agreements in turn. */
async function measure({ facts }: Assembled, ids: readonly string[]) {
  const wall: number[] = [];
  const cpu: number[] = [];
  for (let i = 0; i < RECORDED; i++) {
    const id = ids[(i * 37) % ids.length] as string;
    const at = `2024-01-01T00:${String(Math.floor(i / 60) % 60).padStart(2, '0')}:${String(i % 60).padStart(2, '0')}Z`;
    const said = { about: false, hypothetical: false, internal: false };
    const before = performance.now();
    cpu.push(await cpuMs(() => facts.record(id, [{ was: 'ceasefire.breached', at, ...said }])));
    wall.push(performance.now() - before);
  }
  return { wall: median(wall), cpu: median(cpu) };
}

async function withStore<T>(work: (store: Store) => Promise<T>): Promise<T> {
  const dataDir = mkdtempSync(join(tmpdir(), 'pacta-bench-'));
  const store = await openDatabase({ dataDir }, new SystemClock());
  try {
    return await work(store);
  } finally {
    await store.close();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

async function recording(agreements: number) {
  return withStore(async (store) => {
    const assembled = assemble(store);
    const ids = Array.from({ length: agreements }, (_, i) => `a${i}`);
    for (const id of ids) await fill(store, assembled, id);
    return measure(assembled, ids);
  });
}

async function main(): Promise<void> {
  await recording(2);
  const one = await recording(1);
  const many = await recording(AGREEMENTS);
  const ratio = many.wall / one.wall;
  report(
    'Recording one fact (SQLite, one transaction, all its dates and statuses)',
    [
      { contender: `1 agreement of ${FACTS} facts`, value: one.wall, unit: 'ms', ratio: 1 },
      {
        contender: `${AGREEMENTS} agreements, ${AGREEMENTS * FACTS} facts`,
        value: many.wall,
        unit: 'ms',
        ratio,
      },
      { contender: 'the same, CPU, one', value: one.cpu, unit: 'ms CPU', ratio: 1 },
      {
        contender: 'the same, CPU, many',
        value: many.cpu,
        unit: 'ms CPU',
        ratio: many.cpu / one.cpu,
      },
    ],
    [
      {
        name: 'cost with 1,000,000 facts',
        goal: 'at most 2 times that with 1,000',
        measured: `${ratio.toFixed(2)} times`,
        met: ratio <= 2,
      },
    ],
  );
}

void main();
