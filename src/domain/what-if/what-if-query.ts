import { z } from 'zod';
import { POLICY } from '../../config/policy';

/** A parameter that may be given several times. */
export const repeatable = z
  .union([z.string(), z.array(z.string())])
  .transform((value) => [value].flat())
  .default([]);

const booleanText = z
  .enum(['true', 'false'], { error: 'true or false' })
  .default('false')
  .transform((value) => value === 'true');

const text = z.string().min(1).max(400);

export const whatIfQuery = z.strictObject({
  signing: repeatable.describe(
    `A day or an instant; up to ${POLICY.scenariosCompared} give one schedule each`,
  ),
  assume: repeatable.describe(
    'path.moment:DAY, event:DAY, or a delay such as path:+P14D; can be repeated',
  ),
  compare: text.optional().describe('baseline, signing:DAY, asOf:INSTANT or scenario:ID'),
  asOf: text.optional().describe('The instant of the statuses; default: now'),
  convention: text.optional().describe('Another counting convention (docs/counting.md)'),
  zone: text.optional().describe('Another zone, an IANA name'),
  ledger: text
    .default('live')
    .describe('The facts to use: none, live, or those up to a sequence number'),
  blackout: repeatable.describe('FROM..TO or path:FROM..TO, days on which nothing may be due'),
  derivations: booleanText.describe('Whether milestones have the steps to their dates'),
});
