import { faultsOf, type Issue } from '../../../base/issues';
import { FaultList } from '../../../base/limits/fault-list';
import { type Limits, overLimit } from '../../../base/limits/limits';
import { type Fault, pathOf } from '../../../base/refusal';
import { readJson } from '../../../base/text/json';
import { textFaults } from '../../../base/text/kept-text';
import { faulty, readSource } from '../../../base/text/source';
import { type FactRequest, factSchema } from './fact-request';

/** Facts read from a text. */
interface FactList {
  entries: readonly FactEntry[];
  /** The faults of the text and of every entry. */
  faults: readonly Fault[];
  /** Adds line, column and excerpt to a fault that has a pointer into the list. */
  place(fault: Fault): Fault;
}

/** One entry of the text. */
interface FactEntry {
  /** Undefined if its shape is invalid. */
  request: FactRequest | undefined;
  /** Its valid part, so that faults of that part are reported too; undefined if too little is left. */
  rest: FactRequest | undefined;
}

const EXAMPLE = '- {event: signing, at: "2026-03-01"}';

/**
 * Reads facts from a JSON array, from one JSON object a line (NDJSON), or from a YAML list.
 * @throws Refusal 'invalid' with the limit that the text exceeds.
 * @throws Refusal 'invalid' if it is not a list of facts. Faults of entries are in `faults`.
 */
export function readFactList(text: string, name: string, limits: Limits): FactList {
  const { value, faults, place } = valuesOf(text, name, limits);
  if (!Array.isArray(value) || value.length === 0) {
    const detail = 'is not a list of facts';
    const none = {
      pointer: '',
      detail,
      expected: 'a list with at least one fact',
      example: EXAMPLE,
    };
    throw faulty(name, [...faults, none]);
  }
  refuseFacts(value.length, name, limits);
  const found = new FaultList(limits);
  const entries = value.map((one: unknown, i): FactEntry => {
    // A line that is not JSON has its fault already.
    if (one === undefined) return { request: undefined, rest: undefined };
    if (found.isFull) {
      // Many wrong entries look alike: the rest are only counted.
      if (!factSchema.safeParse(one).success) found.skip(1);
      return { request: undefined, rest: undefined };
    }
    const { faults: shape, ...entry } = readEntry(one, [i]);
    for (const fault of shape) found.add(() => place({ ...fault, example: EXAMPLE }));
    return entry;
  });
  return { entries, faults: [...faults, ...found.all()], place };
}

function refuseFacts(counted: number, name: string, limits: Limits): void {
  if (counted <= limits.facts) return;
  throw overLimit({ name: 'facts', counted, unit: 'facts' }, limits, {}, name);
}

/** Reads one fact. */
export function readEntry(
  value: unknown,
  path: readonly PropertyKey[] = [],
): FactEntry & { faults: Fault[] } {
  const read = factSchema.safeParse(value);
  if (read.success) return { request: read.data, rest: read.data, faults: [] };
  const faults = read.error.issues.flatMap((issue: Issue) => faultsOf(issue, path));
  return { request: undefined, rest: wellFormedPart(value, faults, path.length), faults };
}

/** A past day that replaces an invalid one, so that the rest of the fact is checked. */
const PLACEHOLDER_DAY = '2000-01-01';

function wellFormedPart(
  value: unknown,
  faults: readonly Fault[],
  depth: number,
): FactRequest | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const wrong = new Set(faults.map(({ pointer }) => pathOf(pointer)[depth]));
  const left = Object.entries(value).filter(([key]) => !wrong.has(key));
  const rest = Object.fromEntries(left);
  const at = wrong.has('at') && !('retracts' in rest) ? { at: PLACEHOLDER_DAY } : {};
  return factSchema.safeParse({ ...at, ...rest }).data;
}

/** Faults of shape, and other faults at other places, in the order of the entries. */
export function mergeFaults(shape: readonly Fault[], others: readonly Fault[]): Fault[] {
  const pointers = new Set(shape.map(({ pointer }) => pointer));
  const entry = ({ pointer }: Fault): number => Number(pathOf(pointer)[0] ?? -1);
  return [...shape, ...others.filter(({ pointer }) => !pointers.has(pointer))].sort(
    (a, b) => (a.more ?? 0) - (b.more ?? 0) || entry(a) - entry(b),
  );
}

interface Values {
  value: unknown;
  faults: readonly Fault[];
  place(fault: Fault): Fault;
}

function valuesOf(text: string, name: string, limits: Limits): Values {
  const rows = text.split('\n');
  const written = rows.filter((row) => row.trim() !== '');
  if (written.length > 0 && written.every((row) => row.trimStart().startsWith('{'))) {
    refuseFacts(written.length, name, limits);
    return linesOf(rows, limits);
  }
  const { value, faults, map } = readSource(text, name, limits);
  return { value, faults, place: (fault) => ({ ...fault, ...map.locate(fault.pointer) }) };
}

/** Reads one JSON object a line. A line that is not JSON gives a fault and the value undefined. */
function linesOf(rows: readonly string[], limits: Limits): Values {
  const value: unknown[] = [];
  const faults = new FaultList(limits);
  const numbers: number[] = [];
  for (const [i, row] of rows.entries()) {
    if (row.trim() === '') continue;
    const read = readJson(row, limits);
    const at = placed(`/${value.length}`, i);
    numbers.push(i);
    if ('broken' in read) {
      value.push(undefined);
      const { broken } = read;
      faults.add(() => at(broken));
      continue;
    }
    const forbidden = textFaults(read.value, limits).map((fault) => ({
      ...fault,
      ...read.map.locate(fault.pointer),
    }));
    for (const fault of [...read.faults, ...forbidden]) faults.add(() => at(fault));
    value.push(read.value);
  }
  const place = (fault: Fault): Fault => {
    const [, index = '', ...rest] = fault.pointer.split('/');
    const number = numbers[Number(index)];
    if (number === undefined) return fault;
    const read = readJson(rows[number] ?? '', limits);
    if ('broken' in read) return fault;
    const inside = rest.map((part) => `/${part}`).join('');
    return placed(`/${index}`, number)({ ...fault, pointer: inside, ...read.map.locate(inside) });
  };
  return { value, faults: faults.all(), place };
}

/** Turns a fault of one line into a fault of the whole text. */
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
