import { z } from 'zod';
import { TEMPLATE_CHARACTERS } from './template';

const URL_CHARACTERS = 2_000;
/** Printable ASCII without spaces: what a header or the path of a URL may hold. */
const VISIBLE = /^[\u0021-\u007e]+$/;

const secret = (what: string) =>
  z.string({ error: what }).max(500).regex(VISIBLE, `${what}: printable ASCII without spaces`);

const TEMPLATE = 'a template such as {"message": {{ text | json }}}';
const MOST_HEADERS = 20;
/** Headers of the connection, and those that Pacta writes. */
const OWN_HEADERS =
  /^(host|connection|keep-alive|upgrade|te|trailer|transfer-encoding|content-length|content-type|expect|proxy-.*|webhook-.*)$/i;

/** Every setting that a kind of destination may have. They are encrypted in the database. */
export const FIELDS = {
  url: z.string({ error: 'a URL such as https://example.org/pacta' }).max(URL_CHARACTERS),
  baseUrl: z
    .string({ error: 'the URL of the service without its path, such as https://ntfy.example.org' })
    .max(URL_CHARACTERS),
  to: z.email({ error: 'one e-mail address, such as monitor@example.org' }).max(254),
  token: secret('the token of the service'),
  chat: z
    .string({ error: 'the id of a chat, such as "-1001234567890" or "@channel"' })
    .regex(/^(-?\d{1,20}|@\w{4,32})$/, 'the id of a chat, such as "-1001234567890" or "@channel"'),
  thread: z
    .int({ error: 'the number of a topic of the chat' })
    .min(1, 'the number of a topic of the chat'),
  topic: z
    .string({ error: 'a topic' })
    .regex(/^[-_A-Za-z0-9]{1,64}$/, 'a topic: 1 to 64 letters, digits, "-" and "_"'),
  room: z
    .string({ error: 'the id of a room, such as !abc:example.org' })
    .regex(/^![\u0021-\u007e]{1,254}$/, 'the id of a room, such as !abc:example.org; not an alias'),
  routingKey: z
    .string({ error: 'the integration key of Events API v2: 32 letters and digits' })
    .regex(/^[A-Za-z0-9]{32}$/, 'the integration key of Events API v2: 32 letters and digits'),
  tag: secret('a tag of the configuration'),
  template: z
    .string({ error: TEMPLATE })
    .min(1, TEMPLATE)
    .max(TEMPLATE_CHARACTERS, `at most ${TEMPLATE_CHARACTERS} characters`),
  contentType: z
    .string({ error: 'a media type such as application/json' })
    .max(200)
    .regex(
      /^[\w!#$&^.+-]+\/[\w!#$&^.+-]+(; ?[\w-]+=[\w-]+)*$/,
      'a media type such as application/json',
    ),
  headers: z
    .record(
      z
        .string()
        .regex(/^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,100}$/, 'the name of a header')
        .refine((name) => !OWN_HEADERS.test(name), 'another header: this one is Pacta’s own'),
      z
        .string()
        .max(2_000)
        .regex(/^[\u0020-\u007e]*$/, 'printable ASCII'),
    )
    .refine((headers) => Object.keys(headers).length <= MOST_HEADERS, `at most ${MOST_HEADERS}`),
  mode: z.enum(['structured', 'binary'], { error: 'structured or binary' }),
} satisfies Readonly<Record<string, z.ZodType>>;

type FieldName = keyof typeof FIELDS;

export type Fields = { [F in FieldName]: z.infer<(typeof FIELDS)[F]> };

/** Every field as one that may be left out: a request names those of its kind. */
export const optionalFields = z.strictObject(FIELDS).partial().shape;

const NAMES = z.strictObject(FIELDS).keyof().options;

/** The fields of a request that it gives, without its other keys. */
export function fieldsOf(
  request: {
    [F in FieldName]?: Fields[F] | undefined;
  },
): Partial<Fields> {
  return Object.fromEntries(
    NAMES.flatMap((name) => (request[name] === undefined ? [] : [[name, request[name]]])),
  );
}
