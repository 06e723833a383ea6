import { z } from 'zod';
import type { Fault } from '../../../base/refusal';
import { POLICY } from '../../../config/policy';
import { parseDay } from '../../../engine/calendar/epoch-day';
import type { EpochDay } from '../../../engine/model/time';
import { repeatable } from '../what-if-query';

const text = z.string().min(1).max(400);

export const sensitivityQuery = z.strictObject({
  from: text.describe('The first signing day'),
  to: text.describe('The last signing day, inclusive; at most ten years after the first'),
  at: text.optional().describe('The local clock time of the signing, such as 23:30'),
  convention: text.optional(),
  zone: text.optional(),
  blackout: repeatable.describe('FROM..TO or path:FROM..TO, days on which nothing may be due'),
  format: z.enum(['json', 'csv'], { error: 'json or csv' }).default('json'),
  table: z
    .enum(['days', 'slack'], { error: 'days or slack' })
    .default('days')
    .describe('The table that a CSV has'),
});

export type SensitivityRequest = z.infer<typeof sensitivityQuery>;

/** A range of signing days, both ends inclusive. */
export interface Range {
  from: EpochDay;
  to: EpochDay;
  /** The minute of the local day at which it is signed; default: 0. */
  minute?: number;
}

/** Reads the range of signing days; adds every fault to `faults`. */
export function readRange(
  query: { from: string; to: string; at?: string | undefined },
  faults: Fault[],
): Range | undefined {
  const day = (given: string, pointer: string): EpochDay | undefined => {
    const read = parseDay(given);
    const isCounted = given >= POLICY.earliestDay && given <= POLICY.latestDay;
    if (read !== undefined && isCounted) return read;
    const expected = `a day such as 2025-11-27, from ${POLICY.earliestDay} to ${POLICY.latestDay}`;
    faults.push({ pointer, detail: `"${given}" is not a signing day`, expected });
    return undefined;
  };
  const [from, to] = [day(query.from, '/from'), day(query.to, '/to')];
  const clock = /^([01]\d|2[0-3]):([0-5]\d)$/.exec(query.at ?? '00:00');
  if (clock === null) {
    faults.push({
      pointer: '/at',
      detail: `"${query.at}" is not a clock time`,
      expected: 'a clock time such as 23:30',
    });
  }
  if (from === undefined || to === undefined) return undefined;
  const days = to - from + 1;
  if (days < 1 || days > POLICY.rangeDays) {
    const detail = days < 1 ? 'the last day is before the first' : `the range has ${days} days`;
    faults.push({
      pointer: '/to',
      detail,
      expected: `1 to ${POLICY.rangeDays} days, at most ten years`,
    });
    return undefined;
  }
  if (clock === null) return undefined;
  const minute = query.at === undefined ? {} : { minute: Number(clock[1]) * 60 + Number(clock[2]) };
  return { from, to, ...minute };
}
