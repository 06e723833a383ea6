import { spawn } from 'node:child_process';
import { accessSync, constants, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { endProcess } from './end-process';
import { until } from './until';

/** A web server that forwards everything to one address, configured by the first example of its manual. */
export interface ProxyProgram {
  name: string;
  command: string;
  /** @param port of the web server; @param to the URL to forward to, without a closing slash. */
  configuration(port: number, to: string, folder: string): string;
  words(file: string, folder: string): readonly string[];
}

/** https://docs.nginx.com/nginx/admin-guide/web-server/reverse-proxy/: `proxy_pass` and nothing else. */
const nginx: ProxyProgram = {
  name: 'nginx',
  command: 'nginx',
  configuration: (port, to, folder) => `
daemon off; worker_processes 1; pid ${folder}/pid; error_log ${folder}/log;
events { worker_connections 64; }
http {
  access_log off;
  client_body_temp_path ${folder}/a; proxy_temp_path ${folder}/b; fastcgi_temp_path ${folder}/c;
  uwsgi_temp_path ${folder}/d; scgi_temp_path ${folder}/e;
  server { listen 127.0.0.1:${port}; location / { proxy_pass ${to}; } }
}
`,
  words: (file, folder) => ['-c', file, '-p', folder, '-e', join(folder, 'log')],
};

/** https://httpd.apache.org/docs/2.4/howto/reverse_proxy.html: `ProxyPass` and `ProxyPassReverse`. */
const apache: ProxyProgram = {
  name: 'apache2',
  command: 'apache2',
  configuration: (port, to, folder) => `
ServerRoot ${folder}
ServerName 127.0.0.1
Listen 127.0.0.1:${port}
PidFile ${folder}/pid
ErrorLog ${folder}/log
DefaultRuntimeDir ${folder}
Mutex file:${folder} default
${['mpm_event', 'authz_core', 'proxy', 'proxy_http']
  .map((module) => `LoadModule ${module}_module /usr/lib/apache2/modules/mod_${module}.so`)
  .join('\n')}
User nobody
ProxyPass "/" "${to}/"
ProxyPassReverse "/" "${to}/"
`,
  words: (file) => ['-f', file, '-DFOREGROUND'],
};

/** https://caddyserver.com/docs/quick-starts/reverse-proxy: `reverse_proxy`. */
const caddy: ProxyProgram = {
  name: 'caddy',
  command: 'caddy',
  configuration: (port, to, folder) => `
{
  admin off
  storage file_system ${folder}
}
http://:${port} {
  bind 127.0.0.1
  reverse_proxy ${to.replace('http://', '')}
}
`,
  words: (file) => ['run', '--config', file, '--adapter', 'caddyfile'],
};

export const PROXIES = [nginx, apache, caddy];

export interface Proxy {
  /** Without a closing slash. */
  url: string;
  stop(): Promise<void>;
}

export async function startProxy(program: ProxyProgram, to: string): Promise<Proxy> {
  const folder = mkdtempSync(join(tmpdir(), `pacta-${program.name}-`));
  const port = await freePort();
  const file = join(folder, 'configuration');
  writeFileSync(file, program.configuration(port, to, folder));
  mkdirSync(join(folder, 'logs'));
  const child = spawn(program.command, program.words(file, folder), {
    env: { ...process.env, PATH: PLACES.join(delimiter), HOME: folder },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  child.stderr.on('data', (part) => {
    said += String(part);
  });
  const url = `http://127.0.0.1:${port}`;
  await until(async () => {
    if (child.exitCode !== null) throw new Error(`${program.name} ended: ${said}`);
    return (await fetch(`${url}/health/live`).catch(() => undefined))?.ok || undefined;
  });
  return {
    url,
    stop: async () => {
      // SIGTERM, so that it ends its own workers.
      const ended = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGTERM');
      const late = setTimeout(() => void endProcess(child), 5_000);
      await ended;
      clearTimeout(late);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

const PLACES = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/sbin'];

/** `describe` for suites that need a program of this machine. Without it the suite is skipped and its name says so; in CI it runs and fails. */
export function withProgram(command: string, suite: () => void): void {
  if (isInstalled(command) || process.env.CI === 'true') describe(command, suite);
  else describe.skip(`${command} (skipped: it is not installed)`, suite);
}

function isInstalled(command: string): boolean {
  return PLACES.some((place) => {
    try {
      accessSync(join(place, command), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' ? (address?.port ?? 0) : 0));
    });
  });
}
