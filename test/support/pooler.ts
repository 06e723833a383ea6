import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { endProcess } from './end-process';
import { freePort } from './proxies';
import { until } from './until';

export interface Pooler {
  /** The URL of the given database through the pooler. */
  url(databaseUrl: string): string;
  end(): Promise<void>;
}

/** PgBouncer refuses to run as root; any other user works. */
const NOBODY = 65_534;

/** PgBouncer before a PostgreSQL, in one of its modes, with defaults otherwise. */
export async function startPooler(mode: string, serverUrl: string): Promise<Pooler> {
  const folder = mkdtempSync(join(tmpdir(), 'pacta-pooler-'));
  const { hostname, port: serverPort, username, password } = new URL(serverUrl);
  const port = await freePort();
  writeFileSync(join(folder, 'users'), `"${username}" "${password}"\n`);
  writeFileSync(
    join(folder, 'pgbouncer.ini'),
    `[databases]
* = host=${hostname} port=${serverPort}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${port}
unix_socket_dir =
auth_type = trust
auth_file = ${join(folder, 'users')}
pool_mode = ${mode}
default_pool_size = 60
`,
  );
  chmodSync(folder, 0o755);
  const child = spawn('pgbouncer', ['-q', join(folder, 'pgbouncer.ini')], {
    env: { ...process.env, PATH: `${process.env.PATH}:/usr/sbin` },
    stdio: 'ignore',
    ...(process.getuid?.() === 0 ? { uid: NOBODY } : {}),
  });
  await once(child, 'spawn');
  await until(() => reachable(port));
  return {
    url: (databaseUrl) => {
      const through = new URL(databaseUrl);
      through.host = `127.0.0.1:${port}`;
      return through.href;
    },
    end: async () => {
      await endProcess(child);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function reachable(port: number): Promise<true | undefined> {
  const socket = connect(port, '127.0.0.1');
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return undefined;
  } finally {
    socket.destroy();
  }
}
