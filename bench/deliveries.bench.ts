import 'reflect-metadata';
import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Pool } from 'undici';
import { PROJECT_ROOT } from '../src/config/root';
import {
  AT_A_TIME,
  type Contender,
  ceiling,
  newKey,
  newMessages,
  pacta,
  type SentMessage,
  signedPost,
} from './delivery-contender';
import { deadlineToFirstByte, type Waits } from './delivery-latency';
import { cpuMs, type Goal, median, type Row, report } from './report';
import { type Server, startPostgres, startReceiver, startRedis } from './servers';

/**
 * Signed posts of 1 kB on loopback, stored before and recorded afterwards. All contenders post to the same receiver in a
 * process of its own, sign in the same way, and store durably.
 */

const DELIVERIES = 2_000;
const PASSES = 5;

const POOL = 'undici Pool (ceiling)';
const ON_SQLITE = 'Pacta on SQLite';
const ON_POSTGRES = 'Pacta on PostgreSQL';
const BULLMQ = 'BullMQ on Redis, appendfsync always';
const PG_BOSS = 'pg-boss, fetch and complete in a loop';

interface Peers {
  bullmq: PeerMaker;
  pgBoss: PeerMaker;
}
type PeerMaker = (
  url: string,
  post: (message: SentMessage) => Promise<void>,
  atATime: number,
) => Promise<Contender>;

interface Measured {
  perSecond: number[];
  /** CPU of this process alone, microseconds a delivery. */
  cpuMicros: number[];
}

async function pass(contender: Contender, receiver: Server): Promise<[number, number]> {
  const messages = newMessages(DELIVERIES);
  await contender.prepare(messages);
  await fetch(receiver.url);
  const start = process.hrtime.bigint();
  const cpu = await cpuMs(() => contender.run(messages));
  const seconds = Number(process.hrtime.bigint() - start) / 1e9;
  const { count } = (await (await fetch(receiver.url)).json()) as { count: number };
  if (count !== DELIVERIES) throw new Error(`${count} of ${DELIVERIES} arrived`);
  return [DELIVERIES / seconds, (cpu * 1_000) / DELIVERIES];
}

async function measure(contenders: Map<string, Contender>, receiver: Server) {
  const measured = new Map<string, Measured>();
  for (const name of contenders.keys()) measured.set(name, { perSecond: [], cpuMicros: [] });
  for (let i = 0; i <= PASSES; i++) {
    for (const [name, contender] of contenders) {
      const [perSecond, cpuMicros] = await pass(contender, receiver);
      // The first pass warms up connections and the compiler.
      if (i === 0) continue;
      measured.get(name)?.perSecond.push(perSecond);
      measured.get(name)?.cpuMicros.push(cpuMicros);
    }
  }
  return measured;
}

function rowsOf(measured: Map<string, Measured>): Row[] {
  const base = measured.get(POOL) as Measured;
  const rows = (what: keyof Measured, unit: string): Row[] =>
    [...measured].map(([contender, taken]) => ({
      contender,
      value: median(taken[what]),
      unit,
      ratio: median(taken[what]) / median(base[what]),
    }));
  return [...rows('perSecond', '/s'), ...rows('cpuMicros', 'µs CPU each')];
}

/** The median of the ratios of each pass, in which other load of the machine affects both sides. */
function ratio(measured: Map<string, Measured>, of: string, to: string): number {
  const other = measured.get(to)?.perSecond ?? [];
  return median((measured.get(of)?.perSecond ?? []).map((value, i) => value / (other[i] ?? 0)));
}

function goalsOf(measured: Map<string, Measured>): Goal[] {
  return [ON_SQLITE, ON_POSTGRES].flatMap((own) => {
    const taken = measured.get(own);
    if (taken === undefined) return [];
    const ofPool = ratio(measured, own, POOL);
    const cpu = median(taken.cpuMicros);
    const goals: Goal[] = [
      atLeast(`${own} against the ceiling`, ofPool, 0.25),
      {
        name: `${own}, CPU of a delivery`,
        goal: 'at most 300 µs',
        measured: `${cpu.toFixed(0)} µs`,
        met: cpu <= 300,
      },
    ];
    if (measured.has(BULLMQ)) {
      goals.push(atLeast(`${own} against BullMQ`, ratio(measured, own, BULLMQ), 1));
    }
    return goals;
  });
}

function atLeast(name: string, value: number, least: number): Goal {
  return {
    name,
    goal: `at least ${least} ×`,
    measured: `${value.toFixed(2)} ×`,
    met: value >= least,
  };
}

function latency(name: string, { p50, p99 }: Waits, mostP50: number | undefined, mostP99: number) {
  const most = mostP50 === undefined ? '' : `p50 at most ${mostP50} ms, `;
  const goal: Goal = {
    name: `from a deadline to the first byte, ${name}`,
    goal: `${most}p99 at most ${mostP99} ms`,
    measured: `p50 ${p50.toFixed(1)} ms, p99 ${p99.toFixed(1)} ms`,
    met: p99 <= mostP99 && p50 <= (mostP50 ?? p50),
  };
  const row = (share: string, value: number): Row => ({
    contender: `from a deadline to the first byte, ${share}, ${name}`,
    value,
    unit: 'ms',
    ratio: value / p50,
  });
  return { goal, rows: [row('p50', p50), row('p99', p99)] };
}

async function main(): Promise<void> {
  const receiver = await startReceiver();
  const pool = new Pool(receiver.url, { connections: AT_A_TIME, pipelining: 1 });
  const post = signedPost(pool, newKey());
  const peers = createRequire(join(PROJECT_ROOT, 'bench', 'package.json'))(
    './delivery-peers.js',
  ) as Peers;
  const dataDir = mkdtempSync(join(tmpdir(), 'pacta-bench-'));
  const [redis, postgres] = [await startRedis(), await startPostgres()];
  const contenders = new Map<string, Contender>([
    [POOL, ceiling(post)],
    [ON_SQLITE, await pacta({ dataDir }, receiver.url)],
    [
      ON_POSTGRES,
      await pacta({ dataDir, databaseUrl: await postgres.database('pacta') }, receiver.url),
    ],
    [PG_BOSS, await peers.pgBoss(await postgres.database('boss'), post, AT_A_TIME)],
  ]);
  if (redis !== undefined) contenders.set(BULLMQ, await peers.bullmq(redis.url, post, AT_A_TIME));
  else process.stderr.write('skipped: BullMQ, for there is no redis-server here\n');
  const measured = await measure(contenders, receiver);
  for (const contender of contenders.values()) await contender.close();
  await pool.close();
  await redis?.stop();
  const alone = latency('one process on SQLite', await deadlineToFirstByte(receiver), 10, 50);
  const shared = latency(
    'three replicas on PostgreSQL',
    await deadlineToFirstByte(receiver, 3, await postgres.database('replicas')),
    undefined,
    150,
  );
  await postgres.stop();
  await receiver.stop();
  rmSync(dataDir, { recursive: true, force: true });
  report(
    `deliveries: ${DELIVERIES} signed posts of 1 kB, ${AT_A_TIME} at a time, median of ${PASSES} passes in turn`,
    [...rowsOf(measured), ...alone.rows, ...shared.rows],
    [...goalsOf(measured), alone.goal, shared.goal],
  );
}

void main();
