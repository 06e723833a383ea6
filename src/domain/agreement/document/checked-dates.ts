import { z } from 'zod';
import { presentDay } from '../../../base/present-time';
import { formatDay, parseDay } from '../../../engine/calendar/epoch-day';
import type { Agreement } from '../../../engine/compile/agreement';
import type { Fact } from '../../../engine/model/fact';
import type { Milestone } from '../../../engine/model/milestone';
import type { EpochDay, Instant } from '../../../engine/model/time';
import { schedule } from '../../../engine/schedule/schedule';
import { day } from '../../../http/response-of';
import { scheduleContext } from '../calendars';

const signingDay = z
  .string()
  .transform((text, context) => {
    const found = parseDay(text);
    if (found === undefined)
      context.addIssue({ code: 'custom', message: 'a day such as 2026-03-07' });
    return found ?? z.NEVER;
  })
  .meta({ description: 'Also answer the dates that follow if it is signed on this day' });

export const checkQuery = z.strictObject({ signing: signingDay.optional() });

const checkedDateSchema = z.strictObject({
  path: z
    .string()
    .meta({ description: 'The obligation, or obligation and phase: `relief.stage-1`' }),
  title: z.string(),
  party: z.string().nullable().meta({ description: 'Of an entry that exists once per party' }),
  ordinal: z.number().int().nullable().meta({ description: 'Of a repetition, counted from 1' }),
  dueOn: day.nullable().meta({ description: 'The last day on which it is on time, or it comes' }),
  opensOn: day.nullable(),
  startsOn: day.nullable(),
  endsOn: day.nullable().meta({ description: 'The last day on which it is owed' }),
  targetOn: day.nullable(),
  waitsFor: z.array(z.string()).meta({ description: 'What the missing dates wait for' }),
});

export const checkedDatesSchema = z
  .strictObject({ signing: day, milestones: z.array(checkedDateSchema) })
  .meta({ description: 'Only with `signing`: the milestones in the order of the document' });

type CheckedDates = z.infer<typeof checkedDatesSchema>;

/** The assumed fact of a signing on a day. */
export const assumedSigning = (on: EpochDay): Fact => ({
  id: 'assumed',
  kind: 'occurred',
  subject: 'signing',
  day: on,
  hypothetical: true,
});

/**
 * The dates of a document that is not stored, as if it is signed on a day.
 * @param at the instant up to which terms with `renews` have renewed themselves.
 */
export function checkedDates(agreement: Agreement, signing: EpochDay, at: Instant): CheckedDates {
  const { milestones } = schedule(agreement, [assumedSigning(signing)], scheduleContext(at));
  return { signing: formatDay(signing), milestones: milestones.map(presentDates) };
}

const presentDates = (one: Milestone) => ({
  path: one.path,
  title: one.title,
  party: one.party ?? null,
  ordinal: one.ordinal ?? null,
  dueOn: presentDay(one.dueOn),
  opensOn: presentDay(one.opensOn),
  startsOn: presentDay(one.startsOn),
  endsOn: presentDay(one.endsOn),
  targetOn: presentDay(one.targetOn),
  waitsFor: [...one.waitsFor],
});
