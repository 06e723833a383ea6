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

/** Counts and periodic reports, of now or of any time. */
@Injectable()
export class Reports {
  constructor(
    private readonly store: Store,
    private readonly agreements: Agreements,
    private readonly reading: MilestoneReader,
    private readonly past: PastSnapshots,
    private readonly clock: Clock,
  ) {}

  /** @throws Refusal 'not-found', or 'invalid' for a moment that cannot be answered. */
  async rollUp(agreementId: string, by: RollUpBy, sent: AsOfRequest): Promise<RollUp> {
    const asked = await this.past.settleIfPast(sent, [agreementId]);
    return this.store.read(async (tx) => {
      const answer = { agreement: agreementId, by };
      if (!isPastRequest(asked)) {
        const rows = await this.reading.rows(tx, agreementId, asked);
        return { ...answer, groups: rollUp(rows, by, this.clock.now()) };
      }
      const { rows, moment } = await this.past.snapshot(tx, agreementId, asked);
      return { ...answer, ...presentAsOf(moment), groups: rollUp(rows, by, moment.asOf) };
    });
  }

  /**
   * What fell due between two days, both inclusive, as of the end of the last, or as of what is known where
   * that ends earlier.
   * @throws Refusal 'not-found', or 'invalid' with every fault of the period.
   */
  async report(agreementId: string, { from, to, knownAt: sent }: ReportRequest): Promise<Report> {
    const asked = await this.past.settle({ knownAt: sent }, [agreementId]);
    return this.store.read(async (tx) => {
      const head = await this.agreements.header(tx, agreementId);
      const { knownAt } = this.past.asOfFor(head, asked);
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
  if (first === undefined)
    faults.push({ pointer: '/from', detail: `"${from}" is no day`, expected });
  if (last === undefined) faults.push({ pointer: '/to', detail: `"${to}" is no day`, expected });
  if (first !== undefined && last !== undefined && first > last) {
    faults.push({
      pointer: '/to',
      detail: `${to} lies before ${from}`,
      expected: 'the last day of the period',
    });
  }
  const startsAt = first === undefined ? 0 : luxonZones.instantAt(first, 0, zone);
  if (startsAt > knownAt) {
    faults.push({
      pointer: '/from',
      detail: `${from} had not begun at ${presentInstant(knownAt)}`,
      expected: 'a period that had begun by then',
    });
  }
  if (faults.length > 0)
    throw new Refusal('invalid', 'There is no report on such a period.', faults);
  const [start, end] = [first as number, last as number];
  return { from: start, to: end, startsAt, endsAt: luxonZones.instantAt(end + 1, 0, zone) };
}
