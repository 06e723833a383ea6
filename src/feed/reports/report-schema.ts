import { z } from 'zod';
import { evidenceSchema } from '../../domain/ledger/present';
import { HEADLINES } from '../../engine/model/status';
import { SORTS } from '../../engine/status/status-words';
import { day, instant, type ResponseOf } from '../../http/response-of';
import { groupSchema } from './roll-up';

const entrySchema = z
  .strictObject({
    milestone: z.string(),
    ref: z.string().nullable(),
    title: z.string(),
    obligors: z.array(z.string()).meta({ description: 'Names of the obligors' }),
    dueOn: day.nullable(),
    dueOnEarliest: day.nullable().meta({
      description: 'Where `dueOn` is known only roughly: the earliest day it may be',
    }),
    status: z.enum(HEADLINES),
    nature: z.enum(SORTS),
    doneOn: day.nullable().meta({ description: "A day in the agreement's zone" }),
    daysLate: z.number().int().nullable().meta({
      description:
        "Days in the agreement's zone from the due day to the day it was done, or to the last day of the report; 0 is late by hours",
    }),
    hypothetical: z.boolean(),
    evidence: z.array(evidenceSchema),
  })
  .meta({ id: 'Entry' });

export type Entry = ResponseOf<typeof entrySchema>;

const incidentSchema = z
  .strictObject({
    kind: z.string(),
    subject: z.string(),
    title: z.string().nullable().meta({
      description:
        'The title of the subject in the document; null where the version of the report has no such subject',
    }),
    to: z.string().nullable().meta({ description: 'The new last day, for an extension or a pin' }),
    for: z.string().nullable().meta({ description: 'The period of an extension without `to`' }),
    level: z.number().int().nullable().meta({ description: 'The judged level of progress' }),
    hypothetical: z.boolean(),
    by: z.string().nullable(),
    on: day,
    recordedAt: instant.nullable(),
    actor: z.string().nullable(),
    reason: z.string().nullable(),
    note: z.string().nullable(),
    evidence: z.array(evidenceSchema),
  })
  .meta({ id: 'Incident' });

export type Incident = ResponseOf<typeof incidentSchema>;

const heldSchema = z
  .strictObject({
    milestone: z.string(),
    ref: z.string().nullable(),
    title: z.string(),
    obligors: z.array(z.string()),
    status: z.enum(HEADLINES).meta({ description: 'At the end of the period' }),
    breaches: z.number().int().meta({ description: 'Number of recorded breaches in the period' }),
    hypothetical: z.boolean(),
  })
  .meta({ id: 'Held' });

export const reportSchema = z
  .strictObject({
    agreement: z.string(),
    title: z.string(),
    from: z.string(),
    to: z.string(),
    asOf: z.string().nullable().meta({
      description:
        'The instant of the statuses: the end of the period, or the present where it has not ended',
    }),
    knownAt: instant.nullable(),
    partial: z.boolean().meta({ description: 'The period had not ended' }),
    hypothetical: z.boolean().meta({ description: 'Some dates rest on an assumed signing' }),
    signing: z.strictObject({ date: z.string(), hypothetical: z.boolean() }).nullable(),
    basis: z.strictObject({
      zone: z.string(),
      counting: z.string(),
      documentVersion: z.number().int(),
      documentHash: z.string(),
      ledgerHead: z.string().nullable().meta({
        description: 'Hash of the last fact, which covers all earlier ones; null without facts',
      }),
      facts: z.number().int(),
    }),
    standing: groupSchema.meta({ description: 'The whole agreement, as of the end of the period' }),
    fellDue: z
      .strictObject({
        onTime: z.array(entrySchema),
        late: z.array(entrySchema),
        missed: z.array(entrySchema),
        otherwise: z.array(entrySchema),
      })
      .meta({ description: 'Deadlines in the period, by result' }),
    stillOpen: z
      .array(entrySchema)
      .meta({ description: 'Due before the period and not done by its end' }),
    doneBesides: z
      .array(entrySchema)
      .meta({ description: 'Done in the period, due before or after it' }),
    held: z
      .array(heldSchema)
      .meta({ description: 'Maintenance obligations in effect in the period or a part of it' }),
    incidents: z.array(incidentSchema).meta({
      description:
        'Facts of the period other than fulfilment that were recorded by its end: breaches, extensions, disputes',
    }),
    recordedLate: z.array(incidentSchema).meta({
      description:
        'Facts of the period that were recorded after its end; `incidents` does not contain them',
    }),
    ahead: z
      .array(entrySchema)
      .meta({ description: 'Deadlines in the ninety days after the period' }),
    undated: z
      .array(
        z.strictObject({
          milestone: z.string(),
          title: z.string(),
          ref: z.string().nullable(),
          waitsFor: z.array(z.string()),
        }),
      )
      .meta({ description: 'Milestones without a date yet' }),
  })
  .meta({ id: 'Report' });

/** A report on a period of an agreement. Days are inclusive and in the agreement's zone. */
export type Report = ResponseOf<typeof reportSchema>;

/** Days (epoch days, inclusive) with the instants at which the first begins and the last ends. */
export interface Period {
  from: number;
  to: number;
  startsAt: number;
  endsAt: number;
}
