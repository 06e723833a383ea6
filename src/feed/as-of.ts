import { z } from 'zod';
import { presentInstant } from '../base/present-time';
import { type Fault, Refusal } from '../base/refusal';
import { LONGEST_INSTANT, withPlus } from '../base/text/instant';
import { luxonZones } from '../base/zones';
import { readOccurrence } from '../domain/ledger/occurrence';
import { instant, type ResponseOf } from '../http/response-of';

/** `asOf` and `knownAt`, the same on everything that is read. */
export const asOfParameters = {
  asOf: z.string().max(LONGEST_INSTANT).optional().meta({
    description: 'Judged at this instant, or at the midnight that begins this day of the agreement',
  }),
  knownAt: z.string().max(LONGEST_INSTANT).optional().meta({
    description: 'By what was known at this instant: facts, document and calendars of then',
  }),
};

export interface AsOfRequest {
  asOf?: string | undefined;
  knownAt?: string | undefined;
}

/** Epoch milliseconds, both inclusive. */
export interface AsOf {
  /** When the statuses are for. */
  asOf: number;
  /** What we knew. */
  knownAt: number;
}

export const asOfSchema = z.strictObject({
  asOf: z.string().nullable(),
  knownAt: instant.nullable(),
  forecast: z.boolean().meta({
    description: '`asOf` is later than what is known: what will be true if nothing else happens',
  }),
});

export type PresentedAsOf = ResponseOf<typeof asOfSchema>;

/** Whether anything but the present is asked for. */
export function isPastRequest({ asOf, knownAt }: AsOfRequest): boolean {
  return asOf !== undefined || knownAt !== undefined;
}

/**
 * Without `knownAt` by all we know now; without `asOf` as things stood when it was known.
 * @param now the latest instant of which anything can be known, epoch milliseconds.
 * @throws Refusal 'invalid' with every fault: no date, or a `knownAt` in the future.
 */
export function readAsOf(asked: AsOfRequest, zone: string, now: number): AsOf {
  const faults: Fault[] = [];
  const read = (key: 'asOf' | 'knownAt'): number | undefined => {
    const text = asked[key];
    if (text === undefined) return undefined;
    try {
      const { occurredOn, occurredAt } = readOccurrence(withPlus(text), zone, `/${key}`);
      return occurredAt ?? luxonZones.instantAt(occurredOn, 0, zone);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      faults.push(...error.faults);
      return undefined;
    }
  };
  const [asOf, knownAt = now] = [read('asOf'), read('knownAt')];
  if (knownAt > now) {
    faults.push({
      pointer: '/knownAt',
      detail: `"${asked.knownAt}" lies in the future`,
      expected: 'an instant that has passed: nobody knows yet what will be known',
    });
  }
  if (faults.length > 0) {
    throw new Refusal('invalid', 'The moment asked for is none that can be answered.', faults);
  }
  return { asOf: asOf ?? knownAt, knownAt };
}

export function presentAsOf({ asOf, knownAt }: AsOf): PresentedAsOf {
  return {
    asOf: presentInstant(asOf),
    knownAt: presentInstant(knownAt),
    forecast: asOf > knownAt,
  };
}
