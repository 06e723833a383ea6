import { request as httpRequest } from 'node:http';
import { Gate, type Route } from '../../src/access/gate';
import { FIRST } from '../access/fixture';
import { DATABASE, describeStored } from '../support/databases';
import { described } from '../support/described';
import { FakeClock } from '../support/fake-clock';
import { addressOf, type Planted, plant } from '../support/planted';
import { startTestService, type TestService } from '../support/service';

const WRITES = ['POST', 'PUT', 'PATCH', 'DELETE'];

/** What a client may name that sends nothing. */
const TYPES = [
  undefined,
  'application/json',
  'application/json; charset=utf-8',
  'application/yaml',
  'application/merge-patch+json',
];

describeStored(`requests without a body, on ${DATABASE}`, () => {
  const clock = new FakeClock(0);
  let service: TestService;
  let planted: Planted;
  let routes: readonly Route[];
  beforeAll(async () => {
    service = await startTestService(clock);
    planted = await plant(service, clock);
    routes = service.app
      .get(Gate)
      .routes.filter(({ method, rule }) => WRITES.includes(method) && rule !== undefined);
  });
  afterAll(() => service.end());

  interface Answered {
    status: number;
    body: { errors?: { pointer: string; detail: string; expected?: string }[] };
  }
  const send = (
    method: string,
    path: string,
    headers: Record<string, string> = {},
  ): Promise<Answered> =>
    new Promise((resolve, reject) => {
      const sent = httpRequest(
        service.url + path,
        { method, headers: { authorization: `Bearer ${planted.admin}`, ...headers } },
        (response) => {
          let text = '';
          response.on('data', (part) => (text += String(part)));
          response.on('end', () => {
            const body = text === '' ? {} : JSON.parse(text);
            resolve({ status: response.statusCode ?? 0, body });
          });
        },
      );
      sent.on('error', reject);
      sent.end();
    });
  const needsBody = ({ method, pattern }: Route): boolean | undefined => {
    const path = pattern.replace(/:(\w+)/g, '{$1}');
    const operation = described().paths[path]?.[method.toLowerCase()];
    const body = operation?.requestBody;
    return body === undefined ? undefined : (body as { required?: boolean }).required === true;
  };

  it.each([...TYPES])('content-type %s changes nothing where nothing is sent', async (type) => {
    expect(routes.length).toBeGreaterThan(25);
    for (const route of routes) {
      // What is named is not there, so that nothing is written.
      const path = route.pattern.replace(/:\w+/g, 'none');
      const headers = type === undefined ? {} : { 'content-type': type };
      const plain = await send(route.method, path);
      const at = `${route.method} ${route.pattern}`;
      expect([at, [400, 415].includes(plain.status)]).toEqual([at, false]);
      const length = { ...headers, 'content-length': '0' };
      expect([at, (await send(route.method, path, length)).status]).toEqual([at, plain.status]);
      // A stream that ends before it began says only then that there is nothing; its type must be one that is read.
      if (type === undefined || type.includes('merge-patch')) continue;
      const stream = { ...headers, 'transfer-encoding': 'chunked' };
      expect([at, (await send(route.method, path, stream)).status]).toEqual([at, plain.status]);
    }
  });

  it('is refused with what is missing where a body is needed', async () => {
    let needed = 0;
    for (const route of routes.filter((one) => needsBody(one) === true)) {
      needed += 1;
      const { status, body } = await send(route.method, addressOf(route, planted, 'first'), {
        'content-type': 'application/json',
        'if-match': '*',
      });
      const at = `${route.method} ${route.pattern}`;
      const [fault] = body.errors ?? [];
      expect({ at, status, pointer: fault?.pointer }).toEqual({ at, status: 422, pointer: '' });
      expect(fault?.detail).toBe('is missing');
      expect(fault?.expected).toContain('a body');
    }
    expect(needed).toBeGreaterThan(12);
  });

  it('is carried out where every key of the body may be left out', async () => {
    const without = routes.filter((one) => needsBody(one) === false);
    expect(without.map(({ pattern }) => pattern).sort()).toEqual([
      '/v1/agreements/:id/scenarios/:scenario/fork',
      '/v1/alerts/:id/acknowledge',
      '/v1/webhooks/:id/rotate',
      '/v1/webhooks/:id/test',
    ]);
    for (const route of without) {
      const json = { 'content-type': 'application/json' };
      const { status } = await send(route.method, addressOf(route, planted, 'first'), json);
      expect([route.pattern, status < 300]).toEqual([route.pattern, true]);
    }
  });

  it('ends, removes and signs out with a content type', async () => {
    await service.call('POST', '/v1/agreements', FIRST.replace('id: first', 'id: gone'), {
      authorization: `Bearer ${planted.admin}`,
    });
    const json = { 'content-type': 'application/json' };
    expect((await send('DELETE', '/v1/agreements/gone/signing', json)).status).toBe(200);
    expect((await send('DELETE', '/v1/agreements/gone?confirm=gone', json)).status).toBe(204);
    expect((await send('POST', '/v1/session', json)).status).toBe(200);
    expect((await send('DELETE', '/v1/session', json)).status).toBe(204);
  });
});
