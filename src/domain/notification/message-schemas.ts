import { z } from 'zod';
import type { AgreementMessageType } from '../../outbox/message-type';
import { sentence } from '../../outbox/sentences/sentence-schema';
import { evidenceSchema } from '../ledger/present';
import { milestoneSchema, recordSchema } from '../milestone/present/milestone-schema';

const day = z.iso.date().nullable();
const instant = z.iso.datetime();
const text = z.string().nullable();

const party = z.strictObject({ id: z.string(), name: z.string() });

/** The fields of every message about an agreement. */
const common = {
  sequence: z
    .number()
    .int()
    .min(1)
    .meta({ description: 'Grows with every message of the agreement; order messages by it' }),
  hypothetical: z
    .boolean()
    .meta({ description: 'Whether it rests on a hypothetical signing or another assumed fact' }),
  agreement: z.string(),
  revision: z.number().int().min(1),
  agreementTitle: z.string(),
  ...sentence,
  url: z.url().meta({ description: 'Where the page shows it' }),
  who: z.array(party).meta({
    description: 'The parties it is about: those who did it, or those who owe it',
  }),
  reason: text.meta({
    description: 'The reason recorded with the facts it rests on',
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
      description: 'The facts it rests on, at most the last twenty; empty if the clock caused it',
    }),
};

const about = z.strictObject({
  ...common,
  at: instant.meta({ description: 'The instant it is about' }),
  milestone: milestoneSchema,
  derivation: z.string().meta({ description: 'The path of its derivation' }),
});

const deadline = about.extend({
  escalation: z
    .strictObject({
      place: z.number().int().min(1).meta({ description: 'Its place in the chain' }),
      length: z.number().int().min(1),
      since: instant.meta({ description: 'When the alert was sent that nobody acknowledged' }),
      zone: z.string(),
    })
    .optional()
    .meta({ description: 'Of an alert that a chain passed on' }),
});

const moved = {
  why: z.enum(['alerted', 'clock-started']).optional(),
  from: day.optional(),
  to: day.optional(),
};

/** The `data` of each message type of the domain. */
export const MESSAGE_DATA = {
  'milestone.upcoming': deadline,
  'milestone.due-soon': deadline,
  'milestone.grace-started': deadline,
  'milestone.overdue': deadline,
  'milestone.fulfilled': about,
  'milestone.fulfilled-late': about,
  'milestone.fulfilled-in-part': about.extend({
    remaining: z.array(party).meta({ description: 'The parties that have not done their part' }),
  }),
  'milestone.violated': about,
  'milestone.redated': about.extend(moved),
  'milestone.undated': about.extend(moved),
  'milestone.corrected': about.extend({
    corrects: z.string().meta({ description: 'The `webhook-id` of the message that was wrong' }),
  }),
  'agreement.signed': z.strictObject({
    ...common,
    date: day.meta({ description: 'The last day of the month if only that is known' }),
    month: text.meta({ description: 'YYYY-MM, if only the month of the signing is known' }),
    at: instant.nullable(),
  }),
  'schedule.changed': z.strictObject({
    ...common,
    cause: z.string(),
    changed: z.number().int().min(0),
    moves: z.array(
      z.strictObject({ milestone: z.string(), title: z.string(), from: day, to: day }),
    ),
    truncated: z
      .boolean()
      .meta({ description: 'Whether more milestones changed than `moves` lists' }),
    announced: z
      .strictObject({
        count: z.number().int().min(0),
        milestones: z.array(
          z.strictObject({ milestone: z.string(), title: z.string(), type: z.string(), on: day }),
        ),
      })
      .meta({
        description:
          'Upcoming deadlines that are announced together; empty if they are few, since each then has its own message',
      }),
  }),
  'alert.acknowledged': z.strictObject({
    ...common,
    alert: z.string(),
    told: z.string().meta({ description: 'The type of the message that was answered' }),
    note: text,
    actor: text,
    milestone: milestoneSchema,
  }),
} satisfies Record<AgreementMessageType, z.ZodObject>;
