import { z } from 'zod';
import type { LimitName } from '../base/limits/limits';
import { isWebAddress } from '../base/text/web-address';
import { parseDay } from '../engine/calendar/epoch-day';
import { parseInstant } from '../engine/calendar/instant';
import { isAddress, isLoopbackName, isNetwork, isOrigin } from './address';
import { DEFAULT_LIMITS, LIMITS, POLICY } from './policy';

const dayOrInstant = z.string().refine(isInRange, {
  error: `a day from ${POLICY.earliestDay} to ${POLICY.latestDay}, such as 2025-11-27, or an instant with its offset`,
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

const whole = (what: string, least: number, most: number) => {
  const error = `${what} from ${least} to ${most}`;
  return z.coerce.number({ error }).int(error).min(least, error).max(most, error);
};

const HEARTBEAT_URL = 'an https URL such as https://hc-ping.com/0b5f4f0e-…';

const seed = z.strictObject({ date: dayOrInstant, hypothetical: flag.default(true) });

const limit = (name: LimitName) => {
  const { value, least, most, bounds } = LIMITS[name];
  const error = `a whole number from ${least} to ${most}: ${bounds}`;
  return z.coerce.number({ error }).int(error).min(least, error).max(most, error).default(value);
};

/** Limits on requests, texts and agreements. */
const limits = z.strictObject({
  bodyBytes: limit('bodyBytes'),
  documentBytes: limit('documentBytes'),
  depth: limit('depth'),
  values: limit('values'),
  tokens: limit('tokens'),
  entries: limit('entries'),
  occurrences: limit('occurrences'),
  dependence: limit('dependence'),
  facts: limit('facts'),
  faults: limit('faults'),
  fileBytes: limit('fileBytes'),
  filePages: limit('filePages'),
  fileUnpackedBytes: limit('fileUnpackedBytes'),
  fileSeconds: limit('fileSeconds'),
  fileMegabytes: limit('fileMegabytes'),
});

/** The limits that a setting overrides. */
export const limitNames = limits.keyof().options;

/** The keys of `config/pacta.yaml`. Environment variables override them (`settings.ts`). */
export const fileSchema = z
  .strictObject({
    port: z.coerce
      .number({ error: 'a port from 0 to 65535' })
      .int()
      .min(0)
      .max(65535)
      .default(3210),
    /** The address to listen on. */
    host: z
      .string()
      .refine(isAddress, { error: 'an address such as 127.0.0.1 or 0.0.0.0' })
      .default('127.0.0.1'),
    /** The public URL, with which links in messages begin. Default: the address it listens on. */
    publicUrl: z
      .string()
      .refine(isOrigin, {
        error:
          'a scheme and a host, with a port perhaps and without a path, such as https://pacta.example.org',
      })
      .transform((text) => new URL(text).origin)
      .optional(),
    /** The time of calendar reminders, in the agreement's zone. Default: 09:00. */
    calendarAlarmAt: z
      .string()
      .regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'a time of day such as 09:00')
      .optional(),
    /** Reading needs no token; actors, internal notes and webhooks stay hidden. */
    publicRead: flag.default(false),
    /** For trials: requests from this machine need no token until the first token is created. */
    openToThisMachine: flag.default(false),
    /** Networks of proxies whose X-Forwarded-For and X-Forwarded-Host are used. */
    trustedProxies: z.array(network).default([]),
    /** How long it still answers after SIGTERM, while a load balancer takes it out. */
    drainSeconds: z.coerce
      .number({ error: 'seconds from 0 to 300' })
      .int()
      .min(0)
      .max(300)
      .default(3),
    /** Requests of one client that are open at once, streams of events included: by token, else by address. */
    connectionsPerClient: z.coerce
      .number({ error: 'a number from 1 to 10000' })
      .int()
      .min(1, 'a number from 1 to 10000')
      .max(10_000, 'a number from 1 to 10000')
      .default(500),
    /** After how many seconds a connection ends whose client takes nothing of its answer. */
    stallSeconds: z.coerce
      .number({ error: 'seconds from 1 to 300' })
      .int()
      .min(1, 'seconds from 1 to 300')
      .max(300, 'seconds from 1 to 300')
      .default(30),
    dataDir: z.string().min(1).default('data'),
    /** Own working calendars, one YAML file each. Default: `calendars` in the data directory. */
    calendarsDir: z.string().min(1).exactOptional(),
    databaseUrl: z
      .string()
      .regex(/^postgres(ql)?:\/\//, 'a URL such as postgres://user:password@127.0.0.1:5432/pacta')
      .optional(),
    /** The signing date of each agreement at its first start, by agreement id; `all` for the others. */
    signing: z.record(z.string(), seed).default({}),
    webhooks: z
      .strictObject({
        allowedNetworks: z.array(network).default([]),
        /** How long the log keeps attempts, and finished deliveries. */
        attemptsKeptDays: days.exactOptional(),
        deliveriesKeptDays: days.exactOptional(),
        /** Writes what the log deletes to files in `dataDir` first. */
        archive: flag.exactOptional(),
      })
      .default({ allowedNetworks: [] }),
    /** Where a request is sent after each sweep that was whole, while no delivery is stuck. */
    heartbeat: z
      .strictObject({
        url: z.string().refine(isWebAddress, { error: HEARTBEAT_URL }),
        method: z.enum(['GET', 'POST'], { error: 'GET or POST' }).default('GET'),
        /** The shortest time between two. */
        everySeconds: whole('seconds', 10, 86_400).default(60),
        /** After how long deliveries that do not arrive are stuck. */
        stuckMinutes: whole('minutes', 1, 10_080).default(15),
      })
      .optional(),
    /** Processes that answer requests which take long; with `count` 0 the service answers them itself. */
    workers: z
      .strictObject({
        count: whole('workers', 0, 64).default(2),
        /** The CPU time that one request may use. */
        seconds: whole('seconds', 1, 3_600).default(20),
        /** The most memory that one worker may use. */
        megabytes: whole('megabytes', 100, 100_000).default(400),
      })
      .default({ count: 2, seconds: 20, megabytes: 400 }),
    limits: limits.default(DEFAULT_LIMITS),
    /** The key that encrypts webhook secrets. Default: a key in the data directory, created at the first start. */
    secretKey: z
      .string()
      .refine(isSecretKey, { error: 'base64 of 32 bytes, as `openssl rand -base64 32` prints' })
      .optional(),
    /** Adds the agreements of `config/agreements` at the start. */
    shippedAgreements: flag.default(true),
  })
  .refine(
    ({ openToThisMachine, host, publicRead }) =>
      !openToThisMachine || (isLoopbackName(host) && !publicRead),
    {
      path: ['openToThisMachine'],
      error: 'false if host is not this machine’s own address, or if publicRead is true',
    },
  );

export type SigningSeed = z.infer<typeof seed>;
export type Settings = z.infer<typeof fileSchema>;
/** The settings with absolute paths. */
export type ResolvedSettings = Settings & { calendarsDir: string };

function isInRange(text: string): boolean {
  const instant = parseInstant(text);
  const day = instant === undefined ? text : new Date(instant).toISOString().slice(0, 10);
  return parseDay(day) !== undefined && day >= POLICY.earliestDay && day <= POLICY.latestDay;
}

function isSecretKey(text: string): boolean {
  const key = Buffer.from(text, 'base64');
  return key.length === 32 && key.toString('base64') === text;
}
