import fc from 'fast-check';
import { runs } from './runs';

/** The pure specs run under three zones, each with cases of its own. */
const ZONES_OF_THE_MACHINE = 3;

/**
 * Tries a property on so many random cases over all zones of the machine together, and prints the figure
 * of a long run with the seed that repeats it.
 */
export function tryCases<T>(
  name: string,
  cases: { usual: number; torture: number },
  property: fc.IProperty<T>,
): void {
  const numRuns = Math.ceil(runs(cases.usual, cases.torture) / ZONES_OF_THE_MACHINE);
  const details = fc.check(property, { numRuns });
  const differences = details.failed ? 'a difference' : '0 differences';
  if (process.env.PACTA_TORTURE) {
    const share = `${details.numRuns.toLocaleString('en')} of ${cases.torture.toLocaleString('en')} cases`;
    process.stderr.write(
      `${name}, ${process.env.TZ}: ${share}, ${differences}, seed ${details.seed}\n`,
    );
  }
  if (details.failed) {
    throw new Error(fc.defaultReportMessage(details), { cause: details.errorInstance });
  }
}
