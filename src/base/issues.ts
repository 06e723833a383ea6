import { z } from 'zod';
import { type Fault, pointerOf } from './refusal';

/** A fault as zod reports it. */
export interface Issue {
  code?: string;
  message: string;
  path?: readonly (PropertyKey | { key: PropertyKey })[] | undefined;
  /** Keys that the schema does not have. */
  keys?: readonly string[];
  /** Of a union: the issues by each of its forms. */
  errors?: readonly (readonly Issue[])[];
}

/** The faults of an issue; of a union, those by the form that is closest to the input. */
export function faultsOf(issue: Issue, base: readonly PropertyKey[] = []): Fault[] {
  const path = [...base, ...pathOf(issue)];
  const forms = (issue.errors ?? []).filter((form) => form.length > 0);
  const [closest] = [...forms].sort((a, b) => distance(a) - distance(b));
  if (closest !== undefined) return closest.flatMap((one) => faultsOf(one, path));
  if (issue.keys === undefined) return [{ pointer: pointerOf(path), detail: issue.message }];
  return issue.keys.map((key) => ({
    pointer: pointerOf([...path, key]),
    detail: `"${key}" is not known here`,
    expected: 'only the documented names; /docs lists them',
  }));
}

/** An unknown key weighs more than a missing key, and that more than any other fault. */
function distance(issues: readonly Issue[]): number {
  return issues.reduce((sum, issue) => {
    const ownKey = issue.code === 'invalid_type' && pathOf(issue).length === 1;
    return sum + (ownKey ? 10 : 1) + 1_000 * (issue.keys?.length ?? 0);
  }, 0);
}

function pathOf({ path = [] }: Issue): PropertyKey[] {
  return path.map((part) => (typeof part === 'object' ? part.key : part));
}

/** Names of types in plain words. */
const WORDS: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object of keys and values',
  record: 'an object of keys and values',
  null: 'null',
};

const FORMATS: Readonly<Record<string, string>> = {
  date: 'a day that exists, such as 2025-11-27',
  datetime: 'an instant such as 2026-03-07T22:00:00Z',
  url: 'an address such as https://example.org/letter',
};

function wordsOf(issue: z.core.$ZodRawIssue): string | undefined {
  const { input } = issue;
  switch (issue.code) {
    case 'invalid_type': {
      const expected = WORDS[issue.expected] ?? issue.expected;
      return input === undefined
        ? `is missing; expected ${expected}`
        : `is ${kindOf(input)}; expected ${expected}`;
    }
    case 'invalid_value':
      return input === undefined
        ? `is missing; expected one of ${issue.values.join(', ')}`
        : `${shown(input)} is none of ${issue.values.join(', ')}`;
    case 'invalid_format': {
      const expected = FORMATS[issue.format];
      return expected === undefined ? undefined : `${shown(input)} is not ${expected}`;
    }
    case 'too_big':
      return `${sizeOf(input)}; expected at most ${issue.maximum}${unitOf(input, issue.maximum)}`;
    case 'too_small':
      return `${sizeOf(input)}; expected at least ${issue.minimum}${unitOf(input, issue.minimum)}`;
    default:
      return undefined;
  }
}

function kindOf(input: unknown): string {
  if (input === null) return 'null';
  if (Array.isArray(input)) return 'a list';
  return WORDS[typeof input] ?? typeof input;
}

function sizeOf(input: unknown): string {
  if (typeof input === 'string')
    return input === '' ? 'is empty' : `has ${input.length} characters`;
  if (Array.isArray(input)) return input.length === 0 ? 'is empty' : `has ${input.length} entries`;
  return typeof input === 'number' ? `is ${input}` : 'is of another size';
}

function unitOf(input: unknown, count: number | bigint): string {
  const one = Number(count) === 1;
  if (typeof input === 'string') return one ? ' character' : ' characters';
  if (!Array.isArray(input)) return '';
  return one ? ' entry' : ' entries';
}

function shown(input: unknown): string {
  const text = JSON.stringify(input) ?? 'this';
  return text.length > 80 ? `${text.slice(0, 79)}…` : text;
}

/** The message of a schema that gives none itself: what was found, and what was expected. */
z.config({ customError: wordsOf });
