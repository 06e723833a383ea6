import { z } from 'zod';

const own = {
  sequence: z.literal(0).meta({ description: 'It concerns no agreement' }),
  hypothetical: z.literal(false),
  endpoint: z.string(),
};

/** The `data` of each type of message about the webhooks themselves. */
export const ENDPOINT_MESSAGE_DATA = {
  ping: z.strictObject(own),
  'endpoint.disabled': z.strictObject({ ...own, reason: z.enum(['gone', 'failing']) }),
} as const;
