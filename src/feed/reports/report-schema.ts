import { z } from 'zod';
import { evidenceSchema } from '../../domain/ledger/present';
import { HEADLINES } from '../../engine/status/status';
import { SORTS } from '../../engine/status/status-words';
import { day, instant, type ResponseOf } from '../../http/response-of';
import { groupSchema } from './roll-up';

export const entrySchema = z
  .strictObject({
    milestone: z.string(),
    ref: z.string().nullable(),
    title: z.string(),
    obligors: z.array(z.string()).meta({ description: 'Names of the parties that owe it' }),
    dueOn: day.nullable(),
    status: z.enum(HEADLINES),
    nature: z.enum(SORTS),
    doneOn: day.nullable().meta({ description: "Civil day in the agreement's zone" }),
    daysLate: z.number().int().nullable().meta({
      description:
        "Civil days in the agreement's zone from the day it was due to the day it was done, or to the last day reported on; 0 is late by hours",
    }),
    hypothetical: z.boolean(),
    evidence: z.array(evidenceSchema),
  })
  .meta({ id: 'Entry' });

export type Entry = ResponseOf<typeof entrySchema>;

export const incidentSchema = z
  .strictObject({
    kind: z.string(),
    subject: z.string(),
    title: z.string().nullable().meta({
      description:
        'What the document calls the subject; null where its present version has none of that name',
    }),
    to: z
      .string()
      .nullable()
      .meta({ description: 'The last day that an extension or a pin gives' }),
    for: z.string().nullable().meta({ description: 'The period that it gives instead' }),
    level: z
      .number()
      .int()
      .nullable()
      .meta({ description: 'The level of progress that was judged' }),
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

export const heldSchema = z
  .strictObject({
    milestone: z.string(),
    ref: z.string().nullable(),
    title: z.string(),
    obligors: z.array(z.string()),
    status: z.enum(HEADLINES).meta({ description: 'At the end of the period' }),
    breaches: z.number().int().meta({ description: 'Breaches that were recorded of the period' }),
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
        'The instant the statuses are for: the end of the period, or now where it has not ended',
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
        description:
          'Hash of the last fact counted, which stands for all before it; null where there is none',
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
      .meta({ description: 'Deadlines of the period, by what became of them' }),
    stillOpen: z
      .array(entrySchema)
      .meta({ description: 'Due before the period and not done by its end' }),
    doneBesides: z
      .array(entrySchema)
      .meta({ description: 'Done in the period although due before or after it' }),
    held: z
      .array(heldSchema)
      .meta({ description: 'What was to be held through the period or a part of it' }),
    incidents: z.array(incidentSchema).meta({
      description:
        'What happened in the period besides fulfilment, as recorded by its end: breaches, extensions, disputes',
    }),
    recordedLate: z.array(incidentSchema).meta({
      description:
        'Facts of the period that were recorded only after it; no other list of facts has them',
    }),
    ahead: z.array(entrySchema).meta({ description: 'Deadlines of the ninety days that follow' }),
    undated: z
      .array(
        z.strictObject({
          milestone: z.string(),
          title: z.string(),
          ref: z.string().nullable(),
          waitsFor: z.array(z.string()),
        }),
      )
      .meta({ description: 'Owed, but nothing dates it yet' }),
  })
  .meta({ id: 'Report' });

/** A span of an agreement's life as monitors report it; days are inclusive, in the agreement's zone. */
export type Report = ResponseOf<typeof reportSchema>;

/** Civil days, inclusive, with the instants that begin the first and end the last. */
export interface Period {
  from: number;
  to: number;
  startsAt: number;
  endsAt: number;
}
