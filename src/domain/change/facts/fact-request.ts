import { z } from 'zod';
import { LONGEST_INSTANT } from '../../../base/text/instant';
import { isWebAddress } from '../../../base/text/web-address';
import { looksLikeInstant } from '../../../engine/calendar/instant';
import { FACT_KINDS } from '../../../engine/model/fact-kinds';
import { isOccurrence } from '../../ledger/occurrence';

const text = z.string().trim().min(1).max(4_000);
const path = z.string().max(200);

const common = {
  actor: text.max(200).optional().describe('Who says so'),
  reason: text.optional(),
};

const evidence = z.strictObject({
  title: text,
  url: z
    .string()
    .max(2_000)
    .refine(isWebAddress, { error: ({ input }) => noAddress(String(input)) })
    .meta({ format: 'uri' })
    .optional(),
  hash: z
    .string()
    .regex(/^[0-9a-f]{64}$/, 'SHA-256 of the document, 64 hexadecimal digits')
    .optional(),
  date: z.iso.date().optional(),
});

const observed = {
  at: z
    .string({ error: 'a day such as "2025-11-27" in quotes, or an instant' })
    .max(LONGEST_INSTANT)
    .describe('When it was true: a day, or an instant with its offset'),
  about: z.boolean().default(false).describe('The day or instant is approximate'),
  by: z.string().max(80).optional().describe('The party it holds for'),
  ordinal: z.number().int().min(1).max(100_000).optional(),
  hypothetical: z.boolean().default(false),
  internal: z.boolean().default(false),
  confirm: z
    .boolean()
    .optional()
    .describe('That a day is meant as it stands, which the service has asked about'),
  note: text.optional(),
  evidence: z.array(evidence).max(50).optional(),
  ...common,
};

const carried = {
  to: z
    .string()
    .max(LONGEST_INSTANT)
    .refine(isOccurrence, { error: ({ input }) => noOccurrence(String(input)) })
    .optional()
    .describe('extended, pinned: the last day from now on, or the instant with its offset'),
  for: z.string().max(100).optional().describe('extended: by how much, such as "6 months"'),
  level: z.number().int().min(0).max(3).optional().describe('progress'),
  tolling: z.boolean().optional().describe('suspended: whether the clock stands still'),
  surviving: z.array(path).max(1_000).optional().describe('terminated: what is owed all the same'),
  instead: path.optional().describe('superseded: what took its place'),
};

function noAddress(written: string): string {
  const shown = written.length > 80 ? `${written.slice(0, 79)}…` : written;
  return `${JSON.stringify(shown)} is not an address of the web, such as https://example.org/letter`;
}

function noOccurrence(written: string): string {
  return looksLikeInstant(written)
    ? `"${written}" is not an instant that exists, such as 2025-11-27T15:30:00+02:00`
    : `"${written}" is not a day that exists, such as 2025-11-27`;
}

/** A fact as people write it; which keys go with which kind is told by `FACT_KINDS`. */
export const factSchema = z.union(
  [
    z.strictObject({ event: z.string().max(80), ...observed }),
    z.strictObject({ was: path, ...observed, ...carried }),
    z.strictObject({ agreement: z.string().max(80), ...observed, ...carried }),
    z.strictObject({ retracts: z.string().max(80), ...common }),
  ],
  {
    error:
      'one of {"event": "signing", "at": "2025-11-27"}, {"was": "elections.fulfilled", "at": "2026-03-01"}, {"agreement": "suspended", "at": "2026-03-01"} or {"retracts": "fact_…"}, with known keys only',
  },
);

export type FactRequest = z.infer<typeof factSchema>;
export type RetractionRequest = Extract<FactRequest, { retracts: string }>;
export type ObservedRequest = Exclude<FactRequest, RetractionRequest>;
export type CarriedKey = keyof typeof carried;

export const CARRIED_KEYS = Object.keys(carried) as CarriedKey[];

/** Kinds that only another address writes: a new document version. */
export const KINDS_RECORDED = Object.keys(FACT_KINDS).filter((kind) => kind !== 'amended');
