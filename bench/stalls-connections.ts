import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { load, report } from './report';
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
  const left = () => peers.left(connectionsOf(port));
  let remaining: Record<Kind, number> | undefined;
  const beside = polls(url, () => {
    peak = Math.max(peak, residentMegabytes(pid));
    if (lastOpened === undefined) return true;
    const now = left();
    const ms = performance.now() - lastOpened;
    if (ms >= LET_GO_MS) remaining ??= now;
    if (Object.values(now).every((count) => count === 0)) letGo = ms;
    return letGo === Number.POSITIVE_INFINITY && ms < 1.5 * LET_GO_MS;
  });
  for (let n = 0; n < Math.max(UNREAD, DRIPPING, LISTENERS); n += 1) {
    if (n < UNREAD)
      peers.ask('unread', `GET ${PATHS[n % PATHS.length]} HTTP/1.1\r\nhost: ${host}\r\n\r\n`);
    if (n < LISTENERS)
      peers.ask('listening', `GET /v1/events?since=0.0 HTTP/1.1\r\nhost: ${host}\r\n\r\n`);
    if (n < DRIPPING) peers.drip(`POST /v1/agreements HTTP/1.1\r\nhost: ${host}\r\n`);
    if (n % OPENED_AT_ONCE === 0) await new Promise((resolve) => setTimeout(resolve, 50));
  }
  lastOpened = performance.now();
  const during = await beside;
  peers.end();
  const { unread, dripping, listening } = remaining ?? { unread: 0, dripping: 0, listening: 0 };
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
      load(),
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
        measured:
          letGo <= LET_GO_MS
            ? `${(letGo / 1_000).toFixed(1)} s`
            : `left then: ${unread} that do not read, ${dripping} that drip, ${listening} listeners`,
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

type Kind = 'unread' | 'dripping' | 'listening';

/** Stalled connections of one client. */
class Peers {
  private readonly sockets = new Map<Socket, Kind>();
  private readonly host: string;
  private readonly port: number;

  constructor(url: string) {
    const { hostname, port } = new URL(url);
    this.host = hostname;
    this.port = Number(port);
  }

  /** Sends a request and reads nothing. */
  ask(kind: Kind, request: string): void {
    const socket = this.connect(kind);
    socket.pause();
    socket.write(request);
    // Line breaks between requests: a connection that never goes quiet.
    this.every(socket, 5_000, () => socket.write('\r\n'));
  }

  /** Sends a request a byte a second. */
  drip(request: string): void {
    const socket = this.connect('dripping');
    socket.resume();
    let next = 0;
    this.every(socket, 1_000, () => socket.write(request[next++ % request.length] ?? ''));
  }

  end(): void {
    for (const socket of this.sockets.keys()) socket.destroy();
  }

  /** How many of each kind the service still has. */
  left(ports: ReadonlySet<number>): Record<Kind, number> {
    const counts = { unread: 0, dripping: 0, listening: 0 };
    for (const [{ localPort = 0 }, kind] of this.sockets) {
      if (ports.has(localPort)) counts[kind] += 1;
    }
    return counts;
  }

  private connect(kind: Kind): Socket {
    const socket = connect({ host: this.host, port: this.port });
    this.sockets.set(socket, kind);
    socket.on('error', () => undefined);
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

/** The clients' ports of the connections to a port that its process still has. */
function connectionsOf(port: string): Set<number> {
  const local = `:${Number(port).toString(16).toUpperCase().padStart(4, '0')}`;
  const rows = readFileSync('/proc/net/tcp', 'utf8').trim().split('\n').slice(1);
  const clients = rows.flatMap((row) => {
    const [, from = '', to = '', state, , , , , , inode] = row.trim().split(/\s+/);
    const held = from.endsWith(local) && state !== LISTENS && inode !== ORPHAN;
    return held ? [Number.parseInt(to.split(':')[1] ?? '', 16)] : [];
  });
  return new Set(clients);
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
