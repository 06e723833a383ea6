import type { Sentences } from '../../../src/engine/explain/sentences';
import {
  type Anchor,
  ASSUMED_ID_PREFIX,
  type Certainty,
  type StepData,
} from '../../../src/engine/model/step';
import { bothTeller, dayTeller, periodTeller, sayClock, sayInstant } from '../engine-words';

const day = dayTeller('ru');
const period = periodTeller(
  'ru',
  {
    minute: ['минута', 'минуты', 'минут'],
    hour: ['час', 'часа', 'часов'],
    day: ['день', 'дня', 'дней'],
    'working day': ['рабочий день', 'рабочих дня', 'рабочих дней'],
    week: ['неделя', 'недели', 'недель'],
    month: ['месяц', 'месяца', 'месяцев'],
    quarter: ['квартал', 'квартала', 'кварталов'],
    'half-year': ['полугодие', 'полугодия', 'полугодий'],
    year: ['год', 'года', 'лет'],
  },
  { and: 'и', exactly: 'ровно' },
);

const KNOWN: Readonly<Record<Certainty, string>> = {
  recorded: 'по записи',
  assumed: 'по предположению',
  approximate: 'по записи, приблизительно',
};
const MOMENT: Readonly<Record<string, string>> = {
  fulfilled: 'исполнено',
  verified: 'проверено',
  breached: 'нарушено',
  cured: 'нарушение устранено',
  started: 'начато',
  ended: 'завершено',
};
const DIRECTION = { after: 'после', before: 'до' };
const WHICH: Readonly<Record<string, string>> = { later: 'поздняя', earlier: 'ранняя' };
const EDGE = { first: 'Первый день', last: 'Последний день' };

function anchor(name: string, of: Anchor): string {
  switch (of.of) {
    case 'event':
      return `${name === 'signing' ? 'подписание' : `событие «${of.title ?? name}»`}, ${KNOWN[of.known]}`;
    case 'moment':
      return `«${of.title}» ${MOMENT[of.moment] ?? of.moment}, ${KNOWN[of.known]}`;
    case 'all-phases':
      return `все этапы «${of.path}» ${MOMENT[of.moment] ?? of.moment}, ${KNOWN[of.known]}`;
    case 'schedule':
      return `расчётная дата «${of.title}»`;
    case 'beside':
      return of.relation === 'during' ? 'пока оно длится' : 'вместе с ним';
  }
}

function picked({ to, by: { which, days, open } }: StepData['nth-of']): string {
  const named = typeof which === 'number' ? `${which}-я` : WHICH[which];
  const rest = open === 0 ? '' : ` Ещё не известно моментов: ${open}; они могут приблизить дату.`;
  return `Из дат ${days.map(day).join('; ')} берётся ${named}: ${day(to)}.${rest}`;
}

const both = bothTeller('Было', 'Стало');

/** The steps of a derivation in Russian; conditions and rhythms keep the words of the agreement. */
export const SENTENCES: Sentences = {
  steps: {
    'fixed-date': ({ to, toAt }) =>
      `Текст называет: ${toAt === undefined ? day(to) : sayInstant(toAt)}.`,
    anchor: ({ to, toAt, by }) =>
      `Отсчёт начинается от: ${day(to)}${toAt === undefined ? '' : ` (${sayInstant(toAt)})`} — ${anchor(by.name, by)}.`,
    'clock-time': ({ from, toAt, by }) =>
      `В ${sayClock(by.minute)} по времени ${by.zone}, ${day(from)}: ${sayInstant(toAt)}.`,
    'later-of': picked,
    'earlier-of': picked,
    'nth-of': picked,
    'add-hours': ({ fromAt, toAt, by }) =>
      `${period(by.period)} ${DIRECTION[by.direction]} ${sayInstant(fromAt)} — это ${sayInstant(toAt)}.`,
    'exclude-trigger-day': ({ from, by }) =>
      `Сам день (${day(from)}) — день 0, он не считается; день 1 — ${day(by.firstCounted)}.`,
    'include-trigger-day': ({ from }) => `Сам день (${day(from)}) — день 1, он считается.`,
    'add-period': ({ to, by }) => {
      const { skipped = [], weekends } = by;
      const passed = [...skipped, ...(weekends === undefined ? [] : [`выходных: ${weekends}`])];
      const stops =
        by.first === 'completed'
          ? 'последний его день — последний день срока'
          : 'отсчёт останавливается на его конце';
      const short = by.clamped ? ` Такого числа в месяце нет, поэтому ${stops}.` : '';
      const rest = passed.length === 0 ? '' : ` Не считаются: ${passed.join('; ')}.`;
      const how = by.direction === 'before' ? 'Раньше на' : 'Отсчитываем';
      return `${how} ${period(by.period)}: ${day(to)}.${short}${rest}`;
    },
    roll: ({ from, to, by }) =>
      `${day(from)} не может быть последним днём (${by.skipped.join('; ') || 'слишком мало рабочих дней'}); срок переходит на: ${day(to)}.`,
    'day-before': ({ from, to }) =>
      `До наступления дня (${day(from)}) — значит, до конца дня: ${day(to)}.`,
    'end-of-day': ({ from, toAt, by }) =>
      `День (${day(from)}) кончается в полночь по времени ${by.zone}, то есть ${sayInstant(toAt)}${by.over ? '.' : ': с этого мгновения срок просрочен.'}`,
    'start-of-day': ({ from, toAt, by }) =>
      `День (${day(from)}) начинается в полночь по времени ${by.zone}: ${sayInstant(toAt)}.`,
    grace: ({ toAt, by }) => `Льготный срок (${period(by.period)}) истекает: ${sayInstant(toAt)}.`,
    'day-n': ({ from, to, by }) => `День 1 — ${day(from)}, поэтому день ${by.n} — ${day(to)}.`,
    edge: ({ to, by: { which, unit, nth, direction } }) =>
      `${EDGE[which]} (${period(`1 ${unit}`).slice(2)}${nth === 0 ? '' : `, ${nth} ${DIRECTION[direction]}`}): ${day(to)}.`,
    extension: ({ from, to, toAt, by }) =>
      `Продление, записанное ${day(by.on)}, переносит срок${from === undefined ? '' : ` с ${day(from)}`} на: ${day(to)}${toAt === undefined ? '' : `, ${sayInstant(toAt)}`} (${by.clause ?? 'в тексте такого положения нет'}).`,
    pin: ({ to, toAt, by }) =>
      `${day(by.on)} условлено, что дата остаётся: ${day(to)}${toAt === undefined ? '' : `, ${sayInstant(toAt)}`}.`,
    renewal: ({ from, to, by }) =>
      `Возобновляется каждый раз на срок: ${period(by.period)}; с ${day(from)} до ${day(to)}.`,
    notice: ({ by }) =>
      `Уведомление («${by.event}») подано ${day(by.on)}: срок заканчивается с этим периодом.`,
    pause: ({ from, to, toAt, by }) =>
      `Отсчёт стоял с ${day(by.since)} до ${day(by.until)}${by.added === undefined ? '' : ` (${period(by.added)})`}: ${day(from)} становится ${day(to)}${toAt === undefined ? '' : `, ${sayInstant(toAt)}`}.`,
    occurrence: ({ from, to, by }) =>
      `Раз № ${by.n} («${by.rhythm}»), считая от ${day(from)}: ${day(to)}.`,
    horizon: ({ by }) =>
      `${by.ends ? 'По тексту это повторяется и дальше' : 'Текст не называет конца'}; показано раз: ${by.n}, этот последний из них.`,
    condition: ({ by }) =>
      `Обязанность есть лишь при условии «${by.condition}»: ${by.met ? `выполнено${by.since === undefined ? '' : `, ${day(by.since)}`}` : 'пока не выполнено'}.`,
    discharge: ({ by }) =>
      `Обязанность прекратилась ${day(by.on)}: ${'condition' in by ? `«${by.condition}»` : `её заменило «${by.supersededBy}»`}.`,
    undated: () => 'Текст не даёт даты, поэтому она не посчитана.',
    'waits-for': ({ by }) => `Даты ещё нет; ждёт: ${by.waitsFor.join(', ')}.`,
  },
  reasons: {
    fixed: ({ before, now }) => (now ?? before)?.text ?? '',
    anchor: ({ now, shift }) =>
      `Считается от: ${day(now?.to ?? 0)} (${shift === 0 ? 'без изменений' : `дней: ${shift}`}).`,
    'other-anchor': both('Отсчёт идёт от другого.'),
    'month-length': both('Месяцы и годы разной длины.'),
    'days-of-rest': both('Выходные выпадают иначе.'),
    choice: both('Дата выбирается из нескольких.'),
    'unit-edge': both('Граница более долгого срока не движется день в день.'),
    extension: both('Её переносит продление.'),
    renewal: both('Её переносит возобновление.'),
    pause: both('Отсчёт стоял другое время.'),
    pinned: both('Дата закреплена.'),
    clock: both('Часы переходят через полночь.'),
    text: both('Текст другой.'),
    counting: both('Считается иначе.'),
  },
  readings: {
    'month-end': ({ on }) => `Если брать первый день после конца месяца: ${day(on)}.`,
    'inclusive-count': ({ on }) => `Если сам день — день 1: ${day(on)}.`,
    'exclusive-count': ({ on }) => `Если сам день — день 0: ${day(on)}.`,
    'zones-differ': ({ on, zone, party }) => `По времени ${zone} (${party}): ${day(on)}.`,
    'hours-from-a-day': ({ on, subject }) =>
      `Если часы идут от начала дня (${subject}): ${day(on)}.`,
  },
  sources: {
    text: 'текст соглашения',
    limit: 'предел расписания',
    fact: (id) =>
      id.startsWith(ASSUMED_ID_PREFIX)
        ? 'предположение, в журнале его нет'
        : `журнал, запись ${id}`,
  },
};
