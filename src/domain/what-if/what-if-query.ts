import { z } from 'zod';
import { POLICY } from '../../config/policy';

/** Once or several times. */
export const repeatable = z
  .union([z.string(), z.array(z.string())])
  .transform((value) => [value].flat())
  .default([]);

export const booleanText = z
  .enum(['true', 'false'], { error: 'true or false' })
  .default('false')
  .transform((value) => value === 'true');

const text = z.string().min(1).max(400);

export const whatIfQuery = z.strictObject({
  signing: repeatable.describe(
    `A day or an instant; several, at most ${POLICY.scenariosSideBySide}, are set side by side`,
  ),
  assume: repeatable.describe(
    'path.moment:DAY, event:DAY, or a delay such as path:+P14D; repeatable',
  ),
  compare: text.optional().describe('baseline, signing:DAY, asOf:INSTANT or scenario:ID'),
  asOf: text.optional().describe('The instant the statuses are for; now where absent'),
  convention: text.optional().describe('Another rule of counting (docs/counting.md)'),
  zone: text.optional().describe('Another zone whose midnight ends the day'),
  ledger: text
    .default('live')
    .describe('The facts it rests on: none, live, or up to a sequence number'),
  blackout: repeatable.describe('FROM..TO or path:FROM..TO, days on which nothing may be due'),
  derivations: booleanText.describe('Whether milestones carry the steps to their dates'),
});
