import { z } from 'zod';
import { presentDay, presentInstant } from '../../base/present-time';
import type { Fault } from '../../base/refusal';
import { luxonZones } from '../../base/zones';
import { presentReading, readingSchema } from '../../domain/milestone/present/finding';
import { presentStep, stepSchema } from '../../domain/milestone/present/scheduled';
import type { WorkingCalendar } from '../../engine/calendar/working-calendar';
import { type DateQuestion, dateOf } from '../../engine/date-of';
import { day, instant, type ResponseOf } from '../../http/response-of';

/** One phrase to one date as people ask it, on the command line, in a batch and over HTTP. */
export const questionSchema = z.strictObject({
  /** "within 3 weeks of 1998-03-12", "14 days before 2026-05-01", "within 30 days of signing". */
  phrase: z.string().min(1).max(1_000),
  /** A rule of docs/counting.md; agreement-d-plus-n unless given. */
  convention: z.string().optional(),
  /** IANA name of the zone whose midnight ends the day; UTC unless given. */
  zone: z.string().optional(),
  /** A calendar's id (ua, us-federal); on the command line also its file. */
  calendar: z.string().optional(),
  /** Days off besides the weekend; not beside a calendar. */
  holidays: z.array(z.string()).max(10_000).optional(),
  /** ISO weekdays (1 Monday) that are not worked; Saturday and Sunday unless given. */
  weekend: z.array(z.number().int().min(1).max(7)).max(6).optional(),
  /** The days or instants of events that the phrase names: {"signing": "2025-11-27"}. */
  events: z.record(z.string(), z.string()).optional(),
  /** Whether a last day of rest moves; as the convention says unless given. */
  roll: z.boolean().optional(),
  /** The anchor's own day is the first of the period, whatever the convention says. */
  includesStart: z.boolean().optional(),
  /** `earliest`: the first day on which something may happen, not the last. */
  side: z.enum(['deadline', 'earliest']).optional(),
});

export type DateRequest = z.infer<typeof questionSchema>;

/** Once, several times, or joined by commas. */
const list = z
  .union([z.string(), z.array(z.string())])
  .transform((value) => [value].flat().flatMap((part) => part.split(',')))
  .pipe(z.array(z.string().trim()));
const yesOrNo = z.enum(['true', 'false']).transform((value) => value === 'true');
const { holidays, weekend, events, roll, includesStart } = questionSchema.shape;

/** The same question where every value is text, as in a query or on a command line. */
export const questionTextSchema = questionSchema.extend({
  holidays: list.pipe(holidays.unwrap()).optional(),
  /** "5,6" */
  weekend: list
    .transform((days) => days.map(Number))
    .pipe(weekend.unwrap())
    .optional(),
  /** "signing:2025-11-27,deposit:2026-01-15T10:00:00Z" */
  events: list.transform(namedDays).pipe(events.unwrap()).optional(),
  roll: yesOrNo.pipe(roll.unwrap()).optional(),
  includesStart: yesOrNo.pipe(includesStart.unwrap()).optional(),
});

function namedDays(pairs: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    pairs.map((pair) => {
      const colon = pair.indexOf(':');
      return colon < 0 ? [pair, ''] : [pair.slice(0, colon), pair.slice(colon + 1)];
    }),
  );
}

export const dateSchema = z
  .strictObject({
    dueOn: day,
    dueAt: instant,
    derivation: z.array(stepSchema),
    alternatives: z
      .array(readingSchema)
      .meta({ description: 'Other readings of the phrase that give another day' }),
    waitsFor: z.array(z.string()).optional().meta({
      description:
        'Days that the calendar does not speak for and that could still move the date; absent when none',
    }),
    bound: z.enum(['earliest', 'latest']).optional().meta({
      description:
        'Which way they could move it: `earliest` where only to a later day, `latest` where only to an earlier one',
    }),
  })
  .meta({ id: 'Date' });

export type PresentedDate = ResponseOf<typeof dateSchema>;

/** Answers or says what is wrong with the question; never both. */
export function answerDateQuestion(
  asked: DateRequest,
  calendar: WorkingCalendar | undefined,
): { date: PresentedDate } | { faults: readonly Fault[] } {
  const { calendar: _, ...rest } = asked;
  const given = Object.entries(rest).filter(([, value]) => value !== undefined);
  const question = { ...Object.fromEntries(given), ...(calendar && { calendar }) } as DateQuestion;
  const found = dateOf(question, luxonZones);
  if (!found.ok)
    return { faults: found.faults.map(({ at, ...fault }) => pointed(asked, fault, at)) };
  const { dueOn, dueAt, derivation, alternatives, waitsFor, bound } = found.answer;
  return {
    date: {
      dueOn: presentDay(dueOn) as string,
      dueAt: presentInstant(dueAt),
      derivation: derivation.map(presentStep),
      alternatives: alternatives.map(presentReading),
      ...(waitsFor.length === 0 ? {} : { waitsFor }),
      ...(bound === undefined ? {} : { bound }),
    },
  };
}

/** A fault inside the phrase, with a caret below its first word. */
function pointed(asked: DateRequest, fault: Fault, at?: { offset: number; length: number }): Fault {
  if (at === undefined || fault.pointer !== '/phrase') return fault;
  const caret = `${' '.repeat(at.offset)}${'^'.repeat(Math.max(1, at.length))}`;
  return { ...fault, line: 1, column: at.offset + 1, excerpt: `${asked.phrase}\n${caret}` };
}
