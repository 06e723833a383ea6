import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { z } from 'zod';
import { Gate, type Route } from '../access/gate';
import type { Rule } from '../access/rule';
import { SESSION_COOKIE_PREFIX } from '../access/token/session-cookie';
import { ENDPOINT_MESSAGE_DATA } from '../delivery/message-schemas';
import { MESSAGE_DATA } from '../domain/notification/message-schemas';
import { POLLED_ROUTES } from '../feed/polling/polled-routes';
import { componentsOf, jsonSchemaOf, withComponentRefs } from '../http/json-schema';
import { PROBLEMS, problemResponse } from '../http/problem';
import { takesIdempotencyKey } from '../idempotency/idempotency.interceptor';
import { MESSAGE_TYPES, type MessageType } from '../outbox/message-type';

type PathItem = OpenAPIObject['paths'][string];
type Operation = NonNullable<PathItem['get']>;
type RequestBody = NonNullable<Operation['requestBody']>;

const TAGS = {
  agreements: 'Documents: add, amend, check, pause, remove',
  milestones: 'What falls due when, its status and why that day',
  signing: 'The signing date of an agreement, hypothetical or actual',
  facts: 'The ledger: what happened, who says so, on what evidence',
  scenarios: 'What if: other dates of signing, assumptions and delays; nothing is written',
  alerts: 'The alerts of milestones, answers to them, and the policy of an agreement',
  changes: 'All messages in one order, as pages or as a stream',
  webhooks: 'Endpoints, their deliveries, and the messages that they receive',
  calendar: 'Deadlines for calendar programs',
  dashboards: 'Counts for traffic lights',
  reports: 'A span of time as monitors report it; roll-ups',
  dates: 'One phrase to one date',
  access: 'Tokens, sessions and the audit',
  health: 'Whether the service lives, is ready, and how it does',
} as const;

/** Serves OpenAPI 3.1 at `/openapi.json` and Swagger UI at `/docs`; built at the first request. */
export function describeApi(app: NestFastifyApplication): void {
  SwaggerModule.setup('docs', app, () => apiDocument(app), { jsonDocumentUrl: 'openapi.json' });
}

function apiDocument(app: NestFastifyApplication): OpenAPIObject {
  const description = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle('Pacta')
    .setVersion('1')
    .setLicense('MIT', 'https://opensource.org/license/mit')
    .addServer('/')
    .addBearerAuth({ type: 'http', bearerFormat: 'pacta_…' })
    .addCookieAuth(
      SESSION_COOKIE_PREFIX,
      {
        type: 'apiKey',
        in: 'cookie',
        description:
          'The real name has a suffix, an id of the installation: `pacta_session_0123456789ab`. `POST /v1/session` sets it.',
      },
      'cookie',
    )
    .addApiKey({ type: 'apiKey', in: 'query', name: 'feed' }, 'feed')
    .setDescription(
      'Turns the words of agreements into dated milestones, keeps their status, explains every date ' +
        'and announces when one is missed. Days are YYYY-MM-DD in the agreement’s zone, instants are in UTC; ' +
        '`dueAt` is the first instant at which a milestone is late. Errors are RFC 9457 problems.',
    )
    .build();
  for (const [name, about] of Object.entries(TAGS))
    description.tags?.push({ name, description: about });
  const made = SwaggerModule.createDocument(app, description, {
    operationIdFactory: (controller, method) => `${controller.replace('Controller', '')}_${method}`,
  });
  const { routes } = app.get(Gate);
  const paths = Object.entries(made.paths).map(([path, item]): [string, PathItem] => [
    path,
    Object.fromEntries(
      Object.entries(item).map(([method, operation]: [string, Operation]) => [
        method,
        completed(operation, routeAt(routes, method, path)),
      ]),
    ),
  ]);
  const document = withComponentRefs({
    ...made,
    paths: Object.fromEntries(paths),
    webhooks: webhooks(),
    components: {
      ...made.components,
      schemas: componentsOf(),
      responses: Object.fromEntries(
        PROBLEMS.map((status) => [`Problem${status}`, problemResponse(status)]),
      ),
    },
  });
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the object above with its references rewritten
  return document as OpenAPIObject;
}

function routeAt(routes: readonly Route[], method: string, path: string): Route & { rule: Rule } {
  const pattern = path.replace(/\{(\w+)\}/g, ':$1');
  const route = routes.find(
    (one) => one.method === method.toUpperCase() && one.pattern === pattern,
  );
  if (route?.rule === undefined) throw new Error(`No rule for ${method} ${path}`);
  return { ...route, rule: route.rule };
}

/** Adds what follows from a route's rule and body: access, parameters, refusals. */
function completed(
  operation: Operation,
  { method, pattern, rule }: Route & { rule: Rule },
): Operation {
  const polled = method === 'GET' && POLLED_ROUTES[pattern] !== undefined;
  const guarded = rule.role === 'anyone' ? [403] : [401, 403, 429, 503];
  const read = operation.requestBody === undefined ? [] : [400, 413, 415];
  const refusals = [...guarded, ...read, 422].map((status) => [status, refused(status)]);
  const own = Object.entries(operation.responses).map(([status, response]) => [
    status,
    PROBLEMS.includes(Number(status)) ? refused(status) : response,
  ]);
  return {
    ...operation,
    description: [operation.description, accessTo(rule)].filter(Boolean).join(' '),
    ...(operation.requestBody && { requestBody: bodyOf(method, operation.requestBody) }),
    parameters: [
      ...(operation.parameters ?? []),
      ...(polled ? [IF_NONE_MATCH, LANG, ACCEPT_LANGUAGE] : []),
      ...(takesIdempotencyKey(method, rule) ? [IDEMPOTENCY_KEY] : []),
    ],
    responses: Object.fromEntries([...refusals, ...own, ...(polled ? [UNCHANGED] : [])]),
    security:
      rule.role === 'anyone'
        ? []
        : [{ bearer: [] }, { cookie: [] }, ...(rule.feed ? [{ feed: [] }] : []), {}],
  };
}

/** Who may call it. */
function accessTo({ role, scope, public: open, feed }: Rule): string {
  if (role === 'anyone') return 'Needs no token.';
  const which =
    scope === 'all'
      ? ' for every agreement'
      : typeof scope === 'object'
        ? ' for the agreement'
        : '';
  const needs = `Needs a token of the role ${role} or higher${which}.`;
  const shown = scope === 'granted' ? ['Only agreements that the token grants are spoken of.'] : [];
  const byAddress = feed ? ['Takes the secret of a feed in the address, too.'] : [];
  const byAll = open ? ['Needs none where reading is public.'] : [];
  return [needs, ...shown, ...byAddress, ...byAll].join(' ');
}

/** A `POST` whose keys are all optional needs no body (`BodyGuard`). */
function bodyOf(method: string, body: RequestBody): RequestBody {
  if (!('content' in body) || method !== 'POST') return body;
  const schema = body.content['application/json']?.schema;
  const optional =
    schema !== undefined &&
    'type' in schema &&
    schema.type === 'object' &&
    !schema.required &&
    !schema.minProperties;
  return { ...body, required: !optional };
}

function refused(status: number | string): { $ref: string } {
  return { $ref: `#/components/responses/Problem${status}` };
}

const UNCHANGED = ['304', { description: 'What If-None-Match names is still so' }] as const;

const IF_NONE_MATCH = {
  name: 'If-None-Match',
  in: 'header',
  required: false,
  description: 'The ETag of the answer one has: unchanged, it is not sent again',
  schema: { type: 'string' },
  example: 'W/"o75HcGmWbrud9PnP"',
} as const;

const LANG = {
  name: 'lang',
  in: 'query',
  required: false,
  description:
    'The language of `title`, `note` and `name`, where the agreement has them in several; every route takes it',
  schema: { type: 'string', pattern: '^[a-z]{2,3}(-[A-Za-z0-9]+)*$' },
  example: 'uk',
} as const;

const ACCEPT_LANGUAGE = {
  name: 'Accept-Language',
  in: 'header',
  required: false,
  description: 'The same without `lang`',
  schema: { type: 'string' },
  example: 'uk, en;q=0.8',
} as const;

const IDEMPOTENCY_KEY = {
  name: 'Idempotency-Key',
  in: 'header',
  required: false,
  description: 'Sent again within 24 hours, the request is answered as before and not carried out',
  schema: { type: 'string', minLength: 1, maxLength: 257 },
  example: '"8e03978e-40d5-43dd-bc93-6894a57f9324"',
} as const;

/** The body of each message type. The form of a type never changes; a new form gets a new type. */
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
      const schema = jsonSchemaOf(messageSchema(type), 'output');
      const post = {
        operationId: `receive_${type.replaceAll(/[^a-z]+/g, '_')}`,
        tags: ['webhooks'],
        summary: type,
        description:
          'Sent to every endpoint that wants it, at least once; `docs/webhooks.md` says how it is signed and when it is tried again.',
        // The receiver identifies the sender by the signature.
        security: [],
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
