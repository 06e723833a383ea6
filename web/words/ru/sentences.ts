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

const { day, date, time } = dateWriter('ru', 'года');
const period = periodFormatter(
  'ru',
  {
    minute: ['минута', 'минуты', 'минут', 'минуту'],
    hour: ['час', 'часа', 'часов'],
    day: ['день', 'дня', 'дней'],
    'working day': ['рабочий день', 'рабочих дня', 'рабочих дней'],
    week: ['неделя', 'недели', 'недель', 'неделю'],
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
const WHICH: Readonly<Record<string, string>> = { later: 'более поздняя', earlier: 'более ранняя' };
/** Adjectives by gender: of a weekday or, as the first, of a day. */
const NOT = { after: 'не ранее', before: 'не позднее' };
const NTH = {
  first: ['Первый', 'Первая', 'Первое'],
  last: ['Последний', 'Последняя', 'Последнее'],
};
const GENDER: Readonly<Record<number, number>> = { 3: 1, 5: 1, 6: 1, 7: 2 };
const weekdayName = new Intl.DateTimeFormat('ru', { timeZone: 'UTC', weekday: 'long' });
const GENITIVE: Readonly<Record<string, string>> = {
  week: 'недели',
  month: 'месяца',
  quarter: 'квартала',
  'half-year': 'полугодия',
  year: 'года',
};
/** "на которую приходится …", by the gender of the unit. */
const WHERE: Readonly<Record<string, string>> = { week: 'которую', 'half-year': 'которое' };

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
    ? 'в полночь по UTC'
    : `в полночь по времени ${zone} (${utc(toAt, from, inZone)})`;
}

function anchor(name: string, of: Exclude<Anchor, { of: 'beside' }>): string {
  switch (of.of) {
    case 'event': {
      const event = name === 'signing' ? 'подписание' : `событие «${of.title ?? name}»`;
      return `${event}, ${KNOWN[of.known]}`;
    }
    case 'moment':
      return `«${of.title}» — ${MOMENT[of.moment] ?? of.moment}, ${KNOWN[of.known]}`;
    case 'all-phases':
      return `все этапы «${of.path}» — ${MOMENT[of.moment] ?? of.moment}, ${KNOWN[of.known]}`;
    case 'schedule':
      return `расчётная дата для «${of.title}»`;
  }
}

function anchored({ to, toAt, by }: StepData['anchor'], inZone: InZone): string {
  const latest = toAt === undefined ? day(to) : time(inZone(toAt));
  const when =
    by.earliest === undefined
      ? latest
      : `самое раннее ${day(by.earliest)}, самое позднее ${latest}; считается от самого позднего`;
  if (by.of !== 'beside') return `Начало отсчёта (${anchor(by.name, by)}): ${when}.`;
  const how =
    by.relation === 'during' ? 'во время другого обязательства' : 'вместе с другим обязательством';
  return `Это должно быть исполнено ${how}, поэтому дата та же («${by.name}»): ${when}.`;
}

function picked({ to, by: { which, days, open } }: StepData['nth-of']): string {
  const named = typeof which === 'number' ? `дата № ${which} по порядку` : WHICH[which];
  const chosen =
    days.length < 2
      ? `Пока известна только одна дата: ${day(to)}.`
      : `Из дат ${days.map(date).join('; ')} выбрана ${named}: ${day(to)}.`;
  const rest = ` Ещё неизвестных дат: ${open}; из-за них срок может наступить раньше.`;
  return open === 0 ? chosen : chosen + rest;
}

function added({ to, by }: StepData['add-period']): string {
  const { skipped = [], weekends } = by;
  const passed = [...skipped, ...(weekends === undefined ? [] : [`выходные дни (${weekends})`])];
  const stops =
    by.first === 'completed'
      ? 'последний день месяца — последний день срока'
      : 'отсчёт останавливается в конце месяца';
  const last = by.toMonthEnd
    ? ' Отсчёт идёт от последнего дня месяца, поэтому заканчивается последним днём месяца.'
    : '';
  const short = by.clamped ? ` Такого числа в месяце нет, поэтому ${stops}.` : '';
  const rest = passed.length === 0 ? '' : ` Не считаются: ${passed.join('; ')}.`;
  const back = by.direction === 'before' ? ' назад' : '';
  return `Отсчитываем${back} ${period(by.period, 'object')}: ${day(to)}.${last}${short}${rest}`;
}

/** "Последний рабочий день", "2-я среда" */
function nthDay({ which, day: kind }: StepData['edge']['by']): string {
  const gender = typeof kind === 'number' ? (GENDER[kind] ?? 0) : 0;
  const nth = typeof which === 'number' ? `${which}-${'йяе'[gender]}` : NTH[which][gender];
  if (typeof kind !== 'number') return `${nth} ${kind === undefined ? '' : 'рабочий '}день`;
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
        ? `${of}, на ${WHERE[unit] ?? 'который'} приходится ${date(from)}`
        : `${nth}-${unit === 'week' ? 'й' : 'го'} ${of} ${DIRECTION[direction]} ${date(from)}`;
  const rest = skipped.length === 0 ? '' : ` Не считаются: ${skipped.join('; ')}.`;
  return `${nthDay(by)} ${where}: ${day(to)}.${rest}`;
}

function extended({ from, to, toAt, by }: StepData['extension'], inZone: InZone): string {
  const how =
    by.clause === undefined
      ? 'в тексте такого положения нет'
      : `текст это допускает: «${by.clause}»`;
  const before = from === undefined ? '' : ` с ${date(from)}`;
  const end = dateOrTime(to, toAt, inZone);
  return `Продление, записанное ${date(by.on)}, переносит срок${before} на ${end}; ${how}.`;
}

function pinned({ from, to, toAt, by }: StepData['pin'], inZone: InZone): string {
  const otherwise =
    from === undefined
      ? 'другой даты нет'
      : from === to
        ? 'отсчёт даёт ту же дату'
        : `без этого было бы ${date(from)}`;
  const fixed = dateOrTime(to, toAt, inZone);
  return `По договорённости от ${date(by.on)} дата остаётся неизменной: ${fixed}; ${otherwise}.`;
}

function paused({ from, to, toAt, by }: StepData['pause'], inZone: InZone): string {
  const how = by.added === undefined ? ', затем срок начался заново' : ` (${period(by.added)})`;
  const end = dateOrTime(to, toAt, inZone);
  return `Отсчёт был остановлен с ${date(by.since)} до ${date(by.until)}${how}: дата переносится с ${date(from)} на ${end}.`;
}

function condition({ by }: StepData['condition']): string {
  const since = by.since === undefined ? '' : ` ${date(by.since)}`;
  const state = by.met ? `условие выполнено${since}` : 'условие пока не выполнено';
  return `Обязательство действует лишь при условии «${by.condition}»: ${state}.`;
}

function discharged({ by }: StepData['discharge']): string {
  const why =
    'condition' in by ? `выполнено условие «${by.condition}»` : `его заменяет «${by.supersededBy}»`;
  return `Обязательство прекращается ${date(by.on)}: ${why}.`;
}

const both = beforeAndAfter('Было', 'Стало');

function anchorMoved({ now, shift }: ReasonData): string {
  const to = now?.to === undefined ? '' : `: ${day(now.to)}`;
  if (shift === 0) return `Начало отсчёта остаётся неизменным${to}.`;
  const days = period(`${Math.abs(shift)} days`, 'object');
  return `Начало отсчёта переносится на ${days} ${shift > 0 ? 'позже' : 'раньше'}${to}.`;
}

/** The steps of a derivation in Russian; conditions and rhythms keep the words of the agreement. */
export const SENTENCES: Sentences = {
  inZone: toZone,
  steps: {
    'fixed-date': ({ to, toAt }, inZone) =>
      `В тексте названо: ${toAt === undefined ? day(to) : time(inZone(toAt))}.`,
    'rough-date': ({ from, to, by }) =>
      `В тексте названо лишь «${by.named}»: самое раннее ${day(from)}, самое позднее ${day(to)}. Дальше считается от самого позднего дня.`,
    anchor: anchored,
    'clock-time': ({ from, toAt, by: { minute, zone } }, inZone) => {
      const at = zone === 'UTC' ? '' : `, то есть ${utc(toAt, from, inZone)}`;
      return `Время: ${clockTime(minute)} ${date(from)} (${zone})${at}.`;
    },
    'later-of': picked,
    'earlier-of': picked,
    'nth-of': picked,
    'add-hours': ({ fromAt, toAt, by }, inZone) =>
      `${period(by.period)} ${DIRECTION[by.direction]} ${time(inZone(fromAt))} — это ${time(inZone(toAt))}.`,
    'exclude-trigger-day': ({ from, by }) =>
      `Сам день (${day(from)}) — день 0, он не считается; день 1 — ${day(by.firstCounted)}.`,
    'include-trigger-day': ({ from }) => `Сам день (${day(from)}) — день 1, он считается.`,
    'add-period': added,
    roll: ({ from, to, by }) => {
      const near =
        by.otherMonth === undefined ? '' : `; ${date(by.otherMonth)} — это уже другой месяц`;
      return `Последним днём не может быть ${day(from)} (${by.skipped.join('; ') || 'слишком мало рабочих дней'})${near}; последний день — ${day(to)}.`;
    },
    'day-before': ({ from, to }) => `«До ${date(from)}» означает до конца дня ${date(to)}.`,
    'end-of-day': (step, inZone) =>
      `День ${date(step.from)} заканчивается ${midnight(step, inZone)}${step.by.over ? '.' : '; с этого момента срок просрочен.'}`,
    'start-of-day': (step, inZone) =>
      `День ${date(step.from)} начинается ${midnight(step, inZone)}.`,
    range: ({ from, to }) =>
      `День известен лишь приблизительно: самое раннее ${day(Math.min(from, to))}, самое позднее ${day(Math.max(from, to))}. Решает ${from < to ? 'самый поздний' : 'самый ранний'} из них.`,
    grace: ({ toAt, by }, inZone) =>
      `Льготный срок (${period(by.period)}) истекает: ${time(inZone(toAt))}.`,
    'day-n': ({ from, to, by }) => `День 1 — ${day(from)}, поэтому день ${by.n} — ${day(to)}.`,
    edge,
    extension: extended,
    pin: pinned,
    renewal: ({ from, to, toAt, by }, inZone) =>
      `Каждый раз возобновляется на ${period(by.period, 'object')}: конец переносится с ${date(from)} на ${dateOrTime(to, toAt, inZone)}.`,
    notice: ({ by }) =>
      `Уведомление («${by.event}») подано ${date(by.on)}, поэтому действие заканчивается вместе с этим периодом.`,
    pause: paused,
    occurrence: ({ from, to, by }) =>
      `Повторение № ${by.n} (${by.rhythm}, отсчёт от ${date(from)}): ${day(to)}.`,
    horizon: ({ by }) =>
      `${by.ends ? 'По тексту это повторяется и дальше' : 'Конец в тексте не назван или неизвестен'}; в расписании повторений: ${by.n}, это последнее из них.`,
    condition,
    discharge: discharged,
    undated: () => 'Текст не называет даты.',
    'waits-for': ({ by }) => `Даты ещё нет: она зависит от ${by.waitsFor.join(', ')}.`,
  },
  reasons: {
    fixed: ({ before, now }) => (now ?? before)?.text ?? '',
    anchor: anchorMoved,
    'other-anchor': both('Отсчёт идёт от другого момента.'),
    'month-length': both('Месяцы и годы разной длины.'),
    'days-of-rest': both('Пропускаются другие выходные дни.'),
    choice: both('Дата выбрана из нескольких, а они сдвигаются неодинаково.'),
    'unit-edge': both(
      'Первый или последний день недели, месяца или года не сдвигается день в день.',
    ),
    extension: both('Дату переносит продление.'),
    renewal: both('Дату переносит возобновление.'),
    pause: both('Отсчёт остановлен на другое время.'),
    pinned: both('Дата закреплена.'),
    clock: both('Часы заканчиваются в другой день.'),
    counting: both('Считается иначе.'),
  },
  rephrased: (before, now) => `Текст меняется с «${before}» на «${now}».`,
  readings: {
    'month-end': ({ on }) =>
      `Такого числа в последнем месяце нет; если бы срок заканчивался на следующий день, дата была бы такой: ${day(on)}.`,
    'inclusive-count': ({ on }) => `Если бы сам день был днём 1, дата была бы такой: ${day(on)}.`,
    'exclusive-count': ({ on }) => `Если бы сам день был днём 0, дата была бы такой: ${day(on)}.`,
    'zones-differ': ({ on, zone, party }) =>
      `По времени ${zone} (${party}) дата была бы такой: ${day(on)}.`,
    'hours-from-a-day': ({ on, subject }) =>
      `Часы считаются от конца дня «${subject}»; если бы от его начала, дата была бы такой: ${day(on)}.`,
  },
  sources: {
    text: 'текст соглашения',
    limit: 'предел расписания',
    fact: (id) =>
      id.startsWith(ASSUMED_ID_PREFIX)
        ? 'предположение, в журнале его нет'
        : `журнал, запись ${id}`,
    own: ({ convention, like, says }) =>
      `правило счёта ${convention} этого соглашения, как ${like}: ${says}`,
  },
};
