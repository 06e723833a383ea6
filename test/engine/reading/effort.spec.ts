import fc from 'fast-check';
import { canonicalPhrase, PHRASE_KEYS } from '../../../src/engine/phrase/canonical';
import { readPhrase } from '../../../src/engine/reading/read-phrase';
import { takenMs } from '../../support/effort';
import { figure } from '../../support/figures';
import { runs } from '../../support/runs';
import { FAULTS, QUESTIONS, WORDS } from '../../support/wordings';

/** Words that the reader knows, so that strings of them go far into its grammar. */
const KNOWN = [
  ...new Set(
    [...WORDS, ...QUESTIONS, ...FAULTS].flatMap(([, words]) =>
      words.split(/(?<=[(),;])|\s+|(?=[(),;])/),
    ),
  ),
].filter((word) => word !== '');

const word = fc.oneof(
  { weight: 20, arbitrary: fc.constantFrom(...KNOWN) },
  { weight: 1, arbitrary: fc.string({ maxLength: 12 }) },
);
const text = fc.oneof(
  { weight: 8, arbitrary: fc.array(word, { maxLength: 30 }).map((words) => words.join(' ')) },
  { weight: 1, arbitrary: fc.array(word, { maxLength: 150 }).map((words) => words.join(' ')) },
  { weight: 1, arbitrary: fc.string({ maxLength: 1_000 }) },
  {
    weight: 1,
    arbitrary: fc
      .tuple(fc.array(word, { minLength: 1, maxLength: 4 }), fc.integer({ min: 1, max: 400 }))
      .map(([words, times]) => `${words.join(' ')} `.repeat(times).slice(0, 1_000)),
  },
);
const key = fc.constantFrom(...PHRASE_KEYS);

/** How often each word is looked at, at most: twice what was measured. A question reads the text again for each meaning. */
const STEPS_PER_WORD = 1_100;
/** How many words a question puts into a text to read it again, such as " after entry-into-force". */
const WORDS_PUT_IN = 5;
const MOST_MS = 10;
const WORST = 10;

describe('reading any text', () => {
  it('gives a phrase, a question or a fault, with work linear in its length', () => {
    let most = 0;
    fc.assert(
      fc.property(key, text, (of, words) => {
        const work = { steps: 0 };
        const reading = readPhrase(words, of, { work });
        const length = words.split(/\s+/).length + words.length / 4 + WORDS_PUT_IN;
        most = Math.max(most, work.steps / length);
        expect(work.steps).toBeLessThanOrEqual(STEPS_PER_WORD * length);
        if (reading.kind === 'phrase') {
          expect(canonicalPhrase(of, reading.phrase)).toEqual({ ok: true, tree: reading.phrase });
        } else {
          expect(reading.at.start).toBeGreaterThanOrEqual(0);
          expect(reading.at.end).toBeLessThanOrEqual(words.length);
        }
        if (reading.kind !== 'question') return;
        for (const { phrase } of reading.readings) {
          expect(canonicalPhrase(of, phrase)).toEqual({ ok: true, tree: phrase });
        }
      }),
      { numRuns: runs(1_500, 100_000) },
    );
    expect(most).toBeGreaterThan(20);
    if (process.env.PACTA_TORTURE)
      figure([], `${most.toFixed(0)} looks at a word for each word at most`);
  });

  // Times depend on the machine: only the long run takes them.
  if (process.env.PACTA_TORTURE) {
    it('takes less than ten milliseconds of the processor', () => {
      const worst: { ms: number; of: (typeof PHRASE_KEYS)[number]; words: string }[] = [];
      const count = 1_000_000;
      fc.assert(
        fc.property(key, text, (of, words) => {
          const from = process.cpuUsage().user;
          readPhrase(words, of);
          const ms = (process.cpuUsage().user - from) / 1_000;
          if (worst.length < WORST || ms > (worst.at(-1)?.ms ?? 0)) {
            worst.push({ ms, of, words });
            worst.sort((a, b) => b.ms - a.ms);
            worst.length = Math.min(worst.length, WORST);
          }
        }),
        { numRuns: count },
      );
      // The process also collects garbage and compiles: the slowest are run again.
      const again = worst.map(({ of, words, ms }) => ({
        first: ms,
        ms: takenMs(MOST_MS, () => void readPhrase(words, of)),
        words: words.slice(0, 60),
      }));
      const slowest = Math.max(...again.map(({ ms }) => ms));
      for (const { first, ms, words } of again) {
        figure([], `${first.toFixed(1)} ms, again ${ms.toFixed(2)} ms: ${JSON.stringify(words)}`);
      }
      figure(
        [],
        `${count} texts read, the slowest ${WORST} again in at most ${slowest.toFixed(2)} ms`,
      );
      expect(slowest).toBeLessThan(MOST_MS);
    });
  }
});
