import { DELIVERY_DEFAULTS } from '../../src/delivery/delivery-settings';
import { HttpTransport } from '../../src/delivery/transport/http-transport';
import {
  answering,
  BEHAVIOURS,
  type Behaviour,
  type Receiver,
  startReceiver,
} from './hostile-receiver';

/** This process answers itself, so no answer takes this long unless the machine stands still. */
const settings = { ...DELIVERY_DEFAULTS, allowedNetworks: ['127.0.0.0/8'] };
/** The time limit for answers that never end. */
const LIMIT_MS = 300;

describe('a POST', () => {
  let transport: HttpTransport;
  let receiver: Receiver | undefined;
  beforeEach(() => {
    transport = new HttpTransport(settings);
  });
  afterEach(async () => {
    await transport.close();
    await receiver?.close();
    receiver = undefined;
  });

  const post = (url: string, by = transport) =>
    by.post({ url, headers: { 'webhook-id': 'msg_1' }, body: '{}' });
  const postTo = async (behaviour: Behaviour) => {
    receiver = await startReceiver(behaviour);
    return post(receiver.url);
  };
  const impatientlyTo = async (behaviour: Behaviour, requestTimeoutMs = LIMIT_MS) => {
    receiver = await startReceiver(behaviour);
    const short = new HttpTransport({ ...settings, requestTimeoutMs });
    try {
      return await post(receiver.url, short);
    } finally {
      await short.close();
    }
  };

  it.each([200, 201, 202, 204, 299])('is delivered by a %i', async (status) => {
    expect(await postTo(answering(status))).toMatchObject({
      outcome: 'delivered',
      statusCode: status,
    });
  });

  it.each([300, 301, 302, 307, 308, 400, 401, 404, 410, 422, 500, 502, 503])(
    'is not delivered by a %i, and nothing is followed',
    async (status) => {
      const answer = await postTo(answering(status, { location: 'http://127.0.0.1:1/' }));
      expect(answer).toMatchObject({ outcome: 'rejected', statusCode: status });
      expect(receiver?.requests.length).toBe(1);
    },
  );

  it('returns the wait of Retry-After', async () => {
    const answer = await postTo(answering(429, { 'retry-after': '17' }));
    expect(answer).toMatchObject({ statusCode: 429, retryAfter: '17' });
  });

  it.each(['hang', 'drip of the head'])(
    'to a receiver that does "%s" ends in time',
    async (name) => {
      const answer = await impatientlyTo(BEHAVIOURS[name] as Behaviour);
      expect(answer).toMatchObject({ outcome: 'timed-out' });
    },
  );

  it.each(['reset', 'close', 'garbage', 'status 099', 'endless head'])(
    'to a receiver that does "%s" fails',
    async (name) => {
      const answer = await postTo(BEHAVIOURS[name] as Behaviour);
      expect(answer.outcome).toBe('unreachable');
      expect(answer.error).not.toBe('');
    },
  );

  it.each(['drip of the body', 'endless body'])(
    'answered 200 with a %s is delivered, in time and with a capped excerpt',
    async (name) => {
      // Long enough for the head on any machine, and too short for the body.
      const answer = await impatientlyTo(BEHAVIOURS[name] as Behaviour, 3_000);
      expect(answer).toMatchObject({ outcome: 'delivered', statusCode: 200 });
      expect(answer.excerpt?.length).toBeLessThanOrEqual(settings.excerptBytes);
    },
  );

  it('keeps an excerpt that any database can store', async () => {
    const answer = await postTo(BEHAVIOURS['NUL and broken text'] as Behaviour);
    expect(answer.excerpt).toMatch(/^a\uFFFD+b$/);
  });

  it('to a closed port or an unknown name fails', async () => {
    receiver = await startReceiver(BEHAVIOURS.hang as Behaviour);
    const { url } = receiver;
    await receiver.close();
    expect(await post(url)).toMatchObject({ outcome: 'unreachable' });
    const unknown = new HttpTransport(settings, {
      resolve: async () => {
        throw Object.assign(new Error('getaddrinfo ENOTFOUND nowhere.test'), { code: 'ENOTFOUND' });
      },
    });
    const answer = await unknown.post({ url: 'https://nowhere.test/', headers: {}, body: '{}' });
    expect(answer).toMatchObject({
      outcome: 'unreachable',
      error: expect.stringContaining('ENOTFOUND'),
    });
    await unknown.close();
  });

  it('whose name is never resolved ends in time', async () => {
    const stuck = new HttpTransport(
      { ...settings, requestTimeoutMs: LIMIT_MS },
      { resolve: () => new Promise(() => undefined) },
    );
    const answer = await stuck.post({ url: 'https://slow-dns.test/', headers: {}, body: '{}' });
    expect(answer).toMatchObject({ outcome: 'timed-out' });
    await stuck.close();
  });

  it('tries the next address when one cannot be connected to', async () => {
    receiver = await startReceiver(answering(204));
    const { port } = new URL(receiver.url);
    const two = new HttpTransport(settings, {
      resolve: async () => ['127.9.9.9', '127.0.0.1'],
    });
    const answer = await two.post({ url: `http://two.test:${port}/`, headers: {}, body: '{}' });
    expect(answer).toMatchObject({ outcome: 'delivered', statusCode: 204 });
    await two.close();
  });

  it('to an address that is not allowed is refused before anything is sent', async () => {
    receiver = await startReceiver(answering(204));
    const closed = new HttpTransport({ ...settings, allowedNetworks: [] });
    const answer = await closed.post({ url: receiver.url, headers: {}, body: '{}' });
    expect(answer).toMatchObject({ outcome: 'forbidden', statusCode: null });
    expect(receiver.connections).toBe(0);
    await closed.close();
  });

  it('in plain http to a public address is refused unless that is allowed', async () => {
    const answer = await new HttpTransport(settings, {
      resolve: async () => ['93.184.216.34'],
    }).post({
      url: 'http://public.test/',
      headers: {},
      body: '{}',
    });
    expect(answer).toMatchObject({ outcome: 'forbidden', error: expect.stringContaining('https') });
  });

  it('that is aborted by the end of the service does not count as a failure of the receiver', async () => {
    receiver = await startReceiver(BEHAVIOURS.hang as Behaviour);
    const cutOff = post(receiver.url);
    await Promise.all([expect(cutOff).rejects.toThrow(), transport.close()]);
  });
});
