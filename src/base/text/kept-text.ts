import { type Fault, pointerOf } from '../refusal';
import { controlsIn } from './clean';

/**
 * What no text may hold. PostgreSQL takes no U+0000; half of a surrogate pair has no UTF-8, so that it would be read
 * as another character than the one whose hash the ledger keeps; and control characters act on whatever shows them.
 * @param path of the value.
 */
export function textFaults(value: unknown, path: readonly PropertyKey[] = []): Fault[] {
  if (typeof value === 'string') {
    const odd = oddIn(value);
    return odd === undefined ? [] : [faultOf(path, `holds ${odd}`)];
  }
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => {
    const odd = oddIn(key);
    const within = [...path, key];
    const name = odd === undefined ? [] : [faultOf(within, `its name holds ${odd}`)];
    return [...name, ...textFaults(inner, within)];
  });
}

function faultOf(path: readonly PropertyKey[], detail: string): Fault {
  return {
    pointer: pointerOf(path),
    detail,
    expected: 'text without control characters; tabs and line breaks are taken',
  };
}

function oddIn(text: string): string | undefined {
  const controls = controlsIn(text);
  if (controls.length > 0) {
    const what = controls.length === 1 ? 'the control character' : 'the control characters';
    return `${what} ${controls.join(', ')}`;
  }
  return /\p{Surrogate}/u.test(text) ? 'half a character (an unpaired surrogate)' : undefined;
}
