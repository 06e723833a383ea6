import { z } from 'zod';
import { LONGEST_INSTANT } from '../../../base/text/instant';
import { POLICY } from '../../../config/policy';
import { isLedgerChoice, LEDGER_CHOICES } from '../base';

const text = z.string().trim().min(1);

/** What is saved of a what-if; the texts are read against the agreement when it is written. */
const shape = {
  name: text.max(200),
  description: text.max(4_000).optional(),
  signing: text
    .max(LONGEST_INSTANT)
    .optional()
    .describe('A day or an instant; absent for the signing in force'),
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
    .describe('The facts it rests on: `none`, `live`, or up to a number; up to now where absent'),
};

export const scenarioSchema = z.strictObject(shape);
export type ScenarioRequest = z.infer<typeof scenarioSchema>;

/** Of a fork: what is to differ from what it is forked from. */
export const forkSchema = z.strictObject({
  ...shape,
  name: shape.name.optional(),
  assume: shape.assume.unwrap().optional(),
});
export type ForkRequest = z.infer<typeof forkSchema>;
