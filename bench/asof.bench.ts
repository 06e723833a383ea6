import 'reflect-metadata';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readAgreement } from '../src/domain/agreement/document/loader';
import { AddAgreement } from '../src/domain/change/amendment/addition';
import { presentMilestone } from '../src/domain/milestone/present/milestone';
import { MilestoneReader } from '../src/feed/milestones/milestone-reader';
import { Store } from '../src/store/store';
import { cpuMs, median, report } from './report';
import { startBenchService } from './service';

/** The cost of an answer about the past, computed from the ledger, compared with one from stored rows; SQLite. */

const OBLIGATIONS = 5_000;
const PASSES = 7;

function generated(): string {
  const obligations = Array.from({ length: OBLIGATIONS }, (_, i) => ({
    id: `o${i}`,
    title: `Obligation ${i}`,
    due: `within ${(i % 900) + 1} days of signing`,
  }));
  return JSON.stringify({ id: 'large', title: 'Large', zone: 'Europe/Kyiv', obligations });
}

async function main(): Promise<void> {
  const dataDir = mkdtempSync(join(tmpdir(), 'pacta-bench-'));
  const service = await startBenchService(dataDir);
  try {
    const source = generated();
    const agreement = readAgreement(source, 'large');
    const seed = { date: '2025-01-01', hypothetical: true };
    await service.app.get(AddAgreement).add(agreement, source, seed);
    const reading = service.app.get(MilestoneReader);
    const store = service.app.get(Store);
    const then = new Date().toISOString();
    const read = async (asked: object): Promise<void> => {
      JSON.stringify(
        (await store.read((tx) => reading.rows(tx, 'large', asked))).map((row) =>
          presentMilestone(row),
        ),
      );
    };
    const stored: number[] = [];
    const past: number[] = [];
    for (let pass = 0; pass <= PASSES; pass++) {
      const now = await cpuMs(() => read({}));
      const before = await cpuMs(() => read({ asOf: '2025-06-01', knownAt: then }));
      // The first pass is a warm-up.
      if (pass > 0) {
        stored.push(now);
        past.push(before);
      }
    }
    const [current, computed] = [median(stored), median(past)];
    report(
      `asof: ${OBLIGATIONS} milestones read and presented, CPU`,
      [
        { contender: 'as they stand', value: current, unit: 'ms', ratio: 1 },
        { contender: 'as of, known at', value: computed, unit: 'ms', ratio: computed / current },
      ],
      [
        {
          name: 'the past against the present',
          goal: 'at most 3 ×',
          measured: `${(computed / current).toFixed(2)} ×`,
          met: computed <= 3 * current,
        },
      ],
    );
  } finally {
    await service.close();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

void main();
