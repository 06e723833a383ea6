import { FaultList } from '../limits/fault-list';
import type { Limits } from '../limits/limits';
import { type Fault, pointerOf } from '../refusal';
import { controlsIn, hasControls } from './clean';

/**
 * Characters that no stored text may contain. PostgreSQL does not store U+0000. Half of a surrogate pair has no UTF-8, so it
 * would be read as another character than the one in the ledger's hash. Control characters affect the programs that show them.
 */
export function textFaults(value: unknown, limits: Limits): Fault[] {
  const faults = new FaultList(limits);
  look(value, [], faults);
  return faults.all();
}

/** @param path of the value; one list for the whole recursion, since most texts have no fault. */
function look(value: unknown, path: PropertyKey[], faults: FaultList): void {
  if (typeof value === 'string') {
    const odd = oddIn(value);
    if (odd !== undefined) faults.add(() => faultOf(path, `holds ${odd}`));
    return;
  }
  if (typeof value !== 'object' || value === null) return;
  for (const [key, inner] of Object.entries(value)) {
    path.push(key);
    const odd = Array.isArray(value) ? undefined : oddIn(key);
    if (odd !== undefined) faults.add(() => faultOf(path, `its name holds ${odd}`));
    look(inner, path, faults);
    path.pop();
  }
}

function faultOf(path: readonly PropertyKey[], detail: string): Fault {
  return {
    pointer: pointerOf(path),
    detail,
    expected: 'text without control characters; tabs and line breaks are taken',
  };
}

/** A quick test that most texts fail: any half of a surrogate pair. */
const HALF = /[\ud800-\udfff]/;

function oddIn(text: string): string | undefined {
  if (hasControls(text)) {
    const controls = controlsIn(text);
    const what = controls.length === 1 ? 'the control character' : 'the control characters';
    return `${what} ${controls.join(', ')}`;
  }
  const paired = !HALF.test(text) || !/\p{Surrogate}/u.test(text);
  return paired ? undefined : 'half a character (an unpaired surrogate)';
}
