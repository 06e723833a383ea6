import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { Clock } from '../../base/clock';
import { presentInstant } from '../../base/present-time';
import { type Fault, Refusal } from '../../base/refusal';
import { luxonZones } from '../../base/zones';
import { Agreements } from '../../domain/agreement/agreements';
import { parseDay } from '../../engine/calendar/epoch-day';
import type { ResponseOf } from '../../http/response-of';
import { Store } from '../../store/store';
import { type AsOfRequest, asOfSchema, isPastRequest, presentAsOf } from '../as-of';
import { MilestoneReader } from '../milestones/milestone-reader';
import { PastSnapshots } from '../past-snapshots';
import { reportOf } from './report';
import type { Period, Report } from './report-schema';
import { groupSchema, ROLL_UPS, type RollUpBy, rollUp } from './roll-up';

export interface ReportRequest {
  from: string;
  to: string;
  knownAt?: string | undefined;
}

export const rollUpSchema = z
  .strictObject({
    ...asOfSchema.partial().shape,
    agreement: z.string(),
    by: z.enum(ROLL_UPS),
    groups: z.array(groupSchema),
  })
  .meta({ id: 'RollUp' });

export type RollUp = ResponseOf<typeof rollUpSchema>;

/** Roll-ups and reports on a period, for the present or a past instant. */
@Injectable()
export class Reports {
  constructor(
    private readonly store: Store,
    private readonly agreements: Agreements,
    private readonly reader: MilestoneReader,
    private readonly past: PastSnapshots,
    private readonly clock: Clock,
  ) {}

  /** @throws Refusal 'not-found'; 'invalid' for an invalid `asOf` or `knownAt`. */
  async rollUp(agreementId: string, by: RollUpBy, sent: AsOfRequest): Promise<RollUp> {
    const request = await this.past.settleIfPast(sent, [agreementId]);
    return this.store.read(async (tx) => {
      const common = { agreement: agreementId, by };
      if (!isPastRequest(request)) {
        const rows = await this.reader.rows(tx, agreementId, request);
        return { ...common, groups: rollUp(rows, by, this.clock.now()) };
      }
      const { rows, at } = await this.past.snapshot(tx, agreementId, request);
      return { ...common, ...presentAsOf(at), groups: rollUp(rows, by, at.asOf) };
    });
  }

  /**
   * A report on the days from `from` to `to`, both inclusive. Statuses are those at the end of the last day, or at
   * `knownAt` where that is earlier.
   * @throws Refusal 'not-found'; 'invalid' with all faults of the period.
   */
  async report(agreementId: string, { from, to, knownAt: sent }: ReportRequest): Promise<Report> {
    const request = await this.past.settle({ knownAt: sent }, [agreementId]);
    return this.store.read(async (tx) => {
      const head = await this.agreements.header(tx, agreementId);
      const { knownAt } = this.past.asOfFor(head, request);
      const period = readPeriod(from, to, head.zone, knownAt);
      const snapshot = await this.past.snapshot(tx, agreementId, {
        asOf: new Date(Math.min(period.endsAt, knownAt)).toISOString(),
        knownAt: new Date(knownAt).toISOString(),
      });
      return reportOf(snapshot, period);
    });
  }
}

function readPeriod(from: string, to: string, zone: string, knownAt: number): Period {
  const [first, last] = [parseDay(from), parseDay(to)];
  const faults: Fault[] = [];
  const expected = 'a day such as 2026-01-31';
  if (first === undefined) {
    faults.push({ pointer: '/from', detail: `"${from}" is not a day`, expected });
  }
  if (last === undefined) {
    faults.push({ pointer: '/to', detail: `"${to}" is not a day`, expected });
  }
  if (first !== undefined && last !== undefined && first > last) {
    faults.push({
      pointer: '/to',
      detail: `${to} is before ${from}`,
      expected: `the last day of the period: ${from} or later`,
    });
  }
  const startsAt = first === undefined ? 0 : luxonZones.instantAt(first, 0, zone);
  if (startsAt > knownAt) {
    faults.push({
      pointer: '/from',
      detail: `${from} had not begun at ${presentInstant(knownAt)}`,
      expected: 'a first day that has begun',
    });
  }
  if (faults.length > 0 || first === undefined || last === undefined) {
    throw new Refusal('invalid', 'Invalid period; no report was made.', faults);
  }
  return { from: first, to: last, startsAt, endsAt: luxonZones.instantAt(last + 1, 0, zone) };
}
