import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseEnv } from 'node:util';
import type { z } from 'zod';
import { isRecord } from '../base/guards';
import { limitVariable } from '../base/limits/limits';
import { type Fault, Refusal } from '../base/refusal';
import { decodeText } from '../base/text/decode';
import { readSource } from '../base/text/source';
import { DEFAULT_LIMITS, LIMITS } from './policy';
import { PROJECT_ROOT } from './root';
import { fileSchema, limitNames, type ResolvedSettings } from './settings-schema';

/** Keys and values, as a YAML file holds them. */
type Tree = Record<string, unknown>;

interface Variable {
  name: string;
  path: readonly string[];
  example?: string;
  read?: (value: string) => unknown;
}

const VARIABLES: readonly Variable[] = [
  { name: 'PACTA_PORT', path: ['port'], example: '3210' },
  { name: 'PACTA_HOST', path: ['host'], example: '0.0.0.0' },
  { name: 'PACTA_PUBLIC_URL', path: ['publicUrl'], example: 'https://pacta.example.org' },
  { name: 'PACTA_CALENDAR_ALARM_AT', path: ['calendarAlarmAt'], example: '09:00' },
  { name: 'PACTA_PUBLIC_READ', path: ['publicRead'], example: 'true' },
  { name: 'PACTA_OPEN_TO_THIS_MACHINE', path: ['openToThisMachine'], example: 'false' },
  { name: 'PACTA_TRUSTED_PROXIES', path: ['trustedProxies'], example: '10.0.0.0/8', read: listOf },
  { name: 'PACTA_DRAIN_SECONDS', path: ['drainSeconds'], example: '3' },
  {
    name: 'PACTA_CONNECTIONS_PER_CLIENT',
    path: ['connectionsPerClient'],
    example: '500',
  },
  { name: 'PACTA_STALL_SECONDS', path: ['stallSeconds'], example: '30' },
  { name: 'PACTA_DATA_DIR', path: ['dataDir'], example: './data' },
  { name: 'PACTA_CALENDARS_DIR', path: ['calendarsDir'], example: './data/calendars' },
  { name: 'DATABASE_URL', path: ['databaseUrl'], example: 'postgres://pacta@127.0.0.1:5432/pacta' },
  {
    name: 'PACTA_SIGNING',
    path: ['signing'],
    example: '2025-11-27',
    // One date for all agreements replaces the dates in the file.
    read: (date) => ({ all: { date } }),
  },
  { name: 'PACTA_SIGNING_HYPOTHETICAL', path: ['signing', 'all', 'hypothetical'], example: 'true' },
  {
    name: 'PACTA_WEBHOOK_ALLOWED_NETWORKS',
    path: ['webhooks', 'allowedNetworks'],
    example: '127.0.0.0/8,10.0.0.0/8',
    read: listOf,
  },
  { name: 'PACTA_WEBHOOK_ARCHIVE', path: ['webhooks', 'archive'], example: 'true' },
  {
    name: 'PACTA_HEARTBEAT_URL',
    path: ['heartbeat', 'url'],
    example: 'https://hc-ping.com/0b5f4f0e-…',
  },
  { name: 'PACTA_HEARTBEAT_METHOD', path: ['heartbeat', 'method'], example: 'POST' },
  { name: 'PACTA_HEARTBEAT_SECONDS', path: ['heartbeat', 'everySeconds'], example: '60' },
  { name: 'PACTA_HEARTBEAT_STUCK_MINUTES', path: ['heartbeat', 'stuckMinutes'], example: '15' },
  { name: 'PACTA_WORKERS', path: ['workers', 'count'], example: '2' },
  { name: 'PACTA_WORKER_SECONDS', path: ['workers', 'seconds'], example: '20' },
  { name: 'PACTA_WORKER_MEGABYTES', path: ['workers', 'megabytes'], example: '400' },
  ...limitNames.map((name) => ({
    name: limitVariable(name),
    path: ['limits', name],
    example: String(LIMITS[name].value),
  })),
  // No example, since it would be copied and used as a key.
  { name: 'PACTA_SECRET_KEY', path: ['secretKey'] },
  { name: 'PACTA_SHIPPED_AGREEMENTS', path: ['shippedAgreements'], example: 'true' },
];

/** Keys whose values are never shown in a fault. */
const SECRET_KEYS = ['secretKey', 'heartbeat'];

const EXAMPLES: Readonly<Record<string, string>> = {
  port: 'port: 3210',
  host: 'host: 0.0.0.0',
  publicUrl: 'publicUrl: https://pacta.example.org',
  calendarAlarmAt: 'calendarAlarmAt: "09:00"',
  publicRead: 'publicRead: true',
  openToThisMachine: 'openToThisMachine: false',
  trustedProxies: 'trustedProxies: ["10.0.0.0/8"]',
  drainSeconds: 'drainSeconds: 3',
  connectionsPerClient: 'connectionsPerClient: 500',
  stallSeconds: 'stallSeconds: 30',
  dataDir: 'dataDir: ./data',
  calendarsDir: 'calendarsDir: ./data/calendars',
  databaseUrl: 'databaseUrl: postgres://pacta@127.0.0.1:5432/pacta',
  signing: 'signing: {ukraine-28-point: {date: "2025-11-27", hypothetical: true}}',
  webhooks: 'webhooks: {allowedNetworks: ["127.0.0.0/8"]}',
  heartbeat: 'heartbeat: {url: "https://hc-ping.com/0b5f4f0e-…"}',
  workers: 'workers: {count: 2, seconds: 20, megabytes: 400}',
  limits: 'limits: {entries: 10000}',
  shippedAgreements: 'shippedAgreements: true',
};

/**
 * Reads the configuration: `.env`, `config/pacta.yaml` (or the file in `PACTA_CONFIG`) and the environment, which overrides
 * both.
 * @throws Refusal 'invalid' that lists every fault with its file or variable, key, value and what was expected.
 */
export function readSettings(environment: NodeJS.ProcessEnv = withDotEnv()): ResolvedSettings {
  const file = environment.PACTA_CONFIG
    ? resolve(environment.PACTA_CONFIG)
    : join(PROJECT_ROOT, 'config', 'pacta.yaml');
  const written = readFile(file, environment.PACTA_CONFIG !== undefined);
  const set: Variable[] = [];
  for (const variable of VARIABLES) {
    const value = environment[variable.name];
    if (!value) continue;
    set.push(variable);
    put(written, variable.path, variable.read ? variable.read(value) : value);
  }
  const parsed = fileSchema.safeParse(written);
  if (!parsed.success) {
    throw refusal(parsed.error.issues.map((issue) => fault(issue, written, file, set)));
  }
  const dataDir = resolve(PROJECT_ROOT, parsed.data.dataDir);
  const calendarsDir = resolve(
    PROJECT_ROOT,
    parsed.data.calendarsDir ?? join(dataDir, 'calendars'),
  );
  return { ...parsed.data, dataDir, calendarsDir };
}

/** `PACTA_TOKEN`: the token that commands send to a running service. */
export function readToken(environment: NodeJS.ProcessEnv = withDotEnv()): string | undefined {
  return environment.PACTA_TOKEN || undefined;
}

/** Whether this machine has a display; always true on systems other than Linux. */
export function readDisplay(environment: NodeJS.ProcessEnv = process.env): boolean {
  const { DISPLAY, WAYLAND_DISPLAY } = environment;
  return process.platform !== 'linux' || Boolean(DISPLAY) || Boolean(WAYLAND_DISPLAY);
}

function withDotEnv(): NodeJS.ProcessEnv {
  const file = join(PROJECT_ROOT, '.env');
  if (!existsSync(file)) return process.env;
  const written = parseEnv(decodeText(readFileSync(file), { name: file, file }));
  for (const [name, value] of Object.entries(written)) process.env[name] ??= value;
  return process.env;
}

function readFile(file: string, mustExist: boolean): Tree {
  if (!existsSync(file)) {
    if (!mustExist) return {};
    throw refusal([{ pointer: '', detail: `${file} does not exist`, expected: 'a YAML file' }]);
  }
  const { value, faults } = readSource(
    decodeText(readFileSync(file), { name: file, file }),
    file,
    DEFAULT_LIMITS,
  );
  if (faults.length > 0)
    throw refusal(faults.map((one) => ({ ...one, detail: `${file}: ${one.detail}` })));
  if (value === null) return {};
  if (!isRecord(value)) {
    throw refusal([{ pointer: '', detail: `${file} is not a mapping of keys to values` }]);
  }
  return { ...value };
}

function put(target: Tree, path: readonly string[], value: unknown): void {
  const [key = '', ...rest] = path;
  if (rest.length === 0) {
    target[key] = value;
    return;
  }
  const inner = target[key];
  const next: Tree = isRecord(inner) ? { ...inner } : {};
  target[key] = next;
  put(next, rest, value);
}

function fault(
  issue: z.core.$ZodIssue,
  written: Tree,
  file: string,
  set: readonly Variable[],
): Fault {
  const path = issue.path.map(String);
  const variable = set.find((candidate) => candidate.path.every((key, i) => path[i] === key));
  const value = path.reduce<unknown>(
    (inner, key) => (isRecord(inner) ? inner[key] : undefined),
    written,
  );
  const where = variable
    ? `environment variable ${variable.name}`
    : `${file}, key ${path.join('.')}`;
  const example = exampleOf(path[0] ?? '', variable);
  return {
    pointer: `/${path.join('/')}`,
    detail: `${where}: got ${shown(path[0], value)}`,
    expected: issue.message,
    ...(example === undefined ? {} : { example }),
  };
}

function exampleOf(key: string, variable: Variable | undefined): string | undefined {
  if (variable === undefined)
    return key === 'secretKey' ? undefined : (EXAMPLES[key] ?? 'port: 3210');
  return variable.example === undefined ? undefined : `${variable.name}=${variable.example}`;
}

function shown(key: string | undefined, value: unknown): string {
  if (SECRET_KEYS.includes(key ?? '')) return `${String(value).length} characters`;
  return JSON.stringify(value) ?? 'nothing';
}

function refusal(faults: readonly Fault[]): Refusal {
  return new Refusal('invalid', 'The configuration has faults; nothing was started.', faults);
}

function listOf(value: string): string[] {
  return value.split(',').map((part) => part.trim());
}
