import { errorMessage } from '../base/guards';
import { type Limits, limitFault, OverLimit } from '../base/limits/limits';
import type { Fault } from '../base/refusal';
import { readSource } from '../base/text/source';
import { Agreements } from '../domain/agreement/agreements';
import { excesses, sizeOf } from '../domain/agreement/size';
import { currentFacts } from '../domain/ledger/ledger';
import { scheduleFacts } from '../domain/ledger/schedule-fact';
import type { Store } from '../store/store';
import type { Check } from './check';

/**
 * Lists the agreements that are beyond a limit, as an earlier release or other settings took them. That is no fault: they are
 * served and swept as before.
 * @param now epoch milliseconds.
 */
export async function limitsOf(store: Store, limits: Limits, now: number): Promise<Check> {
  const name = 'limits';
  const agreements = new Agreements();
  const ids = await store.read((tx) => agreements.ids(tx));
  const beyond: string[] = [];
  for (const id of ids) {
    try {
      const stored = await store.read(async (tx) => ({
        row: await agreements.find(tx, id),
        facts: scheduleFacts(await currentFacts(tx, id)),
      }));
      const { source } = stored.row;
      const size = sizeOf(
        agreements.compile(stored.row),
        now,
        Number.POSITIVE_INFINITY,
        stored.facts,
      );
      const found = [
        ...textExcess(source, limits),
        ...excesses(size, limits).map((excess) =>
          limitFault({ ...excess, stopped: false }, limits),
        ),
      ];
      beyond.push(...found.map(({ detail, expected }) => `${id} ${detail}; ${expected}`));
    } catch (error) {
      beyond.push(`${id} cannot be measured: ${errorMessage(error)}`);
    }
  }
  const well =
    beyond.length === 0
      ? `${ids.length} agreements, none beyond a limit`
      : `beyond a limit, so amended only to less: ${beyond.join('; ')}`;
  return { name, well, faults: [] };
}

/** The limit that a stored text exceeds. */
function textExcess(source: string, limits: Limits): Fault[] {
  const counted = Buffer.byteLength(source);
  if (counted > limits.documentBytes) {
    return [limitFault({ name: 'documentBytes', counted, unit: 'bytes' }, limits)];
  }
  try {
    readSource(source, 'It', limits);
  } catch (error) {
    if (error instanceof OverLimit) return [...error.faults];
    // What else this release does not read is another check's.
  }
  return [];
}
