import { StandardSchemaValidationPipe } from '@nestjs/common';
import { faultsOf, type Issue } from '../base/issues';
import { Refusal } from '../base/refusal';

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
