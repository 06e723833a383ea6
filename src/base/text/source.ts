import { countOf } from '../limits/fault-list';
import type { Limits } from '../limits/limits';
import { type Fault, Refusal } from '../refusal';
import { readJson } from './json';
import { COMMENT } from './json-words';
import { textFaults } from './kept-text';
import type { SourceMap } from './source-map';
import { readYaml } from './yaml';

/** A parsed text, with the place of every value in it. */
export interface Source {
  value: unknown;
  map: SourceMap;
  /** Faults of the text itself: duplicate keys, control characters, cut values. */
  faults: Fault[];
}

/**
 * Reads JSON or YAML, of files and bodies.
 * @param name of the text in a refusal: a file's path, or "The document".
 * @throws Refusal 'invalid' with every fault where the text is neither, or with the limit that it exceeds.
 */
export function readSource(text: string, name: string, limits: Limits): Source {
  const read = readEither(text, limits);
  if ('broken' in read) throw faulty(name, read.broken);
  const { value, map } = read;
  const odd = textFaults(value, limits).map((fault) => {
    if (fault.more !== undefined) return fault;
    const isName = fault.detail.startsWith('its name');
    return { ...fault, ...(isName ? map.locateKey(fault.pointer) : map.locate(fault.pointer)) };
  });
  return { value, map, faults: [...read.faults, ...odd] };
}

function readEither(text: string, limits: Limits): Source | { broken: Fault[] } {
  const [first] = /[^\s]/.exec(text) ?? [''];
  if (first !== '{' && first !== '[') return readYaml(text, limits);
  const json = readJson(text, limits);
  if (!('broken' in json)) return json;
  // YAML also allows braces, with unquoted keys and comments that begin with #.
  const yaml = readYaml(text, limits);
  const meant = /^[\s[{]*"/.test(text);
  const sound = !('broken' in yaml) && yaml.faults.length === 0;
  return meant && (!sound || json.broken.detail === COMMENT) ? { broken: [json.broken] } : yaml;
}

/** The refusal of a text with these faults. */
export function faulty(name: string, faults: readonly Fault[]): Refusal {
  const number = countOf(faults);
  const count = number === 1 ? 'a fault' : `${number} faults`;
  return new Refusal('invalid', `${name} has ${count}; nothing was written.`, faults);
}

/** In the order of the text; the number of those that are left out comes last. */
export function sorted(faults: readonly Fault[]): Fault[] {
  return [...faults].sort(
    (a, b) =>
      (a.more ?? 0) - (b.more ?? 0) ||
      (a.line ?? 0) - (b.line ?? 0) ||
      (a.column ?? 0) - (b.column ?? 0),
  );
}
