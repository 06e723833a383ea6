import { luxonZones } from '../../../src/base/zones';
import { EN } from '../../../src/engine/explain/en';
import { stepRenderer } from '../../../src/engine/explain/sentences';
import type { StepDraft } from '../../../src/engine/model/step';
import { SENTENCES as RU } from '../../../web/words/ru/sentences';
import { SENTENCES as UK } from '../../../web/words/uk/sentences';

/** Monday 5 January 2026, as days since 1970. */
const MON = 20_458;
const at = (text: string): number => Date.parse(text);
const FROM_TEXT = { citation: { source: 'text' } } as const;

interface Row {
  name: string;
  draft: StepDraft;
  en: string;
  uk: string;
  ru: string;
}

/** A step of every kind, for an obligation in the zone Europe/Kyiv, and its sentence in each language. */
const ROWS: readonly Row[] = [
  {
    name: 'a day of the text',
    draft: { ...FROM_TEXT, rule: 'fixed-date', to: MON },
    en: 'The text names Monday 5 January 2026.',
    uk: 'У тексті названо: понеділок, 5 січня 2026 року.',
    ru: 'В тексте названо: понедельник, 5 января 2026 года.',
  },
  {
    name: 'an instant of the text',
    draft: { ...FROM_TEXT, rule: 'fixed-date', to: MON, toAt: at('2026-01-05T07:00:00Z') },
    en: 'The text names 09:00 on Monday 5 January 2026 (Europe/Kyiv).',
    uk: 'У тексті названо: 09:00 5 січня 2026 року (Europe/Kyiv).',
    ru: 'В тексте названо: 09:00 5 января 2026 года (Europe/Kyiv).',
  },
  {
    name: 'a month of the text',
    draft: {
      ...FROM_TEXT,
      rule: 'rough-date',
      from: MON - 4,
      to: MON + 26,
      by: { named: 'January 2026' },
    },
    en: 'The text names January 2026 only: a day between Thursday 1 January 2026 and Saturday 31 January 2026. The steps that follow count from the latest.',
    uk: 'У тексті названо лише «January 2026»: найраніше четвер, 1 січня 2026 року, найпізніше субота, 31 січня 2026 року. Далі рахується від найпізнішого дня.',
    ru: 'В тексте названо лишь «January 2026»: самое раннее четверг, 1 января 2026 года, самое позднее суббота, 31 января 2026 года. Дальше считается от самого позднего дня.',
  },
  {
    name: 'a deadline between two days',
    draft: { ...FROM_TEXT, rule: 'range', from: MON - 4, to: MON + 26 },
    en: 'The day is known only roughly: it lies between Thursday 1 January 2026 and Saturday 31 January 2026. The latest of them decides.',
    uk: 'День відомий лише приблизно: найраніше четвер, 1 січня 2026 року, найпізніше субота, 31 січня 2026 року. Вирішує найпізніший з них.',
    ru: 'День известен лишь приблизительно: самое раннее четверг, 1 января 2026 года, самое позднее суббота, 31 января 2026 года. Решает самый поздний из них.',
  },
  {
    name: 'a beginning between two days',
    draft: { ...FROM_TEXT, rule: 'range', from: MON + 26, to: MON - 4 },
    en: 'The day is known only roughly: it lies between Thursday 1 January 2026 and Saturday 31 January 2026. The earliest of them decides.',
    uk: 'День відомий лише приблизно: найраніше четвер, 1 січня 2026 року, найпізніше субота, 31 січня 2026 року. Вирішує найраніший з них.',
    ru: 'День известен лишь приблизительно: самое раннее четверг, 1 января 2026 года, самое позднее суббота, 31 января 2026 года. Решает самый ранний из них.',
  },
  {
    name: 'an event known by its month',
    draft: {
      ...FROM_TEXT,
      rule: 'anchor',
      to: MON + 26,
      by: { name: 'signing', of: 'event', known: 'recorded', earliest: '2026-01-01' },
    },
    en: 'Counting starts from signing (as recorded): between Thursday 1 January 2026 and Saturday 31 January 2026, and the latest is counted from.',
    uk: 'Початок відліку (підписання, за записом): найраніше четвер, 1 січня 2026 року, найпізніше субота, 31 січня 2026 року; рахується від найпізнішого.',
    ru: 'Начало отсчёта (подписание, по записи): самое раннее четверг, 1 января 2026 года, самое позднее суббота, 31 января 2026 года; считается от самого позднего.',
  },
  {
    name: 'an event',
    draft: {
      ...FROM_TEXT,
      rule: 'anchor',
      to: MON,
      by: { name: 'approval', of: 'event', title: 'Approval', known: 'recorded' },
    },
    en: 'Counting starts from approval (Approval, as recorded): Monday 5 January 2026.',
    uk: 'Початок відліку (подія «Approval», за записом): понеділок, 5 січня 2026 року.',
    ru: 'Начало отсчёта (событие «Approval», по записи): понедельник, 5 января 2026 года.',
  },
  {
    name: 'an event at an instant',
    draft: {
      ...FROM_TEXT,
      rule: 'anchor',
      to: MON,
      toAt: at('2026-01-05T07:00:30Z'),
      by: { name: 'signing', of: 'event', known: 'assumed' },
    },
    en: 'Counting starts from signing (assumed): 09:00:30 on Monday 5 January 2026 (Europe/Kyiv).',
    uk: 'Початок відліку (підписання, за припущенням): 09:00:30 5 січня 2026 року (Europe/Kyiv).',
    ru: 'Начало отсчёта (подписание, по предположению): 09:00:30 5 января 2026 года (Europe/Kyiv).',
  },
  {
    name: 'a recorded moment',
    draft: {
      ...FROM_TEXT,
      rule: 'anchor',
      to: MON,
      by: {
        name: 'a.fulfilled',
        of: 'moment',
        title: 'A',
        moment: 'fulfilled',
        known: 'approximate',
      },
    },
    en: 'Counting starts from a.fulfilled (“A” fulfilled, recorded as approximate): Monday 5 January 2026.',
    uk: 'Початок відліку («A» — виконано, за записом, приблизно): понеділок, 5 січня 2026 року.',
    ru: 'Начало отсчёта («A» — исполнено, по записи, приблизительно): понедельник, 5 января 2026 года.',
  },
  {
    name: 'all phases',
    draft: {
      ...FROM_TEXT,
      rule: 'anchor',
      to: MON,
      by: {
        name: 'a.fulfilled',
        of: 'all-phases',
        path: 'a',
        moment: 'fulfilled',
        known: 'recorded',
      },
    },
    en: 'Counting starts from a.fulfilled (all phases of “a” fulfilled, as recorded): Monday 5 January 2026.',
    uk: 'Початок відліку (усі етапи «a» — виконано, за записом): понеділок, 5 січня 2026 року.',
    ru: 'Начало отсчёта (все этапы «a» — исполнено, по записи): понедельник, 5 января 2026 года.',
  },
  {
    name: 'a scheduled date',
    draft: {
      ...FROM_TEXT,
      rule: 'anchor',
      to: MON,
      by: { name: 'a.due', of: 'schedule', title: 'A' },
    },
    en: 'Counting starts from a.due (as scheduled for “A”): Monday 5 January 2026.',
    uk: 'Початок відліку (розрахована дата для «A»): понеділок, 5 січня 2026 року.',
    ru: 'Начало отсчёта (расчётная дата для «A»): понедельник, 5 января 2026 года.',
  },
  {
    name: 'alongside',
    draft: {
      ...FROM_TEXT,
      rule: 'anchor',
      to: MON,
      by: { name: 'a.due', of: 'beside', relation: 'alongside' },
    },
    en: 'It is due alongside another obligation, so it takes the date a.due: Monday 5 January 2026.',
    uk: 'Це належить виконати разом з іншим зобов’язанням, тож дата та сама («a.due»): понеділок, 5 січня 2026 року.',
    ru: 'Это должно быть исполнено вместе с другим обязательством, поэтому дата та же («a.due»): понедельник, 5 января 2026 года.',
  },
  {
    name: 'during',
    draft: {
      ...FROM_TEXT,
      rule: 'anchor',
      to: MON,
      by: { name: 'a.ends', of: 'beside', relation: 'during' },
    },
    en: 'It is due during another obligation, so it takes the date a.ends: Monday 5 January 2026.',
    uk: 'Це належить виконати під час іншого зобов’язання, тож дата та сама («a.ends»): понеділок, 5 січня 2026 року.',
    ru: 'Это должно быть исполнено во время другого обязательства, поэтому дата та же («a.ends»): понедельник, 5 января 2026 года.',
  },
  {
    name: 'a clock time',
    draft: {
      ...FROM_TEXT,
      rule: 'clock-time',
      from: MON,
      toAt: at('2026-01-05T10:00:00Z'),
      by: { minute: 720, zone: 'Europe/Kyiv' },
    },
    en: 'The time is 12:00 on Monday 5 January 2026 (Europe/Kyiv), which is 10:00 UTC.',
    uk: 'Час: 12:00 5 січня 2026 року (Europe/Kyiv), тобто 10:00 UTC.',
    ru: 'Время: 12:00 5 января 2026 года (Europe/Kyiv), то есть 10:00 UTC.',
  },
  {
    name: 'a clock time that is another day in UTC',
    draft: {
      ...FROM_TEXT,
      rule: 'clock-time',
      from: MON,
      toAt: at('2026-01-04T23:00:00Z'),
      by: { minute: 60, zone: 'Europe/Kyiv' },
    },
    en: 'The time is 01:00 on Monday 5 January 2026 (Europe/Kyiv), which is 23:00 UTC on Sunday 4 January 2026.',
    uk: 'Час: 01:00 5 січня 2026 року (Europe/Kyiv), тобто 23:00 UTC 4 січня 2026 року.',
    ru: 'Время: 01:00 5 января 2026 года (Europe/Kyiv), то есть 23:00 UTC 4 января 2026 года.',
  },
  {
    name: 'a clock time in UTC',
    draft: {
      ...FROM_TEXT,
      rule: 'clock-time',
      from: MON,
      toAt: at('2026-01-05T12:00:00Z'),
      by: { minute: 720, zone: 'UTC' },
    },
    en: 'The time is 12:00 on Monday 5 January 2026 (UTC).',
    uk: 'Час: 12:00 5 січня 2026 року (UTC).',
    ru: 'Время: 12:00 5 января 2026 года (UTC).',
  },
  {
    name: 'the later of two',
    draft: {
      ...FROM_TEXT,
      rule: 'later-of',
      to: MON,
      by: { which: 'later', moments: 2, days: ['2026-01-03', '2026-01-05'], open: 0 },
    },
    en: 'Of Saturday 3 January 2026 and Monday 5 January 2026, the later is Monday 5 January 2026.',
    uk: 'З дат 3 січня 2026 року; 5 січня 2026 року обрано пізнішу: понеділок, 5 січня 2026 року.',
    ru: 'Из дат 3 января 2026 года; 5 января 2026 года выбрана более поздняя: понедельник, 5 января 2026 года.',
  },
  {
    name: 'the earlier of two known and one unknown',
    draft: {
      ...FROM_TEXT,
      rule: 'earlier-of',
      to: MON,
      by: { which: 'earlier', moments: 3, days: ['2026-01-05', '2026-01-08'], open: 1 },
    },
    en: 'Of Monday 5 January 2026 and Thursday 8 January 2026, the earlier is Monday 5 January 2026. 1 more date is not known yet and could bring it forward.',
    uk: 'З дат 5 січня 2026 року; 8 січня 2026 року обрано ранішу: понеділок, 5 січня 2026 року. Ще невідомих дат: 1; через них строк може настати раніше.',
    ru: 'Из дат 5 января 2026 года; 8 января 2026 года выбрана более ранняя: понедельник, 5 января 2026 года. Ещё неизвестных дат: 1; из-за них срок может наступить раньше.',
  },
  {
    name: 'the only known date',
    draft: {
      ...FROM_TEXT,
      rule: 'earlier-of',
      to: MON,
      by: { which: 'earlier', moments: 3, days: ['2026-01-05'], open: 2 },
    },
    en: 'The only date known so far is Monday 5 January 2026. 2 more dates are not known yet and could bring it forward.',
    uk: 'Поки що відома лише одна дата: понеділок, 5 січня 2026 року. Ще невідомих дат: 2; через них строк може настати раніше.',
    ru: 'Пока известна только одна дата: понедельник, 5 января 2026 года. Ещё неизвестных дат: 2; из-за них срок может наступить раньше.',
  },
  {
    name: 'the second of three',
    draft: {
      ...FROM_TEXT,
      rule: 'nth-of',
      to: MON,
      by: { which: 2, moments: 3, days: ['2026-01-03', '2026-01-05', '2026-01-08'], open: 0 },
    },
    en: 'Of Saturday 3 January 2026, Monday 5 January 2026 and Thursday 8 January 2026, the 2nd is Monday 5 January 2026.',
    uk: 'З дат 3 січня 2026 року; 5 січня 2026 року; 8 січня 2026 року обрано № 2 за порядком: понеділок, 5 січня 2026 року.',
    ru: 'Из дат 3 января 2026 года; 5 января 2026 года; 8 января 2026 года выбрана дата № 2 по порядку: понедельник, 5 января 2026 года.',
  },
  {
    name: 'hours',
    draft: {
      ...FROM_TEXT,
      rule: 'add-hours',
      fromAt: at('2026-01-05T07:00:00Z'),
      to: MON + 2,
      toAt: at('2026-01-07T07:00:00Z'),
      by: { period: '48 hours', direction: 'after' },
    },
    en: '48 hours after 09:00 on Monday 5 January 2026 (Europe/Kyiv) is 09:00 on Wednesday 7 January 2026 (Europe/Kyiv).',
    uk: '48 годин після 09:00 5 січня 2026 року (Europe/Kyiv) — це 09:00 7 січня 2026 року (Europe/Kyiv).',
    ru: '48 часов после 09:00 5 января 2026 года (Europe/Kyiv) — это 09:00 7 января 2026 года (Europe/Kyiv).',
  },
  {
    name: 'hours before',
    draft: {
      ...FROM_TEXT,
      rule: 'add-hours',
      fromAt: at('2026-01-05T07:00:00Z'),
      to: MON,
      toAt: at('2026-01-05T06:00:00Z'),
      by: { period: '1 hour', direction: 'before' },
    },
    en: '1 hour before 09:00 on Monday 5 January 2026 (Europe/Kyiv) is 08:00 on Monday 5 January 2026 (Europe/Kyiv).',
    uk: '1 година до 09:00 5 січня 2026 року (Europe/Kyiv) — це 08:00 5 січня 2026 року (Europe/Kyiv).',
    ru: '1 час до 09:00 5 января 2026 года (Europe/Kyiv) — это 08:00 5 января 2026 года (Europe/Kyiv).',
  },
  {
    name: 'an excluded day',
    draft: {
      ...FROM_TEXT,
      rule: 'exclude-trigger-day',
      from: MON,
      to: MON,
      by: { firstCounted: '2026-01-06' },
    },
    en: 'Monday 5 January 2026 itself is day 0 and is not counted; day 1 is Tuesday 6 January 2026.',
    uk: 'Сам день (понеділок, 5 січня 2026 року) — день 0, він не рахується; день 1 — вівторок, 6 січня 2026 року.',
    ru: 'Сам день (понедельник, 5 января 2026 года) — день 0, он не считается; день 1 — вторник, 6 января 2026 года.',
  },
  {
    name: 'an included day',
    draft: {
      ...FROM_TEXT,
      rule: 'include-trigger-day',
      from: MON,
      to: MON,
      by: { firstCounted: '2026-01-05' },
    },
    en: 'Monday 5 January 2026 itself is day 1 and is counted.',
    uk: 'Сам день (понеділок, 5 січня 2026 року) — день 1, він рахується.',
    ru: 'Сам день (понедельник, 5 января 2026 года) — день 1, он считается.',
  },
  {
    name: 'days',
    draft: {
      ...FROM_TEXT,
      rule: 'add-period',
      from: MON,
      to: MON + 10,
      by: { period: '10 days', direction: 'after' },
    },
    en: 'Counting 10 days forward gives Thursday 15 January 2026.',
    uk: 'Відраховуємо 10 днів: четвер, 15 січня 2026 року.',
    ru: 'Отсчитываем 10 дней: четверг, 15 января 2026 года.',
  },
  {
    name: 'a week back',
    draft: {
      ...FROM_TEXT,
      rule: 'add-period',
      from: MON,
      to: MON - 7,
      by: { period: '1 week', direction: 'before' },
    },
    en: 'Counting 1 week back gives Monday 29 December 2025.',
    uk: 'Відраховуємо назад 1 тиждень: понеділок, 29 грудня 2025 року.',
    ru: 'Отсчитываем назад 1 неделю: понедельник, 29 декабря 2025 года.',
  },
  {
    name: 'months and days',
    draft: {
      ...FROM_TEXT,
      rule: 'add-period',
      from: MON,
      to: MON + 36,
      by: {
        period: '1 month and 5 working days',
        direction: 'after',
        skipped: ['2026-02-07 weekend'],
      },
    },
    en: 'Counting 1 month and 5 working days forward gives Tuesday 10 February 2026. Not counted: 2026-02-07 weekend.',
    uk: 'Відраховуємо 1 місяць і 5 робочих днів: вівторок, 10 лютого 2026 року. Не рахуються: 2026-02-07 weekend.',
    ru: 'Отсчитываем 1 месяц и 5 рабочих дней: вторник, 10 февраля 2026 года. Не считаются: 2026-02-07 weekend.',
  },
  {
    name: 'a short month',
    draft: {
      ...FROM_TEXT,
      rule: 'add-period',
      from: MON,
      to: MON + 54,
      by: { period: '1 month', direction: 'after', clamped: true, weekends: 1 },
    },
    en: 'Counting 1 month forward gives Saturday 28 February 2026. The month has no such day, so the count stops at the end of the month. Not counted: 1 weekend day.',
    uk: 'Відраховуємо 1 місяць: субота, 28 лютого 2026 року. Такого числа в місяці немає, тож відлік спиняється в кінці місяця. Не рахуються: вихідні дні (1).',
    ru: 'Отсчитываем 1 месяц: суббота, 28 февраля 2026 года. Такого числа в месяце нет, поэтому отсчёт останавливается в конце месяца. Не считаются: выходные дни (1).',
  },
  {
    name: 'a short month whose last day is the last of the period',
    draft: {
      ...FROM_TEXT,
      rule: 'add-period',
      from: MON,
      to: MON + 54,
      by: {
        period: '1 month',
        direction: 'after',
        clamped: true,
        first: 'completed',
        weekends: 12,
      },
    },
    en: 'Counting 1 month forward gives Saturday 28 February 2026. The month has no such day, so the last day of the month is the last day of the period. Not counted: 12 weekend days.',
    uk: 'Відраховуємо 1 місяць: субота, 28 лютого 2026 року. Такого числа в місяці немає, тож останній день місяця є останнім днем строку. Не рахуються: вихідні дні (12).',
    ru: 'Отсчитываем 1 месяц: суббота, 28 февраля 2026 года. Такого числа в месяце нет, поэтому последний день месяца — последний день срока. Не считаются: выходные дни (12).',
  },
  {
    name: 'a day of rest',
    draft: {
      ...FROM_TEXT,
      rule: 'roll',
      from: MON,
      to: MON + 1,
      by: { calendar: 'x', skipped: ['2026-01-05 Christmas'] },
    },
    en: 'Monday 5 January 2026 cannot be the last day (2026-01-05 Christmas), so the last day is Tuesday 6 January 2026.',
    uk: 'Останнім днем не може бути понеділок, 5 січня 2026 року (2026-01-05 Christmas); останній день — вівторок, 6 січня 2026 року.',
    ru: 'Последним днём не может быть понедельник, 5 января 2026 года (2026-01-05 Christmas); последний день — вторник, 6 января 2026 года.',
  },
  {
    name: 'a working day too early',
    draft: {
      ...FROM_TEXT,
      rule: 'roll',
      from: MON,
      to: MON + 1,
      by: { calendar: 'x', skipped: [] },
    },
    en: 'Monday 5 January 2026 cannot be the last day (too few working days), so the last day is Tuesday 6 January 2026.',
    uk: 'Останнім днем не може бути понеділок, 5 січня 2026 року (замало робочих днів); останній день — вівторок, 6 січня 2026 року.',
    ru: 'Последним днём не может быть понедельник, 5 января 2026 года (слишком мало рабочих дней); последний день — вторник, 6 января 2026 года.',
  },
  {
    name: 'the day before',
    draft: { ...FROM_TEXT, rule: 'day-before', from: MON, to: MON - 1 },
    en: '“Before Monday 5 January 2026” means by the end of Sunday 4 January 2026.',
    uk: '«До 5 січня 2026 року» означає до кінця дня 4 січня 2026 року.',
    ru: '«До 5 января 2026 года» означает до конца дня 4 января 2026 года.',
  },
  {
    name: 'the end of a day',
    draft: {
      ...FROM_TEXT,
      rule: 'end-of-day',
      from: MON,
      toAt: at('2026-01-05T22:00:00Z'),
      by: { zone: 'Europe/Kyiv' },
    },
    en: 'Monday 5 January 2026 ends at midnight in Europe/Kyiv (22:00 UTC); from then on it is late.',
    uk: 'День 5 січня 2026 року закінчується опівночі за часом Europe/Kyiv (22:00 UTC); відтоді строк прострочено.',
    ru: 'День 5 января 2026 года заканчивается в полночь по времени Europe/Kyiv (22:00 UTC); с этого момента срок просрочен.',
  },
  {
    name: 'the end of a day that ends on the next day of UTC',
    draft: {
      ...FROM_TEXT,
      rule: 'end-of-day',
      from: MON,
      toAt: at('2026-01-06T05:00:00Z'),
      by: { zone: 'America/New_York' },
    },
    en: 'Monday 5 January 2026 ends at midnight in America/New_York (05:00 UTC on Tuesday 6 January 2026); from then on it is late.',
    uk: 'День 5 січня 2026 року закінчується опівночі за часом America/New_York (05:00 UTC 6 січня 2026 року); відтоді строк прострочено.',
    ru: 'День 5 января 2026 года заканчивается в полночь по времени America/New_York (05:00 UTC 6 января 2026 года); с этого момента срок просрочен.',
  },
  {
    name: 'the end of an interval in UTC',
    draft: {
      ...FROM_TEXT,
      rule: 'end-of-day',
      from: MON,
      toAt: at('2026-01-06T00:00:00Z'),
      by: { zone: 'UTC', over: true },
    },
    en: 'Monday 5 January 2026 ends at midnight UTC.',
    uk: 'День 5 січня 2026 року закінчується опівночі за UTC.',
    ru: 'День 5 января 2026 года заканчивается в полночь по UTC.',
  },
  {
    name: 'the beginning of a day',
    draft: {
      ...FROM_TEXT,
      rule: 'start-of-day',
      from: MON,
      toAt: at('2026-01-04T22:00:00Z'),
      by: { zone: 'Europe/Kyiv' },
    },
    en: 'Monday 5 January 2026 begins at midnight in Europe/Kyiv (22:00 UTC on Sunday 4 January 2026).',
    uk: 'День 5 січня 2026 року починається опівночі за часом Europe/Kyiv (22:00 UTC 4 січня 2026 року).',
    ru: 'День 5 января 2026 года начинается в полночь по времени Europe/Kyiv (22:00 UTC 4 января 2026 года).',
  },
  {
    name: 'grace',
    draft: {
      ...FROM_TEXT,
      rule: 'grace',
      fromAt: at('2026-01-05T22:00:00Z'),
      toAt: at('2026-01-06T10:00:00Z'),
      by: { period: '12 hours' },
    },
    en: 'A grace period of 12 hours runs until 12:00 on Tuesday 6 January 2026 (Europe/Kyiv).',
    uk: 'Пільговий строк (12 годин) спливає: 12:00 6 січня 2026 року (Europe/Kyiv).',
    ru: 'Льготный срок (12 часов) истекает: 12:00 6 января 2026 года (Europe/Kyiv).',
  },
  {
    name: 'grace to the second of two equal times',
    draft: {
      ...FROM_TEXT,
      rule: 'grace',
      fromAt: at('2026-10-25T00:00:00Z'),
      toAt: at('2026-10-25T01:30:00Z'),
      by: { period: '90 minutes' },
    },
    en: 'A grace period of 90 minutes runs until 03:30 on Sunday 25 October 2026 (Europe/Kyiv, UTC+02:00).',
    uk: 'Пільговий строк (90 хвилин) спливає: 03:30 25 жовтня 2026 року (Europe/Kyiv, UTC+02:00).',
    ru: 'Льготный срок (90 минут) истекает: 03:30 25 октября 2026 года (Europe/Kyiv, UTC+02:00).',
  },
  {
    name: 'a numbered day',
    draft: { ...FROM_TEXT, rule: 'day-n', from: MON, to: MON + 29, by: { n: 30 } },
    en: 'Day 1 is Monday 5 January 2026 itself, so day 30 is Tuesday 3 February 2026.',
    uk: 'День 1 — понеділок, 5 січня 2026 року, тож день 30 — вівторок, 3 лютого 2026 року.',
    ru: 'День 1 — понедельник, 5 января 2026 года, поэтому день 30 — вторник, 3 февраля 2026 года.',
  },
  {
    name: 'the last day of a month',
    draft: {
      ...FROM_TEXT,
      rule: 'edge',
      from: MON,
      to: MON + 26,
      by: { which: 'last', unit: 'month', nth: 0, direction: 'after' },
    },
    en: 'The last day of the month that contains Monday 5 January 2026 is Saturday 31 January 2026.',
    uk: 'Останній день місяця, на який припадає 5 січня 2026 року: субота, 31 січня 2026 року.',
    ru: 'Последний день месяца, на который приходится 5 января 2026 года: суббота, 31 января 2026 года.',
  },
  {
    name: 'the first day of the third week after',
    draft: {
      ...FROM_TEXT,
      rule: 'edge',
      from: MON,
      to: MON + 21,
      by: { which: 'first', unit: 'week', nth: 3, direction: 'after' },
    },
    en: 'The first day of the 3rd week after Monday 5 January 2026 is Monday 26 January 2026.',
    uk: 'Перший день 3-го тижня після 5 січня 2026 року: понеділок, 26 січня 2026 року.',
    ru: 'Первый день 3-й недели после 5 января 2026 года: понедельник, 26 января 2026 года.',
  },
  {
    name: 'the last day of a half-year',
    draft: {
      ...FROM_TEXT,
      rule: 'edge',
      from: MON,
      to: MON + 176,
      by: { which: 'last', unit: 'half-year', nth: 0, direction: 'after' },
    },
    en: 'The last day of the half-year that contains Monday 5 January 2026 is Tuesday 30 June 2026.',
    uk: 'Останній день півріччя, на яке припадає 5 січня 2026 року: вівторок, 30 червня 2026 року.',
    ru: 'Последний день полугодия, на которое приходится 5 января 2026 года: вторник, 30 июня 2026 года.',
  },
  {
    name: 'the last working day of a month',
    draft: {
      ...FROM_TEXT,
      rule: 'edge',
      from: MON,
      to: MON + 25,
      by: {
        which: 'last',
        unit: 'month',
        nth: 0,
        direction: 'after',
        day: 'working',
        skipped: ['2026-01-31 weekend'],
      },
    },
    en: 'The last working day of the month that contains Monday 5 January 2026 is Friday 30 January 2026. Not counted: 2026-01-31 weekend.',
    uk: 'Останній робочий день місяця, на який припадає 5 січня 2026 року: пʼятниця, 30 січня 2026 року. Не рахуються: 2026-01-31 weekend.',
    ru: 'Последний рабочий день месяца, на который приходится 5 января 2026 года: пятница, 30 января 2026 года. Не считаются: 2026-01-31 weekend.',
  },
  {
    name: 'a weekday after a day',
    draft: {
      ...FROM_TEXT,
      rule: 'edge',
      from: MON,
      to: MON + 6,
      by: { which: 'first', nth: 0, direction: 'after', day: 7 },
    },
    en: 'The first Sunday after Monday 5 January 2026 is Sunday 11 January 2026.',
    uk: 'Перша неділя після 5 січня 2026 року: неділя, 11 січня 2026 року.',
    ru: 'Первое воскресенье после 5 января 2026 года: воскресенье, 11 января 2026 года.',
  },
  {
    name: 'a working day on or after a day',
    draft: {
      ...FROM_TEXT,
      rule: 'edge',
      from: MON - 2,
      to: MON,
      by: { which: 'first', nth: 0, direction: 'after', on: true, day: 'working' },
    },
    en: 'The first working day on or after Saturday 3 January 2026 is Monday 5 January 2026.',
    uk: 'Перший робочий день не раніше 3 січня 2026 року: понеділок, 5 січня 2026 року.',
    ru: 'Первый рабочий день не ранее 3 января 2026 года: понедельник, 5 января 2026 года.',
  },
  {
    name: 'the second Wednesday of the next month',
    draft: {
      ...FROM_TEXT,
      rule: 'edge',
      from: MON,
      to: MON + 37,
      by: { which: 2, unit: 'month', nth: 1, direction: 'after', day: 3 },
    },
    en: 'The 2nd Wednesday of the 1st month after Monday 5 January 2026 is Wednesday 11 February 2026.',
    uk: '2-га середа 1-го місяця після 5 січня 2026 року: середа, 11 лютого 2026 року.',
    ru: '2-я среда 1-го месяца после 5 января 2026 года: среда, 11 февраля 2026 года.',
  },
  {
    name: 'an extension',
    draft: {
      ...FROM_TEXT,
      rule: 'extension',
      from: MON,
      to: MON + 30,
      by: { fact: 'f1', on: '2026-01-02', clause: 'once by at most 30 days' },
    },
    en: 'An extension recorded on Friday 2 January 2026 moves it from Monday 5 January 2026 to Wednesday 4 February 2026; the text allows it “once by at most 30 days”.',
    uk: 'Подовження, записане 2 січня 2026 року, переносить строк з 5 січня 2026 року на 4 лютого 2026 року; текст це дозволяє: «once by at most 30 days».',
    ru: 'Продление, записанное 2 января 2026 года, переносит срок с 5 января 2026 года на 4 февраля 2026 года; текст это допускает: «once by at most 30 days».',
  },
  {
    name: 'an extension to an instant without a clause',
    draft: {
      ...FROM_TEXT,
      rule: 'extension',
      to: MON,
      toAt: at('2026-01-05T10:00:00Z'),
      by: { fact: 'f1', on: '2026-01-02' },
    },
    en: 'An extension recorded on Friday 2 January 2026 moves it to 12:00 on Monday 5 January 2026 (Europe/Kyiv); the text has no clause for it.',
    uk: 'Подовження, записане 2 січня 2026 року, переносить строк на 12:00 5 січня 2026 року (Europe/Kyiv); у тексті такого положення немає.',
    ru: 'Продление, записанное 2 января 2026 года, переносит срок на 12:00 5 января 2026 года (Europe/Kyiv); в тексте такого положения нет.',
  },
  {
    name: 'a pin',
    draft: {
      ...FROM_TEXT,
      rule: 'pin',
      from: MON,
      to: MON + 3,
      by: { fact: 'f1', on: '2026-01-02' },
    },
    en: 'It was agreed on Friday 2 January 2026 that the date stays Thursday 8 January 2026; without that it would be Monday 5 January 2026.',
    uk: 'За домовленістю від 2 січня 2026 року дата лишається незмінною: 8 січня 2026 року; без цього було б 5 січня 2026 року.',
    ru: 'По договорённости от 2 января 2026 года дата остаётся неизменной: 8 января 2026 года; без этого было бы 5 января 2026 года.',
  },
  {
    name: 'a pin where it is',
    draft: { ...FROM_TEXT, rule: 'pin', from: MON, to: MON, by: { fact: 'f1', on: '2026-01-02' } },
    en: 'It was agreed on Friday 2 January 2026 that the date stays Monday 5 January 2026; counting gives the same date.',
    uk: 'За домовленістю від 2 січня 2026 року дата лишається незмінною: 5 січня 2026 року; відлік дає ту саму дату.',
    ru: 'По договорённости от 2 января 2026 года дата остаётся неизменной: 5 января 2026 года; отсчёт даёт ту же дату.',
  },
  {
    name: 'a pin of what has no date',
    draft: {
      ...FROM_TEXT,
      rule: 'pin',
      to: MON,
      toAt: at('2026-01-05T10:00:00Z'),
      by: { fact: 'f1', on: '2026-01-02' },
    },
    en: 'It was agreed on Friday 2 January 2026 that the date stays 12:00 on Monday 5 January 2026 (Europe/Kyiv); it has no other date.',
    uk: 'За домовленістю від 2 січня 2026 року дата лишається незмінною: 12:00 5 січня 2026 року (Europe/Kyiv); іншої дати немає.',
    ru: 'По договорённости от 2 января 2026 года дата остаётся неизменной: 12:00 5 января 2026 года (Europe/Kyiv); другой даты нет.',
  },
  {
    name: 'a renewal',
    draft: {
      ...FROM_TEXT,
      rule: 'renewal',
      from: MON,
      to: MON + 365,
      by: { period: '1 year', unless: 'notice' },
    },
    en: 'Renewals of 1 year each move the end from Monday 5 January 2026 to Tuesday 5 January 2027.',
    uk: 'Щоразу поновлюється на 1 рік: кінець переноситься з 5 січня 2026 року на 5 січня 2027 року.',
    ru: 'Каждый раз возобновляется на 1 год: конец переносится с 5 января 2026 года на 5 января 2027 года.',
  },
  {
    name: 'a notice',
    draft: { ...FROM_TEXT, rule: 'notice', by: { event: 'notice', on: '2026-01-05' } },
    en: 'Notice (“notice”) was given on Monday 5 January 2026, so the term ends with this period.',
    uk: 'Повідомлення («notice») надано 5 січня 2026 року, тож дія закінчується разом із цим періодом.',
    ru: 'Уведомление («notice») подано 5 января 2026 года, поэтому действие заканчивается вместе с этим периодом.',
  },
  {
    name: 'a pause',
    draft: {
      ...FROM_TEXT,
      rule: 'pause',
      from: MON,
      to: MON + 3,
      by: { since: '2026-01-02', until: '2026-01-05', added: '3 days' },
    },
    en: 'The clock stood still from Friday 2 January 2026 to Monday 5 January 2026, for 3 days: the date moves from Monday 5 January 2026 to Thursday 8 January 2026.',
    uk: 'Відлік було зупинено з 2 січня 2026 року до 5 січня 2026 року (3 дні): дата переноситься з 5 січня 2026 року на 8 січня 2026 року.',
    ru: 'Отсчёт был остановлен с 2 января 2026 года до 5 января 2026 года (3 дня): дата переносится с 5 января 2026 года на 8 января 2026 года.',
  },
  {
    name: 'a pause after which the period runs again',
    draft: {
      ...FROM_TEXT,
      rule: 'pause',
      from: MON,
      to: MON + 3,
      toAt: at('2026-01-08T10:00:00Z'),
      by: { since: '2026-01-02', until: '2026-01-05' },
    },
    en: 'The clock stood still from Friday 2 January 2026 to Monday 5 January 2026 and the period then ran again: the date moves from Monday 5 January 2026 to 12:00 on Thursday 8 January 2026 (Europe/Kyiv).',
    uk: 'Відлік було зупинено з 2 січня 2026 року до 5 січня 2026 року, потім строк почався заново: дата переноситься з 5 січня 2026 року на 12:00 8 січня 2026 року (Europe/Kyiv).',
    ru: 'Отсчёт был остановлен с 2 января 2026 года до 5 января 2026 года, затем срок начался заново: дата переносится с 5 января 2026 года на 12:00 8 января 2026 года (Europe/Kyiv).',
  },
  {
    name: 'an occurrence',
    draft: {
      ...FROM_TEXT,
      rule: 'occurrence',
      from: MON,
      to: MON + 181,
      by: { n: 2, rhythm: 'every 3 months' },
    },
    en: 'Occurrence 2 (every 3 months, counted from Monday 5 January 2026) is Sunday 5 July 2026.',
    uk: 'Повторення № 2 (every 3 months, відлік від 5 січня 2026 року): неділя, 5 липня 2026 року.',
    ru: 'Повторение № 2 (every 3 months, отсчёт от 5 января 2026 года): воскресенье, 5 июля 2026 года.',
  },
  {
    name: 'the last occurrence shown',
    draft: { ...FROM_TEXT, rule: 'horizon', to: MON, by: { n: 24, ends: true } },
    en: 'By the text it repeats further; the schedule shows 24 occurrences, and this is the last of them.',
    uk: 'За текстом це повторюється й далі; у розкладі повторень: 24, це останнє з них.',
    ru: 'По тексту это повторяется и дальше; в расписании повторений: 24, это последнее из них.',
  },
  {
    name: 'the last occurrence shown of what has no end',
    draft: { ...FROM_TEXT, rule: 'horizon', to: MON, by: { n: 24, ends: false } },
    en: 'The text sets no end that is known; the schedule shows 24 occurrences, and this is the last of them.',
    uk: 'Кінець у тексті не названо або він невідомий; у розкладі повторень: 24, це останнє з них.',
    ru: 'Конец в тексте не назван или неизвестен; в расписании повторений: 24, это последнее из них.',
  },
  {
    name: 'a condition that is met',
    draft: {
      ...FROM_TEXT,
      rule: 'condition',
      by: { condition: 'approval', met: true, since: '2026-01-05' },
    },
    en: 'It is owed only under the condition “approval”, which has been met since Monday 5 January 2026.',
    uk: 'Зобов’язання діє лише за умови «approval»: умову виконано 5 січня 2026 року.',
    ru: 'Обязательство действует лишь при условии «approval»: условие выполнено 5 января 2026 года.',
  },
  {
    name: 'a condition that is not met',
    draft: { ...FROM_TEXT, rule: 'condition', by: { condition: 'approval', met: false } },
    en: 'It is owed only under the condition “approval”, which is not met so far.',
    uk: 'Зобов’язання діє лише за умови «approval»: умову поки що не виконано.',
    ru: 'Обязательство действует лишь при условии «approval»: условие пока не выполнено.',
  },
  {
    name: 'a discharge by a condition',
    draft: { ...FROM_TEXT, rule: 'discharge', by: { condition: 'approval', on: '2026-01-05' } },
    en: 'It is no longer owed from Monday 5 January 2026 on, because the condition “approval” is met.',
    uk: 'Зобов’язання припиняється 5 січня 2026 року: виконано умову «approval».',
    ru: 'Обязательство прекращается 5 января 2026 года: выполнено условие «approval».',
  },
  {
    name: 'a discharge by a successor',
    draft: { ...FROM_TEXT, rule: 'discharge', by: { supersededBy: 'b', on: '2026-01-05' } },
    en: 'It is no longer owed from Monday 5 January 2026 on, because “b” takes its place.',
    uk: 'Зобов’язання припиняється 5 січня 2026 року: його замінює «b».',
    ru: 'Обязательство прекращается 5 января 2026 года: его заменяет «b».',
  },
  {
    name: 'no date',
    draft: { ...FROM_TEXT, rule: 'undated' },
    en: 'The text gives no date.',
    uk: 'Текст не називає дати.',
    ru: 'Текст не называет даты.',
  },
  {
    name: 'what has no date yet',
    draft: {
      ...FROM_TEXT,
      rule: 'waits-for',
      by: { waitsFor: ['approval', 'a.fulfilled', 'war'] },
    },
    en: 'It has no date yet: it waits for approval, a.fulfilled and war.',
    uk: 'Дати ще немає: вона залежить від approval, a.fulfilled, war.',
    ru: 'Даты ещё нет: она зависит от approval, a.fulfilled, war.',
  },
];

describe('the sentence of a step', () => {
  const languages = { en: EN, uk: UK, ru: RU };
  const render = (language: keyof typeof languages, draft: StepDraft, zone = 'Europe/Kyiv') =>
    stepRenderer(languages[language], luxonZones)(draft, zone).text;

  it.each(ROWS)('says $name', ({ draft, ...sentences }) => {
    expect(render('en', draft)).toBe(sentences.en);
    expect(render('uk', draft)).toBe(sentences.uk);
    expect(render('ru', draft)).toBe(sentences.ru);
  });

  it('exists for every kind of step', () => {
    const shown = new Set<string>(ROWS.map(({ draft }) => draft.rule));
    expect(Object.keys(EN.steps).filter((rule) => !shown.has(rule))).toEqual([]);
  });

  it('gives an instant by the clock of the zone that is asked for, in one renderer', () => {
    const draft: StepDraft = {
      ...FROM_TEXT,
      rule: 'fixed-date',
      to: MON,
      toAt: at('2026-01-05T03:00:00Z'),
    };
    const renderer = stepRenderer(EN, luxonZones);
    const texts = ['Europe/Kyiv', 'America/New_York', 'UTC'].map(
      (zone) => renderer(draft, zone).text,
    );
    expect(texts).toEqual([
      'The text names 05:00 on Monday 5 January 2026 (Europe/Kyiv).',
      'The text names 22:00 on Sunday 4 January 2026 (America/New_York).',
      'The text names 03:00 on Monday 5 January 2026 (UTC).',
    ]);
    expect(renderer(draft, 'UTC')).toBe(renderer(draft, 'UTC'));
  });
});
