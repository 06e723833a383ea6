import { z } from 'zod';
import { jsonText } from '../base/text/clean';
import { instant, type ResponseOf } from '../http/response-of';
import type { AuditEntryRow } from './audit-entry.entity';

const hash = z.string().meta({ description: 'SHA-256, hexadecimal' });

export const auditEntrySchema = z
  .strictObject({
    sequence: z.int().meta({ description: 'From 1, without gaps' }),
    at: instant,
    outcome: z.enum(['written', 'refused']),
    status: z.int().nullable().meta({ description: 'The HTTP status of a refusal' }),
    times: z.int().meta({
      description:
        'How many equal refusals, or equal writes that changed nothing, this entry counts',
    }),
    lastAt: instant.nullable().meta({ description: 'When the last of several was' }),
    actor: z.strictObject({
      kind: z.enum(['operator', 'token', 'public', 'stranger', 'command']),
      token: z.string().nullable().meta({ description: 'The token’s id' }),
      name: z.string().nullable(),
      role: z.string().nullable(),
    }),
    address: z.string().nullable(),
    method: z.string(),
    route: z.string(),
    path: z.string(),
    agreement: z.string().nullable(),
    ledgerHead: hash
      .nullable()
      .meta({ description: 'The hash of the last fact of the agreement after this write' }),
    previousHash: hash.nullable(),
    hash,
  })
  .meta({ id: 'AuditEntry' });

export type PresentedEntry = ResponseOf<typeof auditEntrySchema>;

export function presentEntry(row: AuditEntryRow): PresentedEntry {
  const { at, lastAt, kind, token, name, role, outcome, status, times, ...rest } = row;
  return {
    sequence: rest.sequence,
    at: new Date(at).toISOString(),
    outcome,
    status,
    times,
    lastAt: lastAt === null ? null : new Date(lastAt).toISOString(),
    actor: { kind, token, name, role },
    address: rest.address,
    method: rest.method,
    route: rest.route,
    path: rest.path,
    agreement: rest.agreement,
    ledgerHead: rest.ledgerHead,
    previousHash: rest.previousHash,
    hash: rest.hash,
  };
}

/** Newline-delimited JSON: one entry a line. */
export function toNdjson(entries: readonly PresentedEntry[]): string {
  return entries.map((entry) => `${jsonText(entry)}\n`).join('');
}
