import { CONVENTIONS } from '../../src/engine/counting/conventions';
import { EN } from '../../src/engine/explain/en';
import type { Sentences } from '../../src/engine/explain/sentences';
import type { Step } from '../../src/engine/model/step';

const marked = <T extends object>(entries: T): T =>
  Object.fromEntries(Object.keys(entries).map((key) => [key, () => `«${key}»`])) as T;

/** A language whose texts are marked: a text without a mark did not come from the catalogue. */
export const MARKED: Sentences = {
  inZone: EN.inZone,
  steps: marked(EN.steps),
  reasons: marked(EN.reasons),
  rephrased: () => '«rephrased»',
  readings: marked(EN.readings),
  sources: { text: '«text»', limit: '«limit»', fact: () => '«fact»', own: () => '«own»' },
};

const PROVISIONS: ReadonlySet<unknown> = new Set(
  [...CONVENTIONS.values()].flatMap(({ citations }) => Object.values(citations)),
);

/** Checks that every sentence and source of a derivation comes from the catalogue, or is a provision of a convention. */
export function expectMarked(derivation: readonly Step[]): void {
  for (const { rule, text, citation } of derivation) {
    expect(text).toBe(`«${rule}»`);
    if (!PROVISIONS.has(citation)) expect(citation).toMatch(/^«.*»$/);
  }
}
