import { faultsOf, type Issue } from '../../../base/issues';
import type { Fault } from '../../../base/refusal';
import { readJson } from '../../../base/text/json';
import { textFaults } from '../../../base/text/kept-text';
import { faulty, readSource } from '../../../base/text/source';
import { type FactRequest, factSchema } from './fact-request';

/** Facts as read from a text, and where each stands in it. */
export interface FactList {
  /** Undefined for an entry that is none; `faults` say why. */
  requests: readonly (FactRequest | undefined)[];
  faults: readonly Fault[];
  /** A fault at a pointer into the list, with the line and column it stands on. */
  place(fault: Fault): Fault;
}

const EXAMPLE = '- {event: signing, at: "2026-03-01"}';

/**
 * Reads facts from a JSON array, from one JSON object a line (NDJSON), or from a YAML list.
 * @param most more facts than this are refused.
 * @throws Refusal 'invalid' where it is no list of facts; what is wrong with entries of one is in `faults`.
 */
export function readFactList(text: string, name: string, most: number): FactList {
  const { value, faults, place } = valuesOf(text, name);
  if (!Array.isArray(value) || value.length === 0) {
    const detail = 'is no list of facts';
    const none = { pointer: '', detail, expected: 'a list', example: EXAMPLE };
    throw faulty(name, [...faults, none]);
  }
  if (value.length > most) {
    const detail = `holds ${value.length} facts`;
    throw faulty(name, [{ pointer: '', detail, expected: `${most} at most; send it in parts` }]);
  }
  const found: Fault[] = [...faults];
  const requests = value.map((one: unknown, i): FactRequest | undefined => {
    // A line that is no JSON is explained already.
    if (one === undefined) return undefined;
    const read = factSchema.safeParse(one);
    if (read.success) return read.data;
    found.push(...shapeFaults(i, read.error.issues).map(place));
    return undefined;
  });
  return { requests, faults: found, place };
}

interface Values {
  value: unknown;
  faults: readonly Fault[];
  place(fault: Fault): Fault;
}

function valuesOf(text: string, name: string): Values {
  const rows = text.split('\n');
  const written = rows.filter((row) => row.trim() !== '');
  if (written.length > 0 && written.every((row) => row.trimStart().startsWith('{'))) {
    return linesOf(rows);
  }
  const { value, faults, map } = readSource(text, name);
  return { value, faults, place: (fault) => ({ ...fault, ...map.locate(fault.pointer) }) };
}

/** One JSON object a line; every line that is none is told with its place. */
function linesOf(rows: readonly string[]): Values {
  const value: unknown[] = [];
  const faults: Fault[] = [];
  const numbers: number[] = [];
  for (const [i, row] of rows.entries()) {
    if (row.trim() === '') continue;
    const read = readJson(row);
    const at = placed(`/${value.length}`, i);
    numbers.push(i);
    if ('broken' in read) {
      value.push(undefined);
      faults.push(at(read.broken));
      continue;
    }
    const odd = textFaults(read.value).map((fault) => ({
      ...fault,
      ...read.map.locate(fault.pointer),
    }));
    faults.push(...[...read.faults, ...odd].map(at));
    value.push(read.value);
  }
  const place = (fault: Fault): Fault => {
    const [, index = '', ...rest] = fault.pointer.split('/');
    const number = numbers[Number(index)];
    if (number === undefined) return fault;
    const read = readJson(rows[number] ?? '');
    if ('broken' in read) return fault;
    const inside = rest.map((part) => `/${part}`).join('');
    return placed(`/${index}`, number)({ ...fault, pointer: inside, ...read.map.locate(inside) });
  };
  return { value, faults, place };
}

/** A fault of one line as a fault of the whole text. */
function placed(pointer: string, line: number): (fault: Fault) => Fault {
  return (fault) => ({
    ...fault,
    pointer: pointer + fault.pointer,
    ...(fault.line === undefined ? {} : { line: line + 1 }),
    ...(fault.excerpt === undefined
      ? {}
      : { excerpt: fault.excerpt.replace(/^ *1 /, `${String(line + 1).padStart(5)} `) }),
  });
}

/** What is wrong with one entry, each fault with what a right one looks like. */
function shapeFaults(index: number, issues: readonly Issue[]): Fault[] {
  return issues
    .flatMap((issue) => faultsOf(issue, [index]))
    .map((fault) => ({ ...fault, example: EXAMPLE }));
}

/** Faults in the order of the entries that they are about. */
export function byEntry(faults: readonly Fault[]): Fault[] {
  const entry = ({ pointer }: Fault): number => Number(pointer.split('/')[1] ?? -1);
  return [...faults].sort((a, b) => entry(a) - entry(b));
}
