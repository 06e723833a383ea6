import { StandardSchemaValidationPipe } from '@nestjs/common';
import { type Fault, pointerOf, Refusal } from '../refusal';

interface Issue {
  message: string;
  path?: readonly (PropertyKey | { key: PropertyKey })[] | undefined;
}

/** Checks bodies, parameters and queries by their zod schema; every fault at once, with pointers. */
export function validationPipe(): StandardSchemaValidationPipe {
  return new StandardSchemaValidationPipe({
    exceptionFactory: (issues: readonly Issue[]) =>
      new Refusal(
        'invalid',
        'The request has faults; nothing was written.',
        issues.flatMap(faults),
      ),
  });
}

function faults(issue: Issue): Fault[] {
  const path = (issue.path ?? []).map((part) => (typeof part === 'object' ? part.key : part));
  const { keys } = issue as { keys?: readonly string[] };
  if (keys !== undefined) {
    return keys.map((key) => ({
      pointer: pointerOf([...path, key]),
      detail: `"${key}" is not known here`,
      expected: 'only the documented names; /docs lists them',
    }));
  }
  return [{ pointer: pointerOf(path), detail: issue.message }];
}
