import { appendFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';

const KEPT = join(__dirname, '..', '..', 'output', 'torture');

/** The file with the figures of the long run, until `torture-reporter.js` prints its table. */
const FIGURES = join(KEPT, 'figures.jsonl');

/**
 * Prints a figure of a test of `docs/reliability.md`, and stores it for the table at the end of the long run.
 * @param number of the test there, or of several tests with the same figure.
 */
export function figure(number: number | readonly number[], text: string): void {
  process.stdout.write(`${text}\n`);
  if (!process.env.PACTA_TORTURE) return;
  mkdirSync(KEPT, { recursive: true });
  appendFileSync(FIGURES, `${JSON.stringify({ numbers: [number].flat(), text })}\n`);
}
