import type { Sentences } from '../../../src/engine/explain/sentences';
import {
  type Anchor,
  ASSUMED_ID_PREFIX,
  type Certainty,
  type StepData,
} from '../../../src/engine/model/step';
import { bothTeller, dayTeller, periodTeller, sayClock, sayInstant } from '../engine-words';

const day = dayTeller('uk');
const period = periodTeller(
  'uk',
  {
    minute: ['хвилина', 'хвилини', 'хвилин'],
    hour: ['година', 'години', 'годин'],
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
const WHICH: Readonly<Record<string, string>> = { later: 'пізніший', earlier: 'раніший' };
const EDGE = { first: 'Перший день', last: 'Останній день' };

function anchor(name: string, of: Anchor): string {
  switch (of.of) {
    case 'event':
      return `${name === 'signing' ? 'підписання' : `подія «${of.title ?? name}»`}, ${KNOWN[of.known]}`;
    case 'moment':
      return `«${of.title}» ${MOMENT[of.moment] ?? of.moment}, ${KNOWN[of.known]}`;
    case 'all-phases':
      return `усі етапи «${of.path}» ${MOMENT[of.moment] ?? of.moment}, ${KNOWN[of.known]}`;
    case 'schedule':
      return `розрахована дата «${of.title}»`;
    case 'beside':
      return of.relation === 'during' ? 'поки воно триває' : 'разом із ним';
  }
}

function picked({ to, by: { which, days, open } }: StepData['nth-of']): string {
  const named = typeof which === 'number' ? `${which}-й` : WHICH[which];
  const rest = open === 0 ? '' : ` Ще не відомо моментів: ${open}; вони можуть наблизити дату.`;
  return `З дат ${days.map(day).join('; ')} береться ${named}: ${day(to)}.${rest}`;
}

const both = bothTeller('Було', 'Стало');

/** The steps of a derivation in Ukrainian; conditions and rhythms keep the words of the agreement. */
export const SENTENCES: Sentences = {
  steps: {
    'fixed-date': ({ to, toAt }) =>
      `Текст називає: ${toAt === undefined ? day(to) : sayInstant(toAt)}.`,
    anchor: ({ to, toAt, by }) =>
      `Відлік починається від: ${day(to)}${toAt === undefined ? '' : ` (${sayInstant(toAt)})`} — ${anchor(by.name, by)}.`,
    'clock-time': ({ from, toAt, by }) =>
      `О ${sayClock(by.minute)} за часом ${by.zone}, ${day(from)}: ${sayInstant(toAt)}.`,
    'later-of': picked,
    'earlier-of': picked,
    'nth-of': picked,
    'add-hours': ({ fromAt, toAt, by }) =>
      `${period(by.period)} ${DIRECTION[by.direction]} ${sayInstant(fromAt)} — це ${sayInstant(toAt)}.`,
    'exclude-trigger-day': ({ from, by }) =>
      `Сам день (${day(from)}) — день 0, він не рахується; день 1 — ${day(by.firstCounted)}.`,
    'include-trigger-day': ({ from }) => `Сам день (${day(from)}) — день 1, він рахується.`,
    'add-period': ({ to, by }) => {
      const { skipped = [], weekends } = by;
      const passed = [...skipped, ...(weekends === undefined ? [] : [`вихідних: ${weekends}`])];
      const stops =
        by.first === 'completed'
          ? 'останній його день — останній день строку'
          : 'відлік спиняється на його кінці';
      const short = by.clamped ? ` Такого числа в місяці немає, тож ${stops}.` : '';
      const rest = passed.length === 0 ? '' : ` Не рахуються: ${passed.join('; ')}.`;
      const how = by.direction === 'before' ? 'Раніше на' : 'Відраховуємо';
      return `${how} ${period(by.period)}: ${day(to)}.${short}${rest}`;
    },
    roll: ({ from, to, by }) =>
      `${day(from)} не може бути останнім днем (${by.skipped.join('; ') || 'замало робочих днів'}); строк переходить на: ${day(to)}.`,
    'day-before': ({ from, to }) =>
      `До настання дня (${day(from)}) — отже, до кінця дня: ${day(to)}.`,
    'end-of-day': ({ from, toAt, by }) =>
      `День (${day(from)}) закінчується опівночі за часом ${by.zone}, тобто ${sayInstant(toAt)}${by.over ? '.' : ': з цієї миті строк прострочено.'}`,
    'start-of-day': ({ from, toAt, by }) =>
      `День (${day(from)}) починається опівночі за часом ${by.zone}: ${sayInstant(toAt)}.`,
    grace: ({ toAt, by }) => `Пільговий строк (${period(by.period)}) спливає: ${sayInstant(toAt)}.`,
    'day-n': ({ from, to, by }) => `День 1 — ${day(from)}, тож день ${by.n} — ${day(to)}.`,
    edge: ({ to, by: { which, unit, nth, direction } }) =>
      `${EDGE[which]} (${period(`1 ${unit}`).slice(2)}${nth === 0 ? '' : `, ${nth} ${DIRECTION[direction]}`}): ${day(to)}.`,
    extension: ({ from, to, toAt, by }) =>
      `Подовження, записане ${day(by.on)}, переносить строк${from === undefined ? '' : ` з ${day(from)}`} на: ${day(to)}${toAt === undefined ? '' : `, ${sayInstant(toAt)}`} (${by.clause ?? 'у тексті такого положення немає'}).`,
    pin: ({ to, toAt, by }) =>
      `${day(by.on)} домовлено, що дата лишається: ${day(to)}${toAt === undefined ? '' : `, ${sayInstant(toAt)}`}.`,
    renewal: ({ from, to, by }) =>
      `Поновлюється щоразу на строк: ${period(by.period)}; з ${day(from)} до ${day(to)}.`,
    notice: ({ by }) =>
      `Повідомлення («${by.event}») надано ${day(by.on)}: строк закінчується з цим періодом.`,
    pause: ({ from, to, toAt, by }) =>
      `Відлік було зупинено з ${day(by.since)} до ${day(by.until)}${by.added === undefined ? '' : ` (${period(by.added)})`}: ${day(from)} стає ${day(to)}${toAt === undefined ? '' : `, ${sayInstant(toAt)}`}.`,
    occurrence: ({ from, to, by }) =>
      `Раз № ${by.n} («${by.rhythm}»), рахуючи від ${day(from)}: ${day(to)}.`,
    horizon: ({ by }) =>
      `${by.ends ? 'За текстом це повторюється й далі' : 'Текст не називає кінця'}; показано разів: ${by.n}, цей останній з них.`,
    condition: ({ by }) =>
      `Обов’язок є лише за умови «${by.condition}»: ${by.met ? `виконано${by.since === undefined ? '' : `, ${day(by.since)}`}` : 'поки що не виконано'}.`,
    discharge: ({ by }) =>
      `Обов’язок припинився ${day(by.on)}: ${'condition' in by ? `«${by.condition}»` : `його замінив «${by.supersededBy}»`}.`,
    undated: () => 'Текст не дає дати, тож її не пораховано.',
    'waits-for': ({ by }) => `Дати ще немає; чекає на: ${by.waitsFor.join(', ')}.`,
  },
  reasons: {
    fixed: ({ before, now }) => (now ?? before)?.text ?? '',
    anchor: ({ now, shift }) =>
      `Рахується від: ${day(now?.to ?? 0)} (${shift === 0 ? 'без змін' : `днів: ${shift}`}).`,
    'other-anchor': both('Відлік іде від іншого.'),
    'month-length': both('Місяці й роки мають різну довжину.'),
    'days-of-rest': both('Вихідні випадають інакше.'),
    choice: both('Дата обирається з кількох.'),
    'unit-edge': both('Межа довшого проміжку не рухається день у день.'),
    extension: both('Її переносить подовження.'),
    renewal: both('Її переносить поновлення.'),
    pause: both('Відлік стояв інший час.'),
    pinned: both('Дату закріплено.'),
    clock: both('Години переходять через північ.'),
    text: both('Текст інший.'),
    counting: both('Рахується інакше.'),
  },
  readings: {
    'month-end': ({ on }) => `Якщо брати перший день після кінця місяця: ${day(on)}.`,
    'inclusive-count': ({ on }) => `Якщо сам день — день 1: ${day(on)}.`,
    'exclusive-count': ({ on }) => `Якщо сам день — день 0: ${day(on)}.`,
    'zones-differ': ({ on, zone, party }) => `За часом ${zone} (${party}): ${day(on)}.`,
    'hours-from-a-day': ({ on, subject }) =>
      `Якщо години йдуть від початку дня (${subject}): ${day(on)}.`,
  },
  sources: {
    text: 'текст угоди',
    limit: 'межа розкладу',
    fact: (id) =>
      id.startsWith(ASSUMED_ID_PREFIX) ? 'припущення, у журналі його немає' : `журнал, запис ${id}`,
  },
};
