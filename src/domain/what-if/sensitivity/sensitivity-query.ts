import { z } from 'zod';
import { several } from '../what-if-query';

const text = z.string().min(1).max(400);

export const sensitivityQuery = z.strictObject({
  from: text.describe('The first day of signing to look at'),
  to: text.describe('The last one, included; at most ten years of them'),
  at: text.optional().describe('The local clock time of the signing, such as 23:30'),
  convention: text.optional(),
  zone: text.optional(),
  blackout: several.describe('FROM..TO or path:FROM..TO, days on which nothing may be due'),
  format: z.enum(['json', 'csv'], { error: 'json or csv' }).default('json'),
  table: z
    .enum(['days', 'slack'], { error: 'days or slack' })
    .default('days')
    .describe('Which of the two a CSV has'),
});
export type SensitivityRequest = z.infer<typeof sensitivityQuery>;
