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
      'within 30 days after the Closing Date, but not earlier than 10 days after the Closing Date',
      ['within 30 days of closing-date'],
    ],
    ['due', 'by 1 May 2027 but not earlier than 1 March 2027', ['by 2027-05-01']],
    [
      'due',
      'within 10 days of delivery, but not earlier than 5 days after delivery',
      ['within 10 days of delivery'],
    ],
    [
      'due',
      'within 60 days after delivery but no earlier than 1 March 2027',
      ['within 60 days of delivery', 'within 60 days of delivery but not before 2027-03-01'],
    ],
    [
      'holds',
      'for the twelve-month period commencing on 1 January 1999',
      [
        'from 1999-01-01 until 1 day before 12 months after 1999-01-01',
        'from 1999-01-01 for 12 months',
      ],
    ],
    [
      'holds',
      'for 30 days starting on 1 April 2027',
      ['from 2027-04-01 until day 30 of 2027-04-01', 'from 2027-04-01 for 30 days'],
    ],
    [
      'holds',
      'during the 90-day period preceding the expiration of the Term',
      [
        'from 90 days before expiration-of-term until 1 day before expiration-of-term',
        'from 89 days before expiration-of-term until expiration-of-term',
      ],
    ],
    [
      'holds',
      'for six months preceding 1 May 2027',
      [
        'from 6 months before 2027-05-01 until 1 day before 2027-05-01',
        'from 1 day after 6 months before 2027-05-01 until 2027-05-01',
      ],
    ],
    [
      'due',
      'within 45 days after the end of each of the first three fiscal quarters of each fiscal year, starting on signing',
      [
        '45 days after every year on 31 March and 30 June and 30 September starting on signing',
        '45 days after every year on 30 June and 30 September and 31 December starting on signing',
      ],
    ],
    [
      'due',
      'within 20 days of the end of each of the first two calendar quarters, starting on signing',
      ['20 days after every year on 31 March and 30 June starting on signing'],
    ],
    [
      'due',
      'by close of business in London on 1 May 2027',
      ['by at 24:00 on 2027-05-01 in Europe/London', 'by at 17:00 on 2027-05-01 in Europe/London'],
    ],
    [
      'due',
      'by 18:00 C.E.T. on 1 May 2027',
      ['by at 18:00 on 2027-05-01 in Europe/Brussels', 'by at 18:00 on 2027-05-01 in Etc/GMT-1'],
    ],
    [
      'due',
      'by 18:00 (E.S.T.) on 1 May 2027',
      ['by at 18:00 on 2027-05-01 in America/New_York', 'by at 18:00 on 2027-05-01 in Etc/GMT+5'],
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

  it.each([
    ['for the twelve-month period commencing on 1 January 1999', ['1999-12-31', '2000-01-01']],
    ['for a term of one month starting 31 January 2028', ['2028-02-28', '2028-02-29']],
    ['for 30 days starting on 1 April 2027', ['2027-04-30', '2027-05-01']],
    ['for two weeks beginning with 1 April 2027', ['2027-04-14', '2027-04-15']],
    ['for the 90 days preceding 1 April 2027', ['2027-03-31', '2027-04-01']],
  ])('%s: its last day is said to be %j', (words, days) => {
    const reading = readPhrase(words, 'holds');
    const means = reading.kind === 'question' ? reading.readings.map((one) => one.means) : [];
    expect(means.map((text) => /\d{4}-\d\d-\d\d/.exec(text)?.[0])).toEqual(days);
  });

  it.each([
    'every 6 months for two years commencing on 1 April 2027',
    'monthly for 12 months by 1 May 2027',
  ])('%s: offers no single date', (words) => {
    const reading = readPhrase(words, 'due');
    expect(reading).toMatchObject({ kind: 'fault' });
    expect(reading).not.toHaveProperty('nearest');
  });

  it('offers nothing that leaves out that a period goes on', () => {
    const words =
      'for an initial period of five years from signing and thereafter until terminated';
    const reading = readPhrase(words, 'holds');
    expect(reading).toMatchObject({ kind: 'fault' });
    expect(reading).not.toHaveProperty('nearest');
  });

  it.each([
    'by 18:00 on 1 May 2027 (W.A.T.)',
    'on 1 May 2027 at 18:00 WAT',
    'by 18:00 in Atlantis on 1 May 2027',
  ])('%s: offers no time without its zone', (words) => {
    expect(readPhrase(words, 'due')).not.toHaveProperty('nearest');
    expect(readPhrase(words, 'due')).not.toHaveProperty('readings');
  });

  it('does not leave out a word that turns the meaning', () => {
    const texts = ['within four weeks less one day of delivery', 'within the last month of 2027'];
    for (const text of texts) {
      const reading = readPhrase(text, 'due');
      expect(reading).toMatchObject({ kind: 'fault' });
      expect(reading).not.toHaveProperty('nearest');
    }
  });

  it.each<[key: PhraseKey, words: string, expected: string]>([
    ['due', 'bi-weekly signing', '"from" or "starting on" and a moment'],
    ['due', 'within half a month signing', '"of" or "after" and a moment'],
    ['due', 'by midnight on December 2026', 'a day or an event'],
    ['due', 'by 31 March, from entry into force', 'one time'],
  ])('%s: %s expects %s whichever way the rest is read', (key, words, expected) => {
    expect(readPhrase(words, key)).toMatchObject({ kind: 'fault', expected });
    expect(readPhrase(words, key)).not.toHaveProperty('nearest');
  });

  it.each(FAULTS)('%s: %s is a fault with its place', (key, words) => {
    const reading = readPhrase(words, key);
    expect(reading).toMatchObject({ kind: 'fault' });
    if (reading.kind !== 'fault') return;
    expect(reading.at.start).toBeLessThanOrEqual(reading.at.end);
    expect(reading.at.end).toBeLessThanOrEqual(words.length);
  });
});
