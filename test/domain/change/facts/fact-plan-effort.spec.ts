import { planFacts } from '../../../../src/domain/change/facts/fact-plan';
import { type FactRequest, factSchema } from '../../../../src/domain/change/facts/fact-request';
import type { Agreement } from '../../../../src/engine/compile/agreement';
import { compile } from '../../../../src/engine/compile/compile';
import { documentOf } from '../../../support/agreements';
import { countingLookUps } from '../../../support/look-ups';

/** How the obligations of an agreement depend on one another. */
const SHAPES: Readonly<Record<string, (i: number) => string>> = {
  flat: (i) => `within ${(i % 900) + 1} days of signing`,
  'a chain of deadlines': (i) =>
    i === 0 ? 'within 30 days of signing' : `within 1 day of o${i - 1}.due`,
  'a chain of fulfilments': (i) =>
    i === 0 ? 'within 30 days of signing' : `within 1 day of o${i - 1}.fulfilled`,
};

function agreementOf(shape: string, count: number): Agreement {
  const due = SHAPES[shape];
  const obligations = Array.from({ length: count }, (_, i) => ({
    id: `o${i}`,
    title: `O${i}`,
    due: due?.(i) ?? '',
  }));
  const result = compile(documentOf(obligations, {}));
  if (!result.ok) throw new Error(JSON.stringify(result.faults[0]));
  return result.agreement;
}

/** How often planning a fact of each obligation looks an entry up. */
function lookUps(shape: string, count: number, order: (paths: string[]) => string[]): number {
  const { agreement, counted } = countingLookUps(agreementOf(shape, count));
  const paths = order([...agreement.byPath.keys()]);
  const requests: FactRequest[] = [
    factSchema.parse({ event: 'signing', at: '2024-01-01' }),
    ...paths.map((path) => factSchema.parse({ was: `${path}.fulfilled`, at: '2026-01-02' })),
  ];
  const named = new Map();
  const retracted = new Set<string>();
  const now = Date.UTC(2026, 10, 30);
  const input = { agreement, calendars: new Map(), current: [], named, retracted, now };
  expect(planFacts(input, requests, () => '')).toHaveLength(count + 1);
  return counted();
}

const ORDERS: Readonly<Record<string, (paths: string[]) => string[]>> = {
  'in the order of the document': (paths) => paths,
  'in reverse': (paths) => paths.toReversed(),
};

const rows = Object.keys(SHAPES).flatMap((shape) =>
  Object.keys(ORDERS).map((order) => [shape, order] as const),
);

describe('planning a fact of each obligation', () => {
  it.each(rows)('of %s, %s, takes twice the steps for twice the obligations', (shape, order) => {
    const [few, many] = [100, 200].map((n) => lookUps(shape, n, ORDERS[order] ?? ((p) => p)));
    expect(many).toBeLessThan(2.2 * (few ?? 0));
  });
});
