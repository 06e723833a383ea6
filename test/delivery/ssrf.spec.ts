import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { Agent, buildConnector, interceptors, request } from 'undici';
import { DELIVERY_DEFAULTS } from '../../src/delivery/delivery-settings';
import { AddressGuard } from '../../src/delivery/transport/address-guard';
import { guardedConnector } from '../../src/delivery/transport/connector';
import { HttpTransport } from '../../src/delivery/transport/http-transport';
import { figure } from '../support/figures';

const data: {
  literals: string[];
  names: Record<string, string[]>;
  redirects: string[];
} = JSON.parse(readFileSync(join(__dirname, '..', 'conformance', 'ssrf.json'), 'utf8'));

const PUBLIC = '93.184.216.34';
const LOCAL_NAMES: Record<string, string[]> = { localhost: ['127.0.0.1'], 'localhost.': ['::1'] };

/** Posts through the guarded connector. Returns the addresses that a socket was to connect to. */
async function reachedFrom(
  url: string,
  resolve: (name: string) => string[],
  allowed: string[] = [],
): Promise<string[]> {
  const reached: string[] = [];
  const agent = new Agent({
    connect: guardedConnector({
      guard: new AddressGuard(allowed),
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

/** Like the system's resolver: an address resolves to itself. */
const resolveLiterally = (name: string) => data.names[name] ?? LOCAL_NAMES[name] ?? [name];

describe('destinations that webhooks must not reach', () => {
  let [tried, connected] = [0, 0];
  const count = (reached: string[]): string[] => {
    tried++;
    connected += reached.length;
    return reached;
  };
  afterAll(() =>
    figure(25, `${tried} ways into the private network: private connections ${connected}`),
  );

  it.each(data.literals)('%s is never connected to', async (url) => {
    expect(count(await reachedFrom(url, resolveLiterally))).toEqual([]);
  });

  it.each(Object.keys(data.names))('the name %s is never connected to', async (name) => {
    expect(count(await reachedFrom(`http://${name}:8080/`, resolveLiterally))).toEqual([]);
  });

  it.each([1, 2, 3, 4])(
    'a name that resolves to a private address after %i look-ups',
    async (n) => {
      let lookups = 0;
      const reached: string[] = [];
      for (let i = 0; i < 6; i++) {
        const rebinding = () => [++lookups <= n ? PUBLIC : '127.0.0.1'];
        reached.push(...(await reachedFrom('http://rebind.test:8080/', rebinding)));
      }
      // One look-up per connection, and only its addresses are connected to.
      count(reached.filter((address) => address !== PUBLIC));
      expect(reached).toEqual(new Array(n).fill(PUBLIC));
    },
  );

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
  let hits: number;
  let reached: string[];
  beforeEach(async () => {
    hits = 0;
    reached = [];
    server = createServer((incoming, response) => {
      hits++;
      const [status = '', to = ''] = decodeURIComponent(incoming.url ?? '')
        .slice(1)
        .split(' -> ');
      const location = to.includes('http') ? to : 'http://loop.test:8080/x';
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

  /** Records the addresses that a socket is to connect to. Only the public one is this test's server. */
  const connect: buildConnector.connector = (options, callback) => {
    reached.push(options.hostname);
    if (options.hostname !== PUBLIC) return callback(new Error('no such place'), null);
    const { port } = server.address() as AddressInfo;
    buildConnector({})(
      { ...options, hostname: '127.0.0.1', port: String(port) },
      (error, socket) => {
        if (error !== null) return callback(error, null);
        Object.defineProperty(socket, 'remoteAddress', { value: PUBLIC });
        callback(null, socket);
      },
    );
  };
  const resolve = (name: string) => (name === 'hop.test' ? [PUBLIC] : resolveLiterally(name));

  it.each(data.redirects)('%s is not followed, and no socket is opened', async (redirect) => {
    const settings = { ...DELIVERY_DEFAULTS, allowHttp: true };
    const transport = new HttpTransport(settings, {
      resolve: async (name) => resolve(name),
      connect,
    });
    const url = `http://hop.test/${encodeURIComponent(redirect)}`;
    const answer = await transport.post({ url, headers: {}, body: '{}' });
    await transport.close();
    expect(answer).toMatchObject({ outcome: 'rejected', statusCode: Number(redirect.slice(0, 3)) });
    expect(reached).toEqual([PUBLIC]);
    expect(hits).toBe(1);
  });

  it.each(data.redirects)(
    '%s would be refused at the socket where it were followed',
    async (redirect) => {
      const guarded = guardedConnector({
        guard: new AddressGuard([]),
        allowHttp: true,
        connectTimeoutMs: 20_000,
        totalTimeoutMs: 20_000,
        resolve: async (name) => resolve(name),
        connect,
      });
      const following = async (by: buildConnector.connector): Promise<string[]> => {
        reached = [];
        const agent = new Agent({ connect: by });
        const dispatcher = agent.compose(interceptors.redirect({ maxRedirections: 3 }));
        const url = `http://hop.test/${encodeURIComponent(redirect)}`;
        await request(url, { method: 'POST', body: '{}', dispatcher }).catch(() => undefined);
        await agent.destroy();
        return reached;
      };
      expect(await following(guarded)).toEqual([PUBLIC]);
      // Control: without the guard a socket to a private address is opened.
      const unguarded: buildConnector.connector = (options, callback) => {
        const [hostname = ''] = resolve(options.hostname);
        connect({ ...options, hostname }, callback);
      };
      const [first, second = ''] = await following(unguarded);
      expect([first, new AddressGuard([]).permits(second)]).toEqual([PUBLIC, false]);
    },
  );
});
