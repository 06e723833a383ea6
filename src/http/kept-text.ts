import { type Fault, pointerOf } from '../refusal';

/**
 * What no database gives back as it was sent: PostgreSQL takes no U+0000, and half of a surrogate pair has no UTF-8,
 * so that it would be read as another character than the one whose hash the ledger keeps.
 * @param path where the value stands.
 */
export function textFaults(value: unknown, path: readonly PropertyKey[] = []): Fault[] {
  if (typeof value === 'string') {
    const odd = oddIn(value);
    return odd === undefined ? [] : [{ pointer: pointerOf(path), detail: `It holds ${odd}.` }];
  }
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => {
    const odd = oddIn(key);
    const within = [...path, key];
    const name = { pointer: pointerOf(within), detail: `Its name holds ${odd}.` };
    return [...(odd === undefined ? [] : [name]), ...textFaults(inner, within)];
  });
}

function oddIn(text: string): string | undefined {
  if (text.includes('\0')) return 'the character U+0000';
  return /\p{Surrogate}/u.test(text) ? 'half a character (an unpaired surrogate)' : undefined;
}
