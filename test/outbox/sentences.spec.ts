import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseDay } from '../../src/engine/calendar/epoch-day';
import { LANGUAGES, type Language, type SentenceData } from '../../src/outbox/sentences/catalogue';
import { ENGLISH } from '../../src/outbox/sentences/en';
import { say } from '../../src/outbox/sentences/say';

const day = (text: string) => ({ day: parseDay(text) as number });
const clock = (text: string, minute: number) => ({
  ...day(text),
  clock: { minute, zone: 'Europe/Kyiv' },
});

const PACT = { agreement: 'Pact', assumed: false };
const DUTY = {
  ...PACT,
  milestone: 'Withdrawal',
  sort: 'deadline' as const,
  who: ['Russia', 'Ukraine'],
};
const DUE = day('2026-03-07');
/** A day known only roughly. */
const ROUGH = { ...day('2026-03-31'), earliest: day('2026-03-01').day };

/** A type with data of it and its sentences, as a row of the table. */
type Row = {
  [T in keyof SentenceData]: [T, SentenceData[T], en: string, uk: string, ru: string];
}[keyof SentenceData];

const ROWS: Row[] = [
  [
    'milestone.due-soon',
    { ...DUTY, on: DUE, days: 4 },

    'Pact: “Withdrawal”, owed by Russia and Ukraine, is due by 7 March 2026 (in 4 days).',
    'Pact: «Withdrawal» (зобов’язані сторони: Russia і Ukraine): строк спливає 7 березня 2026 року (через 4 дні).',
    'Pact: «Withdrawal» (обязанные стороны: Russia и Ukraine): срок истекает 7 марта 2026 года (через 4 дня).',
  ],
  [
    'milestone.upcoming',
    { ...DUTY, who: [], assumed: true, on: DUE, days: 1 },

    'Pact (hypothetical): “Withdrawal” is due by 7 March 2026 (tomorrow).',
    'Pact (гіпотетично): «Withdrawal»: строк спливає 7 березня 2026 року (завтра).',
    'Pact (гипотетически): «Withdrawal»: срок истекает 7 марта 2026 года (завтра).',
  ],
  [
    'milestone.due-soon',
    { ...DUTY, who: ['Russia'], on: clock('2026-03-07', 485), days: 0 },

    'Pact: “Withdrawal”, owed by Russia, is due by 08:05 on 7 March 2026 (Europe/Kyiv) (today).',
    'Pact: «Withdrawal» (зобов’язана сторона: Russia): строк спливає о 08:05 7 березня 2026 року (Europe/Kyiv) (сьогодні).',
    'Pact: «Withdrawal» (обязанная сторона: Russia): срок истекает в 08:05 7 марта 2026 года (Europe/Kyiv) (сегодня).',
  ],
  [
    'milestone.due-soon',
    { ...DUTY, milestone: 'Ceasefire', sort: 'interval', on: DUE, days: 2 },

    'Pact: “Ceasefire”, owed by Russia and Ukraine, begins on 7 March 2026 (in 2 days).',
    'Pact: «Ceasefire» (зобов’язані сторони: Russia і Ukraine): починається 7 березня 2026 року (через 2 дні).',
    'Pact: «Ceasefire» (обязанные стороны: Russia и Ukraine): начинается 7 марта 2026 года (через 2 дня).',
  ],
  [
    'milestone.due-soon',
    { ...DUTY, milestone: 'Entry into force', sort: 'beginning', who: [], on: DUE, days: 2 },

    'Pact: “Entry into force” takes effect on 7 March 2026 (in 2 days).',
    'Pact: «Entry into force»: набирає чинності 7 березня 2026 року (через 2 дні).',
    'Pact: «Entry into force»: вступает в силу 7 марта 2026 года (через 2 дня).',
  ],
  [
    'milestone.due-soon',
    { ...DUTY, milestone: 'Term', sort: 'end', who: [], on: DUE, days: 2 },

    'Pact: “Term” ends on 7 March 2026 (in 2 days).',
    'Pact: «Term»: закінчується 7 березня 2026 року (через 2 дні).',
    'Pact: «Term»: заканчивается 7 марта 2026 года (через 2 дня).',
  ],
  [
    'milestone.upcoming',
    { ...DUTY, milestone: 'Review', sort: 'moment', who: [], on: DUE, days: 2 },

    'Pact: “Review” comes on 7 March 2026 (in 2 days).',
    'Pact: «Review»: настає 7 березня 2026 року (через 2 дні).',
    'Pact: «Review»: наступает 7 марта 2026 года (через 2 дня).',
  ],
  [
    'milestone.upcoming',
    {
      ...DUTY,
      milestone: 'Exit',
      sort: 'right',
      who: ['A', 'B', 'C'],
      on: clock('2026-03-07', 720),
      days: 2,
    },

    'Pact: “Exit” opens at 12:00 on 7 March 2026 (Europe/Kyiv) for A, B and C (in 2 days).',
    'Pact: «Exit»: відкривається о 12:00 7 березня 2026 року (Europe/Kyiv), для кого: A, B і C (через 2 дні).',
    'Pact: «Exit»: открывается в 12:00 7 марта 2026 года (Europe/Kyiv), для кого: A, B и C (через 2 дня).',
  ],
  [
    'milestone.due-soon',
    {
      ...DUTY,
      milestone: 'Term: last day for notice',
      sort: 'notice',
      who: ['A'],
      on: DUE,
      days: 2,
    },

    'Pact: “Term: last day for notice” is 7 March 2026 (in 2 days).',
    'Pact: «Term: last day for notice» — 7 березня 2026 року (через 2 дні).',
    'Pact: «Term: last day for notice» — 7 марта 2026 года (через 2 дня).',
  ],
  [
    'milestone.grace-started',
    { ...DUTY, who: ['Russia'], due: DUE, until: day('2026-03-10'), done: ['Ukraine'] },

    'Pact: “Withdrawal”, owed by Russia, was due by 7 March 2026; its grace period runs until 10 March 2026; Ukraine has done its part.',
    'Pact: «Withdrawal» (зобов’язана сторона: Russia): строк сплив 7 березня 2026 року; останній момент пільгового строку — 10 березня 2026 року; свою частину виконала сторона: Ukraine.',
    'Pact: «Withdrawal» (обязанная сторона: Russia): срок истёк 7 марта 2026 года; последний момент льготного срока — 10 марта 2026 года; свою часть выполнила сторона: Ukraine.',
  ],
  [
    'milestone.overdue',
    { ...DUTY, due: DUE, days: 1, done: [] },

    'Pact: “Withdrawal”, owed by Russia and Ukraine, is overdue: it was due by 7 March 2026, 1 day ago, and no fulfilment is recorded.',
    'Pact: «Withdrawal» (зобов’язані сторони: Russia і Ukraine): прострочено; строк сплив 7 березня 2026 року, 1 день тому, виконання не записано.',
    'Pact: «Withdrawal» (обязанные стороны: Russia и Ukraine): просрочено; срок истёк 7 марта 2026 года, 1 день назад, выполнение не записано.',
  ],
  [
    'milestone.overdue',
    { ...DUTY, who: ['C'], due: DUE, days: 0, done: ['A', 'B'] },

    'Pact: “Withdrawal”, owed by C, is overdue: it was due by 7 March 2026 and no fulfilment is recorded; A and B have done their parts.',
    'Pact: «Withdrawal» (зобов’язана сторона: C): прострочено; строк сплив 7 березня 2026 року, виконання не записано; свою частину виконали сторони: A і B.',
    'Pact: «Withdrawal» (обязанная сторона: C): просрочено; срок истёк 7 марта 2026 года, выполнение не записано; свою часть выполнили стороны: A и B.',
  ],
  [
    'milestone.fulfilled',
    { ...DUTY, on: day('2026-03-05'), early: 2 },

    'Pact: Russia and Ukraine fulfilled “Withdrawal” on 5 March 2026, 2 days before it was due.',
    'Pact: «Withdrawal» (сторони: Russia і Ukraine): виконано 5 березня 2026 року, за 2 дні до спливу строку.',
    'Pact: «Withdrawal» (стороны: Russia и Ukraine): выполнено 5 марта 2026 года, за 2 дня до истечения срока.',
  ],
  [
    'milestone.fulfilled',
    { ...DUTY, who: [], on: DUE, early: 0 },

    'Pact: “Withdrawal” was fulfilled on 7 March 2026, on the day it was due.',
    'Pact: «Withdrawal»: виконано 7 березня 2026 року, в останній день строку.',
    'Pact: «Withdrawal»: выполнено 7 марта 2026 года, в последний день срока.',
  ],
  [
    'milestone.fulfilled',
    { ...DUTY, who: ['Russia'], on: DUE },

    'Pact: Russia fulfilled “Withdrawal” on 7 March 2026.',
    'Pact: «Withdrawal» (сторона: Russia): виконано 7 березня 2026 року.',
    'Pact: «Withdrawal» (сторона: Russia): выполнено 7 марта 2026 года.',
  ],
  [
    'milestone.fulfilled-late',
    { ...DUTY, who: ['Russia'], on: day('2026-03-08'), early: -1 },

    'Pact: Russia fulfilled “Withdrawal” on 8 March 2026, 1 day after it was due.',
    'Pact: «Withdrawal» (сторона: Russia): виконано 8 березня 2026 року, через 1 день після спливу строку.',
    'Pact: «Withdrawal» (сторона: Russia): выполнено 8 марта 2026 года, через 1 день после истечения срока.',
  ],
  [
    'milestone.fulfilled-late',
    { ...DUTY, who: ['Russia'], on: DUE, early: 0 },

    'Pact: Russia fulfilled “Withdrawal” on 7 March 2026, after it was due.',
    'Pact: «Withdrawal» (сторона: Russia): виконано 7 березня 2026 року, після спливу строку.',
    'Pact: «Withdrawal» (сторона: Russia): выполнено 7 марта 2026 года, после истечения срока.',
  ],
  [
    'milestone.fulfilled-in-part',
    {
      ...DUTY,
      who: ['Ukraine'],
      on: day('2026-03-05'),
      remaining: ['Russia'],
      due: DUE,
      passed: false,
    },

    'Pact: Ukraine fulfilled its part of “Withdrawal” on 5 March 2026; Russia has not, and it is due by 7 March 2026.',
    'Pact: «Withdrawal»: 5 березня 2026 року свою частину виконала сторона: Ukraine; не виконала сторона: Russia; строк спливає 7 березня 2026 року.',
    'Pact: «Withdrawal»: 5 марта 2026 года свою часть выполнила сторона: Ukraine; не выполнила сторона: Russia; срок истекает 7 марта 2026 года.',
  ],
  [
    'milestone.fulfilled-in-part',
    {
      ...DUTY,
      who: ['A', 'B'],
      on: day('2026-03-09'),
      remaining: ['C', 'D'],
      due: DUE,
      passed: true,
    },

    'Pact: A and B fulfilled their parts of “Withdrawal” on 9 March 2026; C and D have not, and it was due by 7 March 2026.',
    'Pact: «Withdrawal»: 9 березня 2026 року свою частину виконали сторони: A і B; не виконали сторони: C і D; строк сплив 7 березня 2026 року.',
    'Pact: «Withdrawal»: 9 марта 2026 года свою часть выполнили стороны: A и B; не выполнили стороны: C и D; срок истёк 7 марта 2026 года.',
  ],
  [
    'milestone.fulfilled-in-part',
    { ...DUTY, who: ['A'], on: DUE, remaining: ['C'], passed: false },

    'Pact: A fulfilled its part of “Withdrawal” on 7 March 2026; C has not.',
    'Pact: «Withdrawal»: 7 березня 2026 року свою частину виконала сторона: A; не виконала сторона: C.',
    'Pact: «Withdrawal»: 7 марта 2026 года свою часть выполнила сторона: A; не выполнила сторона: C.',
  ],
  [
    'milestone.violated',
    { ...DUTY, who: ['Russia'], on: DUE, incidents: 1 },

    'Pact: Russia breached “Withdrawal” on 7 March 2026.',
    'Pact: «Withdrawal» (сторона: Russia): порушено 7 березня 2026 року.',
    'Pact: «Withdrawal» (сторона: Russia): нарушено 7 марта 2026 года.',
  ],
  [
    'milestone.violated',
    { ...DUTY, who: [], on: DUE, incidents: 3 },

    'Pact: “Withdrawal” was breached on 7 March 2026; 3 breaches are recorded.',
    'Pact: «Withdrawal»: порушено 7 березня 2026 року; записано порушень: 3.',
    'Pact: «Withdrawal»: нарушено 7 марта 2026 года; записано нарушений: 3.',
  ],
  [
    'milestone.redated',
    { ...DUTY, from: DUE, to: day('2026-03-09') },

    'Pact: “Withdrawal” moved from 7 March 2026 to 9 March 2026.',
    'Pact: «Withdrawal»: дату перенесено з 7 березня 2026 року на 9 березня 2026 року.',
    'Pact: «Withdrawal»: дата перенесена с 7 марта 2026 года на 9 марта 2026 года.',
  ],
  [
    'milestone.redated',
    { ...DUTY, to: DUE },
    'Pact: “Withdrawal” has a date now: 7 March 2026.',
    'Pact: «Withdrawal»: тепер є дата — 7 березня 2026 року.',
    'Pact: «Withdrawal»: теперь есть дата — 7 марта 2026 года.',
  ],
  [
    'milestone.undated',
    { ...DUTY, from: DUE, waitsFor: ['Handover', 'Deposit'] },

    'Pact: “Withdrawal” no longer has a date (it was 7 March 2026); it waits for Handover and Deposit.',
    'Pact: «Withdrawal»: дати більше немає (було: 7 березня 2026 року); дата залежить від: Handover і Deposit.',
    'Pact: «Withdrawal»: даты больше нет (было: 7 марта 2026 года); дата зависит от: Handover и Deposit.',
  ],
  [
    'milestone.undated',
    { ...DUTY, waitsFor: [] },
    'Pact: “Withdrawal” still has no date.',
    'Pact: «Withdrawal»: дати ще немає.',
    'Pact: «Withdrawal»: даты ещё нет.',
  ],
  [
    'milestone.corrected',
    { ...DUTY, on: day('2026-03-05'), early: 2 },

    'Pact: “Withdrawal” was fulfilled in time after all, on 5 March 2026; the message that it was late was wrong.',
    'Pact: «Withdrawal»: виконано вчасно, 5 березня 2026 року; повідомлення про запізнення було помилкове.',
    'Pact: «Withdrawal»: выполнено вовремя, 5 марта 2026 года; сообщение об опоздании было ошибочным.',
  ],
  [
    'milestone.due-soon',
    { ...DUTY, who: ['Russia'], on: ROUGH, days: 4 },

    'Pact: “Withdrawal”, owed by Russia, is due by a day between 1 March 2026 and 31 March 2026 (at the latest in 4 days).',
    'Pact: «Withdrawal» (зобов’язана сторона: Russia): строк спливає між 1 березня 2026 року і 31 березня 2026 року (щонайпізніше через 4 дні).',
    'Pact: «Withdrawal» (обязанная сторона: Russia): срок истекает между 1 марта 2026 года и 31 марта 2026 года (самое позднее через 4 дня).',
  ],
  [
    'milestone.due-soon',
    { ...DUTY, sort: 'goal', on: DUE, days: 4 },

    'Pact: “Withdrawal”, a goal of Russia and Ukraine, is aimed for by 7 March 2026 (in 4 days).',
    'Pact: «Withdrawal» (сторони: Russia і Ukraine): мета — 7 березня 2026 року (через 4 дні).',
    'Pact: «Withdrawal» (стороны: Russia и Ukraine): цель — 7 марта 2026 года (через 4 дня).',
  ],
  [
    'milestone.upcoming',
    { ...DUTY, sort: 'right', who: [], on: ROUGH, days: 0 },

    'Pact: “Withdrawal” opens on a day between 1 March 2026 and 31 March 2026 (at the latest today).',
    'Pact: «Withdrawal»: відкривається між 1 березня 2026 року і 31 березня 2026 року (щонайпізніше сьогодні).',
    'Pact: «Withdrawal»: открывается между 1 марта 2026 года и 31 марта 2026 года (самое позднее сегодня).',
  ],
  [
    'milestone.redated',
    { ...DUTY, from: DUE, to: ROUGH },

    'Pact: “Withdrawal” moved from 7 March 2026 to a day between 1 March 2026 and 31 March 2026.',
    'Pact: «Withdrawal»: дату перенесено з 7 березня 2026 року на день між 1 березня 2026 року і 31 березня 2026 року.',
    'Pact: «Withdrawal»: дата перенесена с 7 марта 2026 года на день между 1 марта 2026 года и 31 марта 2026 года.',
  ],
  [
    'agreement.signed',
    { ...PACT, on: DUE },
    'Pact was signed on 7 March 2026.',
    'Pact: підписано 7 березня 2026 року.',
    'Pact: подписано 7 марта 2026 года.',
  ],
  [
    'agreement.signed',
    { ...PACT, assumed: true, on: DUE },

    'Pact is assumed to be signed on 7 March 2026.',
    'Pact: за припущенням, підписано 7 березня 2026 року.',
    'Pact: по предположению, подписано 7 марта 2026 года.',
  ],
  [
    'agreement.signed',
    { ...PACT, on: ROUGH },

    'Pact was signed on a day between 1 March 2026 and 31 March 2026.',
    'Pact: підписано між 1 березня 2026 року і 31 березня 2026 року.',
    'Pact: подписано между 1 марта 2026 года и 31 марта 2026 года.',
  ],
  [
    'schedule.changed',
    { ...PACT, changed: 1, cause: 'signing set to 2026-01-01', announced: 0 },

    'Pact: the dates of 1 milestone changed (signing set to 2026-01-01).',
    'Pact: змінено дат: 1.',
    'Pact: изменено дат: 1.',
  ],
  [
    'schedule.changed',
    { ...PACT, changed: 30, cause: 'handover recorded', announced: 25, first: DUE },

    'Pact: the dates of 30 milestones changed; 25 deadlines lie ahead, the first on 7 March 2026 (handover recorded).',
    'Pact: змінено дат: 30; строків попереду: 25, перший — 7 березня 2026 року.',
    'Pact: изменено дат: 30; сроков впереди: 25, первый — 7 марта 2026 года.',
  ],
  [
    'schedule.changed',
    { ...PACT, changed: 0, cause: 'alert policy set', announced: 25, first: DUE },

    'Pact: 25 deadlines lie ahead, the first on 7 March 2026 (alert policy set).',
    'Pact: строків попереду: 25, перший — 7 березня 2026 року.',
    'Pact: сроков впереди: 25, первый — 7 марта 2026 года.',
  ],
  [
    'schedule.changed',
    {
      ...PACT,
      assumed: true,
      changed: 2,
      cause: 'signing set to 2026-03-07',
      announced: 0,
      signed: DUE,
    },
    'Pact (hypothetical): the dates of 2 milestones changed (signing set to 2026-03-07).',
    'Pact (гіпотетично): змінено дат: 2 (підписання: 7 березня 2026 року).',
    'Pact (гипотетически): изменено дат: 2 (подписание: 7 марта 2026 года).',
  ],
  [
    'alert.acknowledged',
    { ...DUTY, messageType: 'milestone.due-soon' },

    'Pact: somebody has “Withdrawal” in hand; the message that it is due soon was acknowledged.',
    'Pact: «Withdrawal»: цим уже займаються; повідомлення «строк незабаром» прийнято до уваги.',
    'Pact: «Withdrawal»: этим уже занимаются; сообщение «срок скоро» принято к сведению.',
  ],
  [
    'digest',
    {
      at: { day: DUE.day, clock: { minute: 480, zone: 'Europe/Kyiv' } },
      came: 2,
      next: 1,
      late: 3,
      daysAhead: 14,
      missed: 0,
    },
    'Digest for 08:00 on 7 March 2026 (Europe/Kyiv): 2 messages since the last one; 1 date lies ahead within 14 days; 3 late.',
    'Огляд на 08:00 7 березня 2026 року (Europe/Kyiv): нових повідомлень: 2; строків попереду (14 днів): 1; прострочено: 3.',
    'Сводка на 08:00 7 марта 2026 года (Europe/Kyiv): новых сообщений: 2; сроков впереди (14 дней): 1; просрочено: 3.',
  ],
  [
    'digest',
    {
      at: { day: DUE.day, clock: { minute: 480, zone: 'Europe/Kyiv' } },
      came: 1,
      next: 0,
      late: 0,
      daysAhead: 1,
      missed: 1,
    },
    'Digest for 08:00 on 7 March 2026 (Europe/Kyiv): 1 message since the last one; 0 dates lie ahead within 1 day; 0 late. 1 earlier digest was left out.',
    'Огляд на 08:00 7 березня 2026 року (Europe/Kyiv): нових повідомлень: 1; строків попереду (1 день): 0; прострочено: 0; попередніх оглядів пропущено: 1.',
    'Сводка на 08:00 7 марта 2026 года (Europe/Kyiv): новых сообщений: 1; сроков впереди (1 день): 0; просрочено: 0; предыдущих сводок пропущено: 1.',
  ],
  [
    'endpoint.disabled',
    { endpoint: 'ep_1', reason: 'gone' },

    'The webhook ep_1 was disabled because its receiver answered that it is gone; its messages are held.',
    'Вебхук ep_1 вимкнено: одержувач відповів, що його більше немає; його повідомлення затримано.',
    'Вебхук ep_1 отключён: получатель ответил, что его больше нет; его сообщения задержаны.',
  ],
  [
    'endpoint.disabled',
    { endpoint: 'ep_1', reason: 'failing' },

    'The webhook ep_1 was disabled because no message reached it for days; its messages are held.',
    'Вебхук ep_1 вимкнено: кілька днів до нього не доходило жодне повідомлення; його повідомлення затримано.',
    'Вебхук ep_1 отключён: несколько дней до него не доходило ни одно сообщение; его сообщения задержаны.',
  ],
  [
    'ping',
    {},
    'This is a test message from Pacta.',
    'Це пробне повідомлення від Pacta.',
    'Это пробное сообщение от Pacta.',
  ],
];

describe('the sentence of a message', () => {
  it.each(ROWS)('%s', (type, data, en, uk, ru) => {
    // Each row has the data of its own type; a union of rows forgets which.
    const sentence = say as (of: string, given: object, language: Language) => string;
    expect(LANGUAGES.map((language) => sentence(type, data, language))).toEqual([en, uk, ru]);
  });

  it('has a row for every type', () => {
    expect([...new Set(ROWS.map(([type]) => type))].sort()).toEqual(Object.keys(ENGLISH).sort());
  });

  it('is listed in docs/webhooks.md, one of each type in every language', () => {
    const file = join(__dirname, '..', '..', 'docs', 'webhooks.md');
    const [, table = ''] = readFileSync(file, 'utf8').split('## Sentences');
    const first = [...new Map(ROWS.toReversed().map((row) => [row[0], row])).values()].toReversed();
    const rows = first.map(([type, , en, uk, ru]) => `| \`${type}\` | ${en}<br>${uk}<br>${ru} |`);
    expect(rows.filter((row) => !table.includes(row))).toEqual([]);
  });

  it('is one line without control characters, whatever titles hold', () => {
    const on = { on: DUE };
    const text = say(
      'agreement.signed',
      {
        agreement: 'A\nB\u001b[31m\u202eC',
        assumed: false,
        ...on,
      },
      'en',
    );
    expect(text).toBe('A B�[31m�C was signed on 7 March 2026.');
  });
});
