import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { PROJECT_ROOT } from '../src/config/root';

/** Processes that a benchmark starts and ends. */
export interface Server {
  url: string;
  stop(): Promise<void>;
}

const own = createRequire(join(PROJECT_ROOT, 'bench', 'package.json'));

/** A receiver of webhooks that answers 204. */
export async function startReceiver(): Promise<Server> {
  const child = spawn(process.execPath, [join(PROJECT_ROOT, 'bench', 'receiver.js')]);
  const port = await firstLine(child);
  return { url: `http://127.0.0.1:${port}`, stop: () => end(child) };
}

export interface Postgres extends Server {
  /** Creates an empty database. Returns its URL. */
  database(name: string): Promise<string>;
}

/** A durable PostgreSQL with its default settings. */
export async function startPostgres(): Promise<Postgres> {
  const { startPostgres: start } = own('../test/support/postgres-server.js') as {
    startPostgres(flags: string[]): Promise<Server>;
  };
  const server = await start([]);
  return {
    ...server,
    database: async (name) => {
      const client = new Client({ connectionString: server.url });
      await client.connect();
      await client.query(`CREATE DATABASE ${name}`);
      await client.end();
      return new URL(name, server.url).href;
    },
  };
}

/** A durable Redis; undefined if it is not installed. */
export async function startRedis(): Promise<Server | undefined> {
  if (spawnSync('redis-server', ['--version']).status !== 0) return undefined;
  const directory = mkdtempSync(join(tmpdir(), 'pacta-redis-'));
  const port = await freePort();
  const durable = ['--appendonly', 'yes', '--appendfsync', 'always', '--save', ''];
  const where = ['--port', String(port), '--bind', '127.0.0.1', '--dir', directory];
  const child = spawn('redis-server', [...where, ...durable]);
  await printed(child, 'Ready to accept connections');
  return {
    url: `redis://127.0.0.1:${port}`,
    stop: async () => {
      await end(child);
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

export interface Process extends Server {
  pid: number;
}

/** The built service in a process of its own. */
export async function startPacta(environment: Record<string, string>): Promise<Process> {
  const port = await freePort();
  const child = spawn(process.execPath, [join(PROJECT_ROOT, 'bin', 'pacta.js'), 'serve'], {
    env: {
      ...process.env,
      PACTA_OPEN_TO_THIS_MACHINE: 'true',
      PACTA_PORT: String(port),
      ...environment,
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await printed(child, 'Pacta is running');
  return { url: `http://127.0.0.1:${port}`, pid: child.pid as number, stop: () => end(child) };
}

/** Another program that prints its address when it listens. */
export async function startProgram(...words: string[]): Promise<Process> {
  const child = spawn(process.execPath, words, { stdio: ['ignore', 'pipe', 'inherit'] });
  return { url: await firstLine(child), pid: child.pid as number, stop: () => end(child) };
}

async function firstLine(child: ChildProcess): Promise<string> {
  return (await printed(child, '\n')).trim();
}

function printed(child: ChildProcess, text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let all = '';
    child.stdout?.on('data', (part: Buffer) => {
      all += part.toString();
      if (all.includes(text)) resolve(all);
    });
    child.once('exit', () => reject(new Error(`${child.spawnfile} ended: ${all}`)));
  });
}

function end(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    child.once('exit', () => resolve());
    child.kill();
  });
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer();
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}
