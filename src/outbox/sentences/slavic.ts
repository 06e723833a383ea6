import type { MessageType } from '../message-type';
import type { Moment, SentenceData, Sentences, Sort } from './catalogue';

/** Forms of a noun after a number: 1, 2 to 4, 5 and more. */
type Forms = readonly [one: string, few: string, many: string];

/**
 * The words of a Slavic language. Names of parties and titles stand after a colon or in quotation marks, in the form in
 * which the document has them, so that no sentence needs their case, gender or number.
 */
interface SlavicWords {
  language: 'uk' | 'ru';
  /** The word for "year" after a date. */
  year: string;
  and: string;
  /** Precedes a clock time. */
  at: string;
  day: Forms;
  hypothetical: string;
  today: string;
  tomorrow: string;
  in: (span: string) => string;
  /** Precedes the time to the latest of several possible days. */
  atTheLatest: string;
  /** A day that lies between two others. */
  between: (from: string, to: string) => string;
  /** Precedes `between` where a day is named as an object. */
  aDay: string;
  /** The parties that owe it, by whether they are several. */
  owing: readonly [one: string, several: string];
  party: readonly [one: string, several: string];
  comes: Readonly<Record<Exclude<Sort, 'notice'>, string>>;
  forWhom: string;
  /** The past tense of `comes.deadline`. */
  passed: string;
  grace: string;
  haveDone: readonly [one: string, several: string];
  haveNotDone: readonly [one: string, several: string];
  overdue: string;
  ago: (span: string) => string;
  noRecord: string;
  fulfilled: string;
  before: (span: string) => string;
  after: (span: string) => string;
  onTheDay: string;
  late: string;
  breached: string;
  breaches: string;
  moved: (from: string, to: string) => string;
  dated: string;
  stillUndated: string;
  noLongerDated: (from: string) => string;
  waitsFor: string;
  corrected: (on: string) => string;
  assumedSigned: string;
  signed: string;
  signing: string;
  changed: string;
  ahead: string;
  first: string;
  inHand: string;
  acknowledged: (what: string) => string;
  /** Names each message about a milestone in the sentence of its acknowledgement. */
  notice: Readonly<Record<Extract<MessageType, `milestone.${string}`>, string>>;
  digest: (at: string, came: number, next: number, span: string, late: number) => string;
  digestsLeftOut: string;
  disabled: (endpoint: string, why: string) => string;
  why: Readonly<Record<SentenceData['endpoint.disabled']['reason'], string>>;
  ping: string;
}

const DAY_MS = 86_400_000;
const OWED: readonly Sort[] = ['deadline', 'interval'];

type Named = Pick<SentenceData['milestone.violated'], 'agreement' | 'assumed' | 'milestone'>;
type Owed = Named & Pick<SentenceData['milestone.violated'], 'sort' | 'who'>;

/** Functions that write the parts of sentences. */
function writerOf(w: SlavicWords) {
  const rules = new Intl.PluralRules(w.language);
  const format = new Intl.DateTimeFormat(w.language, {
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    timeZone: 'UTC',
  });

  const civil = (day: number): string =>
    format.format(day * DAY_MS).replace(/\s\S+$/, ` ${w.year}`);

  /** "7 березня 2026 року", "між 1 березня 2026 року і 31 березня 2026 року" */
  const day = ({ day: on, earliest }: Moment): string =>
    earliest === undefined ? civil(on) : w.between(civil(earliest), civil(on));

  /** "14:05 7 березня 2026 року (Europe/Kyiv)" if the instant is known, else the day. */
  function when(one: Moment): string {
    if (one.clock === undefined) return day(one);
    const { minute, zone } = one.clock;
    const two = (value: number): string => String(value).padStart(2, '0');
    return `${two(Math.floor(minute / 60))}:${two(minute % 60)} ${day(one)} (${zone})`;
  }

  function days(count: number): string {
    const [one, few, many] = w.day;
    const rule = rules.select(count);
    return `${count} ${rule === 'one' ? one : rule === 'few' ? few : many}`;
  }

  function list(names: readonly string[]): string {
    const last = names.at(-1) ?? '';
    return names.length < 2 ? last : `${names.slice(0, -1).join(', ')} ${w.and} ${last}`;
  }

  /** "сторони: A і B" */
  const labelled = (
    label: readonly [one: string, several: string],
    names: readonly string[],
  ): string => `${label[names.length > 1 ? 1 : 0]}: ${list(names)}`;

  const start = ({ agreement, assumed }: Omit<Named, 'milestone'>): string =>
    `${agreement}${assumed ? ` (${w.hypothetical})` : ''}: `;

  return {
    when,
    days,
    labelled,
    list,
    start,
    at: (one: Moment): string => (one.clock === undefined ? when(one) : `${w.at} ${when(one)}`),
    subject: (data: Named): string => `${start(data)}«${data.milestone}»`,
    /** With the parties in brackets if there are any. */
    bracketed: (label: readonly [string, string], names: readonly string[]): string =>
      names.length === 0 ? '' : ` (${labelled(label, names)})`,
    after: (text: string): string => (text === '' ? '' : `; ${text}`),
  };
}

/** The sentences of a language, from its words. */
export function slavicSentences(w: SlavicWords): Sentences {
  const { when, at, days, labelled, list, start, subject, bracketed, after } = writerOf(w);

  const owing = (data: Owed): string =>
    subject(data) +
    (OWED.includes(data.sort) ? bracketed(w.owing, data.who) : '') +
    (data.sort === 'goal' ? bracketed(w.party, data.who) : '');

  const done = (names: readonly string[]): string =>
    names.length === 0 ? '' : after(labelled(w.haveDone, names));

  function inDays(count: number, { earliest }: Moment): string {
    const atMost = earliest === undefined ? '' : `${w.atTheLatest} `;
    if (count <= 0) return atMost + w.today;
    return atMost + (count === 1 ? w.tomorrow : w.in(days(count)));
  }

  /** After a preposition, where a range needs a noun. */
  const named = (one: Moment): string =>
    one.earliest === undefined ? when(one) : `${w.aDay} ${when(one)}`;

  function ahead(data: SentenceData['milestone.upcoming']): string {
    const { sort, on, who } = data;
    const span = inDays(data.days, on);
    if (sort === 'notice') return `${subject(data)} — ${when(on)} (${span}).`;
    const whose = sort === 'right' && who.length > 0 ? `, ${w.forWhom}: ${list(who)}` : '';
    return `${owing(data)}: ${w.comes[sort]} ${at(on)}${whose} (${span}).`;
  }

  function timely(early: number, late: boolean): string {
    if (early === 0) return late ? w.late : w.onTheDay;
    return early > 0 ? w.before(days(early)) : w.after(days(-early));
  }

  function fulfilled(data: SentenceData['milestone.fulfilled'], late: boolean): string {
    const { who, on, early } = data;
    const how = early === undefined ? '' : `, ${timely(early, late)}`;
    return `${subject(data)}${bracketed(w.party, who)}: ${w.fulfilled} ${at(on)}${how}.`;
  }

  return {
    'milestone.upcoming': ahead,
    'milestone.due-soon': ahead,
    'milestone.grace-started': (data) =>
      `${owing(data)}: ${w.passed} ${at(data.due)}; ${w.grace} ${when(data.until)}${done(data.done)}.`,
    'milestone.overdue': (data) => {
      const ago = data.days > 0 ? `, ${w.ago(days(data.days))}` : '';
      return `${owing(data)}: ${w.overdue}; ${w.passed} ${at(data.due)}${ago}, ${w.noRecord}${done(data.done)}.`;
    },
    'milestone.fulfilled': (data) => fulfilled(data, false),
    'milestone.fulfilled-late': (data) => fulfilled(data, true),
    'milestone.fulfilled-in-part': (data) => {
      const { who, on, remaining, due, passed } = data;
      const verb = passed ? w.passed : w.comes.deadline;
      const term = due === undefined ? '' : after(`${verb} ${at(due)}`);
      return `${subject(data)}: ${at(on)} ${labelled(w.haveDone, who)}; ${labelled(w.haveNotDone, remaining)}${term}.`;
    },
    'milestone.violated': (data) => {
      const { who, on, incidents } = data;
      const count = incidents > 1 ? after(`${w.breaches}: ${incidents}`) : '';
      return `${subject(data)}${bracketed(w.party, who)}: ${w.breached} ${at(on)}${count}.`;
    },
    'milestone.redated': (data) =>
      `${subject(data)}: ${data.from === undefined ? `${w.dated} ${when(data.to)}` : w.moved(named(data.from), named(data.to))}.`,
    'milestone.undated': (data) => {
      const { from, waitsFor } = data;
      const lost = from === undefined ? w.stillUndated : w.noLongerDated(when(from));
      const open = waitsFor.length === 0 ? '' : after(`${w.waitsFor}: ${list(waitsFor)}`);
      return `${subject(data)}: ${lost}${open}.`;
    },
    'milestone.corrected': (data) => `${subject(data)}: ${w.corrected(at(data.on))}.`,
    'agreement.signed': ({ agreement, assumed, on }) =>
      `${agreement}: ${assumed ? w.assumedSigned : w.signed} ${at(on)}.`,
    'schedule.changed': (data) => {
      const { changed, announced, first, signed } = data;
      const dates = changed === 0 ? '' : `${w.changed}: ${changed}`;
      const soon = first === undefined ? '' : `${w.ahead}: ${announced}, ${w.first} ${at(first)}`;
      const why = signed === undefined ? '' : ` (${w.signing} ${when(signed)})`;
      return `${start(data)}${[dates, soon].filter((part) => part !== '').join('; ')}${why}.`;
    },
    'alert.acknowledged': (data) =>
      `${subject(data)}: ${w.inHand}; ${w.acknowledged(noticeName(w, data.messageType))}.`,
    digest: ({ at: on, came, next, late, daysAhead, missed }) => {
      const left = missed === 0 ? '' : after(`${w.digestsLeftOut}: ${missed}`);
      return `${w.digest(when(on), came, next, days(daysAhead), late)}${left}.`;
    },
    'endpoint.disabled': ({ endpoint, reason }) => w.disabled(endpoint, w.why[reason]),
    ping: () => w.ping,
  };
}

function noticeName({ notice }: SlavicWords, type: string): string {
  return Object.entries(notice).find(([name]) => name === type)?.[1] ?? type;
}
