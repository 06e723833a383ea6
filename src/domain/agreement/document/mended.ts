import type { z } from 'zod';
import { documentSchema } from './document-schema';

type Document = z.infer<typeof documentSchema>;
type Path = readonly PropertyKey[];

/** What a value is replaced by so that the rest can be read; everything else that is misshapen is left out. */
const STANDINS: Readonly<Record<string, unknown>> = {
  title: 'untitled',
  name: 'unnamed',
  zone: 'UTC',
  due: 'on signing',
  holds: 'from signing',
  falls: 'signing',
};

/** A part may miss several keys, which come to light one level after the other. */
const ROUNDS = 4;

/**
 * A document with its misshapen parts set right or left out, so that what the rest says can be judged too; undefined
 * where too little is left. Nothing of it is ever stored.
 */
export function mended(value: object, issues: readonly z.core.$ZodIssue[]): Document | undefined {
  const copy = structuredClone(value);
  let left = issues;
  for (let round = 0; round < ROUNDS; round++) {
    for (const issue of left) mend(copy, issue);
    const checked = documentSchema.safeParse(copy);
    if (checked.success) return checked.data;
    left = checked.error.issues;
  }
  return undefined;
}

function mend(copy: object, issue: z.core.$ZodIssue): void {
  const { path } = issue;
  if (issue.code === 'unrecognized_keys') {
    for (const key of issue.keys) put(copy, [...path, key], undefined);
    return;
  }
  if (issue.code === 'invalid_key') return put(copy, path, undefined);
  // Cases without one of them would say something else.
  const cases = path.at(-2) === 'cases' ? path.length - 2 : path.length - 1;
  if (path[cases] !== 'cases') return put(copy, path, standIn(path));
  put(copy, path.slice(0, cases + 1), undefined);
  put(copy, [...path.slice(0, cases), 'due'], STANDINS.due);
}

function standIn(path: Path): unknown {
  const [list, last] = [path.at(-2), path.at(-1)];
  if (last === 'id') return `unnamed-${path.join('-')}`;
  if (list === 'obligations' || list === 'phases') {
    return { id: `unnamed-${path.join('-')}`, title: 'untitled', due: 'on signing' };
  }
  // A zone of one entry is left out, so that the document's own holds.
  if (last === 'zone' && path.length > 1) return undefined;
  return STANDINS[String(last)];
}

/** Sets what a path names, or leaves it out; an entry of a list without a replacement takes the whole list with it. */
function put(root: object, path: Path, value: unknown): void {
  const last = path.at(-1);
  let holder: unknown = root;
  for (const key of path.slice(0, -1)) holder = (holder as Record<PropertyKey, unknown>)?.[key];
  if (typeof holder !== 'object' || holder === null || last === undefined) return;
  const held = holder as Record<PropertyKey, unknown>;
  if (value !== undefined) held[last] = value;
  else if (Array.isArray(holder)) put(root, path.slice(0, -1), undefined);
  else delete held[last];
}
