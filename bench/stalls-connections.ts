import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { report } from './report';
import { type Process, startPacta } from './servers';

/** Stalled connections: their cost, the duration of a poll beside them, and when they are closed. */
const UNREAD = 2_000;
const DRIPPING = 2_000;
const LISTENERS = 1_000;
const POLL_MS = 20;
const IDLE_POLLS = 250;
/** Of each kind, every 50 ms: all 5,000 within five seconds. */
const OPENED_AT_ONCE = 20;
/** The time within which all of them must be closed. */
const LET_GO_MS = 60_000;
/** Connections of the poll. */
const OWN = 10;
/** In /proc/net/tcp: the state of the listener, and the inode of a connection that no process has. */
const LISTENS = '0A';
const ORPHAN = '0';
const GOAL_MB = 300;
const PATHS = ['/v1/agreements/bench0/plan', '/v1/changes?limit=1000', '/v1/milestones.csv'];

const title = 'x'.repeat(900);
const document = (id: string) => ({
  id,
  title: 'Bench',
  zone: 'UTC',
  obligations: Array.from({ length: 1_000 }, (_, i) => ({
    id: `o${i}`,
    title: `${title}${i}`,
    due: `within ${1 + (i % 300)} days of signing`,
  })),
});

export async function measureConnections(): Promise<void> {
  const dataDir = mkdtempSync(join(tmpdir(), 'pacta-bench-'));
  const service = await startPacta({
    PACTA_DRAIN_SECONDS: '0',
    PACTA_DATA_DIR: dataDir,
    PACTA_SHIPPED_AGREEMENTS: 'false',
    // All have one address here; of many clients each would be within the default limit.
    PACTA_CONNECTIONS_PER_CLIENT: '6000',
  });
  try {
    await fill(service.url);
    await measure(service);
  } finally {
    await service.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

async function measure({ url, pid }: Process): Promise<void> {
  const idle = await polls(url, () => false);
  const before = residentMegabytes(pid);
  const peers = new Peers(url);
  const { host, port } = new URL(url);
  let peak = before;
  let lastOpened: number | undefined;
  let letGo = Number.POSITIVE_INFINITY;
  // What the service has: a client that does not read learns late, or never, that its connection has ended.
  const left = () => Math.max(0, connectionsOf(port) - OWN);
  const beside = polls(url, () => {
    peak = Math.max(peak, residentMegabytes(pid));
    if (lastOpened === undefined) return true;
    letGo = Math.min(letGo, left() === 0 ? performance.now() - lastOpened : letGo);
    return letGo === Number.POSITIVE_INFINITY && performance.now() - lastOpened < 2 * LET_GO_MS;
  });
  for (let n = 0; n < Math.max(UNREAD, DRIPPING, LISTENERS); n += 1) {
    if (n < UNREAD) peers.ask(`GET ${PATHS[n % PATHS.length]} HTTP/1.1\r\nhost: ${host}\r\n\r\n`);
    if (n < LISTENERS) peers.ask(`GET /v1/events?since=0.0 HTTP/1.1\r\nhost: ${host}\r\n\r\n`);
    if (n < DRIPPING) peers.drip(`POST /v1/agreements HTTP/1.1\r\nhost: ${host}\r\n`);
    if (n % OPENED_AT_ONCE === 0) await new Promise((resolve) => setTimeout(resolve, 50));
  }
  lastOpened = performance.now();
  const during = await beside;
  peers.end();
  const added = peak - before;
  report(
    `${UNREAD} connections that do not read, ${DRIPPING} that send a byte a second, ${LISTENERS} listeners that do not read`,
    [
      { contender: 'poll when idle, p99', value: at(idle, 0.99), unit: 'ms', ratio: 1 },
      {
        contender: 'poll beside them, p99',
        value: at(during, 0.99),
        unit: 'ms',
        ratio: at(during, 0.99) / at(idle, 0.99),
      },
      {
        contender: 'poll beside them, worst',
        value: at(during, 1),
        unit: 'ms',
        ratio: at(during, 1) / at(idle, 0.99),
      },
      { contender: 'memory above idle, peak', value: added, unit: 'MB', ratio: 1 },
      { contender: 'all closed after', value: letGo / 1_000, unit: 's', ratio: 1 },
    ],
    [
      {
        name: 'memory above idle',
        goal: `at most ${GOAL_MB} MB`,
        measured: `${added.toFixed(0)} MB`,
        met: added <= GOAL_MB,
      },
      {
        name: 'all closed',
        goal: `within ${LET_GO_MS / 1_000} s`,
        measured: `${(letGo / 1_000).toFixed(1)} s`,
        met: letGo <= LET_GO_MS,
      },
      {
        name: 'worst poll beside them',
        goal: 'at most 100 ms',
        measured: `${at(during, 1).toFixed(1)} ms`,
        met: at(during, 1) <= 100,
      },
    ],
  );
}

/** Stalled connections of one client. */
class Peers {
  private readonly sockets = new Set<Socket>();
  private readonly host: string;
  private readonly port: number;

  constructor(url: string) {
    const { hostname, port } = new URL(url);
    this.host = hostname;
    this.port = Number(port);
  }

  /** Sends a request and reads nothing. */
  ask(request: string): void {
    const socket = this.connect();
    socket.pause();
    socket.write(request);
    // Line breaks between requests: a connection that never goes quiet.
    this.every(socket, 5_000, () => socket.write('\r\n'));
  }

  /** Sends a request a byte a second. */
  drip(request: string): void {
    const socket = this.connect();
    socket.resume();
    let next = 0;
    this.every(socket, 1_000, () => socket.write(request[next++ % request.length] ?? ''));
  }

  end(): void {
    for (const socket of this.sockets) socket.destroy();
  }

  private connect(): Socket {
    const socket = connect({ host: this.host, port: this.port });
    this.sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => this.sockets.delete(socket));
    return socket;
  }

  private every(socket: Socket, ms: number, act: () => void): void {
    const timer = setInterval(act, ms);
    socket.on('close', () => clearInterval(timer));
  }
}

/** Repeats a request. Returns the durations in milliseconds, shortest first. */
async function polls(url: string, goesOn: () => boolean): Promise<number[]> {
  const times: number[] = [];
  while (times.length < IDLE_POLLS || goesOn()) {
    const start = performance.now();
    const response = await fetch(`${url}/v1/agreements`);
    await response.arrayBuffer();
    times.push(performance.now() - start);
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
  return times.sort((a, b) => a - b);
}

function at(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}

function residentMegabytes(pid: number): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1_024;
}

/** Connections to a port that its process still has. */
function connectionsOf(port: string): number {
  const local = `:${Number(port).toString(16).toUpperCase().padStart(4, '0')}`;
  const rows = readFileSync('/proc/net/tcp', 'utf8').trim().split('\n').slice(1);
  return rows.filter((row) => {
    const [, from = '', , state, , , , , , inode] = row.trim().split(/\s+/);
    return from.endsWith(local) && state !== LISTENS && inode !== ORPHAN;
  }).length;
}

async function fill(url: string): Promise<void> {
  for (let n = 0; n < 5; n++) await send(url, 'POST', '/v1/agreements', document(`bench${n}`));
  for (let day = 1; day <= 28; day++) {
    const date = `2026-01-${String(day).padStart(2, '0')}`;
    await send(url, 'PUT', '/v1/agreements/bench0/signing', { date, hypothetical: true });
  }
}

async function send(url: string, method: string, path: string, body: unknown): Promise<void> {
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(`${url}${path}`, { method, headers, body: JSON.stringify(body) });
  await response.arrayBuffer();
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status}`);
}
