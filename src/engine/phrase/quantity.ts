import type { Quantity } from '../model/fact';

const NUMBER = String.raw`(\d{1,3}(?:,\d{3})+|\d{1,9})(\.\d{1,6})?`;
const FOR_EACH = String.raw`for\s+each$`;
const QUANTITY = new RegExp(
  String.raw`^${NUMBER}(?:\s*(?!${FOR_EACH})([^\d\s]\D*?))?(?:\s+${FOR_EACH})?$`,
);
/** Words of rates and shares ("2 flights a week", "90 % of the wage"): there is no sum of what is delivered. */
const NO_SUM = /(?:^|\s)(?:an?|per|every|each|of)(?:\s|$)/;

/**
 * A quantity of which parts can be delivered: `18 ships`, `30 %`, `15 bodies for each`; undefined where the text names
 * no number of things. `for each` says that every occurrence or party owes it, as it does without these words.
 */
export function parseQuantity(text: string): Quantity | undefined {
  const match = QUANTITY.exec(text.trim());
  if (match === null) return undefined;
  const [, whole = '', fraction = '', unit = ''] = match;
  const owed = Number(whole.replaceAll(',', '') + fraction);
  return owed > 0 && !NO_SUM.test(unit) ? { owed, unit } : undefined;
}
