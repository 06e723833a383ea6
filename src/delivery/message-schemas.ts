import { z } from 'zod';
import type { EndpointMessageType } from '../outbox/message-type';

const own = {
  sequence: z.literal(0).meta({ description: 'It concerns no agreement' }),
  hypothetical: z.literal(false),
  endpoint: z.string(),
  text: z.string().meta({ description: 'One plain sentence that says it, in English' }),
  url: z.url().meta({ description: 'Where the page shows the webhooks' }),
};

/** The `data` of each type of message about the webhooks themselves. */
export const ENDPOINT_MESSAGE_DATA = {
  ping: z.strictObject(own),
  'endpoint.disabled': z.strictObject({ ...own, reason: z.enum(['gone', 'failing']) }),
} satisfies Record<EndpointMessageType, z.ZodObject>;
