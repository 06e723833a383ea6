import type { Moment, SentenceData, Sentences, Sort } from './catalogue';

const DAY_MS = 86_400_000;
const DAY = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'long',
  year: 'numeric',
  timeZone: 'UTC',
});

const format = (day: number): string => DAY.format(day * DAY_MS);

/** "7 March 2026", "a day between 1 March 2026 and 31 March 2026" */
const day = (one: Moment): string =>
  one.earliest === undefined
    ? format(one.day)
    : `a day between ${format(one.earliest)} and ${format(one.day)}`;

/** "14:05 on 7 March 2026 (Europe/Kyiv)" if the instant is known, else the day. */
function when(one: Moment): string {
  if (one.clock === undefined) return day(one);
  const { minute, zone } = one.clock;
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${two(Math.floor(minute / 60))}:${two(minute % 60)} on ${day(one)} (${zone})`;
}

const at = (one: Moment): string => `${one.clock === undefined ? 'on' : 'at'} ${when(one)}`;

function list(names: readonly string[]): string {
  const last = names.at(-1) ?? '';
  return names.length < 2 ? last : `${names.slice(0, -1).join(', ')} and ${last}`;
}

const days = (count: number): string => (count === 1 ? '1 day' : `${count} days`);

function inDays(count: number, { earliest }: Moment): string {
  const atMost = earliest === undefined ? '' : 'at the latest ';
  if (count <= 0) return `${atMost}today`;
  return `${atMost}${count === 1 ? 'tomorrow' : `in ${days(count)}`}`;
}

/** The verb of each sort, with its time. The title of a last day for notice already names it. */
const COMES: Readonly<Record<Sort, (on: Moment) => string>> = {
  deadline: (on) => `is due by ${when(on)}`,
  interval: (on) => `begins ${at(on)}`,
  beginning: (on) => `takes effect ${at(on)}`,
  end: (on) => `ends ${at(on)}`,
  moment: (on) => `comes ${at(on)}`,
  right: (on) => `opens ${at(on)}`,
  notice: (on) => `is ${when(on)}`,
  goal: (on) => `is aimed for by ${when(on)}`,
};

const OWED: readonly Sort[] = ['deadline', 'interval'];

type Named = SentenceData['milestone.upcoming' | 'milestone.violated'];

const start = ({ agreement, assumed }: Pick<Named, 'agreement' | 'assumed'>): string =>
  `${agreement}${assumed ? ' (hypothetical)' : ''}: `;

const title = ({ milestone }: Pick<Named, 'milestone'>): string => `“${milestone}”`;

/** “Elections”, owed by Ukraine, */
const owed = (data: Pick<Named, 'milestone' | 'who' | 'sort'>): string => {
  if (data.who.length === 0) return title(data);
  if (data.sort === 'goal') return `${title(data)}, a goal of ${list(data.who)},`;
  return OWED.includes(data.sort) ? `${title(data)}, owed by ${list(data.who)},` : title(data);
};

function ahead(data: SentenceData['milestone.upcoming']): string {
  const { sort, on, who } = data;
  const whose = sort === 'right' && who.length > 0 ? ` for ${list(who)}` : '';
  return `${start(data)}${owed(data)} ${COMES[sort](on)}${whose} (${inDays(data.days, on)}).`;
}

/** "; Ukraine has done its part" */
function done(names: readonly string[]): string {
  if (names.length === 0) return '';
  return `; ${list(names)} ${names.length === 1 ? 'has done its part' : 'have done their parts'}`;
}

function fulfilled(data: SentenceData['milestone.fulfilled'], late: boolean): string {
  const { who, on, early } = data;
  const did =
    who.length === 0 ? `${title(data)} was fulfilled` : `${list(who)} fulfilled ${title(data)}`;
  return `${start(data)}${did} ${at(on)}${early === undefined ? '' : `, ${timely(early, late)}`}.`;
}

function timely(early: number, late: boolean): string {
  if (early === 0) return late ? 'after it was due' : 'on the day it was due';
  return early > 0 ? `${days(early)} before it was due` : `${days(-early)} after it was due`;
}

export const ENGLISH: Sentences = {
  'milestone.upcoming': ahead,
  'milestone.due-soon': ahead,
  'milestone.grace-started': (data) =>
    `${start(data)}${owed(data)} was due by ${when(data.due)}; its grace period runs until ${when(data.until)}${done(data.done)}.`,
  'milestone.overdue': (data) =>
    `${start(data)}${owed(data)} is overdue: it was due by ${when(data.due)}${data.days > 0 ? `, ${days(data.days)} ago,` : ''} and no fulfilment is recorded${done(data.done)}.`,
  'milestone.fulfilled': (data) => fulfilled(data, false),
  'milestone.fulfilled-late': (data) => fulfilled(data, true),
  'milestone.fulfilled-in-part': (data) => {
    const { who, on, remaining, due, passed } = data;
    const part = who.length === 1 ? 'its part' : 'their parts';
    const not = remaining.length === 1 ? 'has not' : 'have not';
    const term = due === undefined ? '' : `, and it ${passed ? 'was' : 'is'} due by ${when(due)}`;
    return `${start(data)}${list(who)} fulfilled ${part} of ${title(data)} ${at(on)}; ${list(remaining)} ${not}${term}.`;
  },
  'milestone.violated': (data) => {
    const { who, on, incidents } = data;
    const did =
      who.length === 0 ? `${title(data)} was breached` : `${list(who)} breached ${title(data)}`;
    const count = incidents > 1 ? `; ${incidents} breaches are recorded` : '';
    return `${start(data)}${did} ${at(on)}${count}.`;
  },
  'milestone.redated': (data) => {
    const { from, to } = data;
    const change =
      from === undefined
        ? `has a date now: ${when(to)}`
        : `moved from ${when(from)} to ${when(to)}`;
    return `${start(data)}${title(data)} ${change}.`;
  },
  'milestone.undated': (data) => {
    const { from, waitsFor } = data;
    const lost =
      from === undefined ? 'still has no date' : `no longer has a date (it was ${when(from)})`;
    const open = waitsFor.length === 0 ? '' : `; it waits for ${list(waitsFor)}`;
    return `${start(data)}${title(data)} ${lost}${open}.`;
  },
  'milestone.corrected': (data) =>
    `${start(data)}${title(data)} was fulfilled in time after all, ${at(data.on)}; the message that it was late was wrong.`,
  'agreement.signed': ({ agreement, assumed, on }) =>
    assumed
      ? `${agreement} is assumed to be signed ${at(on)}.`
      : `${agreement} was signed ${at(on)}.`,
  'schedule.changed': (data) => {
    const { changed, announced, first, cause } = data;
    const lie = announced === 1 ? '1 deadline lies ahead' : `${announced} deadlines lie ahead`;
    const soon = first === undefined ? '' : `${lie}, the first ${at(first)}`;
    const dates =
      changed === 0
        ? ''
        : `the dates of ${changed === 1 ? '1 milestone' : `${changed} milestones`} changed`;
    return `${start(data)}${[dates, soon].filter((part) => part !== '').join('; ')} (${cause}).`;
  },
  'alert.acknowledged': (data) =>
    `${start(data)}somebody has ${title(data)} in hand; the message that it is ${data.messageType.replace('milestone.', '').replaceAll('-', ' ')} was acknowledged.`,
  digest: ({ at: on, came, next, late, daysAhead, missed }) => {
    const several = (count: number, one: string, many: string) =>
      `${count} ${count === 1 ? one : many}`;
    const left =
      missed === 0
        ? ''
        : ` ${several(missed, 'earlier digest was', 'earlier digests were')} left out.`;
    return `Digest for ${when(on)}: ${several(came, 'message', 'messages')} since the last one; ${several(next, 'date lies', 'dates lie')} ahead within ${days(daysAhead)}; ${late} late.${left}`;
  },
  'endpoint.disabled': ({ endpoint, reason }) =>
    `The webhook ${endpoint} was disabled because ${reason === 'gone' ? 'its receiver answered that it is gone' : 'no message reached it for days'}; its messages are held.`,
  ping: () => 'This is a test message from Pacta.',
};
