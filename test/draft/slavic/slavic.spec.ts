import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { draft } from '../../../src/draft/draft';
import { compile } from '../../../src/engine/compile/compile';
import { given } from '../given';
import { EXPRESSIONS } from './expressions';
import { figuresOf, scored } from './score';

describe('annotated expressions', () => {
  const rows = EXPRESSIONS.map(scored);

  it.each([
    { language: 'uk', part: 'in view', least: 100 },
    { language: 'ru', part: 'in view', least: 100 },
    { language: 'uk', part: 'held out', least: 97 },
    { language: 'ru', part: 'held out', least: 97 },
    { language: 'uk', part: 'later', least: 95 },
    { language: 'ru', part: 'later', least: 95 },
  ])('$language, $part: all are found, $least % are right', ({ language, part, least }) => {
    const asked = rows.filter(
      ({ expression }) => expression.language === language && expression.part === part,
    );
    const { recall, right, guessed } = figuresOf(asked);
    expect(asked.length).toBeGreaterThan(30);
    expect(recall).toBe(100);
    expect(right).toBeGreaterThanOrEqual(least);
    expect(guessed).toBeLessThanOrEqual(3);
  });

  it('are exact quotes, and their drafts pass the checks of the engine', () => {
    for (const { sentence } of EXPRESSIONS) {
      const { proposals, flags, background, document } = draft(sentence);
      for (const { start, end, quote } of [...proposals, ...flags, ...background])
        expect(sentence.slice(start, end)).toBe(quote);
      expect(compile(document).ok).toBe(true);
    }
  });
});

describe('numbers, dates and clock times', () => {
  it.each([
    { says: 'протягом двадцяти одного дня з дня підписання', gives: 'within 21 days of signing' },
    { says: 'протягом ста двадцяти днів з дня підписання', gives: 'within 120 days of signing' },
    { says: 'у 30-денний строк з дня підписання', gives: 'within 30 days of signing' },
    { says: 'протягом півроку після підписання', gives: 'within 1 half-year of signing' },
    { says: 'до «5» травня 2027 р.', gives: 'by 2027-05-05' },
    { says: 'до 05.03.2027', gives: 'by 2027-03-05' },
    { says: 'до кінця третього кварталу 2027 року', gives: 'by 2027-09-30' },
    { says: 'не пізніше 18:00 3 червня 2027 року', gives: 'by 18:00 on 2027-06-03' },
    { says: 'не пізніше 3 червня 2027 року о 18:00', gives: 'by 18:00 on 2027-06-03' },
  ])('$says', ({ says, gives }) => {
    const [first] = draft(`Покупець зобов'язаний сплатити суму ${says}.`).proposals;
    expect(first?.phrase).toBe(gives);
    expect(first?.obligor).toBe('Покупець');
  });

  it.each([
    { says: 'в течение двадцати одного дня со дня подписания', gives: 'within 21 days of signing' },
    { says: 'в течение ста двадцати дней со дня подписания', gives: 'within 120 days of signing' },
    { says: 'в 30-дневный срок со дня подписания', gives: 'within 30 days of signing' },
    { says: 'в течение двух недель после подписания', gives: 'within 2 weeks of signing' },
    { says: 'до «5» мая 2027 г.', gives: 'by 2027-05-05' },
    { says: 'до конца второго квартала 2027 года', gives: 'by 2027-06-30' },
    { says: 'к 3 июня 2027 года', gives: 'by 2027-06-03' },
    {
      says: 'не позднее десятого рабочего дня после подписания',
      gives: 'by 10 working days after signing',
    },
  ])('$says', ({ says, gives }) => {
    const [first] = draft(`Покупатель обязан уплатить сумму ${says}.`).proposals;
    expect(first?.phrase).toBe(gives);
    expect(first?.obligor).toBe('Покупатель');
  });
});

describe('what surrounds an expression', () => {
  it.each([
    {
      name: 'a list inherits its subject',
      text: "Сторони зобов'язуються:\n1) відвести війська протягом 10 днів з дати підписання;\n2) обмінятися списками.",
      gives: ['due: within 10 days of signing | Сторони', 'due: undated | Сторони'],
    },
    {
      name: 'a passive names nobody',
      text: 'Полонені мають бути звільнені до 1 червня 2027 року.',
      gives: ['due: by 2027-06-01 | null'],
    },
    {
      name: 'a day of a cited act is background',
      text: 'Відповідно до Договору від 3 березня 2020 року Покупець сплачує внесок до 1 травня 2027 року.',
      gives: ['due: by 2027-05-01 | Покупець'],
    },
    {
      name: 'the past is background',
      text: '15 июля 2026 года делегации встретились в столице.',
      gives: [],
    },
    {
      name: 'a condition is flagged',
      text: 'Если Заказчик не оплатит счёт в течение пяти дней, Исполнитель вправе приостановить работы.',
      gives: ['? в течение пяти дней'],
    },
    {
      name: 'a period without an anchor counts from the event before, with a question',
      text: 'Обмін починається після підписання. Сторони передають список протягом двох днів.',
      gives: [
        'falls: signing | null',
        'due: within 2 days of signing | Сторони',
        '? протягом двох днів',
      ],
    },
    {
      name: 'what is named by no table is an event in Latin letters',
      text: 'Сторони повинні відкрити міст протягом 10 днів після розмінування берега.',
      gives: ['due: within 10 days of bereha-rozminuvannia | Сторони'],
    },
  ])('$name', ({ text, gives }) => {
    const read = given(text);
    expect(read.filter((one) => gives.includes(one))).toEqual(gives);
    const proposals = gives.filter((one) => !one.startsWith('?')).length;
    expect(
      draft(text).proposals.filter(({ phrase }) => phrase !== 'undated').length,
    ).toBeLessThanOrEqual(proposals);
  });

  it('gives titles and articles in the language of the text', () => {
    const text =
      "Стаття 5. Строки\n\n5.1. Орендар зобов'язаний звільнити приміщення протягом 10 днів після припинення Договору.";
    const [first] = draft(text).proposals;
    expect(first?.title).toBe('Звільнити приміщення');
    expect(first?.ref).toBe('Стаття 5, 5.1');
  });
});

describe('languages', () => {
  const english = 'The Buyer shall pay within ten days of delivery.';
  const ukrainian = "Покупець зобов'язаний сплатити ціну протягом десяти днів після поставки.";
  const russian = 'Покупатель обязан уплатить цену в течение десяти дней после поставки.';

  it('are told for each paragraph, and the text says that it has several', () => {
    const { proposals, undecided } = draft([english, ukrainian, russian].join('\n\n'));
    expect(proposals.map(({ phrase }) => phrase)).toEqual([
      'within 10 days of delivery',
      'within 10 days of delivery',
      'within 10 days of delivery',
    ]);
    expect(proposals.map(({ obligor }) => obligor)).toEqual([
      'The Buyer',
      'Покупець',
      'Покупатель',
    ]);
    expect(undecided.some(({ why }) => why.includes('English and Ukrainian and Russian'))).toBe(
      true,
    );
  });

  it.each([
    {
      name: 'two columns read as one line',
      text: 'The Buyer shall pay the price Покупець сплачує ціну within ten days протягом десяти днів.',
    },
    { name: 'Serbian', text: 'Купац је дужан да плати цену у року од десет дана од испоруке.' },
    {
      name: 'Belarusian',
      text: 'Пакупнік абавязаны аплаціць тавар на працягу дзесяці дзён пасля пастаўкі, калі ён атрымаў яго ўчора.',
    },
    {
      name: 'Bulgarian',
      text: 'Купувачът е длъжен да плати цената в срок от десет дни след доставката, която се извършва при поискване.',
    },
  ])('are not guessed: $name', ({ text }) => {
    const { proposals, flags } = draft(text);
    expect(proposals).toEqual([]);
    expect(flags.map(({ quote }) => quote)).toEqual([text]);
  });
});

describe('whole texts', () => {
  const folder = join(__dirname, 'texts');
  interface Annotated {
    events: { id: string; aliases: string[] }[];
    expressions: {
      quote: string;
      start: number;
      end: number;
      duty: boolean;
      obligation: { phrase: string } | null;
      acceptable: string[];
      unresolved_is_right?: boolean;
    }[];
  }

  it.each(readdirSync(folder).filter((name) => name.endsWith('.txt')))(
    '%s: every duty is read rightly or flagged',
    (name) => {
      const text = readFileSync(join(folder, name), 'utf8');
      const { expressions, events } = JSON.parse(
        readFileSync(join(folder, name.replace('.txt', '.json')), 'utf8'),
      ) as Annotated;
      const { proposals, flags } = draft(text);
      for (const { quote, start, end, duty, obligation, acceptable } of expressions) {
        const meets = (span: { start: number; end: number }) =>
          span.start < end && span.end > start;
        if (!duty || obligation === null) continue;
        const phrases = proposals.filter(meets).map(({ key, phrase }) => `${key}: ${phrase}`);
        const accepted = [obligation.phrase, ...acceptable].flatMap((phrase) => [
          phrase,
          ...events.flatMap(({ id, aliases }) => aliases.map((alias) => phrase.replace(id, alias))),
        ]);
        const right = phrases.some((phrase) => accepted.includes(phrase));
        expect({ quote, phrases, right: right || flags.some(meets) }).toEqual({
          quote,
          phrases,
          right: true,
        });
      }
    },
  );
});
