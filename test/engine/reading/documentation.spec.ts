import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PHRASE_KEYS } from '../../../src/engine/phrase/canonical';
import { readPhrase } from '../../../src/engine/reading/read-phrase';

const text = readFileSync(join(__dirname, '..', '..', '..', 'docs', 'language.md'), 'utf8');
const section = text.split('\n## The words of agreements\n')[1]?.split('\n## ')[0] ?? '';
const rows = [...section.matchAll(/^\| `([a-z]+)` \| (.*?) \| (.*?) \|$/gm)].flatMap(
  ([, key = '', words = '', last = '']) => {
    const found = PHRASE_KEYS.find((one) => one === key);
    return found === undefined ? [] : [{ key: found, words, last }];
  },
);
const phrases = rows.filter(({ last }) => last.startsWith('`') && last.endsWith('`'));
const questions = rows.filter(({ last }) => !last.startsWith('`'));

/** A row's wordings: "{prior to; ahead of} 1 July 2027" is two. */
function wordings(words: string): string[] {
  const match = /^(.*?)\{(.*?)\}(.*)$/.exec(words);
  if (match === null) return [words];
  const [, before = '', choices = '', after = ''] = match;
  return choices.split('; ').map((choice) => `${before}${choice}${after}`);
}

describe('the tables of words in docs/language.md', () => {
  it('have rows for every key and questions', () => {
    const keys = new Set(phrases.map(({ key }) => key));
    expect(keys).toEqual(new Set(PHRASE_KEYS.filter((key) => key !== 'target')));
    expect(questions.length).toBeGreaterThan(10);
  });

  it.each(
    phrases.flatMap(({ key, words, last }) =>
      wordings(words).map((one) => [key, one, last.slice(1, -1)] as const),
    ),
  )('%s: %s is read as %s', (key, words, phrase) => {
    expect(readPhrase(words, key)).toMatchObject({ kind: 'phrase', phrase });
  });

  it.each(questions.map(({ key, words }) => [key, words.replaceAll('`', '')] as const))(
    '%s: %s is a question',
    (key, words) => {
      expect(readPhrase(words, key)).toMatchObject({ kind: 'question' });
    },
  );
});
