import { EN } from '../../web/words/en';
import { RU } from '../../web/words/ru';
import { UK } from '../../web/words/uk';

describe('the words of the page', () => {
  it.each([
    ['en', EN, ['1 source', '2 sources', '5 sources', '21 sources']],
    ['uk', UK, ['1 джерело', '2 джерела', '5 джерел', '21 джерело']],
    ['ru', RU, ['1 источник', '2 источника', '5 источников', '21 источник']],
  ] as const)('%s counts by the rules of its language', (_, words, expected) => {
    expect([1, 2, 5, 21].map((n) => words.drawer.sources(n))).toEqual(expected);
  });

  it('leave no sentence empty in any language', () => {
    const empty: string[] = [];
    const look = (value: unknown, path: string): void => {
      if (value === '') empty.push(path);
      if (typeof value !== 'object' || value === null) return;
      for (const [key, inner] of Object.entries(value)) look(inner, `${path}.${key}`);
    };
    for (const [language, words] of Object.entries({ EN, UK, RU })) look(words, language);
    expect(empty).toEqual([]);
  });
});
