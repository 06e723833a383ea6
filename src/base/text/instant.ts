import { z } from 'zod';
import { parseInstant } from '../../engine/calendar/instant';

/** The longest text of an instant; fractions of a second may have many digits. */
export const LONGEST_INSTANT = 100;

/** An instant in a body, converted to epoch milliseconds. */
export function instantIn(example = '2026-03-01T00:00:00Z') {
  return read(example, (text) => text);
}

/** An instant in a query, where an unencoded plus sign arrives as a space. */
export function queriedInstant(example = '2026-03-01T00:00:00Z') {
  return read(example, withPlus);
}

/** An instant or a day of a query, with the plus sign of its offset restored. */
export function withPlus(text: string): string {
  return text.replace(/ (?=\d{2}:\d{2}$)/, '+');
}

function read(example: string, written: (text: string) => string) {
  const error = `an instant such as ${example}`;
  return z
    .string({ error })
    .max(LONGEST_INSTANT, error)
    .meta({ format: 'date-time' })
    .transform((text, context) => {
      const instant = parseInstant(written(text));
      if (instant === undefined) context.addIssue({ code: 'custom', message: error });
      return instant ?? z.NEVER;
    });
}
