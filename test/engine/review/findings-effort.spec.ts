import { luxonZones } from '../../../src/base/zones';
import { findings } from '../../../src/engine/review/findings';
import { compiled, documentOf, fact } from '../../support/agreements';
import { countingLookUps } from '../../support/look-ups';

/** The deadline of one of the obligations in `layers` of `width`. */
const SHAPES: Readonly<Record<string, { width: number; due: (layer: number) => string }>> = {
  'a chain': { width: 1, due: (layer) => `within 1 day of l${layer - 1}x0.due` },
  'layers that wait for two of the layer before': {
    width: 2,
    due: (layer) => `within 1 day of later of (l${layer - 1}x0.due and l${layer - 1}x1.due)`,
  },
};

function lookUps(shape: string, layers: number): number {
  const { width, due } = SHAPES[shape] ?? { width: 0, due: String };
  const obligations = Array.from({ length: layers * width }, (_, i) => {
    const layer = Math.floor(i / width);
    const id = `l${layer}x${i % width}`;
    return { id, title: id, due: layer === 0 ? 'within 30 days of signing' : due(layer) };
  });
  const { agreement, counted } = countingLookUps(compiled(documentOf(obligations)));
  const found = findings(agreement, [fact('signing', '2026-01-31')], {
    zones: luxonZones,
    calendars: new Map(),
  });
  // Each short period has another reading, so that each entry is counted several times.
  expect(found).toHaveLength(obligations.length);
  return counted();
}

describe('checking an agreement', () => {
  it.each(Object.keys(SHAPES))('of %s takes twice the steps for twice its length', (shape) => {
    const [short, long] = [100, 200].map((layers) => lookUps(shape, layers));
    expect(long).toBeLessThan(2.2 * (short ?? 0));
  });
});
