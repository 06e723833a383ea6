import type { z } from 'zod';
import { documentSchema } from './document-schema';
import { valueAt } from './key-examples';

type Document = z.infer<typeof documentSchema>;
type Path = readonly PropertyKey[];

/** Replacements for invalid values of these keys; invalid values of other keys are removed. */
const REPLACEMENTS: Readonly<Record<string, unknown>> = {
  title: 'untitled',
  name: 'unnamed',
  zone: 'UTC',
  due: 'on signing',
  holds: 'from signing',
  falls: 'signing',
};

/** The prefix of ids that replace invalid ones. No fault text shows such an id. */
export const REPLACED_ID = 'unnamed-';

/** An object may lack several keys, and validation reports nested ones only after outer ones are repaired. */
const ROUNDS = 4;

/**
 * A copy of a document in which invalid parts are replaced or removed, so that the rest can be compiled and its faults
 * reported too; undefined if too little is left. The copy is never stored.
 */
export function repairDocument(
  value: object,
  issues: readonly z.core.$ZodIssue[],
): Document | undefined {
  const copy = structuredClone(value);
  let left = issues;
  for (let round = 0; round < ROUNDS; round++) {
    for (const issue of left) repairIssue(copy, issue);
    const checked = documentSchema.safeParse(copy);
    if (checked.success) return checked.data;
    left = checked.error.issues;
  }
  return undefined;
}

function repairIssue(copy: object, issue: z.core.$ZodIssue): void {
  const { path } = issue;
  if (issue.code === 'unrecognized_keys') {
    for (const key of issue.keys) setOrRemove(copy, [...path, key], undefined);
    return;
  }
  if (issue.code === 'invalid_key') return setOrRemove(copy, path, undefined);
  // Cases without one of them have another meaning, so all cases are replaced.
  const cases = path.at(-2) === 'cases' ? path.length - 2 : path.length - 1;
  if (path[cases] !== 'cases') return setOrRemove(copy, path, replacementFor(path));
  setOrRemove(copy, path.slice(0, cases + 1), undefined);
  setOrRemove(copy, [...path.slice(0, cases), 'due'], REPLACEMENTS.due);
}

function replacementFor(path: Path): unknown {
  const [list, last] = [path.at(-2), path.at(-1)];
  if (last === 'id') return `${REPLACED_ID}${path.join('-')}`;
  if (list === 'obligations' || list === 'phases') {
    return { id: `${REPLACED_ID}${path.join('-')}`, title: 'untitled', due: 'on signing' };
  }
  // Without its own zone, an entry has the zone of the document.
  if (last === 'zone' && path.length > 1) return undefined;
  return REPLACEMENTS[String(last)];
}

/** Sets the value at a path; undefined removes it. Removing an entry of a list removes the whole list. */
function setOrRemove(root: object, path: Path, value: unknown): void {
  const last = path.at(-1);
  const container = valueAt(root, path.slice(0, -1));
  if (typeof container !== 'object' || container === null || last === undefined) return;
  if (value !== undefined) Reflect.set(container, last, value);
  else if (Array.isArray(container)) setOrRemove(root, path.slice(0, -1), undefined);
  else Reflect.deleteProperty(container, last);
}
