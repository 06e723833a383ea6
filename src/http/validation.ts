import { StandardSchemaValidationPipe } from '@nestjs/common';
import { Refusal } from '../base/refusal';
import { faultsOf, type Issue } from './issues';

/** Checks bodies, parameters and queries by their zod schema; every fault at once, with pointers. */
export function validationPipe(): StandardSchemaValidationPipe {
  return new StandardSchemaValidationPipe({
    exceptionFactory: (issues: readonly Issue[]) =>
      new Refusal(
        'invalid',
        'The request has faults; nothing was written.',
        issues.flatMap((issue) => faultsOf(issue)),
      ),
  });
}
