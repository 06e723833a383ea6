import { type Fault, Refusal } from '../refusal';

/** The limits on one input. `config/policy.ts` has the values, the setting `limits` overrides them. */
export interface Limits {
  bodyBytes: number;
  documentBytes: number;
  /** Levels of lists and mappings inside one another. */
  depth: number;
  /** Texts, numbers, lists and mappings of one text, all levels together. */
  values: number;
  /** What YAML consists of: keys, values, punctuation, spaces, comments and line breaks. */
  tokens: number;
  /** Obligations and phases of one agreement. */
  entries: number;
  /** Milestones of one agreement. */
  occurrences: number;
  /** The longest chain of entries that are dated from one another. */
  dependence: number;
  facts: number;
  /** Faults that one answer lists. */
  faults: number;
  /** Bytes of a PDF or DOCX file. */
  fileBytes: number;
  filePages: number;
  /** Bytes of the parts of a DOCX file that are read, unpacked. */
  fileUnpackedBytes: number;
  /** CPU time, and memory of the process that reads such a file. */
  fileSeconds: number;
  fileMegabytes: number;
}

export type LimitName = keyof Limits;

/** The environment variable that overrides a limit: `PACTA_LIMIT_DOCUMENT_BYTES`. */
export function limitVariable(name: LimitName): string {
  return `PACTA_LIMIT_${name.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase()}`;
}

/** The limit by name, value and setting, for `expected`. */
export function limitWords(name: LimitName, limits: Limits, unit: string): string {
  return `at most ${limits[name]} ${unit} (the setting limits.${name}, ${limitVariable(name)})`;
}

/** A count that exceeds a limit. */
export interface Excess {
  name: LimitName;
  /** How many there are, or how many were counted when counting stopped. */
  counted: number;
  /** Counting stopped early. */
  stopped?: boolean;
  /** What was counted: "values". */
  unit: string;
}

/** The fault of a count that exceeds its limit. */
export function limitFault(
  { name, counted, stopped = false, unit }: Excess,
  limits: Limits,
  place: Partial<Fault> = {},
): Fault {
  const more = stopped ? ' or more; the rest was not counted' : '';
  return {
    pointer: '',
    detail: `has ${counted} ${unit}${more}`,
    expected: limitWords(name, limits, unit),
    ...place,
  };
}

/** The refusal of a text or an agreement that exceeds a limit. */
export class OverLimit extends Refusal {}

/** Limits on bytes that are sent. */
const TOO_LARGE: readonly LimitName[] = ['bodyBytes', 'documentBytes', 'fileBytes'];

/** The refusal of what exceeds a limit: 413 for bytes, else 422. */
export function overLimit(
  excess: Excess,
  limits: Limits,
  place: Partial<Fault> = {},
  what = 'The text',
): OverLimit {
  const { name, unit } = excess;
  return new OverLimit(
    TOO_LARGE.includes(name) ? 'too-large' : 'invalid',
    `${what} has more ${unit} than the limit of ${limits[name]}. Nothing was written.`,
    [limitFault(excess, limits, place)],
  );
}
