import { z } from 'zod';
import { queriedInstant } from '../base/text/instant';
import type { AuditFilter } from './audit';

const instant = queriedInstant('2026-01-31T00:00:00Z');

/** The filter of the audit, over HTTP and on the command line. */
export const auditFilterSchema = z.strictObject({
  agreement: z.string().max(80).optional(),
  actor: z.string().max(200).optional().meta({ description: 'A token’s id, or its name' }),
  outcome: z.enum(['written', 'refused'], { error: 'written or refused' }).optional(),
  from: instant.optional().meta({ description: 'Inclusive' }),
  to: instant.optional().meta({ description: 'Exclusive' }),
});

export function auditFilterOf({
  from,
  to,
  ...rest
}: z.infer<typeof auditFilterSchema>): AuditFilter {
  return {
    ...rest,
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
  };
}
