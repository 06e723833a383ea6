import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { Agent, request } from 'undici';
import { guardedConnector } from '../../src/delivery/connector';
import { DELIVERY_DEFAULTS } from '../../src/delivery/delivery-settings';
import { Guard } from '../../src/delivery/guard';
import { HttpTransport } from '../../src/delivery/http-transport';

const data: {
  literals: string[];
  names: Record<string, string[]>;
  redirects: string[];
} = JSON.parse(readFileSync(join(__dirname, '..', 'conformance', 'ssrf.json'), 'utf8'));

const PUBLIC = '93.184.216.34';
const LOCAL_NAMES: Record<string, string[]> = { localhost: ['127.0.0.1'], 'localhost.': ['::1'] };

/** Posts through the guarded connector and answers which addresses a socket was asked to reach. */
async function reachedFrom(
  url: string,
  resolve: (name: string) => string[],
  allowed: string[] = [],
): Promise<string[]> {
  const reached: string[] = [];
  const agent = new Agent({
    connect: guardedConnector({
      guard: new Guard(allowed),
      allowHttp: true,
      connectTimeoutMs: 20_000,
      totalTimeoutMs: 20_000,
      resolve: async (name) => resolve(name),
      connect: (options, callback) => {
        reached.push(options.hostname);
        callback(new Error('the test opens no socket'), null);
      },
    }),
  });
  await request(url, { method: 'POST', dispatcher: agent, body: '{}' }).catch(() => undefined);
  await agent.destroy();
  return reached;
}

/** As the system's resolver: an address is its own answer. */
const resolveLiterally = (name: string) => data.names[name] ?? LOCAL_NAMES[name] ?? [name];

describe('destinations no webhook may reach', () => {
  it.each(data.literals)('%s is never connected to', async (url) => {
    expect(await reachedFrom(url, resolveLiterally)).toEqual([]);
  });

  it.each(Object.keys(data.names))('the name %s is never connected to', async (name) => {
    expect(await reachedFrom(`http://${name}:8080/`, resolveLiterally)).toEqual([]);
  });

  it.each([1, 2, 3, 4])('a name that turns private after %i lookups', async (n) => {
    let lookups = 0;
    const reached: string[] = [];
    for (let i = 0; i < 6; i++) {
      const rebinding = () => [++lookups <= n ? PUBLIC : '127.0.0.1'];
      reached.push(...(await reachedFrom('http://rebind.test:8080/', rebinding)));
    }
    // One lookup per connection, and only what it said is connected to.
    expect(reached).toEqual(new Array(n).fill(PUBLIC));
  });

  it('control: a public address is connected to, by its address', async () => {
    expect(await reachedFrom(`http://${PUBLIC}:8080/`, resolveLiterally)).toEqual([PUBLIC]);
    expect(await reachedFrom('https://good.test/', () => [PUBLIC])).toEqual([PUBLIC]);
  });

  it('control: an allowed network is connected to', async () => {
    const reached = await reachedFrom('http://127.0.0.1:8080/', resolveLiterally, ['127.0.0.0/8']);
    expect(reached).toEqual(['127.0.0.1']);
  });
});

describe('redirects to such destinations', () => {
  let server: Server;
  let hits: string[];
  beforeEach(async () => {
    hits = [];
    server = createServer((incoming, response) => {
      hits.push(incoming.url ?? '');
      const [status = '', to = ''] = decodeURIComponent((incoming.url ?? '').slice(1)).split(
        ' -> ',
      );
      const { port } = server.address() as AddressInfo;
      const location = to.includes('http') ? to : `http://loop.test:${port}/x`;
      response.writeHead(Number(status), { location }).end();
    });
    await new Promise<void>((done) => {
      server.listen(0, '127.0.0.1', done);
    });
  });
  afterEach(() => {
    server.closeAllConnections();
    server.close();
  });

  it.each(data.redirects)('%s is not followed', async (redirect) => {
    const { port } = server.address() as AddressInfo;
    const settings = { ...DELIVERY_DEFAULTS, allowedNetworks: ['127.0.0.0/8'] };
    const transport = new HttpTransport(settings, async (name) => resolveLiterally(name));
    const url = `http://127.0.0.1:${port}/${encodeURIComponent(redirect)}`;
    const answer = await transport.post({ url, headers: {}, body: '{}' });
    await transport.close();
    expect(answer).toMatchObject({ outcome: 'rejected', statusCode: Number(redirect.slice(0, 3)) });
    expect(hits.length).toBe(1);
  });
});
