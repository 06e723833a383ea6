import { z } from 'zod';
import { milestoneSchema } from '../milestone/milestone-schema';

const day = z.iso.date().nullable();
const instant = z.iso.datetime();
const text = z.string().nullable();

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
