import { z } from 'zod';
import { presentInstant } from '../base/present-time';
import { type Fault, Refusal } from '../base/refusal';
import { LONGEST_INSTANT, withPlus } from '../base/text/instant';
import { luxonZones } from '../base/zones';
import { readOccurrence } from '../domain/ledger/occurrence';
import { instant, type ResponseOf } from '../http/response-of';

/** The query parameters `asOf` and `knownAt`, the same on all routes that have them. */
export const asOfParameters = {
  asOf: z.string().max(LONGEST_INSTANT).optional().meta({
    description:
      'Statuses at this instant, or at the midnight that begins this day in the agreement’s zone',
  }),
  knownAt: z.string().max(LONGEST_INSTANT).optional().meta({
    description:
      'Only what was recorded by this instant: facts, the version of the document, calendars',
  }),
};

export interface AsOfRequest {
  asOf?: string | undefined;
  knownAt?: string | undefined;
}

/** Instants in epoch milliseconds, both inclusive. */
export interface AsOf {
  /** The instant of the statuses. */
  asOf: number;
  /** The instant by which something must have been recorded. */
  knownAt: number;
}

export const asOfSchema = z.strictObject({
  asOf: z.string().nullable(),
  knownAt: instant.nullable(),
  forecast: z.boolean().meta({
    description: '`asOf` is after `knownAt`: what will be true if nothing more is recorded',
  }),
});

export type PresentedAsOf = ResponseOf<typeof asOfSchema>;

/** Whether a request is about an instant other than the present. */
export function isPastRequest({ asOf, knownAt }: AsOfRequest): boolean {
  return asOf !== undefined || knownAt !== undefined;
}

/**
 * Reads `asOf` and `knownAt`. The default of `knownAt` is `now`, that of `asOf` is `knownAt`.
 * @param zone the agreement's, for days.
 * @param now the latest possible `knownAt`, epoch milliseconds.
 * @throws Refusal 'invalid' with all faults: a text that is no date, or a `knownAt` in the future.
 */
export function readAsOf(request: AsOfRequest, zone: string, now: number): AsOf {
  const faults: Fault[] = [];
  const read = (key: 'asOf' | 'knownAt'): number | undefined => {
    const text = request[key];
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
      detail: `"${request.knownAt}" is in the future`,
      expected: 'an instant in the past: what will be recorded is not known yet',
      example: new Date(now).toISOString(),
    });
  }
  if (faults.length > 0) {
    throw new Refusal('invalid', invalidAsOf(faults), faults);
  }
  return { asOf: asOf ?? knownAt, knownAt };
}

function invalidAsOf(faults: readonly Fault[]): string {
  return `Invalid \`asOf\` or \`knownAt\`: ${faults.map(({ detail }) => detail).join('; ')}.`;
}

export function presentAsOf({ asOf, knownAt }: AsOf): PresentedAsOf {
  return {
    asOf: presentInstant(asOf),
    knownAt: presentInstant(knownAt),
    forecast: asOf > knownAt,
  };
}
