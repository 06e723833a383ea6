import type { Fault } from '../refusal';
import { Broken, Scan } from './json-scan';
import { SourceMap } from './source-map';

export interface JsonSource {
  value: unknown;
  map: SourceMap;
  /** Keys that are given twice in one object, and keys that are not taken. */
  faults: Fault[];
}

/**
 * Reads a text as JSON (RFC 8259) or says where it is none. Without recursion and in one pass, so that neither a deep
 * nor a long text costs more than its length.
 */
export function readJson(text: string): JsonSource | { broken: Fault } {
  const map = new SourceMap(text, () => {
    const again = new Scan(text, new Map());
    again.run();
    return again.places ?? new Map();
  });
  const scan = new Scan(text);
  try {
    scan.run();
  } catch (error) {
    if (!(error instanceof Broken)) throw error;
    return { broken: { pointer: '', ...error.fault, ...map.at(error.position) } };
  }
  const faults = scan.odd.map(({ pointer, key, range, first }): Fault => {
    const place = map.at(range.start, range.end - range.start);
    if (first === undefined) return { pointer, detail: `the key "${key}" is not taken`, ...place };
    return { pointer, ...twice(key, map.at(first)), ...place };
  });
  return { value: JSON.parse(text), map, faults };
}

/** What a fault says of a key that is given twice. */
export function twice(
  key: string,
  first: { line: number; column: number },
): { detail: string; expected: string } {
  return {
    detail: `the key "${key}" is given twice, first at line ${first.line}, column ${first.column}; keys must be unique`,
    expected: `one "${key}" here`,
  };
}
