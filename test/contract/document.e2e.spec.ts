import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Gate } from '../../src/access/gate';
import { FakeClock } from '../support/fake-clock';
import { startTestService, type TestService } from '../support/service';

const FILE = join(__dirname, '../../docs/openapi.json');

interface Operation {
  operationId: string;
  responses: Record<string, { $ref?: string; content?: Record<string, { schema?: object }> }>;
}
interface Document {
  paths: Record<string, Record<string, Operation>>;
  webhooks: Record<string, unknown>;
  components: { schemas: Record<string, object> };
}

describe('the description of the interface', () => {
  let service: TestService;
  let document: Document;
  beforeAll(async () => {
    service = await startTestService(new FakeClock(Date.parse('2026-01-10T12:00:00Z')));
    document = (await service.call<Document>('GET', '/openapi.json')).body;
    // `npm run openapi` writes it anew.
    if (process.env.PACTA_WRITE_OPENAPI) {
      writeFileSync(FILE, `${JSON.stringify(document, null, 2)}\n`);
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
    expect(JSON.parse(readFileSync(FILE, 'utf8'))).toEqual(document);
  });

  it('has every route of the router, and no other', () => {
    const routes = service.app
      .get(Gate)
      .routes.filter(({ method, rule }) => method !== 'HEAD' && rule !== undefined)
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

  it('gives every operation a name of its own', () => {
    const names = operations().map(([, { operationId }]) => operationId);
    expect(names.length).toBe(new Set(names).size);
  });

  it('refers to nothing that is not there, and holds nothing that is not referred to', () => {
    const used = [...JSON.stringify(document).matchAll(/"#\/components\/schemas\/(\w+)"/g)];
    const names = [...new Set(used.map(([, name]) => name))].sort();
    expect(names).toEqual(Object.keys(document.components.schemas).sort());
  });
});
