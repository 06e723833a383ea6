import { z } from 'zod';
import { evidenceSchema } from '../ledger/present';
import { milestoneSchema, recordSchema } from '../milestone/present/milestone-schema';

const day = z.iso.date().nullable();
const instant = z.iso.datetime();
const text = z.string().nullable();

const party = z.strictObject({ id: z.string(), name: z.string() });

/** What every message about an agreement says. */
const told = {
  sequence: z
    .number()
    .int()
    .min(1)
    .meta({ description: 'Grows with every message of the agreement; order by it' }),
  hypothetical: z.boolean().meta({ description: 'It rests on a signing that is assumed' }),
  agreement: z.string(),
  revision: z.number().int().min(1),
  agreementTitle: z.string(),
  text: z.string().meta({ description: 'One plain sentence that says it, in English' }),
  url: z.url().meta({ description: 'Where the page shows it' }),
  who: z.array(party).meta({
    description: 'The parties it speaks of: who did it, or those who owe it',
  }),
  reason: text.meta({
    description: 'What the ledger gives as the reason of the facts it rests on',
  }),
  evidence: z.array(evidenceSchema).meta({ description: 'The evidence of these facts' }),
  facts: z
    .array(
      z.strictObject({
        fact: z.string(),
        was: z.string(),
        by: party.nullable(),
        on: day,
        record: recordSchema.nullable(),
      }),
    )
    .meta({
      description: 'The facts it rests on, the last twenty; none where the clock alone says it',
    }),
};

const about = z.strictObject({
  ...told,
  at: instant.meta({ description: 'The instant it speaks of' }),
  milestone: milestoneSchema,
  derivation: z.string().meta({ description: 'Where the derivation is told' }),
});

const moved = {
  why: z.enum(['alerted', 'clock-started']).optional(),
  from: day.optional(),
  to: day.optional(),
};

/** The `data` of each type of message that the domain sends. */
export const MESSAGE_DATA = {
  'milestone.upcoming': about,
  'milestone.due-soon': about,
  'milestone.grace-started': about,
  'milestone.overdue': about,
  'milestone.fulfilled': about,
  'milestone.fulfilled-late': about,
  'milestone.fulfilled-in-part': about.extend({
    remaining: z.array(party).meta({ description: 'Those who have not done their part yet' }),
  }),
  'milestone.violated': about,
  'milestone.redated': about.extend(moved),
  'milestone.undated': about.extend(moved),
  'milestone.corrected': about.extend({
    corrects: z.string().meta({ description: 'The `webhook-id` of the message that was wrong' }),
  }),
  'agreement.signed': z.strictObject({ ...told, date: day, at: instant.nullable() }),
  'schedule.changed': z.strictObject({
    ...told,
    cause: z.string(),
    changed: z.number().int().min(0),
    moves: z.array(
      z.strictObject({ milestone: z.string(), title: z.string(), from: day, to: day }),
    ),
    truncated: z.boolean().meta({ description: 'More changed than are named' }),
    announced: z
      .strictObject({
        count: z.number().int().min(0),
        milestones: z.array(
          z.strictObject({ milestone: z.string(), title: z.string(), type: z.string(), on: day }),
        ),
      })
      .meta({
        description:
          'Deadlines ahead that are announced together; none where there are few, which have messages of their own',
      }),
  }),
  'alert.acknowledged': z.strictObject({
    ...told,
    alert: z.string(),
    told: z.string().meta({ description: 'The type of the message that was answered' }),
    note: text,
    actor: text,
    milestone: milestoneSchema,
  }),
} as const;
