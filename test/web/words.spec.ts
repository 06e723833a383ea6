import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { luxonZones } from '../../src/base/zones';
import { documentSchema } from '../../src/domain/agreement/document/document-schema';
import { withPlainTexts } from '../../src/domain/agreement/document/plain-texts';
import { FACT_KINDS } from '../../src/engine/model/fact-kinds';
import { schedule } from '../../src/engine/schedule/schedule';
import { AGREEMENT_MESSAGE_TYPES } from '../../src/outbox/message-type';
import { EN_DETAIL } from '../../web/words/en/detail';
import { HOME as EN_HOME } from '../../web/words/en/home-en';
import { NEW_AGREEMENT as EN_NEW } from '../../web/words/en/new-agreement-en';
import { EN } from '../../web/words/en/words';
import { RU_DETAIL } from '../../web/words/ru/detail';
import { HOME as RU_HOME } from '../../web/words/ru/home-ru';
import { NEW_AGREEMENT as RU_NEW } from '../../web/words/ru/new-agreement-ru';
import { SENTENCES as RU_SENTENCES } from '../../web/words/ru/sentences';
import { RU } from '../../web/words/ru/words';
import { UK_DETAIL } from '../../web/words/uk/detail';
import { HOME as UK_HOME } from '../../web/words/uk/home-uk';
import { NEW_AGREEMENT as UK_NEW } from '../../web/words/uk/new-agreement-uk';
import { SENTENCES as UK_SENTENCES } from '../../web/words/uk/sentences';
import { UK } from '../../web/words/uk/words';
import { compiled, documentOf, fact } from '../support/agreements';

describe('the words of the page', () => {
  it.each([
    ['en', EN_DETAIL, ['1 source', '2 sources', '5 sources', '21 sources']],
    ['uk', UK_DETAIL, ['1 джерело', '2 джерела', '5 джерел', '21 джерело']],
    ['ru', RU_DETAIL, ['1 источник', '2 источника', '5 источников', '21 источник']],
  ] as const)('%s counts by the rules of its language', (_, words, expected) => {
    expect([1, 2, 5, 21].map((n) => words.drawer.sources(n))).toEqual(expected);
  });

  it.each(Object.entries({ EN_DETAIL, UK_DETAIL, RU_DETAIL }))(
    '%s names every kind of fact',
    (_, { move }) => {
      const unnamed = Object.keys(FACT_KINDS).filter((kind) => move[kind] === undefined);
      expect(unnamed).toEqual([]);
    },
  );

  it.each(Object.entries({ EN_DETAIL, UK_DETAIL, RU_DETAIL }))(
    '%s names every kind of notice',
    (_, { notice }) => {
      const kinds = AGREEMENT_MESSAGE_TYPES.filter((type) => type.startsWith('milestone.'));
      const unnamed = kinds.filter((type) => notice[type.replace('milestone.', '')] === undefined);
      expect(unnamed).toEqual([]);
    },
  );

  it('leave no sentence empty in any language', () => {
    const empty: string[] = [];
    const look = (value: unknown, path: string): void => {
      if (value === '') empty.push(path);
      if (typeof value !== 'object' || value === null) return;
      for (const [key, inner] of Object.entries(value)) look(inner, `${path}.${key}`);
    };
    const all = {
      EN,
      UK,
      RU,
      EN_DETAIL,
      UK_DETAIL,
      RU_DETAIL,
      EN_HOME,
      UK_HOME,
      RU_HOME,
      EN_NEW,
      UK_NEW,
      RU_NEW,
    };
    for (const [language, words] of Object.entries(all)) look(words, language);
    expect(empty).toEqual([]);
  });

  it.each([
    ['uk', UK_SENTENCES, 'Відраховуємо 2 місяці і 5 днів: неділя, 1 лютого 2026 року.'],
    ['ru', RU_SENTENCES, 'Отсчитываем 2 месяца и 5 дней: воскресенье, 1 февраля 2026 года.'],
  ] as const)(
    '%s says every step of the agreements that come with the service',
    (_, sentences, expected) => {
      const facts = [fact('signing', '2025-11-27', { hypothetical: true })];
      const context = { zones: luxonZones, sentences };
      const shipped = join(__dirname, '..', '..', 'config', 'agreements', 'library');
      const strange: string[] = [];
      for (const file of readdirSync(shipped).filter(
        (name) => name.endsWith('.yaml') && !name.includes('facts'),
      )) {
        const document = withPlainTexts(
          documentSchema.parse(parse(readFileSync(join(shipped, file), 'utf8'))),
        );
        for (const { derivation } of schedule(compiled(document), facts, context).milestones) {
          for (const { text } of derivation) {
            if (!/[а-я]/.test(text) || /undefined|NaN|object/.test(text)) strange.push(text);
          }
        }
      }
      expect(strange).toEqual([]);
      const document = documentOf([
        { id: 'a', title: 'A', due: '2 months and 5 days after signing' },
      ]);
      const [only] = schedule(compiled(document), facts, context).milestones;
      expect(only?.derivation.map(({ text }) => text)).toContain(expected);
    },
  );
});
