import fc from 'fast-check';
import { figure } from './figures';
import { runs } from './runs';

/** The pure specs run under three zones, each with cases of its own. */
const ZONES_OF_THE_MACHINE = 3;

/**
 * Tries a property on random cases, whose number is shared among the three zones, and prints the figure of a long run with
 * the seed that repeats it.
 * @param cases `test` is its number in docs/reliability.md, if it has one.
 */
export function tryCases<T>(
  name: string,
  cases: { test?: number; usual: number; torture: number },
  property: fc.IProperty<T>,
): void {
  const numRuns = Math.ceil(runs(cases.usual, cases.torture) / ZONES_OF_THE_MACHINE);
  const details = fc.check(property, { numRuns });
  const differences = details.failed ? 'a difference' : '0 differences';
  if (process.env.PACTA_TORTURE) {
    const share = `${details.numRuns.toLocaleString('en')} of ${cases.torture.toLocaleString('en')} cases`;
    const text = `${name}, ${process.env.TZ}: ${share}, ${differences}, seed ${process.env.PACTA_SEED}`;
    if (cases.test === undefined) process.stderr.write(`${text}\n`);
    else figure(cases.test, text);
  }
  if (details.failed) {
    throw new Error(fc.defaultReportMessage(details), { cause: details.errorInstance });
  }
}
