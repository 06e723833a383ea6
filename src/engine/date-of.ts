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
import type { DateBound, Milestone } from './model/milestone';
import type { Step } from './model/step';
import type { EpochDay, Instant, Zones } from './model/time';
import { parseMonth } from './phrase/rough';
import { readDocument } from './reading/read-document';
import { type Reading, readingsFor } from './review/readings';
import { schedule } from './schedule/schedule';

/** A phrase to compute the date of, with what it counts by. */
export interface DateQuestion {
  /** A phrase as in `due`, or the words of an agreement; if `side` is `earliest`, as in `opens`. Examples: "within 100 days of signing", "30 days after 2025-11-27", "by last day of the month of 2026-02-03". */
  phrase: string;
  /** The events in the phrase, each with its day YYYY-MM-DD or its instant with an offset. */
  events?: Readonly<Record<string, string>>;
  /** The name of a convention; the default is `agreement-d-plus-n`. */
  convention?: string;
  /** IANA name of the zone of all days; the default is UTC. */
  zone?: string;
  /** The working days; the default is weekends and `holidays`. */
  calendar?: WorkingCalendar;
  /** Days off besides weekends, YYYY-MM-DD, in addition to those of `calendar`. */
  holidays?: readonly string[];
  /** ISO weekdays (1 is Monday) that are not worked; the default is the weekend of the convention. */
  weekend?: readonly number[];
  /** Whether the date rolls off a non-working day; the default is the rule of the convention. */
  roll?: boolean;
  /** Whether the day of the anchor is day 1, whatever the convention says. */
  includesStart?: boolean;
  /** `deadline` (the default): the last day by which it is due. `earliest`: the first day on which it may be done. */
  side?: 'deadline' | 'earliest';
}

interface DateAnswer {
  /** The last day on which it is on time, or with `earliest` the first on which it may be done; inclusive, in the zone. */
  dueOn: EpochDay;
  /**
   * The first instant at which it is late (the midnight that ends `dueOn`, or an exact instant), or with `earliest`
   * the first at which it may be done.
   */
  dueAt: Instant;
  /** The phrase that the words are read as; absent where they are one. */
  readAs?: string;
  derivation: readonly Step[];
  /** Other readings of the phrase that give other days. */
  alternatives: readonly Reading[];
  /** What could still move the date: days that the calendar does not cover. */
  waitsFor: readonly string[];
  /** Which way `waitsFor` could move the date, where only one is possible. */
  bound?: DateBound;
  /** Where the day is known only roughly: the earliest possible one, or with `earliest` the latest. */
  otherEnd?: EpochDay;
}

export type Dated = { ok: true; answer: DateAnswer } | { ok: false; faults: DocumentFault[] };

/**
 * Computes the date of one phrase. The same question always has the same answer. Faults have JSON Pointers into the
 * question; an event without a date is one.
 * @param sentences the language of the steps; the default is English.
 */
export function dateOf(question: DateQuestion, zones: Zones, sentences?: Sentences): Dated {
  const zone = question.zone ?? 'UTC';
  const faults = faultsOf(question, zones, zone);
  if (faults.length > 0) return { ok: false, faults };
  const known = (name: string): boolean => zones.known(name);
  const words = readDocument(documentOf(question, zone), known);
  const compiled = compile(words.document, known);
  if (!compiled.ok) {
    const unread = words.faults.length > 0 ? words.faults : compiled.faults;
    return { ok: false, faults: unread.map(inQuestion) };
  }
  const items = compiled.agreement.items.map((item) => withOverrides(item, question));
  const byPath = new Map(items.map((item) => [item.path, item]));
  const agreement = { ...compiled.agreement, items, byPath };
  const facts = factsOf(question, zones, zone);
  const calendars = new Map([['given', calendarOf(question)]]);
  const options = { zones, calendars, ...(sentences && { sentences }) };
  const [milestone] = schedule(agreement, facts, options).milestones;
  const readings = readingsFor(agreement, facts, options);
  return answerOf(milestone, question, readings, words.read[0]?.phrase);
}

function answerOf(
  milestone: Milestone | undefined,
  { side }: DateQuestion,
  readings: (milestone: Milestone) => Reading[],
  readAs: string | undefined,
): Dated {
  const early = side === 'earliest';
  const on = early ? milestone?.opensOn : milestone?.dueOn;
  const at = early ? milestone?.opensAt : milestone?.dueAt;
  if (milestone === undefined || on === undefined || at === undefined) {
    const waitsFor = milestone?.waitsFor.join(', ') ?? '';
    const detail = `the phrase has no date${waitsFor === '' ? '' : `: it waits for ${waitsFor}`}`;
    const example = early ? '30 days after 2025-11-27' : 'within 30 days of 2025-11-27';
    const expected = 'a phrase whose anchors have dates';
    return { ok: false, faults: [{ pointer: '/phrase', detail, expected, example }] };
  }
  const { derivation, waitsFor, bound, rough } = milestone;
  const other = early ? rough?.opensOnLatest : rough?.dueOnEarliest;
  const alternatives = readings(milestone);
  const answer: DateAnswer = { dueOn: on, dueAt: at, derivation, alternatives, waitsFor };
  if (bound !== undefined) answer.bound = bound;
  if (other !== undefined) answer.otherEnd = other;
  if (readAs !== undefined) answer.readAs = readAs;
  return { ok: true, answer };
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

function withOverrides(item: Item, question: DateQuestion): Item {
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
    const month = parseMonth(at);
    if (month !== undefined) {
      return { id: subject, kind: 'occurred', subject, day: month.to, earliest: month.from };
    }
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
      detail: `"${zone}" is not a time zone`,
      expected: 'an IANA name such as Europe/Kyiv',
      example: 'Europe/Kyiv',
    });
  }
  for (const [name, at] of Object.entries(question.events ?? {})) {
    if ((parseDay(at) ?? parseMonth(at) ?? parseInstant(at)) !== undefined) continue;
    faults.push({
      pointer: `/events/${name}`,
      detail: `"${at}" is neither a day nor an instant`,
      expected:
        'a day such as 2025-11-27, a month such as 2025-11, or an instant such as 2025-11-27T18:30:00+02:00',
      example: '2025-11-27',
    });
  }
  for (const [i, day] of (question.holidays ?? []).entries()) {
    if (parseDay(day) !== undefined) continue;
    faults.push({
      pointer: `/holidays/${i}`,
      detail: `"${day}" is not a day`,
      expected: 'a day such as 2025-12-25',
      example: '2025-12-25',
    });
  }
  return faults;
}

/** A fault of the document made for the question, at the part of the question that it is about. */
function inQuestion(fault: DocumentFault): DocumentFault {
  if (fault.pointer === '/counting') return { ...fault, pointer: '/convention' };
  return { ...fault, pointer: '/phrase' };
}
