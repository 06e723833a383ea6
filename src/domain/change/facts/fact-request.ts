import { z } from 'zod';
import { LONGEST_INSTANT } from '../../../base/text/instant';
import { isWebAddress } from '../../../base/text/web-address';
import { looksLikeInstant } from '../../../engine/calendar/instant';
import { FACT_KINDS } from '../../../engine/model/fact-kinds';
import { isOccurrence } from '../../ledger/occurrence';

const text = z.string().trim().min(1).max(4_000);
const path = z.string().max(200);

const common = {
  actor: text.max(200).optional().describe('Who records it'),
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
    .describe(
      'When it was true: a day, or an instant with its offset; of an event also a month (2025-11)',
    ),
  about: z.boolean().default(false).describe('The day or instant is approximate'),
  by: z.string().max(80).optional().describe('The party it is about'),
  ordinal: z.number().int().min(1).max(100_000).optional(),
  hypothetical: z.boolean().default(false),
  internal: z.boolean().default(false),
  confirm: z.boolean().optional().describe('true: the day is right, although it looks mistyped'),
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
    .describe('extended, pinned: the new last day, or the instant with its offset'),
  for: z.string().max(100).optional().describe('extended: the period, such as "6 months"'),
  level: z.number().int().min(0).max(3).optional().describe('progress'),
  quantity: z
    .number()
    .positive()
    .max(1_000_000_000)
    .optional()
    .describe('delivered: how much, in the unit of the quantity owed'),
  tolling: z.boolean().optional().describe('suspended: whether the clock stands still meanwhile'),
  surviving: z
    .array(path)
    .max(1_000)
    .optional()
    .describe('terminated: the paths that are still owed'),
  instead: path.optional().describe('superseded: the path of what replaces it'),
};

function noAddress(written: string): string {
  const shown = written.length > 80 ? `${written.slice(0, 79)}…` : written;
  return `${JSON.stringify(shown)} is not a web address such as https://example.org/letter`;
}

function noOccurrence(written: string): string {
  return looksLikeInstant(written)
    ? `"${written}" is not an existing instant such as 2025-11-27T15:30:00+02:00`
    : `"${written}" is not an existing day such as 2025-11-27`;
}

/** A fact as it is sent. `FACT_KINDS` says which keys go with which kind. */
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
type RetractionRequest = Extract<FactRequest, { retracts: string }>;
export type ObservedRequest = Exclude<FactRequest, RetractionRequest>;
/** The keys of a request that only some kinds of fact have. */
export const CARRIED_KEYS = z.object(carried).keyof().options;

/** The kinds that a request may record. An amendment is recorded by sending a document. */
export const KINDS_RECORDED = Object.keys(FACT_KINDS).filter((kind) => kind !== 'amended');
