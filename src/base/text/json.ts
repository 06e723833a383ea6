import { FaultList } from '../limits/fault-list';
import type { Limits } from '../limits/limits';
import type { Fault } from '../refusal';
import { Broken, Scan } from './json-scan';
import { SourceMap } from './source-map';

interface JsonSource {
  value: unknown;
  map: SourceMap;
  /** Keys that are given twice in one object, and keys that are not taken. */
  faults: Fault[];
}

/**
 * Reads a text as JSON (RFC 8259) or says where it is none. Without recursion and in one pass, so that neither a deep
 * nor a long text costs more than its length.
 * @throws Refusal 'invalid' above a limit, before more is read.
 */
export function readJson(text: string, limits: Limits): JsonSource | { broken: Fault } {
  const map = new SourceMap(text, () => {
    const again = new Scan(text, limits, true);
    again.run();
    return again.place;
  });
  const scan = new Scan(text, limits);
  try {
    scan.run();
  } catch (error) {
    if (!(error instanceof Broken)) throw error;
    return { broken: { pointer: '', ...error.fault, ...map.at(error.position) } };
  }
  const faults = new FaultList(limits);
  for (const { pointer, key, range, first } of scan.refusedKeys) {
    const place = map.at(range.start, range.end - range.start);
    const words =
      first === undefined ? { detail: `the key "${key}" is not taken` } : twice(key, map.at(first));
    faults.add(() => ({ pointer, ...words, ...place }));
  }
  faults.skip(scan.moreRefusedKeys);
  return { value: JSON.parse(text), map, faults: faults.all() };
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
