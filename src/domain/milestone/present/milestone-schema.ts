import { z } from 'zod';
import { HEADLINES, STATES, TIMELINESS } from '../../../engine/model/status';
import { PARTY_STATES } from '../../../engine/status/by-party';
import { SORTS } from '../../../engine/status/status-words';
import { evidenceSchema } from '../../ledger/present';

const day = z.iso.date().nullable().meta({ description: 'A civil day in the agreement’s zone' });
const instant = z.iso.datetime().nullable().meta({ description: 'An instant in UTC' });
const text = z.string().nullable();

/** Reason, note and evidence of a fact. The public view has null for an internal fact. */
export const recordSchema = z
  .strictObject({
    reason: text,
    note: text,
    evidence: z.array(evidenceSchema),
    internal: z.boolean(),
  })
  .meta({ id: 'Record' });

const partyStandingSchema = z
  .strictObject({
    party: z.string(),
    state: z.enum(PARTY_STATES).meta({
      description:
        'open: nothing is recorded; done: done in time; late: done after it was due; cured: breached, then cured',
    }),
    on: day,
    at: instant,
    fact: text.meta({ description: 'The id of the fact that records it' }),
    record: recordSchema.nullable().meta({
      description:
        'Reason and evidence of that fact. Null while open, in messages, in computed answers (what-if, summary, roll-up), and in the public view for an internal fact',
    }),
  })
  .meta({ id: 'PartyStanding' });

/** A milestone in the API and in webhooks. */
export const milestoneSchema = z
  .strictObject({
    id: z.string().meta({ examples: ['ukraine-28-point/elections'] }),
    agreement: z.string(),
    obligation: z.string(),
    phase: text,
    party: text,
    ordinal: z.number().int().nullable(),
    ref: text,
    title: z.string(),
    titles: z
      .record(z.string(), z.string())
      .nullable()
      .meta({ description: 'By language; null where the document has one text only' }),
    theme: text,
    kind: z.enum(['achievement', 'maintenance', 'occasion']),
    nature: z.enum(SORTS).meta({
      description:
        'An obligation has a `deadline` or an `interval`; an occasion is a `beginning`, an `end` or a `moment`; a `right` opens; `notice` is the last day to give notice before a term renews itself; a `goal` is aimed for and never overdue',
    }),
    obligors: z.array(z.string()),
    beneficiaries: z.array(z.string()),
    phrase: z.string(),
    status: z.enum(HEADLINES),
    timeliness: z.enum(TIMELINESS),
    state: z.enum(STATES),
    statusSince: instant,
    dueOn: day,
    dueAt: instant.meta({ description: 'The first instant at which it is late' }),
    comesAt: instant.meta({
      description:
        'For occasions, rights, notice and goals: the first instant at which it has come. A beginning, a moment and a right come when their day begins; an end, a last day for notice and the day of a goal when they are over. Null for obligations',
    }),
    targetOn: day.meta({
      description: 'The last day that is aimed at, before the deadline or, of a goal, without one',
    }),
    graceEndsAt: instant,
    opensOn: day,
    opensAt: instant,
    startsOn: day,
    startsAt: instant,
    endsOn: day,
    endsAt: instant,
    dueOnEarliest: day.meta({
      description:
        'Where `dueOn` is known only roughly: the earliest day it may be; `dueOn` is the latest. It is due soon before the first, overdue after the last',
    }),
    targetOnEarliest: day.meta({
      description: 'Where `targetOn` is known only roughly: the earliest day it may be',
    }),
    opensOnLatest: day.meta({
      description:
        'Where `opensOn` is known only roughly: the latest day it may be; `opensOn` is the earliest',
    }),
    startsOnLatest: day.meta({
      description:
        'Where `startsOn` is known only roughly: the latest day it may be; `startsOn` is the earliest',
    }),
    endsOnEarliest: day.meta({
      description:
        'Where `endsOn` is known only roughly: the earliest day it may be; `endsOn` is the latest',
    }),
    waitsFor: z.array(z.string()),
    provisional: z
      .boolean()
      .meta({ description: 'Dated, but what `waitsFor` names can still change the date' }),
    bound: z
      .enum(['earliest', 'latest'])
      .nullable()
      .meta({
        description:
          'For a provisional date: `earliest` if it can only become later (a working calendar ends before it, a term renews itself), ' +
          '`latest` if it can only become earlier. Null if both are possible, and for other dates',
      }),
    hypothetical: z.boolean(),
    fulfilledAt: instant,
    incidents: z.number().int().min(0),
    byParty: z.array(partyStandingSchema).meta({
      description: 'The share of each obligor, in the order of the document',
    }),
    progress: z
      .strictObject({
        level: z.number().int().min(0).max(3),
        judgedAt: instant,
        judgedBy: text,
        fact: z.string(),
        onTrack: z.boolean().nullable(),
        how: text,
      })
      .nullable(),
    quantity: z
      .strictObject({
        owed: z.number(),
        unit: z.string(),
        delivered: z.number(),
        remaining: z.number(),
        over: z.number().meta({ description: 'Delivered beyond what is owed' }),
        fulfilledBy: z.enum(['deliveries', 'fact']).nullable().meta({
          description:
            'deliveries: their sum reached what is owed; fact: a fact says that it is fulfilled',
        }),
        onTrack: z.boolean().nullable().meta({
          description:
            'Whether deliveries at the pace so far meet the deadline; null if it is not known',
        }),
        how: z.string().meta({ description: 'The same as a sentence' }),
      })
      .nullable()
      .meta({ description: 'Null if the text gives no quantity of which parts can be delivered' }),
    verification: text,
    version: z.number().int().min(1),
    nextChangeAt: instant,
  })
  .meta({ id: 'Milestone' });
