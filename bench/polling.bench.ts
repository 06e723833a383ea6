import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Poll, type Server, startServer } from './polling-contender';
import type { Contender } from './polling-server';
import { type Goal, median, type Row, report } from './report';

/**
 * The server's CPU time for the polls of a dashboard. All contenders have the same body, in alternating passes. Pacta runs
 * on SQLite with tokens required.
 */

/** Milestones of the body that is polled: about 20 kB of JSON. */
const POLLED = 28;
const [SMALL, LARGE] = [50, 5_000];
const PASSES = 5;
const WARM = 3_000;
const A_PASS = 4_000;
/** The slowest contender gets fewer requests. */
const A_PASS_JSON_SERVER = 300;
/** Each may send 12,000 requests a minute: enough dashboards that the rate limit delays none. */
const TOKENS = 24;
const CHANGES = 25;
const PEERS: readonly Contender[] = ['node:http', 'fastify', 'nest on fastify', 'json-server'];

async function send(url: string, method: string, body: object, token?: string): Promise<unknown> {
  const authorization = token === undefined ? {} : { authorization: `Bearer ${token}` };
  const response = await fetch(url, {
    method,
    headers: { 'content-type': 'application/json', ...authorization },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${method} ${url}: ${await response.text()}`);
  return response.json();
}

async function addAgreement(url: string, id: string, milestones: number): Promise<void> {
  const obligations = Array.from({ length: milestones }, (_, i) => ({
    id: `o${i}`,
    ref: `Article ${i + 1}`,
    title: `Obligation ${i + 1} of the agreement`,
    due: `within ${400 + (i % 900)} days of signing`,
  }));
  await send(`${url}/v1/agreements`, 'POST', { id, title: id, zone: 'Europe/Kyiv', obligations });
  const date = new Date().toISOString().slice(0, 10);
  await send(`${url}/v1/agreements/${id}/signing`, 'PUT', { date });
}

async function makeTokens(url: string): Promise<string[]> {
  const tokens: string[] = [];
  for (let i = 0; i < TOKENS; i++) {
    const wish = { role: 'admin', name: `dashboard ${i}` };
    const made = (await send(`${url}/v1/tokens`, 'POST', wish, tokens[0])) as { token: string };
    tokens.push(made.token);
  }
  return tokens;
}

interface Contest {
  server: Server;
  /** The same request, with and without If-None-Match. */
  fresh: (i: number) => Poll;
  held: (i: number) => Poll;
  whole: number[];
  unchanged: number[];
}

async function contest(server: Server, path: string, tokens: readonly string[]): Promise<Contest> {
  const who = (i: number): Record<string, string> =>
    tokens.length === 0 ? {} : { authorization: `Bearer ${tokens[i % tokens.length]}` };
  const fresh = (i: number): Poll => ({ path, headers: who(i) });
  const { etag = '"none"' } = await server.ask(fresh(0));
  const held = (i: number): Poll => ({ path, headers: { ...who(i), 'if-none-match': etag } });
  return { server, fresh, held, whole: [], unchanged: [] };
}

async function pass({ server, fresh, held, ...taken }: Contest, count: number): Promise<void> {
  // A service without ETags answers completely and is measured so.
  const { status } = await server.ask(held(0));
  taken.whole.push(await server.rate(count, 200, fresh));
  taken.unchanged.push(await server.rate(count, status, held));
}

/** CPU microseconds of the first answer after a change, which no cache has; the median of many. */
async function afterChange(server: Server, id: string, path: string, token: string) {
  const taken: number[] = [];
  for (let i = 0; i < CHANGES; i++) {
    const standing = i % 2 === 0 ? 'paused' : 'active';
    await send(`${server.url}/v1/agreements/${id}/standing`, 'PUT', { standing }, token);
    const before = await server.cpu();
    await server.ask({ path, headers: { authorization: `Bearer ${token}` } });
    taken.push((await server.cpu()) - before);
  }
  return median(taken);
}

interface Sized {
  summary: number;
  page: number;
  summaryChanged: number;
  pageChanged: number;
}

async function sized(milestones: number): Promise<Sized> {
  const dataDir = mkdtempSync(join(tmpdir(), 'pacta-bench-'));
  const server = await startServer({ contender: 'pacta', body: '', dataDir });
  try {
    await addAgreement(server.url, 'sized', milestones);
    const tokens = await makeTokens(server.url);
    const token = tokens[0] as string;
    const [summary, page] = ['/v1/summary', `/v1/agreements/sized/milestones?limit=${SMALL}`];
    const poll = async (path: string): Promise<number> => {
      const { fresh } = await contest(server, path, tokens);
      await server.rate(500, 200, fresh);
      return 1e6 / (await server.rate(1_000, 200, fresh));
    };
    return {
      summary: await poll(summary),
      page: await poll(page),
      summaryChanged: await afterChange(server, 'sized', summary, token),
      pageChanged: await afterChange(server, 'sized', page, token),
    };
  } finally {
    await server.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

async function race(): Promise<Contest[]> {
  const dataDir = mkdtempSync(join(tmpdir(), 'pacta-bench-'));
  const pacta = await startServer({ contender: 'pacta', body: '', dataDir });
  const servers = [pacta];
  try {
    await addAgreement(pacta.url, 'polled', POLLED);
    const tokens = await makeTokens(pacta.url);
    const path = '/v1/agreements/polled/milestones';
    const own = await contest(pacta, path, tokens);
    const { body } = await pacta.ask(own.fresh(0));
    const contests = [];
    for (const contender of PEERS) {
      const server = await startServer({ contender, body, dataDir });
      servers.push(server);
      contests.push(await contest(server, '/poll', []));
    }
    contests.push(own);
    const share = ({ server }: Contest) =>
      server.name === 'json-server' ? A_PASS_JSON_SERVER : A_PASS;
    for (const one of contests) {
      await one.server.rate(Math.min(WARM, share(one)), 200, one.fresh);
    }
    for (let i = 0; i < PASSES; i++) {
      for (const one of contests) await pass(one, share(one));
    }
    process.stderr.write(`body of ${Buffer.byteLength(body)} bytes\n`);
    return contests;
  } finally {
    for (const server of servers) await server.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

function rowsOf(what: string, contests: readonly Contest[], key: 'whole' | 'unchanged'): Row[] {
  const [bare] = contests;
  return contests.map((one) => ({
    contender: `${what}, ${one.server.name}`,
    value: median(one[key]),
    unit: 'requests per CPU-second',
    // In alternating passes, so that other load of the machine affects both.
    ratio: median(one[key].map((value, i) => value / (bare?.[key][i] ?? Number.NaN))),
  }));
}

function atLeast(name: string, rows: readonly Row[], floor: number): Goal {
  const ratio = rows.at(-1)?.ratio ?? 0;
  return {
    name,
    goal: `at least ${floor.toFixed(2)} of bare node:http`,
    measured: ratio.toFixed(2),
    met: ratio >= floor,
  };
}

const SIZES: readonly [keyof Sized, string][] = [
  ['summary', 'summary, polled'],
  ['page', `first ${SMALL}, polled`],
  ['summaryChanged', 'summary after a change'],
  ['pageChanged', `first ${SMALL} after a change`],
];

async function main(): Promise<void> {
  const contests = await race();
  const unchanged = rowsOf('304', contests, 'unchanged');
  const whole = rowsOf('200', contests, 'whole');
  const [small, large] = [await sized(SMALL), await sized(LARGE)];
  const sizes = SIZES.flatMap(([key, name]): Row[] => [
    { contender: `${name}, ${SMALL} milestones`, value: small[key], unit: 'CPU µs', ratio: 1 },
    {
      contender: `${name}, ${LARGE} milestones`,
      value: large[key],
      unit: 'CPU µs',
      ratio: large[key] / small[key],
    },
  ]);
  report(
    'polling: one server process each, on one body of about 20 kB',
    [...unchanged, ...whole, ...sizes],
    [
      atLeast('304', unchanged, 0.6),
      atLeast('200', whole, 0.5),
      ...SIZES.map(([key, name]) => ({
        name,
        goal: `at most 1.5 × at ${LARGE} milestones as at ${SMALL}`,
        measured: `${(large[key] / small[key]).toFixed(2)} ×`,
        met: large[key] / small[key] <= 1.5,
      })),
    ],
  );
}

void main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
  process.exitCode = 1;
});
