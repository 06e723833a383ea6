import { writeFileSync } from 'node:fs';
import { Gate } from '../../src/access/gate';
import { pathOf } from '../../src/base/refusal';
import { DATABASE } from '../support/databases';
import {
  type ApiDescription,
  DESCRIPTION_FILE,
  described,
  type Operation,
  validatorOf,
  valuesOf,
} from '../support/described';
import { FakeClock } from '../support/fake-clock';
import { startTestService, type TestService } from '../support/service';

/** What a browser shows, excluded by `@ApiExcludeController()`. */
const PAGES = /^\/($|assets\/|plain|acknowledge|unsubscribe|sign-in\/)/;

/** The same on every database. */
const describeOnce = DATABASE === 'sqlite' ? describe : describe.skip;

describeOnce('the description of the interface', () => {
  let service: TestService;
  let document: ApiDescription;
  beforeAll(async () => {
    service = await startTestService(new FakeClock(Date.parse('2026-01-10T12:00:00Z')));
    document = (await service.call<ApiDescription>('GET', '/openapi.json')).body;
    // `npm run openapi` writes it anew.
    if (process.env.PACTA_WRITE_OPENAPI) {
      writeFileSync(DESCRIPTION_FILE, `${JSON.stringify(document, null, 2)}\n`);
    }
  });
  afterAll(() => service.end());

  const operations = (): [string, Operation][] =>
    Object.entries(document.paths).flatMap(([path, item]) =>
      Object.entries(item).map(([method, one]): [string, Operation] => [
        `${method.toUpperCase()} ${path}`,
        one,
      ]),
    );

  it('is the one committed as docs/openapi.json', () => {
    expect(described()).toEqual(document);
  });

  it('has every route of the router but the pages for people, and no other', () => {
    const routes = service.app
      .get(Gate)
      .routes.filter(({ method, rule }) => method !== 'HEAD' && rule !== undefined)
      .filter(({ pattern }) => !PAGES.test(pattern))
      .map(({ method, pattern }) => `${method} ${pattern.replace(/:(\w+)/g, '{$1}')}`);
    expect(
      operations()
        .map(([name]) => name)
        .sort(),
    ).toEqual([...new Set(routes)].sort());
  });

  it('says of every answer what it holds', () => {
    const missing = operations().flatMap(([name, { responses }]) =>
      Object.entries(responses).flatMap(([status, { content, $ref }]) => {
        if (status === '204' || status === '304') return [];
        if ($ref !== undefined)
          return $ref.endsWith(`/Problem${status}`) ? [] : [`${name} ${status}`];
        const schemas = Object.values(content ?? {}).map(({ schema }) => schema ?? {});
        const told = schemas.length > 0 && schemas.every((one) => Object.keys(one).length > 0);
        return told ? [] : [`${name} ${status}`];
      }),
    );
    expect(missing).toEqual([]);
  });

  it('gives examples that are valid by their own schemas', async () => {
    const fault = await validatorOf(document);
    const valueAt = (pointer: string): unknown =>
      pathOf(pointer).reduce<unknown>((at, key) => (at as Record<string, unknown>)[key], document);
    const wrong: string[] = [];
    let seen = 0;
    for (const [pointer, value] of valuesOf(document)) {
      const [, owner, key] = /^(.*)\/(examples?)$/.exec(pointer) ?? [];
      if (owner === undefined || /\/(properties|example)$/.test(owner)) continue;
      // A parameter has its schema beside its example, a schema is one.
      const { schema } = valueAt(owner) as { schema?: object };
      for (const example of key === 'example' ? [value] : (value as unknown[])) {
        seen += 1;
        const found = fault(schema === undefined ? owner : `${owner}/schema`, example);
        if (found !== '') wrong.push(`${pointer}: ${found}`);
      }
    }
    expect(wrong).toEqual([]);
    expect(seen).toBeGreaterThan(20);
  });

  it('is held to by a validator that finds what is wrong', async () => {
    const fault = await validatorOf(document);
    const problem = { type: 'about:blank', title: 'No', status: 404, detail: 'no', instance: '/' };
    expect(fault('/components/schemas/Problem', problem)).toBe('');
    for (const wrong of [{ ...problem, status: 'x' }, { ...problem, more: 1 }, { title: 'No' }]) {
      expect(fault('/components/schemas/Problem', wrong)).not.toBe('');
    }
  });

  it('gives every operation a name of its own', () => {
    const names = operations().map(([, { operationId }]) => operationId);
    expect(names.length).toBe(new Set(names).size);
  });

  it('refers to nothing that is not there, and holds nothing that is not referred to', () => {
    const used = [...JSON.stringify(document).matchAll(/"#\/components\/schemas\/(\w+)"/g)];
    const names = used.map(([, name]) => name);
    expect(new Set(names)).toEqual(new Set(Object.keys(document.components.schemas)));
  });
});
