import { SystemClock } from '../../src/base/clock';
import { Refusal } from '../../src/base/refusal';
import { DEFAULT_LIMITS } from '../../src/config/policy';
import { readAgreement } from '../../src/domain/agreement/document/loader';
import { acceptedSize } from '../../src/domain/agreement/size';
import { DATABASE } from '../support/databases';
import { figure } from '../support/figures';
import { buildForReplicas } from '../support/replica';
import { runs } from '../support/runs';
import { startTestService } from '../support/service';
import { SmallDocuments, seededChance } from '../support/small-documents';
import { workersOf } from '../support/workers';

const DOCUMENTS = runs(1_000, Number(process.env.PACTA_SMALL_DOCUMENTS ?? 1_000_000));
const MOST_MS = 250;
const WORST = 10;
/** A pause of the machine or of the collector comes once; what is slow is slow each time. */
const TRIES = 5;
/** This many are also sent to a worker. */
const SENT = 200;
const NOW = Date.UTC(2026, 0, 1);

jest.setTimeout(process.env.PACTA_TORTURE ? 7_200_000 : 120_000);

interface Measured {
  text: string;
  ms: number;
}

/** What `POST /v1/agreements/check` does. Anything but a refusal fails the test. */
function check(text: string): boolean {
  try {
    const agreement = readAgreement(text, 'The document', { limits: DEFAULT_LIMITS });
    acceptedSize(agreement, DEFAULT_LIMITS, NOW);
    return true;
  } catch (error) {
    if (error instanceof Refusal) return false;
    process.stderr.write(`${JSON.stringify(text)}\n`);
    throw error;
  }
}

/** Milliseconds of CPU, of all threads of this process. */
function cpuMs(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000;
}

function excerpt(text: string): string {
  const shown = JSON.stringify(
    text.length <= 100 ? text : `${text.slice(0, 60)} … ${text.slice(-30)}`,
  );
  return `${String(text.length).padStart(6)} characters ${shown}`;
}

// Documents are checked before a database is asked.
const describeOnce = DATABASE === 'sqlite' ? describe : describe.skip;

describeOnce(`${DOCUMENTS} small documents`, () => {
  const worst: Measured[] = [];
  const sample: string[] = [];

  it('none of them takes long to check', () => {
    const seed = Number(process.env.PACTA_SEED);
    const documents = new SmallDocuments(seededChance(seed));
    let accepted = 0;
    let all = 0;
    for (let n = 0; n < DOCUMENTS; n += 1) {
      const text = documents.next();
      let sound = false;
      const ms = cpuMs(() => {
        sound = check(text);
      });
      accepted += sound ? 1 : 0;
      all += ms;
      if (n % Math.ceil(DOCUMENTS / SENT) === 0) sample.push(text);
      if (worst.length === WORST && ms <= (worst.at(-1)?.ms ?? 0)) continue;
      worst.push({ text, ms });
      worst.sort((a, b) => b.ms - a.ms);
      if (worst.length > WORST) worst.pop();
    }
    const again = worst.map(({ text, ms }) => {
      const alone = Math.min(...Array.from({ length: TRIES }, () => cpuMs(() => check(text))));
      return { text, ms, alone };
    });
    const lines = again.map(
      ({ text, ms, alone }) =>
        `  ${ms.toFixed(0).padStart(5)} ms, alone ${alone.toFixed(0).padStart(4)} ms: ${excerpt(text)}`,
    );
    const slowest = Math.max(...again.map(({ alone }) => alone));
    figure(
      54,
      `${DOCUMENTS} documents, ${accepted} of them sound: ${(all / DOCUMENTS).toFixed(2)} ms of CPU each, ` +
        `the slowest ${slowest.toFixed(0)} ms; seed ${seed}`,
    );
    process.stdout.write(`${lines.join('\n')}\n`);
    expect(accepted).toBeGreaterThan(DOCUMENTS / 100);
    expect(slowest).toBeLessThanOrEqual(MOST_MS);
  });

  it('none of them ends a worker', async () => {
    buildForReplicas();
    const workers = { count: 2, seconds: 20, megabytes: 400 };
    const service = await startTestService(new SystemClock(), { workers });
    try {
      for (const text of [...worst.map((one) => one.text), ...sample]) {
        const response = await fetch(`${service.url}/v1/agreements/check`, {
          method: 'POST',
          headers: { 'content-type': 'application/yaml' },
          body: text,
        });
        const { errors = [] } = (await response.json()) as { errors?: { detail: string }[] };
        expect([200, 400, 413, 422]).toContain(response.status);
        expect(errors.filter(({ detail }) => detail.startsWith('the work was stopped'))).toEqual(
          [],
        );
      }
      // A worker that keeps memory is replaced between two tasks.
      expect(workersOf(process.pid).length).toBeLessThanOrEqual(workers.count);
    } finally {
      await service.end();
    }
  });
});
