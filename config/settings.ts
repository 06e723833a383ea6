import { existsSync, readFileSync } from 'node:fs';
import { isAbsolute, join, resolve } from 'node:path';
import { parseDocument } from 'yaml';
import { z } from 'zod';
import { type Fault, Refusal } from '../src/refusal';
import { parseDay } from '../src/schedule/epoch-day';
import { isAddress, isNetwork } from './address';
import { POLICY } from './policy';
import { PROJECT_ROOT } from './root';

const civilDay = z.string().refine(isDayInRange, {
  error: `a day from ${POLICY.earliestDay} to ${POLICY.latestDay}, such as 2025-11-27`,
});
const network = z.string().refine(isNetwork, { error: 'a network such as 127.0.0.0/8' });
const flag = z
  .union([z.boolean(), z.enum(['true', 'false'])], { error: 'true or false' })
  .transform((value) => value === true || value === 'true');

const days = z.coerce
  .number({ error: 'days from 1 to 36500' })
  .int()
  .min(1, 'days from 1 to 36500')
  .max(36_500, 'days from 1 to 36500');

const seed = z.strictObject({ date: civilDay, hypothetical: flag.default(true) });

/** What `config/pacta.yaml` may say. Environment variables of the table below win over it. */
const fileSchema = z.strictObject({
  port: z.coerce.number({ error: 'a port from 0 to 65535' }).int().min(0).max(65535).default(3210),
  /** The address to listen on; any but this machine's own wants a token, or public reading. */
  host: z
    .string()
    .refine(isAddress, { error: 'an address such as 127.0.0.1 or 0.0.0.0' })
    .default('127.0.0.1'),
  /** Everybody may read; what was done by whom, internal notes and webhooks stay hidden. */
  publicRead: flag.default(false),
  /** Networks of the proxies whose X-Forwarded-For and X-Forwarded-Host are believed. */
  trustedProxies: z.array(network).default([]),
  /** How long it goes on answering after SIGTERM, so that a load balancer sees it going. */
  drainSeconds: z.coerce
    .number({ error: 'seconds from 0 to 300' })
    .int()
    .min(0)
    .max(300)
    .default(3),
  dataDir: z.string().min(1).default('data'),
  databaseUrl: z
    .string()
    .regex(/^postgres(ql)?:\/\//, 'a URL such as postgres://user:password@127.0.0.1:5432/pacta')
    .optional(),
  /** The signing date each agreement starts with, by agreement id; `all` for those not named. */
  signing: z.record(z.string(), seed).default({}),
  webhooks: z
    .strictObject({
      allowedNetworks: z.array(network).default([]),
      /** How long the log keeps tries, and finished deliveries themselves. */
      attemptsKeptDays: days.exactOptional(),
      deliveriesKeptDays: days.exactOptional(),
      /** What the log forgets is written to files in `dataDir` first. */
      archive: flag.exactOptional(),
    })
    .default({ allowedNetworks: [] }),
  /** Encrypts the webhooks' secrets; without it a key is made in the data directory. */
  secretKey: z.string().refine(isSecretKey, { error: 'base64 of 32 bytes' }).optional(),
  /** Start with the agreements of `config/agreements`. */
  shippedAgreements: flag.default(true),
});

export type SigningSeed = z.infer<typeof seed>;
export type Settings = z.infer<typeof fileSchema>;

interface Variable {
  name: string;
  path: readonly string[];
  example: string;
  read?: (value: string) => unknown;
}

const VARIABLES: readonly Variable[] = [
  { name: 'PACTA_PORT', path: ['port'], example: '3210' },
  { name: 'PACTA_HOST', path: ['host'], example: '0.0.0.0' },
  { name: 'PACTA_PUBLIC_READ', path: ['publicRead'], example: 'true' },
  { name: 'PACTA_TRUSTED_PROXIES', path: ['trustedProxies'], example: '10.0.0.0/8', read: listOf },
  { name: 'PACTA_DRAIN_SECONDS', path: ['drainSeconds'], example: '3' },
  { name: 'PACTA_DATA_DIR', path: ['dataDir'], example: './data' },
  { name: 'DATABASE_URL', path: ['databaseUrl'], example: 'postgres://pacta@127.0.0.1:5432/pacta' },
  {
    name: 'PACTA_SIGNING',
    path: ['signing'],
    example: '2025-11-27',
    // One date for all replaces what the file says of each.
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
    name: 'PACTA_SECRET_KEY',
    path: ['secretKey'],
    example: '(what `openssl rand -base64 32` prints)',
  },
  { name: 'PACTA_SHIPPED_AGREEMENTS', path: ['shippedAgreements'], example: 'true' },
];

/** Keys whose value is never repeated in a fault. */
const SECRET_KEYS = ['secretKey'];

const EXAMPLES: Readonly<Record<string, string>> = {
  port: 'port: 3210',
  host: 'host: 0.0.0.0',
  publicRead: 'publicRead: true',
  trustedProxies: 'trustedProxies: ["10.0.0.0/8"]',
  drainSeconds: 'drainSeconds: 3',
  dataDir: 'dataDir: ./data',
  databaseUrl: 'databaseUrl: postgres://pacta@127.0.0.1:5432/pacta',
  signing: 'signing: {ukraine-28-point: {date: "2025-11-27", hypothetical: true}}',
  webhooks: 'webhooks: {allowedNetworks: ["127.0.0.0/8"]}',
  secretKey: 'secretKey: (what `openssl rand -base64 32` prints)',
  shippedAgreements: 'shippedAgreements: true',
};

/**
 * Reads configuration whole, once: `.env`, then `config/pacta.yaml` (or the file `PACTA_CONFIG`
 * names), then the environment, which wins.
 * @throws Refusal kind 'invalid' that lists every fault with its file or variable, key, value and cure.
 */
export function readSettings(environment: NodeJS.ProcessEnv = withDotEnv()): Settings {
  const file = environment.PACTA_CONFIG
    ? resolve(environment.PACTA_CONFIG)
    : join(PROJECT_ROOT, 'config', 'pacta.yaml');
  const written = readFile(file, environment.PACTA_CONFIG !== undefined);
  const set = VARIABLES.filter((variable) => environment[variable.name]);
  for (const variable of set) {
    const value = environment[variable.name] as string;
    put(written, variable.path, variable.read ? variable.read(value) : value);
  }
  const parsed = fileSchema.safeParse(written);
  if (!parsed.success) {
    throw refusal(parsed.error.issues.map((issue) => fault(issue, written, file, set)));
  }
  const { dataDir } = parsed.data;
  return {
    ...parsed.data,
    dataDir: isAbsolute(dataDir) ? dataDir : resolve(PROJECT_ROOT, dataDir),
  };
}

/** The token that commands show to a service that runs, `PACTA_TOKEN`. */
export function readToken(environment: NodeJS.ProcessEnv = withDotEnv()): string | undefined {
  return environment.PACTA_TOKEN || undefined;
}

function withDotEnv(): NodeJS.ProcessEnv {
  const file = join(PROJECT_ROOT, '.env');
  if (existsSync(file)) process.loadEnvFile(file);
  return process.env;
}

function readFile(file: string, mustExist: boolean): Record<string, unknown> {
  if (!existsSync(file)) {
    if (!mustExist) return {};
    throw refusal([{ pointer: '', detail: `${file} does not exist`, expected: 'a YAML file' }]);
  }
  const document = parseDocument(readFileSync(file, 'utf8'), { version: '1.2' });
  if (document.errors.length > 0) {
    throw refusal(
      document.errors.map((error) => ({ pointer: '', detail: `${file}: ${error.message}` })),
    );
  }
  const value: unknown = document.toJS();
  if (value === null) return {};
  if (typeof value !== 'object' || Array.isArray(value)) {
    throw refusal([{ pointer: '', detail: `${file} is not a mapping of keys to values` }]);
  }
  return value as Record<string, unknown>;
}

function put(target: Record<string, unknown>, path: readonly string[], value: unknown): void {
  const [key, ...rest] = path as [string, ...string[]];
  if (rest.length === 0) {
    target[key] = value;
    return;
  }
  const inner = target[key];
  const next: Record<string, unknown> =
    typeof inner === 'object' && inner !== null ? { ...inner } : {};
  target[key] = next;
  put(next, rest, value);
}

function fault(
  issue: z.core.$ZodIssue,
  written: Record<string, unknown>,
  file: string,
  set: readonly Variable[],
): Fault {
  const path = issue.path.map(String);
  const variable = set.find((candidate) => candidate.path.every((key, i) => path[i] === key));
  const value = path.reduce<unknown>(
    (inner, key) => (inner as Record<string, unknown> | undefined)?.[key],
    written,
  );
  const where = variable
    ? `environment variable ${variable.name}`
    : `${file}, key ${path.join('.')}`;
  const example = variable
    ? `${variable.name}=${variable.example}`
    : (EXAMPLES[path[0] ?? ''] ?? 'port: 3210');
  return {
    pointer: `/${path.join('/')}`,
    detail: `${where}: got ${shown(path[0], value)}`,
    expected: issue.message,
    example,
  };
}

function shown(key: string | undefined, value: unknown): string {
  if (SECRET_KEYS.includes(key ?? '')) return `${String(value).length} characters`;
  return JSON.stringify(value) ?? 'nothing';
}

function refusal(faults: readonly Fault[]): Refusal {
  return new Refusal('invalid', 'The configuration has faults; nothing was started.', faults);
}

function isDayInRange(text: string): boolean {
  return parseDay(text) !== undefined && text >= POLICY.earliestDay && text <= POLICY.latestDay;
}

function isSecretKey(text: string): boolean {
  const key = Buffer.from(text, 'base64');
  return key.length === 32 && key.toString('base64') === text;
}

function listOf(value: string): string[] {
  return value.split(',').map((part) => part.trim());
}
