import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Foundation } from '../../src/app/app.module';
import { type Service, startService } from '../../src/app/main';
import type { Clock } from '../../src/base/clock';
import { SystemRandomness } from '../../src/base/randomness';
import { fileSchema, type Settings } from '../../src/config/settings-schema';
import { deliverySettings } from '../../src/delivery/delivery-settings';
import { Sweep } from '../../src/domain/transition/sweep';
import type { StoreSettings } from '../../src/store/data-sources';
import { Store } from '../../src/store/store';
import { clear } from './clear';
import { DATABASE, emptyDatabase } from './databases';
import { roundRobin } from './round-robin';

export interface Answer<T> {
  status: number;
  headers: Headers;
  body: T;
}

export interface TestService extends Service {
  /** Where its data is. */
  settings: StoreSettings;
  /**
   * Sends a request with a JSON body, or a YAML one if the body is text. If the service is not open to this machine, it has
   * the operator's token unless the headers have another.
   */
  call<T = Problem>(
    method: string,
    path: string,
    body?: unknown,
    headers?: Record<string, string>,
  ): Promise<Answer<T>>;
  /** Runs the sweep until nothing is due. */
  sweep(): Promise<void>;
  /** Empties the database, so that a test need not start a service of its own. */
  clear(): Promise<void>;
  /** Stops and removes the database. */
  end(): Promise<void>;
}

export interface Problem {
  title: string;
  detail: string;
  errors: {
    pointer: string;
    detail: string;
    expected?: string;
    example?: string;
    line?: number;
    column?: number;
  }[];
}

/** What a process of a test service is built from. */
export function testFoundation(
  clock: Clock,
  settings: StoreSettings & Partial<Settings>,
): Foundation {
  return {
    settings: {
      ...fileSchema.parse({}),
      // Specs of access set it to false, or make a token.
      openToThisMachine: true,
      drainSeconds: 0,
      port: 0,
      webhooks: { allowedNetworks: ['127.0.0.0/8'] },
      shippedAgreements: false,
      workers: { count: 0, seconds: 20, megabytes: 400 },
      ...settings,
    },
    clock,
    randomness: new SystemRandomness(),
    delivery: deliverySettings({ allowedNetworks: ['127.0.0.0/8'], shutdownMs: 1_000 }),
  };
}

/** The whole service over real HTTP, on a database of its own and with the given clock. */
export async function startTestService(
  clock: Clock,
  more: Partial<Settings> = {},
  on?: StoreSettings,
): Promise<TestService> {
  const { settings, remove } =
    on === undefined ? await emptyDatabase() : { settings: on, remove: undefined };
  const foundation = testFoundation(clock, { ...settings, ...more });
  const service = await started(foundation);
  const { text: token } = service.operator;
  const own: Record<string, string> =
    foundation.settings.openToThisMachine || token === undefined
      ? {}
      : { authorization: `Bearer ${token}` };
  const sweep = service.app.get(Sweep);
  return {
    ...service,
    settings,
    call: async <T>(
      method: string,
      path: string,
      body?: unknown,
      given: Record<string, string> = {},
    ): Promise<Answer<T>> => {
      const headers = { ...own, ...given };
      const type = typeof body === 'string' ? 'application/yaml' : 'application/json';
      const response = await fetch(`${service.url}${path}`, {
        method,
        ...(body === undefined
          ? { headers }
          : {
              headers: { 'content-type': type, ...headers },
              body: typeof body === 'string' ? body : JSON.stringify(body),
            }),
      });
      const text = await response.text();
      const parsed = text === '' ? undefined : JSON.parse(text);
      return { status: response.status, headers: response.headers, body: parsed as T };
    },
    sweep: async () => {
      while ((await sweep.batch()) > 0);
    },
    clear: () => clear(service.app.get(Store)),
    end: async () => {
      await service.close();
      await remove?.();
    },
  };
}

/** The number of services that answer in turn. */
export const REPLICAS = DATABASE === 'postgres' ? Number(process.env.PACTA_REPLICAS ?? 1) : 1;

/** For tests of what a single process counts or caches. */
export const itAlone = REPLICAS === 1 ? it : it.skip;

/**
 * One service; with `PACTA_REPLICAS=3` and PostgreSQL, three behind a proxy that sends requests to them in turn: every
 * replica must give the same answers.
 */
async function started(foundation: Foundation): Promise<Service> {
  const first = await patient(foundation);
  if (REPLICAS === 1) return first;
  const others: Service[] = [];
  while (others.length < REPLICAS - 1) others.push(await patient(foundation));
  const all = [first, ...others];
  const proxy = await roundRobin(all.map(({ url }) => url));
  return {
    ...first,
    url: proxy.url,
    close: async () => {
      await proxy.close();
      for (const { close } of all) await close();
    },
  };
}

/** Long, since client and server share a process: while it is busy, neither side may close the connection as idle. */
async function patient(foundation: Foundation): Promise<Service> {
  const service = await startService(foundation, ['error']);
  service.app.getHttpServer().keepAliveTimeout = 0;
  return service;
}

export interface Received {
  headers: Record<string, string>;
  body: string;
}

export interface TestReceiver {
  url: string;
  /** Every request, including repeated ones. */
  attempts: Received[];
  /** Every message once, by its `webhook-id`, as a receiver that de-duplicates keeps them. */
  received: Received[];
  /** The statuses to answer with in turn; 200 when none is left. */
  answers: number[];
  /** Resolves with the n-th message, counted from 1. */
  nth(n: number): Promise<Received>;
  /** Resolves with the n-th request, counted from 1. */
  attempt(n: number): Promise<Received>;
  close(): Promise<void>;
}

/** A webhook receiver on this machine. */
export async function startTestReceiver(): Promise<TestReceiver> {
  const attempts: Received[] = [];
  const received: Received[] = [];
  const answers: number[] = [];
  const waiting: { of: Received[]; n: number; tell: (message: Received) => void }[] = [];
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const headers = Object.fromEntries(
        Object.entries(request.headers).map(([name, value]) => [name, String(value)]),
      );
      attempts.push({ headers, body: Buffer.concat(parts).toString('utf8') });
      const known = received.some(
        (message) => message.headers['webhook-id'] === headers['webhook-id'],
      );
      if (!known) received.push(attempts.at(-1) as Received);
      response.writeHead(answers.shift() ?? 200).end();
      for (const { of, n, tell } of waiting) {
        const message = of[n - 1];
        if (message !== undefined) tell(message);
      }
    });
  });
  const arrival = (of: Received[], n: number): Promise<Received> =>
    new Promise((resolve) => {
      const message = of[n - 1];
      if (message === undefined) waiting.push({ of, n, tell: resolve });
      else resolve(message);
    });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/hook`,
    attempts,
    received,
    answers,
    nth: (n) => arrival(received, n),
    attempt: (n) => arrival(attempts, n),
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

/** A directory that is removed afterwards. */
export function temporaryDirectory(): { path: string; remove: () => void } {
  const path = mkdtempSync(join(tmpdir(), 'pacta-test-'));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}
