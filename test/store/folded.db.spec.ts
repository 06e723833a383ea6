import fc from 'fast-check';
import { fold } from '../../src/store/sql/dialect';
import { DATABASE, describeStored, openTestStore, type TestStore } from '../support/databases';
import { FakeClock } from '../support/fake-clock';
import { runs } from '../support/runs';

/** Letters that are composed of others, that have several small or capital forms, or both. */
const LETTERS = [...'йїіЇЙёґЎêéÉüÅÅſßẞςσΣΐΰİıiIJǰŉǄǅǆﬁﬀԵՒևքაႠÆøŁ ’a1'].concat(
  'Й',
  'ї',
  'é',
  'É',
  'Ǟ',
  'क़',
  '가',
  'ệ',
);

describeStored(`texts compared without regard to case, on ${DATABASE}`, () => {
  let opened: TestStore;
  beforeAll(async () => {
    opened = await openTestStore(new FakeClock(0));
  });
  afterAll(() => opened.close());

  const foldedThere = (texts: readonly string[]): Promise<string[]> =>
    opened.store.read(async (tx) => {
      const { dialect } = opened.store;
      const sql = `SELECT ${dialect.folded(`CAST(${dialect.placeholder(1)} AS TEXT)`)} AS folded`;
      const found: string[] = [];
      for (const text of texts) found.push((await tx.query(sql, [text]))[0].folded);
      return found;
    });

  it('are the same in the database as in memory', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.string({ unit: fc.constantFrom(...LETTERS), maxLength: 12 }), {
          minLength: 1,
          maxLength: 20,
        }),
        async (texts) => {
          expect(await foldedThere(texts)).toEqual(texts.map(fold));
        },
      ),
      { numRuns: runs(30, 3_000) },
    );
  });

  it('are the same however they are composed and whatever their case', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...LETTERS), maxLength: 12 }), (text) => {
        for (const form of ['NFC', 'NFD'] as const) {
          const written = text.normalize(form);
          for (const other of [
            written,
            written.toUpperCase(),
            written.toUpperCase().toLowerCase(),
          ]) {
            expect(fold(other)).toBe(fold(text));
          }
        }
        expect(fold(fold(text))).toBe(fold(text));
      }),
      { numRuns: runs(500, 100_000) },
    );
  });
});
