import { z } from 'zod';
import type { EndpointMessageType } from '../outbox/message-type';
import { sentence } from '../outbox/sentences/sentence-schema';

const common = {
  sequence: z.literal(0).meta({ description: 'Always 0: the message concerns no agreement' }),
  hypothetical: z.literal(false),
  endpoint: z.string(),
  ...sentence,
  url: z.url().meta({ description: 'The view of the page with the webhooks' }),
};

/** Schemas of the `data` of messages about webhooks. */
export const ENDPOINT_MESSAGE_DATA = {
  ping: z.strictObject(common),
  'endpoint.disabled': z.strictObject({ ...common, reason: z.enum(['gone', 'failing']) }),
} satisfies Record<EndpointMessageType, z.ZodObject>;
