import { z } from 'zod';
import { isWebAddress } from '../../base/text/web-address';
import { formatDay } from '../../engine/calendar/epoch-day';
import { day, instant, type ResponseOf } from '../../http/response-of';
import type { Evidence, FactRow } from './fact.entity';

/** A document that proves a fact. `hash` is its SHA-256, `date` the day it bears. */
export const evidenceSchema = z.strictObject({
  title: z.string(),
  url: z.string().optional(),
  hash: z.string().optional(),
  date: z.string().optional(),
});

/** Evidence for messages and answers: an address that is not a web address is left out. The ledger keeps it. */
export function presentEvidence(list: readonly Evidence[] | null): Evidence[] {
  return (list ?? []).map(({ url, ...rest }) =>
    url !== undefined && isWebAddress(url) ? { ...rest, url } : rest,
  );
}

export const presentedFactSchema = z
  .strictObject({
    id: z.string(),
    agreement: z.string(),
    sequence: z.number().int(),
    kind: z.string(),
    subject: z.string(),
    by: z.string().nullable(),
    ordinal: z.number().int().nullable(),
    occurredOn: day.meta({
      description:
        "Civil day in the agreement's zone; the last day of the month if only that is known",
    }),
    occurredMonth: z
      .string()
      .nullable()
      .meta({ description: 'YYYY-MM, of an event of which only the month is known' }),
    occurredAt: instant
      .nullable()
      .meta({ description: 'The instant in UTC; null if only the day is known' }),
    about: z.boolean(),
    recordedAt: instant,
    hypothetical: z.boolean(),
    to: z.string().nullable().meta({ description: 'The new last day of an extension or a pin' }),
    toAt: instant.nullable().meta({
      description: 'The instant at which an extension or a pin ends; null if it ends with a day',
    }),
    for: z.string().nullable(),
    level: z.number().int().nullable(),
    quantity: z.number().nullable().meta({ description: 'How much was delivered' }),
    tolling: z.boolean().nullable(),
    surviving: z.array(z.string()).nullable(),
    instead: z.string().nullable(),
    note: z.string().nullable(),
    documentVersion: z.number().int().nullable(),
    internal: z.boolean(),
    retracts: z.string().nullable(),
    actor: z.string().nullable(),
    reason: z.string().nullable(),
    evidence: z.array(evidenceSchema),
    previousHash: z.string().nullable(),
    hash: z.string().nullable().meta({ description: 'Null in the public view' }),
  })
  .meta({ id: 'Fact' });

export type PresentedFact = ResponseOf<typeof presentedFactSchema>;

/** "2026-03", of an event known only by its month; null for others. */
export function presentMonth({ occurredFrom }: Pick<FactRow, 'occurredFrom'>): string | null {
  return occurredFrom === null ? null : formatDay(occurredFrom).slice(0, 7);
}

/** When it was true: the month if only that is known, else the day. */
export function presentWhen(row: Pick<FactRow, 'occurredFrom' | 'occurredOn'>): string {
  return presentMonth(row) ?? formatDay(row.occurredOn);
}

export function presentFact(row: FactRow): PresentedFact {
  return {
    id: row.id,
    agreement: row.agreementId,
    sequence: row.sequence,
    kind: row.kind,
    subject: row.subject,
    by: row.by,
    ordinal: row.ordinal,
    occurredOn: formatDay(row.occurredOn),
    occurredMonth: presentMonth(row),
    occurredAt: row.occurredAt === null ? null : new Date(row.occurredAt).toISOString(),
    about: row.about,
    recordedAt: new Date(row.recordedAt).toISOString(),
    hypothetical: row.hypothetical,
    to: row.to === null ? null : formatDay(row.to),
    toAt: row.toAt === null ? null : new Date(row.toAt).toISOString(),
    for: row.for,
    level: row.level,
    quantity: row.quantity,
    tolling: row.tolling,
    surviving: row.surviving,
    instead: row.instead,
    note: row.note,
    documentVersion: row.documentVersion,
    internal: row.internal,
    retracts: row.retracts,
    actor: row.actor,
    reason: row.reason,
    evidence: row.evidence ?? [],
    previousHash: row.previousHash,
    hash: row.hash,
  };
}
