import { canonicalPhrase, type PhraseKey } from '../../../src/engine/phrase/canonical';
import { readPhrase } from '../../../src/engine/reading/read-phrase';
import { SYNONYMS } from '../../support/synonyms';
import { FAULTS, QUESTIONS, WORDS } from '../../support/wordings';

describe('the words of agreements', () => {
  it.each(WORDS)('%s: %s is read as %s', (key, words, phrase) => {
    const reading = readPhrase(words, key);
    expect(reading).toMatchObject({ kind: 'phrase', phrase });
    expect(canonicalPhrase(key, phrase)).toEqual({ ok: true, tree: phrase });
  });

  it.each(SYNONYMS)('$key: $before… $after is read as $phrase', (row) => {
    const { key, before, wordings, after, phrase } = row;
    const read = wordings.split(' | ').map((wording) => {
      const reading = readPhrase(`${before}${wording}${after}`, key);
      return [wording, reading.kind === 'phrase' ? reading.phrase : reading];
    });
    expect(read).toEqual(read.map(([wording]) => [wording, phrase]));
  });

  it.each(QUESTIONS)('%s: %s is a question whose readings are phrases', (key, words) => {
    const reading = readPhrase(words, key);
    expect(reading).toMatchObject({ kind: 'question' });
    if (reading.kind !== 'question') return;
    expect(reading.readings.length).toBeGreaterThan(0);
    expect(new Set(reading.readings.map(({ phrase }) => phrase)).size).toBe(
      reading.readings.length,
    );
    for (const { phrase } of reading.readings) {
      expect(canonicalPhrase(key, phrase)).toEqual({ ok: true, tree: phrase });
    }
  });

  it.each<[key: PhraseKey, words: string, phrases: string[]]>([
    ['due', 'not less than 30 days after delivery', ['undated']],
    ['due', 'not before 1 March 2027', ['undated']],
    ['due', 'not earlier than 1 May 2027 and not later than 1 June 2027', ['by 2027-06-01']],
    [
      'due',
      'before the end of the period of 28 days beginning with the day on which the notice is given',
      ['by 28 days after notice', 'by day 28 of notice'],
    ],
    [
      'due',
      'within 30 days starting on the day after delivery',
      ['by 30 days after 1 day after delivery', 'by 30 days after delivery'],
    ],
    [
      'due',
      'in the fourth year after signing',
      ['by 4 years after signing', 'by 3 years after signing'],
    ],
    [
      'holds',
      'from and including 25 March 2025 for a term of ten years',
      [
        'from 2025-03-25 until 1 day before 10 years after 2025-03-25',
        'from 2025-03-25 for 10 years',
      ],
    ],
    [
      'due',
      'within the first three months of 2027',
      ['by 1 day before 3 months after first day of 2027', 'by 3 months after 2027'],
    ],
    [
      'due',
      'in the week of 7 June 2027',
      ['by day 7 of 2027-06-07', 'by last day of the week of 2027-06-07'],
    ],
  ])('%s: %s can mean %j and nothing else', (key, words, phrases) => {
    const reading = readPhrase(words, key);
    const readings = reading.kind === 'question' ? reading.readings : [];
    expect(readings.map(({ phrase }) => phrase)).toEqual(phrases);
  });

  it('names the earliest time of a window beside its end', () => {
    const words = 'not earlier than 1 May 2027 and not later than 1 June 2027';
    const reading = readPhrase(words, 'due');
    const [only] = reading.kind === 'question' ? reading.readings : [];
    expect(only?.means).toContain('opens: 2027-05-01');
  });

  it('does not leave out a word that turns the meaning', () => {
    const texts = ['within four weeks less one day of delivery', 'within the last month of 2027'];
    for (const text of texts) {
      const reading = readPhrase(text, 'due');
      expect(reading).toMatchObject({ kind: 'fault' });
      expect(reading).not.toHaveProperty('nearest');
    }
  });

  it.each(FAULTS)('%s: %s is a fault with its place', (key, words) => {
    const reading = readPhrase(words, key);
    expect(reading).toMatchObject({ kind: 'fault' });
    if (reading.kind !== 'fault') return;
    expect(reading.at.start).toBeLessThanOrEqual(reading.at.end);
    expect(reading.at.end).toBeLessThanOrEqual(words.length);
  });
});
