import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { z } from 'zod';
import { ENDPOINT_MESSAGE_DATA } from './delivery/message-schemas';
import { MESSAGE_TYPES, type MessageType } from './outbox/message-type';
import { MESSAGE_DATA } from './transition/message-schemas';

/** Serves OpenAPI 3.1 at `/openapi.json` and Swagger UI at `/docs`; built at the first request. */
export function describeApi(app: NestFastifyApplication): void {
  SwaggerModule.setup('docs', app, () => apiDocument(app), { jsonDocumentUrl: 'openapi.json' });
}

export function apiDocument(app: NestFastifyApplication): OpenAPIObject {
  const description = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle('Pacta')
    .setVersion('1')
    .addBearerAuth()
    .addSecurityRequirements('bearer')
    .setDescription(
      'Turns the words of agreements into dated milestones, keeps their status, explains every date ' +
        'and tells when one is missed. Days are YYYY-MM-DD in the agreement’s zone, instants are in UTC; ' +
        '`dueAt` is the first instant at which a milestone is late. Errors are RFC 9457 problems.',
    )
    .build();
  return {
    ...SwaggerModule.createDocument(app, description),
    webhooks: webhooks(),
  } as OpenAPIObject;
}

/** The body of each type of message; a type keeps its form, a changed form gets a new type. */
export function messageSchema(type: MessageType): z.ZodObject {
  return z.strictObject({
    type: z.literal(type),
    timestamp: z.iso.datetime(),
    data: DATA[type],
  });
}

const DATA: Readonly<Record<MessageType, z.ZodType>> = {
  ...MESSAGE_DATA,
  ...ENDPOINT_MESSAGE_DATA,
};

const HEADERS = {
  'webhook-id': 'The same for every try: de-duplicate by it',
  'webhook-timestamp': 'Seconds since 1970',
  'webhook-signature': '`v1` (HMAC-SHA256) and `v1a` (ed25519), as Standard Webhooks define them',
};

function webhooks(): Record<string, unknown> {
  return Object.fromEntries(
    MESSAGE_TYPES.map((type) => {
      const { $schema: _dialect, ...schema } = z.toJSONSchema(messageSchema(type));
      const post = {
        tags: ['webhooks'],
        summary: type,
        parameters: Object.entries(HEADERS).map(([name, description]) => ({
          name,
          in: 'header',
          required: true,
          description,
          schema: { type: 'string' },
        })),
        requestBody: { required: true, content: { 'application/json': { schema } } },
        responses: { '2XX': { description: 'Delivered; anything else is tried again' } },
      };
      return [type, { post }];
    }),
  );
}
