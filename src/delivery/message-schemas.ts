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

const instant = z.iso.datetime();

const milestone = z.strictObject({
  milestone: z.string(),
  agreement: z.string(),
  title: z.string(),
  on: z.iso.date().nullable(),
  hypothetical: z.boolean(),
  ...sentence,
  url: z.url(),
});

function listOf<T extends z.ZodType>(item: T) {
  return z.strictObject({
    count: z.number().int(),
    items: z.array(item).meta({ description: 'The first twenty' }),
  });
}

/** Schemas of the `data` of messages about webhooks. */
export const ENDPOINT_MESSAGE_DATA = {
  ping: z.strictObject(common),
  digest: z.strictObject({
    ...common,
    from: instant.meta({ description: 'The end of the period of the last digest' }),
    to: instant.meta({ description: 'The instant of this one' }),
    zone: z.string(),
    daysAhead: z.number().int(),
    missed: z
      .number()
      .int()
      .meta({ description: 'Earlier digests that were not written, as the service did not run' }),
    came: listOf(
      z.strictObject({
        message: z.string().meta({ description: 'The `webhook-id` of the message' }),
        type: z.string(),
        timestamp: instant,
        agreement: z.string().nullable(),
        milestone: z.string().nullable(),
        hypothetical: z.boolean(),
        ...sentence,
        url: z.url().nullable(),
      }),
    ),
    late: listOf(milestone),
    next: listOf(milestone),
  }),
  'endpoint.disabled': z.strictObject({ ...common, reason: z.enum(['gone', 'failing']) }),
} satisfies Record<EndpointMessageType, z.ZodObject>;
