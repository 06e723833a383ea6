import fc from 'fast-check';
import type { ApiDescription, JsonSchema, Operation } from './described';

/** Valid values and similar invalid ones, so that many requests pass the first checks. */
const KNOWN = [
  'first',
  'first/duty',
  'duty',
  'duty.fulfilled',
  'signing',
  'within 5 days of signing',
  '2026-01-09',
  '2026-01-10T12:00:00Z',
  '2026-01-10T12:00:00+02:00',
  'P7D',
  'Europe/Kyiv',
  'eu-1182-71',
  'baseline',
  'live',
  'none',
  'true',
];
const FORMATS: Readonly<Record<string, readonly string[]>> = {
  date: ['2026-01-09', '2026-02-30', '9999-12-31'],
  'date-time': ['2026-01-10T12:00:00Z', '2026-01-10T12:00:00.123+02:00', '1969-12-31T23:59:59Z'],
  uri: ['http://127.0.0.1:9/hook', 'https://example.invalid/a', 'javascript:alert(1)'],
};

const text = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...KNOWN) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 40 }) },
);
const anything = fc.oneof(
  text,
  fc.double(),
  fc.boolean(),
  fc.constant(null),
  fc.constant([]),
  fc.constant({}),
);

export interface AnyRequest {
  method: string;
  path: string;
  url: string;
  headers: Record<string, string>;
  body: unknown;
}

/** Requests that the OpenAPI description allows, and some with a fault. */
export function anyRequest(
  api: ApiDescription,
  without: readonly string[],
): fc.Arbitrary<AnyRequest> {
  const all = Object.entries(api.paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]) => requestOf(api, method, path, operation)),
  );
  return fc.oneof(...all.filter((_, i) => !without.includes(namesOf(api)[i] ?? '')));
}

function namesOf({ paths }: ApiDescription): string[] {
  return Object.entries(paths).flatMap(([path, item]) =>
    Object.keys(item).map((method) => `${method} ${path}`),
  );
}

function requestOf(
  api: ApiDescription,
  method: string,
  path: string,
  { parameters = [], requestBody }: Operation,
): fc.Arbitrary<AnyRequest> {
  const chosen = fc.record(
    Object.fromEntries(parameters.map(({ name, schema }) => [name, valueOf(api, schema)])),
    { requiredKeys: parameters.filter(({ required }) => required).map(({ name }) => name) },
  );
  const schema = Object.values(requestBody?.content ?? {})[0]?.schema;
  const body = schema === undefined ? fc.constant(undefined) : nearly(valueOf(api, schema));
  return fc.tuple(chosen, body).map(([values, sent]) => {
    const query = new URLSearchParams();
    const headers: Record<string, string> = {};
    let address = path;
    for (const { name, in: place } of parameters) {
      const value = (values as Record<string, unknown>)[name];
      if (value === undefined) continue;
      if (place === 'path')
        address = address.replace(`{${name}}`, encodeURIComponent(written(value)));
      if (place === 'query') for (const one of [value].flat()) query.append(name, written(one));
      if (place === 'header') headers[name] = written(value).replace(/[^\x20-\x7e]/g, '');
    }
    const search = query.size === 0 ? '' : `?${query.toString()}`;
    return { method, path, url: address + search, headers, body: sent };
  });
}

function written(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** Usually valid; sometimes a key is wrong, missing or unknown. */
function nearly(value: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> {
  const spoilt = fc.tuple(value, fc.nat(), anything).map(([whole, at, put]) => {
    if (typeof whole !== 'object' || whole === null || Array.isArray(whole)) return put;
    const keys = [...Object.keys(whole), 'unheard-of'];
    return { ...whole, [keys[at % keys.length] as string]: put };
  });
  return fc.oneof({ weight: 4, arbitrary: value }, { weight: 1, arbitrary: spoilt });
}

function valueOf(api: ApiDescription, schema: JsonSchema, depth = 0): fc.Arbitrary<unknown> {
  const { $ref, anyOf, oneOf, allOf, const: only, examples } = schema;
  if ($ref !== undefined) {
    const name = ($ref as string).split('/').at(-1) as string;
    return valueOf(api, api.components.schemas[name] as JsonSchema, depth);
  }
  const several = (anyOf ?? oneOf ?? allOf) as JsonSchema[] | undefined;
  if (several !== undefined) return fc.oneof(...several.map((one) => valueOf(api, one, depth)));
  if (only !== undefined) return fc.constant(only);
  if (schema.enum !== undefined) return fc.constantFrom(...(schema.enum as unknown[]));
  const made = typed(api, schema, depth);
  if (!Array.isArray(examples)) return made;
  return fc.oneof(fc.constantFrom(...(examples as unknown[])), made);
}

function typed(api: ApiDescription, schema: JsonSchema, depth: number): fc.Arbitrary<unknown> {
  switch (schema.type) {
    case 'string':
      return fc
        .constantFrom(...(FORMATS[String(schema.format)] ?? KNOWN))
        .chain((one) =>
          fc.oneof({ weight: 3, arbitrary: fc.constant(one) }, { weight: 1, arbitrary: text }),
        );
    case 'integer':
    case 'number': {
      const { minimum = -5, maximum = 1_000 } = schema as { minimum?: number; maximum?: number };
      return fc.oneof(fc.integer({ min: minimum, max: maximum }), fc.constantFrom(0, -1, 1e9));
    }
    case 'boolean':
      return fc.boolean();
    case 'null':
      return fc.constant(null);
    case 'array':
      return fc.array(valueOf(api, (schema.items ?? {}) as JsonSchema, depth + 1), {
        minLength: Number(schema.minItems ?? 0),
        maxLength: Math.max(2, Number(schema.minItems ?? 0)),
      });
    case 'object':
      return objectOf(api, schema, depth);
    default:
      return anything;
  }
}

function objectOf(api: ApiDescription, schema: JsonSchema, depth: number): fc.Arbitrary<unknown> {
  const required = (schema.required ?? []) as string[];
  const properties = (schema.properties ?? {}) as Record<string, JsonSchema>;
  // Below a depth only required keys, so that the value is finite.
  const shown = Object.entries(properties).filter(([key]) => depth < 3 || required.includes(key));
  const own = fc.record(
    Object.fromEntries(shown.map(([key, one]) => [key, valueOf(api, one, depth + 1)])),
    { requiredKeys: required.filter((key) => key in properties) },
  );
  const extra = schema.additionalProperties;
  if (typeof extra !== 'object' || extra === null) return own;
  return fc
    .tuple(own, fc.dictionary(text, valueOf(api, extra as JsonSchema, depth + 1), { maxKeys: 2 }))
    .map(([named, more]) => ({ ...more, ...named }));
}
