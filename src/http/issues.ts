import './issue-words';
import { type Fault, pointerOf } from '../base/refusal';

/** What a schema says is wrong, as zod tells it. */
export interface Issue {
  code?: string;
  message: string;
  path?: readonly (PropertyKey | { key: PropertyKey })[] | undefined;
  /** Keys that the schema does not know. */
  keys?: readonly string[];
  /** Where there are several forms: what is wrong by each of them. */
  errors?: readonly (readonly Issue[])[];
}

/** The faults of an issue; of several forms, those by the one that what was sent comes closest to. */
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

/** A form that does not know what was sent is further away than one that misses a key, and that than other faults. */
function distance(issues: readonly Issue[]): number {
  return issues.reduce((sum, issue) => {
    const ownKey = issue.code === 'invalid_type' && pathOf(issue).length === 1;
    return sum + (ownKey ? 10 : 1) + 1_000 * (issue.keys?.length ?? 0);
  }, 0);
}

function pathOf({ path = [] }: Issue): PropertyKey[] {
  return path.map((part) => (typeof part === 'object' ? part.key : part));
}
