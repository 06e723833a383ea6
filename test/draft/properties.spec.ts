import * as fc from 'fast-check';
import { draft } from '../../src/draft/draft';
import { accepts } from '../../src/draft/reader/accepts';
import { compile } from '../../src/engine/compile/compile';
import { runs } from '../support/runs';

/** Words of agreements, marks and layout, from which texts of no sense are made. */
const PIECES =
  'The|Parties|shall|may|must|agree to|not|within|no later than|by|before|prior to|after|upon|until|unless|during|for a period of|from|to|every|each year|thirty (30) days|two months|a week|the|signing|of|the deposit|receipt|twentieth|instrument|entry into force|its own|Agreement|15 May 2030|31/12/2029|5:00 PM|immediately|gradually|and|or|which|if|that|Committee|calls upon|is|be|renewed|notice|(a)|(i)|1.|Article 4|;|:|,|.|"|-|\u2014|\n|\n\n|[3]|\u2019|whichever is later|earlier of'.split(
    '|',
  );

/** The same of Ukrainian and Russian agreements. */
const SLAVIC_PIECES =
  "Сторони|Покупець|Стороны|зобов'язуються|повинні|має бути|обязуется|должны|вправе|не|протягом|в течение|не пізніше ніж через|не позднее|до|к|з|с|по|від|после|після|за|на строк|раз на|щомісяця|ежегодно|кожні|тридцяти (30)|десять|5-ти|двох|10|робочих|днів|дней|місяць|кварталу|року|рік|дати|дня, наступного за|підписання|получения|отримання|набрання чинності|вступления в силу|рахунку|цього Договору|выборов|1|15|січня|марта|2027|2027 р.|05.03.2027|18:00|кінця|негайно|поступово|якщо|в случае|щойно|на період дії|числа|каждого месяца|десятиденний|строк|Стаття 5|п. 2.1|1)|а)|;|:|,|.|«|»|-|\u2014|\n|\n\n|та|и|що|который|The Buyer shall|within ten days of delivery".split(
    '|',
  );

const textOf = (pieces: readonly string[]) =>
  fc
    .array(fc.tuple(fc.constantFrom(...pieces), fc.constantFrom(' ', ' ', ' ', '')), {
      maxLength: 80,
    })
    .map((chosen) => chosen.map(([piece, blank]) => piece + blank).join(''));
const text = fc.oneof(textOf(PIECES), textOf(SLAVIC_PIECES));
const anyText = fc.oneof(
  { weight: 4, arbitrary: text },
  fc.string({ unit: 'binary', maxLength: 200 }),
);

/** CPU milliseconds that one text may take. */
const MOST_MS = 100;

describe('any text', () => {
  it('has exact spans, phrases that the engine reads and a document that passes its checks', () => {
    fc.assert(
      fc.property(anyText, (source) => {
        const { proposals, flags, background, document } = draft(source);
        for (const { start, end, quote } of [...proposals, ...flags, ...background]) {
          if (quote === '' || source.slice(start, end) !== quote) return false;
        }
        return proposals.every(({ key, phrase }) => accepts(key, phrase)) && compile(document).ok;
      }),
      { numRuns: runs(300, 100_000) },
    );
  });

  it('gives the same answer each time', () => {
    fc.assert(
      fc.property(text, (source) => {
        expect(draft(source)).toEqual(draft(source));
      }),
      { numRuns: runs(50, 5_000) },
    );
  });

  it(`takes at most ${MOST_MS} ms of CPU`, () => {
    let slowest = { ms: 0, source: '' };
    fc.assert(
      fc.property(anyText, (source) => {
        const before = process.cpuUsage();
        draft(source);
        const { user, system } = process.cpuUsage(before);
        const ms = (user + system) / 1000;
        if (ms > slowest.ms) slowest = { ms, source };
      }),
      { numRuns: runs(300, 1_000_000), endOnFailure: true },
    );
    // Another process may interrupt the measured one: what was slow once is measured again.
    const before = process.cpuUsage();
    draft(slowest.source);
    const { user, system } = process.cpuUsage(before);
    expect((user + system) / 1000).toBeLessThan(MOST_MS);
  });
});

/** Paragraphs of agreements that define no term. */
const PARAGRAPHS = [
  'The Buyer shall pay each invoice within thirty days after its receipt.',
  'This Treaty shall enter into force on the thirtieth day after the deposit of the tenth instrument of ratification.',
  'The Council shall meet every six months from 1 March 2030 until 1 March 2036.',
  'Both sides shall release all prisoners without delay.',
  'The zone shall remain demilitarised until 31 December 2031.',
  'The Agency may inspect the sites at any time.',
];

describe('a paragraph', () => {
  const numbered = (paragraphs: readonly string[]): string =>
    paragraphs.map((paragraph, i) => `${i + 1}. ${paragraph}`).join('\n\n');
  const timing = (source: string) =>
    draft(source).proposals.map(({ key, phrase, quote, obligor, confidence }) => ({
      key,
      phrase,
      quote,
      obligor,
      confidence,
    }));

  it('changes nothing in the others', () => {
    fc.assert(
      fc.property(
        fc.subarray(PARAGRAPHS, { minLength: 1 }),
        fc.constantFrom(...PARAGRAPHS),
        (paragraphs, added) => {
          const alone = timing(numbered(paragraphs));
          const more = timing(numbered([...paragraphs, added]));
          expect(more.slice(0, alone.length)).toEqual(alone);
        },
      ),
      { numRuns: runs(100, 2_000) },
    );
  });
});

describe('a text of background alone', () => {
  it.each([
    [
      'recitals',
      'Recalling its resolutions of 3 May 2019 and 4 June 2020,\n\nNoting that the truce of 1 March 2018 expired after 90 days,',
    ],
    [
      'news',
      'The ministers met in Lakeside on 4 May 2024. A group of envoys is expected to travel there next week.',
    ],
    ['a signature', 'Done at Lakeside this 12th day of November 2026.'],
    ['nothing', 'Nothing here has a time.'],
  ])('gives no proposal: %s', (_, source) => {
    expect(draft(source).proposals).toEqual([]);
  });
});
