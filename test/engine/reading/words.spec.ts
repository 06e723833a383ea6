import { canonicalPhrase } from '../../../src/engine/phrase/canonical';
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

  it.each(FAULTS)('%s: %s is a fault with its place', (key, words) => {
    const reading = readPhrase(words, key);
    expect(reading).toMatchObject({ kind: 'fault' });
    if (reading.kind !== 'fault') return;
    expect(reading.at.start).toBeLessThanOrEqual(reading.at.end);
    expect(reading.at.end).toBeLessThanOrEqual(words.length);
  });
});
