import { z } from 'zod';
import { withoutUndefined } from '../../base/guards';
import { presentInstant } from '../../base/present-time';
import type { Fault } from '../../base/refusal';
import { luxonZones } from '../../base/zones';
import { presentReading, readingSchema } from '../../domain/milestone/present/finding';
import { presentStep, stepSchema } from '../../domain/milestone/present/scheduled';
import { formatDay } from '../../engine/calendar/epoch-day';
import type { WorkingCalendar } from '../../engine/calendar/working-calendar';
import { dateOf } from '../../engine/date-of';
import { day, instant, type ResponseOf } from '../../http/response-of';

/** A request for the date of one phrase: on the command line, in a batch and over HTTP. */
export const questionSchema = z.strictObject({
  /** "within 3 weeks of 1998-03-12", "14 days before 2026-05-01", "within 30 days of signing". */
  phrase: z.string().min(1).max(1_000),
  /** A convention of docs/counting.md; the default is agreement-d-plus-n. */
  convention: z.string().optional(),
  /** IANA name of the zone in which days end; the default is UTC. */
  zone: z.string().optional(),
  /** The id of a working calendar (ua, us-federal); on the command line also a file. */
  calendar: z.string().optional(),
  /** Days off besides the weekend; not together with a calendar. */
  holidays: z.array(z.string()).max(10_000).optional(),
  /** ISO weekdays (1 is Monday) that are days off; the default is Saturday and Sunday. */
  weekend: z.array(z.number().int().min(1).max(7)).max(6).optional(),
  /** Days, months or instants of the events that the phrase names: {"signing": "2025-11-27"}. */
  events: z.record(z.string(), z.string()).optional(),
  /** Whether a last day that is a day off moves; the default is that of the convention. */
  roll: z.boolean().optional(),
  /** Whether the anchor's day is the first day of the period; the default is that of the convention. */
  includesStart: z.boolean().optional(),
  /** `deadline`: the last day. `earliest`: the first day on which something may happen. */
  side: z.enum(['deadline', 'earliest']).optional(),
});

export type DateRequest = z.infer<typeof questionSchema>;

/** A parameter given once or several times, with values separated by commas. */
const list = z
  .union([z.string(), z.array(z.string())])
  .transform((value) => [value].flat().flatMap((part) => part.split(',')))
  .pipe(z.array(z.string().trim()));
const yesOrNo = z.enum(['true', 'false']).transform((value) => value === 'true');
const { holidays, weekend, events, roll, includesStart } = questionSchema.shape;

/** The same request where every value is text, as in a query or on a command line. */
export const questionTextSchema = questionSchema.extend({
  holidays: list.pipe(holidays.unwrap()).optional(),
  /** "5,6" */
  weekend: list
    .transform((days) => days.map(Number))
    .pipe(weekend.unwrap())
    .optional(),
  /** "signing:2025-11-27,deposit:2026-01-15T10:00:00Z"; an equals sign stands for the colon. */
  events: list.transform(namedDays).pipe(events.unwrap()).optional(),
  roll: yesOrNo.pipe(roll.unwrap()).optional(),
  includesStart: yesOrNo.pipe(includesStart.unwrap()).optional(),
});

function namedDays(pairs: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    pairs.map((pair) => {
      const end = pair.search(/[:=]/);
      return end < 0 ? [pair, ''] : [pair.slice(0, end), pair.slice(end + 1)];
    }),
  );
}

export const dateSchema = z
  .strictObject({
    dueOn: day,
    dueAt: instant,
    readAs: z.string().optional().meta({
      description: 'The phrase that the words are read as; left out where they are one',
    }),
    derivation: z.array(stepSchema),
    alternatives: z
      .array(readingSchema)
      .meta({ description: 'Other interpretations of the phrase that give another day' }),
    waitsFor: z.array(z.string()).optional().meta({
      description:
        'Days that the calendar does not cover and that could still move the date; left out where there are none',
    }),
    bound: z.enum(['earliest', 'latest']).optional().meta({
      description:
        'Which way they could move it: `earliest` where only to a later day, `latest` where only to an earlier one',
    }),
    dueOnEarliest: day.optional().meta({
      description:
        'Where the day is known only roughly: the earliest possible one; `dueOn` is the latest',
    }),
    dueOnLatest: day.optional().meta({
      description:
        'The same for `side: earliest`: the latest possible day; `dueOn` is the earliest',
    }),
  })
  .meta({ id: 'Date' });

export type PresentedDate = ResponseOf<typeof dateSchema>;

/** The date with its derivation, or all faults of the request. */
export function answerDateQuestion(
  request: DateRequest,
  calendar: WorkingCalendar | undefined,
): { date: PresentedDate } | { faults: readonly Fault[] } {
  const { calendar: _, ...rest } = request;
  const found = dateOf({ ...withoutUndefined(rest), ...(calendar && { calendar }) }, luxonZones);
  if (!found.ok) {
    return { faults: found.faults.map(({ at, ...fault }) => withExcerpt(request, fault, at)) };
  }
  const { dueOn, dueAt, readAs, derivation, alternatives, waitsFor, bound, otherEnd } =
    found.answer;
  return {
    date: {
      dueOn: formatDay(dueOn),
      dueAt: presentInstant(dueAt),
      ...(readAs === undefined ? {} : { readAs }),
      derivation: derivation.map(presentStep),
      alternatives: alternatives.map(presentReading),
      ...(waitsFor.length === 0 ? {} : { waitsFor }),
      ...(bound === undefined ? {} : { bound }),
      ...(otherEnd !== undefined && otherEnd < dueOn ? { dueOnEarliest: formatDay(otherEnd) } : {}),
      ...(otherEnd !== undefined && otherEnd > dueOn ? { dueOnLatest: formatDay(otherEnd) } : {}),
    },
  };
}

/** Adds line, column and an excerpt with carets to a fault inside the phrase. */
function withExcerpt(
  request: DateRequest,
  fault: Fault,
  at?: { offset: number; length: number },
): Fault {
  if (at === undefined || fault.pointer !== '/phrase') return fault;
  const caret = `${' '.repeat(at.offset)}${'^'.repeat(Math.max(1, at.length))}`;
  return { ...fault, line: 1, column: at.offset + 1, excerpt: `${request.phrase}\n${caret}` };
}
