import {
  type InZone,
  type ReasonData,
  type Sentences,
} from '../../../src/engine/explain/sentences';
import { clockTime, inZone as toZone } from '../../../src/engine/explain/zoned-time';
import {
  type Anchor,
  ASSUMED_ID_PREFIX,
  type Certainty,
  type StepData,
} from '../../../src/engine/model/step';
import type { EpochDay, Instant } from '../../../src/engine/model/time';
import { beforeAndAfter, dateWriter, periodFormatter } from '../engine-formats';

const { day, date, time } = dateWriter('uk', 'року');
const period = periodFormatter(
  'uk',
  {
    minute: ['хвилина', 'хвилини', 'хвилин', 'хвилину'],
    hour: ['година', 'години', 'годин', 'годину'],
    day: ['день', 'дні', 'днів'],
    'working day': ['робочий день', 'робочі дні', 'робочих днів'],
    week: ['тиждень', 'тижні', 'тижнів'],
    month: ['місяць', 'місяці', 'місяців'],
    quarter: ['квартал', 'квартали', 'кварталів'],
    'half-year': ['півріччя', 'півріччя', 'піврічь'],
    year: ['рік', 'роки', 'років'],
  },
  { and: 'і', exactly: 'рівно' },
);

const KNOWN: Readonly<Record<Certainty, string>> = {
  recorded: 'за записом',
  assumed: 'за припущенням',
  approximate: 'за записом, приблизно',
};
const MOMENT: Readonly<Record<string, string>> = {
  fulfilled: 'виконано',
  verified: 'перевірено',
  breached: 'порушено',
  cured: 'порушення усунуто',
  started: 'розпочато',
  ended: 'завершено',
};
const DIRECTION = { after: 'після', before: 'до' };
const WHICH: Readonly<Record<string, string>> = { later: 'пізнішу', earlier: 'ранішу' };
/** Adjectives by gender: of a weekday or, as the first, of a day. */
const NOT = { after: 'не раніше', before: 'не пізніше' };
const NTH = { first: ['Перший', 'Перша'], last: ['Останній', 'Остання'] };
const FEMININE: readonly (number | string | undefined)[] = [3, 5, 6, 7];
const ENDINGS: Readonly<Record<number, string>> = { 2: 'га', 3: 'тя', 7: 'ма', 8: 'ма' };
const weekdayName = new Intl.DateTimeFormat('uk', { timeZone: 'UTC', weekday: 'long' });
const GENITIVE: Readonly<Record<string, string>> = {
  week: 'тижня',
  month: 'місяця',
  quarter: 'кварталу',
  'half-year': 'півріччя',
  year: 'року',
};

/** A day or, where the instant is known, the time on it; after any preposition. */
function dateOrTime(to: EpochDay, toAt: Instant | undefined, inZone: InZone): string {
  return toAt === undefined ? date(to) : time(inZone(toAt));
}

/** "22:00 UTC", with the day where UTC has another one. */
function utc(at: Instant, local: EpochDay, inZone: InZone): string {
  const there = inZone(at, 'UTC');
  return there.day === local ? `${there.clock} UTC` : `${there.clock} UTC ${date(there.day)}`;
}

function midnight({ from, toAt, by }: StepData['start-of-day'], inZone: InZone): string {
  const { zone } = by;
  return zone === 'UTC'
    ? 'опівночі за UTC'
    : `опівночі за часом ${zone} (${utc(toAt, from, inZone)})`;
}

function anchor(name: string, of: Exclude<Anchor, { of: 'beside' }>): string {
  switch (of.of) {
    case 'event': {
      const event = name === 'signing' ? 'підписання' : `подія «${of.title ?? name}»`;
      return `${event}, ${KNOWN[of.known]}`;
    }
    case 'moment':
      return `«${of.title}» — ${MOMENT[of.moment] ?? of.moment}, ${KNOWN[of.known]}`;
    case 'all-phases':
      return `усі етапи «${of.path}» — ${MOMENT[of.moment] ?? of.moment}, ${KNOWN[of.known]}`;
    case 'schedule':
      return `розрахована дата для «${of.title}»`;
  }
}

function anchored({ to, toAt, by }: StepData['anchor'], inZone: InZone): string {
  const latest = toAt === undefined ? day(to) : time(inZone(toAt));
  const when =
    by.earliest === undefined
      ? latest
      : `найраніше ${day(by.earliest)}, найпізніше ${latest}; рахується від найпізнішого`;
  if (by.of !== 'beside') return `Початок відліку (${anchor(by.name, by)}): ${when}.`;
  const how =
    by.relation === 'during' ? 'під час іншого зобов’язання' : 'разом з іншим зобов’язанням';
  return `Це належить виконати ${how}, тож дата та сама («${by.name}»): ${when}.`;
}

function picked({ to, by: { which, days, open } }: StepData['nth-of']): string {
  const named = typeof which === 'number' ? `№ ${which} за порядком` : WHICH[which];
  const chosen =
    days.length < 2
      ? `Поки що відома лише одна дата: ${day(to)}.`
      : `З дат ${days.map(date).join('; ')} обрано ${named}: ${day(to)}.`;
  const rest = ` Ще невідомих дат: ${open}; через них строк може настати раніше.`;
  return open === 0 ? chosen : chosen + rest;
}

function added({ to, by }: StepData['add-period']): string {
  const { skipped = [], weekends } = by;
  const passed = [...skipped, ...(weekends === undefined ? [] : [`вихідні дні (${weekends})`])];
  const stops =
    by.first === 'completed'
      ? 'останній день місяця є останнім днем строку'
      : 'відлік спиняється в кінці місяця';
  const last = by.toMonthEnd
    ? ' Відлік іде від останнього дня місяця, тож закінчується останнім днем місяця.'
    : '';
  const short = by.clamped ? ` Такого числа в місяці немає, тож ${stops}.` : '';
  const rest = passed.length === 0 ? '' : ` Не рахуються: ${passed.join('; ')}.`;
  const back = by.direction === 'before' ? ' назад' : '';
  return `Відраховуємо${back} ${period(by.period, 'object')}: ${day(to)}.${last}${short}${rest}`;
}

/** "Останній робочий день", "2-га середа" */
function nthDay({ which, day: kind }: StepData['edge']['by']): string {
  const gender = FEMININE.includes(kind) ? 1 : 0;
  const suffix = gender === 0 ? 'й' : (ENDINGS[Number(which)] ?? 'та');
  const nth = typeof which === 'number' ? `${which}-${suffix}` : NTH[which][gender];
  if (typeof kind !== 'number') return `${nth} ${kind === undefined ? '' : 'робочий '}день`;
  // 5 January 1970 was a Monday.
  return `${nth} ${weekdayName.format((kind + 3) * 86_400_000)}`;
}

function edge({ from, to, by }: StepData['edge']): string {
  const { unit = '', nth, direction, skipped = [] } = by;
  const of = GENITIVE[unit] ?? unit;
  const where =
    unit === ''
      ? `${by.on ? NOT[direction] : DIRECTION[direction]} ${date(from)}`
      : nth === 0
        ? `${of}, на ${unit === 'half-year' ? 'яке' : 'який'} припадає ${date(from)}`
        : `${nth}-го ${of} ${DIRECTION[direction]} ${date(from)}`;
  const rest = skipped.length === 0 ? '' : ` Не рахуються: ${skipped.join('; ')}.`;
  return `${nthDay(by)} ${where}: ${day(to)}.${rest}`;
}

function extended({ from, to, toAt, by }: StepData['extension'], inZone: InZone): string {
  const how =
    by.clause === undefined
      ? 'у тексті такого положення немає'
      : `текст це дозволяє: «${by.clause}»`;
  const before = from === undefined ? '' : ` з ${date(from)}`;
  const end = dateOrTime(to, toAt, inZone);
  return `Подовження, записане ${date(by.on)}, переносить строк${before} на ${end}; ${how}.`;
}

function pinned({ from, to, toAt, by }: StepData['pin'], inZone: InZone): string {
  const otherwise =
    from === undefined
      ? 'іншої дати немає'
      : from === to
        ? 'відлік дає ту саму дату'
        : `без цього було б ${date(from)}`;
  const fixed = dateOrTime(to, toAt, inZone);
  return `За домовленістю від ${date(by.on)} дата лишається незмінною: ${fixed}; ${otherwise}.`;
}

function paused({ from, to, toAt, by }: StepData['pause'], inZone: InZone): string {
  const how = by.added === undefined ? ', потім строк почався заново' : ` (${period(by.added)})`;
  const end = dateOrTime(to, toAt, inZone);
  return `Відлік було зупинено з ${date(by.since)} до ${date(by.until)}${how}: дата переноситься з ${date(from)} на ${end}.`;
}

function condition({ by }: StepData['condition']): string {
  const since = by.since === undefined ? '' : ` ${date(by.since)}`;
  const state = by.met ? `умову виконано${since}` : 'умову поки що не виконано';
  return `Зобов’язання діє лише за умови «${by.condition}»: ${state}.`;
}

function discharged({ by }: StepData['discharge']): string {
  const why =
    'condition' in by ? `виконано умову «${by.condition}»` : `його замінює «${by.supersededBy}»`;
  return `Зобов’язання припиняється ${date(by.on)}: ${why}.`;
}

const both = beforeAndAfter('Було', 'Стало');

function anchorMoved({ now, shift }: ReasonData): string {
  const to = now?.to === undefined ? '' : `: ${day(now.to)}`;
  if (shift === 0) return `Початок відліку лишається незмінним${to}.`;
  const days = period(`${Math.abs(shift)} days`, 'object');
  return `Початок відліку переноситься на ${days} ${shift > 0 ? 'пізніше' : 'раніше'}${to}.`;
}

/** The steps of a derivation in Ukrainian; conditions and rhythms keep the words of the agreement. */
export const SENTENCES: Sentences = {
  inZone: toZone,
  steps: {
    'fixed-date': ({ to, toAt }, inZone) =>
      `У тексті названо: ${toAt === undefined ? day(to) : time(inZone(toAt))}.`,
    'rough-date': ({ from, to, by }) =>
      `У тексті названо лише «${by.named}»: найраніше ${day(from)}, найпізніше ${day(to)}. Далі рахується від найпізнішого дня.`,
    anchor: anchored,
    'clock-time': ({ from, toAt, by: { minute, zone } }, inZone) => {
      const at = zone === 'UTC' ? '' : `, тобто ${utc(toAt, from, inZone)}`;
      return `Час: ${clockTime(minute)} ${date(from)} (${zone})${at}.`;
    },
    'later-of': picked,
    'earlier-of': picked,
    'nth-of': picked,
    'add-hours': ({ fromAt, toAt, by }, inZone) =>
      `${period(by.period)} ${DIRECTION[by.direction]} ${time(inZone(fromAt))} — це ${time(inZone(toAt))}.`,
    'exclude-trigger-day': ({ from, by }) =>
      `Сам день (${day(from)}) — день 0, він не рахується; день 1 — ${day(by.firstCounted)}.`,
    'include-trigger-day': ({ from }) => `Сам день (${day(from)}) — день 1, він рахується.`,
    'add-period': added,
    roll: ({ from, to, by }) => {
      const near =
        by.otherMonth === undefined ? '' : `; ${date(by.otherMonth)} — це вже інший місяць`;
      return `Останнім днем не може бути ${day(from)} (${by.skipped.join('; ') || 'замало робочих днів'})${near}; останній день — ${day(to)}.`;
    },
    'day-before': ({ from, to }) => `«До ${date(from)}» означає до кінця дня ${date(to)}.`,
    'end-of-day': (step, inZone) =>
      `День ${date(step.from)} закінчується ${midnight(step, inZone)}${step.by.over ? '.' : '; відтоді строк прострочено.'}`,
    'start-of-day': (step, inZone) =>
      `День ${date(step.from)} починається ${midnight(step, inZone)}.`,
    range: ({ from, to }) =>
      `День відомий лише приблизно: найраніше ${day(Math.min(from, to))}, найпізніше ${day(Math.max(from, to))}. Вирішує ${from < to ? 'найпізніший' : 'найраніший'} з них.`,
    grace: ({ toAt, by }, inZone) =>
      `Пільговий строк (${period(by.period)}) спливає: ${time(inZone(toAt))}.`,
    'day-n': ({ from, to, by }) => `День 1 — ${day(from)}, тож день ${by.n} — ${day(to)}.`,
    edge,
    extension: extended,
    pin: pinned,
    renewal: ({ from, to, toAt, by }, inZone) =>
      `Щоразу поновлюється на ${period(by.period, 'object')}: кінець переноситься з ${date(from)} на ${dateOrTime(to, toAt, inZone)}.`,
    notice: ({ by }) =>
      `Повідомлення («${by.event}») надано ${date(by.on)}, тож дія закінчується разом із цим періодом.`,
    pause: paused,
    occurrence: ({ from, to, by }) =>
      `Повторення № ${by.n} (${by.rhythm}, відлік від ${date(from)}): ${day(to)}.`,
    horizon: ({ by }) =>
      `${by.ends ? 'За текстом це повторюється й далі' : 'Кінець у тексті не названо або він невідомий'}; у розкладі повторень: ${by.n}, це останнє з них.`,
    condition,
    discharge: discharged,
    undated: () => 'Текст не називає дати.',
    'waits-for': ({ by }) => `Дати ще немає: вона залежить від ${by.waitsFor.join(', ')}.`,
  },
  reasons: {
    fixed: ({ before, now }) => (now ?? before)?.text ?? '',
    anchor: anchorMoved,
    'other-anchor': both('Відлік іде від іншого моменту.'),
    'month-length': both('Місяці й роки мають різну довжину.'),
    'days-of-rest': both('Пропускаються інші вихідні дні.'),
    choice: both('Дату обрано з кількох, а вони зсуваються неоднаково.'),
    'unit-edge': both('Перший чи останній день тижня, місяця або року не зсувається день у день.'),
    extension: both('Дату переносить подовження.'),
    renewal: both('Дату переносить поновлення.'),
    pause: both('Відлік зупинено на інший час.'),
    pinned: both('Дату закріплено.'),
    clock: both('Години закінчуються іншого дня.'),
    counting: both('Рахується інакше.'),
  },
  rephrased: (before, now) => `Текст змінюється з «${before}» на «${now}».`,
  readings: {
    'month-end': ({ on }) =>
      `Такого числа в останньому місяці немає; якби строк закінчувався наступного дня, дата була б така: ${day(on)}.`,
    'inclusive-count': ({ on }) => `Якби сам день був днем 1, дата була б така: ${day(on)}.`,
    'exclusive-count': ({ on }) => `Якби сам день був днем 0, дата була б така: ${day(on)}.`,
    'zones-differ': ({ on, zone, party }) =>
      `За часом ${zone} (${party}) дата була б така: ${day(on)}.`,
    'hours-from-a-day': ({ on, subject }) =>
      `Години рахуються від кінця дня «${subject}»; якби від його початку, дата була б така: ${day(on)}.`,
  },
  sources: {
    text: 'текст угоди',
    limit: 'межа розкладу',
    fact: (id) =>
      id.startsWith(ASSUMED_ID_PREFIX) ? 'припущення, у журналі його немає' : `журнал, запис ${id}`,
    own: ({ convention, like, says }) =>
      `правило відліку ${convention} цієї угоди, як ${like}: ${says}`,
  },
};
