import { z } from 'zod';
import { LONGEST_INSTANT } from '../../../base/text/instant';
import { POLICY } from '../../../config/policy';
import { isLedgerChoice, LEDGER_CHOICES } from '../base';

const text = z.string().trim().min(1);

/** A scenario to save. Its texts are checked against the agreement. */
const shape = {
  name: text.max(200),
  description: text.max(4_000).optional(),
  signing: text
    .max(LONGEST_INSTANT)
    .optional()
    .describe('A day or an instant; default: the signing in force'),
  assume: z
    .array(text.max(300))
    .max(POLICY.assumptions, `at most ${POLICY.assumptions} assumptions`)
    .default([])
    .describe(
      '"withdrawal.fulfilled:2026-01-10", "withdrawal:+P14D", "entry-into-force:2026-03-01"',
    ),
  convention: text.max(80).optional(),
  zone: text.max(80).optional(),
  ledger: z
    .union([z.string(), z.number().int()])
    .transform(String)
    .refine(isLedgerChoice, LEDGER_CHOICES)
    .optional()
    .describe(
      'The facts to use: `none`, `live`, or those up to a sequence number; default: those recorded so far',
    ),
};

export const scenarioSchema = z.strictObject(shape);
export type ScenarioRequest = z.infer<typeof scenarioSchema>;

/** A fork: the fields that differ from the original. */
export const forkSchema = z.strictObject({
  ...shape,
  name: shape.name.optional(),
  assume: shape.assume.unwrap().optional(),
});
export type ForkRequest = z.infer<typeof forkSchema>;
