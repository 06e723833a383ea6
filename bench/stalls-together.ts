import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { performance } from 'node:perf_hooks';
import { load, report } from './report';
import type { Process } from './servers';
import { DAY, FACTS, FLAT, STEPS } from './stalls-inputs';
import { at, goal, POLL_EVERY_MS, Polling, start } from './stalls-routes';

/** Signing dates that are tried. */
const DATES = 1_000;
const IDLE_MS = 5_000;
/** The interval at which a fact is recorded that the receiver hears of. */
const EVENT_EVERY_MS = 500;
/** The longest that the bench waits for what the receiver has not heard yet. */
const PATIENCE_MS = 60_000;
/** What the third person sends: everything that is only checked. */
const CHECKED = STEPS.filter(([, , path]) => path === '/v1/agreements/check');
/** As many as are still small: what is recorded of it is written by the service itself. */
const TICKS = 200;
const TICKING = JSON.stringify({
  id: 'ticking',
  title: 'Ticking',
  zone: 'UTC',
  obligations: Array.from({ length: TICKS }, (_, i) => ({
    id: `o${i}`,
    title: `O ${i}`,
    due: 'by 2100-01-01',
  })),
});

type Headers = Record<string, string>;

/**
 * One person imports 10,000 facts, another tries 1,000 signing dates, a third sends what costs most for its size. Beside
 * them a fourth polls, and a receiver is told what happens. Prints how long the two had to wait.
 */
export async function together(): Promise<void> {
  const service = await start();
  const receiver = await Receiver.listen();
  const admin = await tokenOf(service, {}, 'admin');
  const polling = new Polling(service.url, admin);
  try {
    await fill(service, admin, receiver.url);
    const ticking = tick(service, admin, receiver);
    polling.take();
    await new Promise((resolve) => setTimeout(resolve, IDLE_MS));
    const idle = { poll: polling.take(), heard: receiver.take() };
    const seconds = await Promise.all([
      timed(() => importing(service, admin)),
      timed(() => tryingDates(service, admin)),
      timed(() => sendingAll(service, admin)),
    ]);
    const poll = polling.take();
    ticking.stop();
    // What was recorded meanwhile counts, also where it is heard only now.
    await receiver.heardAll();
    const beside = { poll, heard: receiver.take() };
    const p99 = (list: readonly number[]) => at(list, 0.99);
    const row = (contender: string, value: number, base: number) => ({
      contender,
      value,
      unit: 'ms',
      ratio: value / base,
    });
    const [imported, tried, checked] = seconds.map((one) => one.toFixed(1));
    report(
      `stalls: an import of 10,000 facts (${imported} s), ${DATES} signing dates (${tried} s) and ` +
        `${CHECKED.length} dear documents (${checked} s) at once`,
      [
        row('poll when idle, p99', p99(idle.poll), p99(idle.poll)),
        row('poll beside them, p99', p99(beside.poll), p99(idle.poll)),
        row('poll beside them, longest', at(beside.poll, 1), p99(idle.poll)),
        row('heard when idle, p99', p99(idle.heard), p99(idle.heard)),
        row('heard beside them, p99', p99(beside.heard), p99(idle.heard)),
        row('heard beside them, longest', at(beside.heard, 1), p99(idle.heard)),
        load(),
      ],
      [
        goal(
          'longest poll',
          'at most 100 ms',
          `${at(beside.poll, 1).toFixed(0)} ms`,
          at(beside.poll, 1) <= 100,
        ),
        goal(
          'a receiver hears',
          'within 2 s (p99)',
          `${p99(beside.heard).toFixed(0)} ms`,
          p99(beside.heard) <= 2_000,
        ),
      ],
    );
  } finally {
    polling.stop();
    await service.stop();
    await receiver.close();
  }
}

async function fill(service: Process, headers: Headers, url: string): Promise<void> {
  await sent(service, headers, 'POST', '/v1/agreements', FLAT);
  await sent(service, headers, 'PUT', '/v1/agreements/flat/signing', DAY('2025-11-27'));
  await sent(service, headers, 'POST', '/v1/agreements', TICKING);
  await sent(
    service,
    headers,
    'POST',
    '/v1/webhooks',
    JSON.stringify({ url, agreements: ['ticking'] }),
  );
}

/** Each person has a token of their own: a share in the workers is one of a token. Once there is a token, all need one. */
async function tokenOf(service: Process, headers: Headers, role: string): Promise<Headers> {
  const body = JSON.stringify({ name: role, role });
  const text = await sent(service, headers, 'POST', '/v1/tokens', body);
  const token = /"token":"([^"]+)"/.exec(text)?.[1] ?? '';
  return { authorization: `Bearer ${token}` };
}

async function importing(service: Process, admin: Headers): Promise<void> {
  const headers = await tokenOf(service, admin, 'editor');
  await sent(service, headers, 'POST', '/v1/agreements/flat/facts/import', FACTS);
}

async function tryingDates(service: Process, admin: Headers): Promise<void> {
  const headers = await tokenOf(service, admin, 'reader');
  const last = new Date(Date.UTC(2026, 0, 1) + (DATES - 1) * 86_400_000).toISOString().slice(0, 10);
  await sent(
    service,
    headers,
    'GET',
    `/v1/agreements/worked-example/sensitivity?from=2026-01-01&to=${last}`,
  );
  for (let n = 0; n < DATES; n += 10) {
    const days = Array.from({ length: 10 }, (_, i) =>
      new Date(Date.UTC(2026, 0, 1 + n + i)).toISOString().slice(0, 10),
    );
    const query = days.map((day) => `signing=${day}`).join('&');
    await sent(service, headers, 'GET', `/v1/agreements/ukraine-28-point/schedule?${query}`);
  }
}

async function sendingAll(service: Process, admin: Headers): Promise<void> {
  const headers = await tokenOf(service, admin, 'reader');
  for (const [, method, path, body, type] of CHECKED)
    await sent(service, headers, method, path, body, type);
}

/** Records one fact after the other, until it is stopped. */
function tick(service: Process, headers: Headers, receiver: Receiver): { stop(): void } {
  let n = 0;
  const timer = setInterval(() => {
    if (n === TICKS) return;
    const fact = { was: `o${n}.fulfilled`, at: '2025-12-01', reason: 'Bench' };
    receiver.expect(`"ticking/o${n}"`);
    n += 1;
    void sent(service, headers, 'POST', '/v1/agreements/ticking/facts', JSON.stringify(fact));
  }, EVENT_EVERY_MS);
  return { stop: () => clearInterval(timer) };
}

/** A receiver of webhooks that answers at once. */
class Receiver {
  private readonly began = new Map<string, number>();
  private times: number[] = [];

  private constructor(
    readonly url: string,
    readonly close: () => Promise<void>,
  ) {}

  static async listen(): Promise<Receiver> {
    let heard: (body: string) => void = () => undefined;
    const server = createServer((request, answer) => {
      let body = '';
      request.on('data', (part: Buffer) => (body += part.toString()));
      request.on('end', () => {
        heard(body);
        answer.writeHead(204).end();
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const close = () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
    const receiver = new Receiver(`http://127.0.0.1:${port}/`, close);
    heard = (body) => receiver.note(body);
    return receiver;
  }

  expect(name: string): void {
    this.began.set(name, performance.now());
  }

  /** Resolves when nothing that is expected is missing. */
  async heardAll(): Promise<void> {
    const end = performance.now() + PATIENCE_MS;
    while (this.began.size > 0) {
      if (performance.now() > end) throw new Error(`${this.began.size} messages were not heard`);
      await new Promise((resolve) => setTimeout(resolve, POLL_EVERY_MS));
    }
  }

  /** The times since the last call, from the request that records a fact to its message, shortest first. */
  take(): number[] {
    const taken = this.times.sort((a, b) => a - b);
    this.times = [];
    return taken;
  }

  private note(body: string): void {
    for (const [name, began] of this.began) {
      if (!body.includes(name)) continue;
      this.times.push(performance.now() - began);
      this.began.delete(name);
    }
  }
}

async function timed(work: () => Promise<void>): Promise<number> {
  const began = performance.now();
  await work();
  return (performance.now() - began) / 1_000;
}

async function sent(
  { url }: Process,
  headers: Headers,
  method: string,
  path: string,
  body?: string,
  type = 'application/json',
): Promise<string> {
  const response = await fetch(`${url}${path}`, {
    method,
    headers: { ...headers, ...(body === undefined ? {} : { 'content-type': type }) },
    ...(body === undefined ? {} : { body }),
  });
  const text = await response.text();
  const refused = path === '/v1/agreements/check' && [413, 422].includes(response.status);
  if (!response.ok && !refused) throw new Error(`${method} ${path}: ${text}`);
  return text;
}
