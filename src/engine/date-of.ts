import { parseDay } from './calendar/epoch-day';
import { parseInstant } from './calendar/instant';
import {
  combineCalendars,
  simpleCalendar,
  type WorkingCalendar,
} from './calendar/working-calendar';
import { compile } from './compile/compile';
import type { Item } from './compile/item';
import { CONVENTIONS, DEFAULT_CONVENTION } from './counting/conventions';
import type { Sentences } from './explain/sentences';
import type { AgreementDocument, DocumentFault } from './model/document';
import type { Fact } from './model/fact';
import type { Bound, Milestone } from './model/milestone';
import type { Step } from './model/step';
import type { EpochDay, Instant, Zones } from './model/time';
import { type Reading, readingsFor } from './review/readings';
import { schedule } from './schedule/schedule';

/** One phrase to be turned into one date. */
export interface DateQuestion {
  /** What `due` takes: "within 100 days of signing", "30 days after 2025-11-27", "by last day of the month of 2026-02-03". */
  phrase: string;
  /** The events the phrase names: a day YYYY-MM-DD, or an instant with its offset. */
  events?: Readonly<Record<string, string>>;
  /** A convention's name; `agreement-d-plus-n` unless given. */
  convention?: string;
  /** IANA name; UTC unless given. Its midnight ends the day, and it reads an anchor's instant. */
  zone?: string;
  /** The working days to count by; where absent, weekends and `holidays`. */
  calendar?: WorkingCalendar;
  /** Days off besides weekends, YYYY-MM-DD; beside a `calendar` those of both are off. */
  holidays?: readonly string[];
  /** ISO weekdays (1 Monday) that are not worked; the convention's unless given. */
  weekend?: readonly number[];
  /** Whether a last day off work moves; what the convention says unless given. */
  roll?: boolean;
  /** The anchor's own day is the first day of the period, whatever the convention says. */
  includesStart?: boolean;
  /** `earliest`: what may not happen before, instead of what is due by. */
  side?: 'deadline' | 'earliest';
}

export interface DateAnswer {
  /** Last good day, or with `earliest` the first; inclusive, in the zone. */
  dueOn: EpochDay;
  /** First instant at which it is late (the midnight that ends `dueOn`, or the exact instant); with `earliest`, the first at which it may be done. */
  dueAt: Instant;
  derivation: readonly Step[];
  /** Other readings of the phrase that give another day. */
  alternatives: readonly Reading[];
  /** What could still move it: days the calendar does not speak for. */
  waitsFor: readonly string[];
  /** Which way that could move it, where it is one way only. */
  bound?: Bound;
}

export type Dated = { ok: true; answer: DateAnswer } | { ok: false; faults: DocumentFault[] };

/**
 * The date of one phrase. Pure: the same question always has the same answer. Faults name the part of the
 * question by JSON Pointer; an event the phrase names and the question does not date is one.
 * @param sentences the language of the steps; English unless given.
 */
export function dateOf(question: DateQuestion, zones: Zones, sentences?: Sentences): Dated {
  const zone = question.zone ?? 'UTC';
  const faults = faultsOf(question, zones, zone);
  if (faults.length > 0) return { ok: false, faults };
  const compiled = compile(documentOf(question, zone), (name) => zones.known(name));
  if (!compiled.ok) return { ok: false, faults: compiled.faults.map(inQuestion) };
  const items = compiled.agreement.items.map((item) => overridden(item, question));
  const byPath = new Map(items.map((item) => [item.path, item]));
  const agreement = { ...compiled.agreement, items, byPath };
  const facts = factsOf(question, zones, zone);
  const calendars = new Map([['given', calendarOf(question)]]);
  const options = { zones, calendars, ...(sentences && { sentences }) };
  const [milestone] = schedule(agreement, facts, options).milestones;
  return answered(milestone as Milestone, question, readingsFor(agreement, facts, options));
}

function answered(
  milestone: Milestone,
  { side }: DateQuestion,
  readings: (milestone: Milestone) => Reading[],
): Dated {
  const early = side === 'earliest';
  const on = early ? milestone.opensOn : milestone.dueOn;
  const at = early ? milestone.opensAt : milestone.dueAt;
  if (on === undefined || at === undefined) {
    const why =
      milestone.waitsFor.length > 0 ? `: it waits for ${milestone.waitsFor.join(', ')}` : '';
    return {
      ok: false,
      faults: [
        {
          pointer: '/phrase',
          detail: `no date follows${why}`,
          expected: 'a phrase with a known anchor',
        },
      ],
    };
  }
  const { derivation, waitsFor, bound } = milestone;
  const alternatives = readings(milestone);
  const answer = { dueOn: on, dueAt: at, derivation, alternatives, waitsFor };
  return { ok: true, answer: bound === undefined ? answer : { ...answer, bound } };
}

function documentOf(question: DateQuestion, zone: string): AgreementDocument {
  const names = Object.keys(question.events ?? {});
  const timing =
    question.side === 'earliest' ? { opens: question.phrase } : { due: question.phrase };
  return {
    id: 'date',
    title: question.phrase,
    zone,
    counting: question.convention ?? DEFAULT_CONVENTION,
    events: Object.fromEntries(names.map((name) => [name, { title: name }])),
    obligations: [{ id: 'date', title: question.phrase, ...timing }],
  };
}

function overridden(item: Item, question: DateQuestion): Item {
  const { roll, includesStart, calendar, holidays = [], weekend } = question;
  const given = calendar !== undefined || weekend !== undefined || holidays.length > 0;
  return {
    ...item,
    calendars: given ? ['given'] : [],
    ...(roll === undefined ? {} : { rolls: roll }),
    ...(includesStart ? { convention: { ...item.convention, excludesTriggerDay: false } } : {}),
  };
}

function calendarOf({
  calendar,
  weekend,
  holidays = [],
  convention,
}: DateQuestion): WorkingCalendar {
  const days = holidays.map(parseDay).filter((day) => day !== undefined);
  if (calendar !== undefined) {
    const more = days.length > 0 || weekend !== undefined;
    return more ? combineCalendars([calendar, simpleCalendar(weekend ?? [], days)]) : calendar;
  }
  const own = CONVENTIONS.get(convention ?? DEFAULT_CONVENTION)?.weekend ?? [6, 7];
  return simpleCalendar(weekend ?? own, days);
}

function factsOf(question: DateQuestion, zones: Zones, zone: string): Fact[] {
  return Object.entries(question.events ?? {}).map(([subject, at]): Fact => {
    const day = parseDay(at);
    if (day !== undefined) return { id: subject, kind: 'occurred', subject, day };
    const instant = parseInstant(at) ?? Number.NaN;
    return {
      id: subject,
      kind: 'occurred',
      subject,
      day: zones.localOf(instant, zone).day,
      instant,
    };
  });
}

function faultsOf(question: DateQuestion, zones: Zones, zone: string): DocumentFault[] {
  const faults: DocumentFault[] = [];
  if (!zones.known(zone)) {
    faults.push({
      pointer: '/zone',
      detail: `"${zone}" is no zone`,
      expected: 'a zone such as Europe/Kyiv',
    });
  }
  for (const [name, at] of Object.entries(question.events ?? {})) {
    if ((parseDay(at) ?? parseInstant(at)) !== undefined) continue;
    faults.push({
      pointer: `/events/${name}`,
      detail: `"${at}" is no day and no instant`,
      expected: 'a day such as 2025-11-27, or an instant such as 2025-11-27T18:30:00+02:00',
    });
  }
  for (const [i, day] of (question.holidays ?? []).entries()) {
    if (parseDay(day) !== undefined) continue;
    const detail = `"${day}" is no day`;
    faults.push({ pointer: `/holidays/${i}`, detail, expected: 'a day such as 2025-12-25' });
  }
  return faults;
}

/** A fault of the document behind the question, at the part of the question that it is about. */
function inQuestion(fault: DocumentFault): DocumentFault {
  if (fault.pointer === '/counting') return { ...fault, pointer: '/convention' };
  return { ...fault, pointer: '/phrase' };
}
