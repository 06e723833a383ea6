import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { z } from 'zod';
import { presentDay, presentInstant } from '../../base/present-time';
import { Refusal } from '../../base/refusal';
import { luxonZones } from '../../base/zones';
import { Agreements } from '../../domain/agreement/agreements';
import { workingCalendars } from '../../domain/agreement/calendars';
import { Ledger, recordsOf } from '../../domain/ledger/ledger';
import { scheduleFacts } from '../../domain/ledger/schedule-fact';
import { presentReading, readingSchema } from '../../domain/milestone/present/finding';
import { factsShown, presentMilestone } from '../../domain/milestone/present/milestone';
import { milestoneSchema } from '../../domain/milestone/present/milestone-schema';
import {
  computedSchema,
  type PresentedComputed,
  presentComputed,
  presentStep,
  stepSchema,
} from '../../domain/milestone/present/scheduled';
import { DeadlineRow, TransitionRow } from '../../domain/transition/transition.entity';
import type { Agreement } from '../../engine/compile/agreement';
import type { Fact } from '../../engine/model/fact';
import { readingsFor } from '../../engine/review/readings';
import type { ScheduleContext } from '../../engine/schedule/options';
import { schedule } from '../../engine/schedule/schedule';
import { day, instant, type ResponseOf } from '../../http/response-of';
import { selectRows } from '../../store/sql/rows';
import { Store } from '../../store/store';
import { type AsOfRequest, asOfSchema, isPastRequest, presentAsOf } from '../as-of';
import { PastSnapshots } from '../past-snapshots';
import { MilestoneReader } from './milestone-reader';

const transitionSchema = z
  .strictObject({
    from: z.string().nullable(),
    to: z.string(),
    timeliness: z.string(),
    state: z.string(),
    at: instant.nullable(),
    recordedAt: instant.nullable(),
    cause: z.string(),
    fact: z.string().nullable(),
  })
  .meta({ id: 'Transition' });

type PresentedTransition = ResponseOf<typeof transitionSchema>;

const deadlineSchema = z
  .strictObject({
    version: z.number().int(),
    dueOn: day.nullable(),
    dueAt: instant.nullable(),
    graceEndsAt: instant.nullable(),
    opensOn: day.nullable(),
    startsOn: day.nullable(),
    endsOn: day.nullable(),
    hypothetical: z.boolean(),
    recordedAt: instant.nullable(),
    cause: z.string(),
    fact: z.string().nullable(),
  })
  .meta({ id: 'Deadline' });

type PresentedDeadline = ResponseOf<typeof deadlineSchema>;

export const milestoneDetailSchema = z
  .strictObject({
    ...asOfSchema.partial().shape,
    ...milestoneSchema.shape,
    ...computedSchema.shape,
    quote: z.string().nullable(),
    note: z.string().nullable(),
    derivation: z.array(stepSchema),
    alternatives: z
      .array(readingSchema)
      .meta({ description: 'Other interpretations of the phrase that give another day' }),
    history: z.strictObject({
      deadlines: z.array(deadlineSchema).meta({
        description: 'All versions of its dates, oldest first, each with its cause',
      }),
      transitions: z
        .array(transitionSchema)
        .meta({ description: 'All changes of its status, oldest first' }),
    }),
  })
  .meta({ id: 'MilestoneDetail' });

export type MilestoneDetail = ResponseOf<typeof milestoneDetailSchema>;

type Explanation = PresentedComputed &
  Pick<MilestoneDetail, 'derivation' | 'alternatives' | 'quote' | 'note'>;

/** Reads one milestone with its derivation, other interpretations and history. */
@Injectable()
export class MilestoneDetails {
  constructor(
    private readonly store: Store,
    private readonly reading: MilestoneReader,
    private readonly agreements: Agreements,
    private readonly ledger: Ledger,
    private readonly past: PastSnapshots,
  ) {}

  /** @throws Refusal 'not-found' */
  read(id: string, request: AsOfRequest = {}): Promise<MilestoneDetail> {
    if (isPastRequest(request)) return this.readPast(id, request);
    return this.store.read(async (tx) => {
      const row = await this.reading.one(tx, id);
      return {
        ...presentMilestone(row, await recordsOf(tx, factsShown([row]))),
        ...(await this.explain(tx, row.agreementId, id)),
        history: await historyOf(tx, id, Number.MAX_SAFE_INTEGER),
      };
    });
  }

  private async readPast(id: string, request: AsOfRequest): Promise<MilestoneDetail> {
    const agreementId = id.slice(0, id.indexOf('/'));
    const settled = await this.past.settle(request, [agreementId]);
    return this.store.read(async (tx) => {
      const snapshot = await this.past.snapshot(tx, agreementId, settled);
      const row = snapshot.rows.find((candidate) => candidate.id === id);
      if (row === undefined) {
        throw new Refusal('not-found', `There was no milestone "${id}" at that time.`);
      }
      return {
        ...presentAsOf(snapshot.at),
        ...presentMilestone(row, await recordsOf(tx, factsShown([row]))),
        ...explanationOf(
          snapshot.agreement,
          scheduleFacts(snapshot.facts),
          { zones: luxonZones, calendars: snapshot.calendars, at: snapshot.at.asOf },
          id,
        ),
        history: await historyOf(tx, id, snapshot.at.knownAt),
      };
    });
  }

  private async explain(tx: EntityManager, agreementId: string, id: string): Promise<Explanation> {
    const agreement = await this.agreements.findCompiled(tx, agreementId);
    const facts = await this.ledger.current(tx, agreementId);
    const at = this.past.now();
    const context = { zones: luxonZones, calendars: workingCalendars(), at };
    return explanationOf(agreement, scheduleFacts(facts), context, id);
  }
}

/** Computed from document and facts each time: derivations are not stored, so they cannot differ from the dates. */
function explanationOf(
  agreement: Agreement,
  facts: readonly Fact[],
  options: ScheduleContext,
  id: string,
): Explanation {
  const scheduled = schedule(agreement, facts, options).milestones.find(
    (milestone) => milestone.id === id,
  );
  const obligation = agreement.document.obligations.find(
    (candidate) => candidate.id === scheduled?.obligation,
  );
  const phase = obligation?.phases?.find((candidate) => candidate.id === scheduled?.phase);
  return {
    ...presentComputed(scheduled),
    quote: phase?.quote ?? obligation?.quote ?? null,
    note: phase?.note ?? obligation?.note ?? null,
    derivation: (scheduled?.derivation ?? []).map(presentStep),
    alternatives: (scheduled ? readingsFor(agreement, facts, options)(scheduled) : []).map(
      presentReading,
    ),
  };
}

/** @param knownAt epoch milliseconds, inclusive: entries that were recorded later are left out. */
async function historyOf(
  tx: EntityManager,
  id: string,
  knownAt: number,
): Promise<MilestoneDetail['history']> {
  const known = 'WHERE milestone_id = ? AND recorded_at <= ?';
  const deadlines = await selectRows(tx, DeadlineRow, `${known} ORDER BY version`, [id, knownAt]);
  const transitions = await selectRows(tx, TransitionRow, `${known} ORDER BY revision, at`, [
    id,
    knownAt,
  ]);
  return {
    deadlines: deadlines.map(presentDeadline),
    transitions: transitions.map(presentTransition),
  };
}

function presentDeadline(row: DeadlineRow): PresentedDeadline {
  return {
    version: row.version,
    dueOn: presentDay(row.dueOn),
    dueAt: presentInstant(row.dueAt),
    graceEndsAt: presentInstant(row.graceEndsAt),
    opensOn: presentDay(row.opensOn),
    startsOn: presentDay(row.startsOn),
    endsOn: presentDay(row.endsOn),
    hypothetical: row.hypothetical,
    recordedAt: presentInstant(row.recordedAt),
    cause: row.cause,
    fact: row.factId,
  };
}

function presentTransition(row: TransitionRow): PresentedTransition {
  return {
    from: row.fromStatus,
    to: row.toStatus,
    timeliness: row.timeliness,
    state: row.state,
    at: presentInstant(row.at),
    recordedAt: presentInstant(row.recordedAt),
    cause: row.cause,
    fact: row.factId,
  };
}
