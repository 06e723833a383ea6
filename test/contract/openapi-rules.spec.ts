import { readFileSync } from 'node:fs';
import { pathOf } from '../../src/base/refusal';
import { DESCRIPTION_FILE, valuesOf } from '../support/described';

type Json = Record<string, unknown>;

interface Operation extends Json {
  operationId?: string;
  summary?: string;
  description?: string;
  tags?: string[];
  security?: Json[];
  parameters?: { name: string; in: string; required?: boolean }[];
  responses?: Json;
}

interface Document {
  info: { license?: { name?: string; url?: string; identifier?: string } };
  tags: { name: string; description?: string }[];
  paths: Record<string, Record<string, Operation>>;
  webhooks: Record<string, Record<string, Operation>>;
  components: { schemas: Json; securitySchemes: Record<string, { bearerFormat?: string }> };
}

/**
 * The rules of Redocly ("recommended") and Spectral ("spectral:oas") that the description could break, without
 * either of them: `npx @redocly/cli lint docs/openapi.json` says the same.
 */
function faultsOf(document: Document): string[] {
  const { info, tags, paths, webhooks, components } = document;
  const faults: string[] = [];
  const check = (right: boolean, fault: string): void => {
    if (!right) faults.push(fault);
  };
  const license = info.license ?? {};
  check(URL.canParse(license.url ?? '') || Boolean(license.identifier), 'info.license: no URL');
  const names = tags.map(({ name }) => name);
  for (const { name, description } of tags)
    check(Boolean(description), `tag ${name}: no description`);
  for (const [name, { bearerFormat }] of Object.entries(components.securitySchemes)) {
    check(bearerFormat !== 'JWT', `${name}: the tokens are no JWT`);
  }
  const ids = new Set<string>();
  const used = new Set<string>();
  for (const [path, item] of [...Object.entries(paths), ...Object.entries(webhooks)]) {
    for (const [method, operation] of Object.entries(item)) {
      const at = `${method} ${path}`;
      const { operationId = '', summary, description, security, responses = {} } = operation;
      check(/^\w+$/.test(operationId), `${at}: operationId "${operationId}" has other characters`);
      check(!ids.has(operationId), `${at}: operationId "${operationId}" is another's`);
      ids.add(operationId);
      check(Boolean(summary) && Boolean(description), `${at}: no summary or description`);
      check(operation.tags?.length === 1, `${at}: not one tag`);
      for (const tag of operation.tags ?? []) {
        used.add(tag);
        check(names.includes(tag), `${at}: the tag ${tag} is not defined`);
      }
      check(security !== undefined, `${at}: no security`);
      for (const scheme of (security ?? []).flatMap((one) => Object.keys(one))) {
        check(scheme in components.securitySchemes, `${at}: no security scheme ${scheme}`);
      }
      const statuses = Object.keys(responses);
      check(
        statuses.some((status) => status.startsWith('2')),
        `${at}: no success`,
      );
      if (!(path in paths)) continue;
      check(
        statuses.some((status) => status.startsWith('4')),
        `${at}: no refusal`,
      );
      const placed = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
      const given = (operation.parameters ?? []).filter((one) => one.in === 'path');
      const taken = given.map(({ name }) => name);
      const same = new Set([...placed, ...taken]).size === placed.length;
      check(same && taken.length === placed.length, `${at}: other parameters than in the path`);
      check(
        given.every(({ required }) => required === true),
        `${at}: a path parameter left out`,
      );
    }
  }
  for (const name of names) check(used.has(name), `tag ${name}: used by nothing`);
  return [...faults, ...schemaFaultsOf(document)];
}

function schemaFaultsOf(document: Document): string[] {
  const faults: string[] = [];
  for (const [pointer, value] of valuesOf(document)) {
    if (
      typeof value !== 'object' ||
      value === null ||
      /\/(examples?|default)(\/|$)/.test(pointer)
    ) {
      continue;
    }
    const { type, properties, required } = value as Json;
    if (type === 'object' && Array.isArray(required)) {
      const known = Object.keys((properties as Json | undefined) ?? {});
      for (const key of required as string[]) {
        if (!known.includes(key)) faults.push(`${pointer}: "${key}" is required and not defined`);
      }
    }
    const [kind, key = ''] = pathOf(pointer).slice(-2);
    const part = kind === 'properties' && /(rate|share|ratio|percent)$/i.test(key);
    if (part && JSON.stringify(value).includes('"integer"')) {
      faults.push(`${pointer}: a part of a whole is no integer`);
    }
  }
  return faults;
}

function committed(): Document {
  return JSON.parse(readFileSync(DESCRIPTION_FILE, 'utf8')) as Document;
}

describe('docs/openapi.json', () => {
  it('keeps the rules of the usual linters', () => {
    expect(faultsOf(committed())).toEqual([]);
  });

  it.each<[string, (document: Document) => void, string]>([
    [
      'an empty URL of the license',
      ({ info }) => (info.license = { name: 'MIT', url: '' }),
      'no URL',
    ],
    [
      'tokens called JWT',
      ({ components }) => {
        components.securitySchemes.bearer = { bearerFormat: 'JWT' };
      },
      'no JWT',
    ],
    ['a tag without definition', (document) => document.tags.pop(), 'is not defined'],
    ['a tag that nothing has', ({ tags }) => tags.push({ name: 'x', description: 'x' }), 'used by'],
    [
      'a name with a dot',
      (document) => (first(document).operationId = 'receive a.b'),
      'other char',
    ],
    ['no security', (document) => delete first(document).security, 'no security'],
    ['an unknown scheme', (document) => (first(document).security = [{ none: [] }]), 'scheme none'],
    ['no description', (document) => (first(document).description = ''), 'no summary or'],
    ['no refusal', (document) => (first(document).responses = { 200: {} }), 'no refusal'],
    [
      'a required key that is not defined',
      ({ components }) => {
        components.schemas.X = { type: 'object', required: ['a'], properties: {} };
      },
      'is required and not defined',
    ],
    [
      'a rate that is an integer',
      ({ components }) => {
        components.schemas.X = { properties: { successRate: { type: 'integer' } } };
      },
      'is no integer',
    ],
  ])('with %s would break them', (_, spoil, fault) => {
    const document = committed();
    spoil(document);
    expect(faultsOf(document).join('\n')).toContain(fault);
  });
});

function first({ paths }: Document): Operation {
  const [item] = Object.values(paths);
  return Object.values(item ?? {})[0] as Operation;
}
