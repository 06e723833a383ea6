import { z } from 'zod';
import type { Fault } from '../refusal';
import { type DateQuestion, dateOf } from '../schedule/date-of';
import type { WorkingCalendar } from '../schedule/working-calendar';
import { luxonZones } from '../zones';
import { presentDay, presentInstant } from './present';
import { type PresentedStep, presentStep } from './present-step';

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

export type AskedQuestion = z.infer<typeof questionSchema>;

export interface PresentedDate {
  dueOn: string;
  dueAt: string;
  derivation: readonly PresentedStep[];
  /** Days that the calendar does not speak for and that could still move the date; absent when none. */
  waitsFor?: readonly string[];
}

/** Answers or says what is wrong with the question; never both. */
export function answer(
  asked: AskedQuestion,
  calendar: WorkingCalendar | undefined,
): { date: PresentedDate } | { faults: readonly Fault[] } {
  const { calendar: _, ...rest } = asked;
  const given = Object.entries(rest).filter(([, value]) => value !== undefined);
  const question = { ...Object.fromEntries(given), ...(calendar && { calendar }) } as DateQuestion;
  const found = dateOf(question, luxonZones);
  if (!found.ok)
    return { faults: found.faults.map(({ at, ...fault }) => pointed(asked, fault, at)) };
  const { dueOn, dueAt, derivation, waitsFor } = found.answer;
  return {
    date: {
      dueOn: presentDay(dueOn) as string,
      dueAt: presentInstant(dueAt) as string,
      derivation: derivation.map(presentStep),
      ...(waitsFor.length === 0 ? {} : { waitsFor }),
    },
  };
}

/** A fault inside the phrase, with a caret below its first word. */
function pointed(
  asked: AskedQuestion,
  fault: Fault,
  at?: { offset: number; length: number },
): Fault {
  if (at === undefined || fault.pointer !== '/phrase') return fault;
  const caret = `${' '.repeat(at.offset)}${'^'.repeat(Math.max(1, at.length))}`;
  return { ...fault, line: 1, column: at.offset + 1, excerpt: `${asked.phrase}\n${caret}` };
}
