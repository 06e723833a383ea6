import type { z } from 'zod';
import type { FaultList } from '../../../base/limits/fault-list';
import { type Fault, pointerOf } from '../../../base/refusal';
import type { SourceMap } from '../../../base/text/source-map';
import { suggestion } from '../../../engine/compile/suggest';
import { exampleOf, keysAt, suggestedId, valueAt } from './key-examples';

/**
 * Adds the faults of a schema issue, with place and an example that is accepted there.
 * @param value the document as parsed.
 */
export function addShapeFaults(
  faults: FaultList,
  issue: z.core.$ZodIssue,
  value: unknown,
  map: SourceMap,
): void {
  if (issue.code === 'unrecognized_keys') {
    for (const key of issue.keys) {
      faults.add(() => unknownKey([...issue.path, key], value, map));
    }
    return;
  }
  faults.add(() => shapeFault(issue, value, map));
}

function shapeFault(issue: z.core.$ZodIssue, value: unknown, map: SourceMap): Fault {
  if (issue.code === 'invalid_key') return invalidId(issue.path, map);
  const pointer = pointerOf(issue.path);
  const key = issue.path.findLast((part) => typeof part === 'string');
  const example = exampleOf(String(key), value);
  return {
    pointer,
    ...describeIssue(issue, value),
    ...(example === undefined ? {} : { example }),
    ...map.locate(pointer),
  };
}

/** What was found and what was expected. Schema messages that begin with "is" or "has" say what was found. */
function describeIssue(
  { message, path }: z.core.$ZodIssue,
  value: unknown,
): Pick<Fault, 'detail' | 'expected'> {
  if (/^(is|has) /.test(message)) return { detail: message };
  const found = JSON.stringify(valueAt(value, path)) ?? 'nothing';
  const shown = found.length > 80 ? `${found.slice(0, 79)}…` : found;
  return { detail: `${shown} does not fit here`, expected: message };
}

function unknownKey(path: readonly PropertyKey[], value: unknown, map: SourceMap): Fault {
  const key = String(path.at(-1));
  const known = keysAt(path.slice(0, -1));
  const near = suggestion(key, known);
  const meant = /"(.*)"/.exec(near)?.[1];
  const example = exampleOf(
    meant ?? known.find((one) => !(one in containerOf(value, path))) ?? '',
    value,
  );
  return {
    pointer: pointerOf(path),
    detail: `unknown key "${key}"${near}`,
    expected: `one of ${known.join(', ')} (docs/language.md)`,
    ...(example === undefined ? {} : { example }),
    ...map.locateKey(pointerOf(path)),
  };
}

/** The object that contains the value at a path. */
function containerOf(value: unknown, path: readonly PropertyKey[]): object {
  const holder = valueAt(value, path.slice(0, -1));
  return typeof holder === 'object' && holder !== null ? holder : {};
}

/** The fault of a party's or event's key that is not an id, such as "Group A" or null. */
function invalidId(path: readonly PropertyKey[], map: SourceMap): Fault {
  const [kind = '', key] = path.slice(-2).map(String);
  if (kind === 'titles' || kind === 'notes' || kind === 'names') {
    return {
      pointer: pointerOf(path),
      detail: `the key "${key}" is not the tag of a language`,
      expected: 'a tag of BCP 47, such as uk or pt-BR',
      example: `${kind}: {en: Ukraine}`,
      ...map.locateKey(pointerOf(path)),
    };
  }
  const what = key === '' ? 'an empty key (null)' : `the key "${key}"`;
  const named = kind === 'parties' ? 'name' : 'title';
  const name = JSON.stringify(key === '' ? 'Group A' : key);
  return {
    pointer: pointerOf(path),
    detail: `${what} is not an id`,
    expected: `lower-case letters and digits joined by hyphens, at most 80; the ${named} may be any text`,
    example: `${kind}: {${suggestedId(key ?? '')}: {${named}: ${name}}}`,
    ...map.locateKey(pointerOf(path)),
  };
}
