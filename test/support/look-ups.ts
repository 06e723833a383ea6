import type { Agreement } from '../../src/engine/compile/agreement';
import type { Item } from '../../src/engine/compile/item';

/** An agreement that counts reads of its entries: a measure of work that is the same on every machine. */
export function countingLookUps(agreement: Agreement): { agreement: Agreement; counted(): number } {
  let count = 0;
  class CountingMap extends Map<string, Item> {
    override get(path: string): Item | undefined {
      count++;
      return super.get(path);
    }
  }
  const items = new Proxy(agreement.items, {
    get: (list, key) => {
      if (typeof key === 'string' && /^\d+$/.test(key)) count++;
      const value: unknown = Reflect.get(list, key);
      return value;
    },
  });
  const byPath = new CountingMap(agreement.byPath);
  return { agreement: { ...agreement, items, byPath }, counted: () => count };
}
