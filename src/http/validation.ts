import { StandardSchemaValidationPipe } from '@nestjs/common';
import { faultsOf, type Issue } from '../base/issues';
import { Refusal } from '../base/refusal';

/** Validates bodies, parameters and queries by their zod schema. Reports all faults at once, with JSON Pointers. */
export function validationPipe(): StandardSchemaValidationPipe {
  return new StandardSchemaValidationPipe({
    exceptionFactory: (issues: readonly Issue[]) =>
      new Refusal(
        'invalid',
        'The request has faults. Nothing was written.',
        issues.flatMap((issue) => faultsOf(issue)),
      ),
  });
}
