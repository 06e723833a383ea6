import type { Server } from 'node:http';
import { connect, type Socket } from 'node:net';
import { Connections } from '../../src/access/connections';
import { messagesAfter, START_CURSOR } from '../../src/outbox/message-order';
import { Outbox } from '../../src/outbox/outbox';
import { Store } from '../../src/store/store';
import { documentOf } from '../support/agreements';
import { allTold } from '../support/all-told';
import { DATABASE } from '../support/databases';
import { FakeClock } from '../support/fake-clock';
import { startTestService, type TestService } from '../support/service';
import { until } from '../support/until';
import { newToken } from './fixture';

const LIMIT = 6;
/** A time limit for hanging set-up, which adds 6,500 milestones. */
const SETUP_MS = 180_000;
/** The memory of one connection: a batch and the buffers of a stream. */
const HELD_BYTES = 300_000;
const LONG = 'x'.repeat(900);

const obligations = Array.from({ length: 1_300 }, (_, i) => ({
  id: `o${i}`,
  title: `${LONG}${i}`,
  due: `within ${1 + (i % 300)} days of signing`,
}));
/** Together larger than the operating system's buffers of a connection, 4 MB. */
const AGREEMENTS = ['a', 'b', 'c', 'd', 'e'];

/** Messages of 6 kB each. */
const drafts = (count: number) =>
  Array.from({ length: count }, (_, i) => ({
    id: `msg_${String(i).padStart(6, '0')}`,
    agreementId: 'a',
    sequence: 1_000 + i,
    type: 'schedule.changed' as const,
    milestoneId: null,
    hypothetical: false,
    parties: [],
    themes: [],
    createdAt: 0,
    data: { agreement: 'a', padding: 'y'.repeat(6_000) },
  }));

// Connections do not depend on the database.
const describeOnce = DATABASE === 'sqlite' ? describe : describe.skip;

describeOnce('connections whose client does not go on', () => {
  let service: TestService;
  let server: Server;
  const sockets: Socket[] = [];

  beforeAll(async () => {
    service = await startTestService(new FakeClock('2026-01-01T00:00:00Z'), {
      stallSeconds: 1,
      connectionsPerClient: LIMIT,
    });
    server = service.app.getHttpServer();
    for (const id of AGREEMENTS)
      await service.call('POST', '/v1/agreements', documentOf(obligations, { id, zone: 'UTC' }));
    const outbox = service.app.get(Outbox);
    await service.app.get(Store).write((tx) => outbox.append(tx, drafts(1_100)));
    await allTold(service);
  }, SETUP_MS);
  afterEach(async () => {
    for (const socket of sockets.splice(0)) socket.destroy();
    await until(async () => ((await connectionsOf(server)) === 0 ? true : undefined));
  });
  afterAll(() => service.end());

  /** Sends a request and reads nothing until `read` is called. */
  const ask = (path: string, headers = ''): Peer => {
    const { hostname, port } = new URL(service.url);
    const socket = connect({ host: hostname, port: Number(port) }).pause();
    const peer: Peer = { socket, text: '', closed: false };
    socket.on('data', (part: Buffer) => (peer.text += part.toString('latin1')));
    socket.on('error', () => undefined).on('close', () => (peer.closed = true));
    socket.write(
      path === ''
        ? 'GET / HT'
        : `GET ${path} HTTP/1.1\r\nhost: ${hostname}:${port}\r\n${headers}\r\n`,
    );
    sockets.push(socket);
    return peer;
  };
  const unsent = () => service.app.get(Connections).unsentBytes();

  it.each([
    '/v1/milestones.csv',
    '/v1/milestones.ndjson',
    '/v1/milestones.json',
    '/v1/milestones.csv?asOf=2026-02-01',
    '/v1/milestones.csv?sort=-due',
    '/v1/changes?limit=1000',
    `/v1/events?since=${START_CURSOR}`,
  ])('an unread answer of %s uses little memory and ends', async (path) => {
    for (let i = 0; i < LIMIT; i++) ask(path);
    let most = 0;
    await until(async () => {
      most = Math.max(most, unsent());
      const ended = most > 0 && unsent() === 0 && (await connectionsOf(server)) === 0;
      return ended || undefined;
    });
    expect(most).toBeLessThan(LIMIT * HELD_BYTES);
  });

  it('long messages are read one by one for a client that reads nothing', async () => {
    const outbox = service.app.get(Outbox);
    const long = drafts(60).map((draft) => ({
      ...draft,
      id: `long_${draft.id}`,
      agreementId: 'b',
      data: { agreement: 'b', padding: 'z'.repeat(200_000) },
    }));
    await service.app.get(Store).write((tx) => outbox.append(tx, long));
    await allTold(service);
    for (const path of ['/v1/changes?limit=1000&agreement=b', '/v1/events?agreement=b&since=0.0']) {
      for (let i = 0; i < LIMIT; i++) ask(path);
      let most = 0;
      await until(async () => {
        most = Math.max(most, unsent());
        const ended = most > 0 && unsent() === 0 && (await connectionsOf(server)) === 0;
        return ended || undefined;
      });
      // One message, and what the buffers of a stream take besides.
      expect(most).toBeLessThan(LIMIT * 500_000);
    }
    const { items } = (
      await service.call<{ items: object[] }>('GET', '/v1/changes?limit=1000&agreement=b')
    ).body;
    expect(items.length).toBeGreaterThanOrEqual(long.length);
  });

  it('a slow reader receives the complete answer, however long it takes', async () => {
    const path = '/v1/milestones.csv';
    const whole = await (await fetch(`${service.url}${path}`)).text();
    const peer = ask(path, 'connection: close\r\n');
    for (let looks = 0; !peer.closed; looks++) {
      peer.socket.resume();
      await new Promise(setImmediate);
      if (looks < 20) peer.socket.pause();
      await service.call('GET', '/health/live');
    }
    const body = unchunked(peer.text.slice(peer.text.indexOf('\r\n\r\n') + 4));
    // Not `toBe`: a difference of megabytes would be printed.
    expect(body === Buffer.from(whole).toString('latin1')).toBe(true);
  });

  it('the number of concurrent requests of a client is limited; the refusal names the setting', async () => {
    const peers = Array.from({ length: LIMIT }, () => ask('/v1/events'));
    await answered(peers);
    const refused = await service.call('GET', '/v1/agreements');
    expect(refused.status).toBe(429);
    expect(refused.headers.get('retry-after')).toBe('1');
    expect(refused.body.detail).toContain('PACTA_CONNECTIONS_PER_CLIENT');
    expect(refused.body.detail).toContain(String(LIMIT));
    peers[0]?.socket.destroy();
    await until(async () => {
      const { status } = await service.call('GET', '/v1/agreements');
      return status === 200 || undefined;
    });
  });

  it('a connection with an incomplete request is closed for a later one of the same address', async () => {
    const first = ask('');
    await until(async () => ((await connectionsOf(server)) === 1 ? true : undefined));
    first.socket.resume();
    for (let i = 0; i < LIMIT; i++) ask('');
    await until(() => (first.closed ? true : undefined));
    expect(first.text).toContain('429');
    expect(first.text).toContain('PACTA_CONNECTIONS_PER_CLIENT');
    expect((await service.call('GET', '/v1/agreements')).status).toBe(200);
  });

  it('line breaks between two requests do not keep a connection open', async () => {
    const peer = ask('/health/live');
    peer.socket.resume();
    await until(() => (peer.text.includes('200 OK') ? true : undefined));
    const breaks = setInterval(() => peer.socket.write('\r\n'), 100);
    await until(() => peer.closed || undefined);
    clearInterval(breaks);
    expect(peer.text.match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 200', 'HTTP/1.1 408']);
  });

  it('a client of the event stream that was disconnected continues after its last event', async () => {
    const peer = ask(`/v1/events?since=${START_CURSOR}`);
    peer.socket.resume();
    await until(() => (peer.text.includes('data:') ? true : undefined));
    peer.socket.pause();
    await until(async () => ((await connectionsOf(server)) === 0 ? true : undefined));
    peer.socket.resume();
    await until(() => peer.closed || undefined);
    const ids = [...peer.text.matchAll(/^id: (\S+)\nevent: \S+\ndata: .*\n\n/gm)].map(
      ([, id]) => id,
    );
    const { messages } = await service.app
      .get(Store)
      .read((tx) => messagesAfter(tx, START_CURSOR, { messages: 10_000, bytes: 1e9 }));
    const all = messages.map(({ cursor }) => cursor);
    expect(ids.length).toBeGreaterThan(0);
    expect(ids.length).toBeLessThan(all.length);
    expect(ids).toEqual(all.slice(0, ids.length));
    const rest = ask('/v1/events', `last-event-id: ${ids.at(-1)}\r\n`);
    rest.socket.resume();
    await until(() => (rest.text.includes(`id: ${all.at(-1)}\n`) ? true : undefined));
    const later = [...rest.text.matchAll(/^id: (\S+)$/gm)].map(([, id]) => id);
    expect([...ids, ...later]).toEqual(all);
  });

  it('requests of a token are counted separately from those of its address', async () => {
    await newToken(service, { role: 'admin' });
    const headers = { authorization: `Bearer ${await newToken(service, {})}` };
    const other = `authorization: Bearer ${await newToken(service, {})}\r\n`;
    const peers = Array.from({ length: LIMIT }, () => ask('/v1/events', other));
    await answered(peers);
    expect((await service.call('GET', '/v1/agreements', undefined, headers)).status).toBe(200);
  });
});

interface Peer {
  socket: Socket;
  text: string;
  closed: boolean;
}

/** Reads until every connection has the head of its answer. */
async function answered(peers: readonly Peer[]): Promise<void> {
  for (const { socket } of peers) socket.resume();
  await until(() => (peers.every(({ text }) => text.includes('200 OK')) ? true : undefined));
}

function connectionsOf(server: Server): Promise<number> {
  return new Promise((resolve, reject) => {
    server.getConnections((error, count) => (error === null ? resolve(count) : reject(error)));
  });
}

/** The content of a chunked body. */
function unchunked(body: string): string {
  let text = '';
  for (let at = 0; ; ) {
    const end = body.indexOf('\r\n', at);
    const size = Number.parseInt(body.slice(at, end), 16);
    if (!(size > 0)) return text;
    text += body.slice(end + 2, end + 2 + size);
    at = end + 2 + size + 2;
  }
}
