import { z } from 'zod';
import { isLoopbackName } from '../base/loopback';
import { parseDay } from '../engine/calendar/epoch-day';
import { parseInstant } from '../engine/calendar/instant';
import { isAddress, isNetwork, isOrigin } from './address';
import { POLICY } from './policy';

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

const seed = z.strictObject({ date: dayOrInstant, hypothetical: flag.default(true) });

/** What `config/pacta.yaml` may say. Environment variables of the table below win over it. */
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
    /** Where readers reach the service: the links of messages start with it. Without it, where it listens. */
    publicUrl: z
      .string()
      .refine(isOrigin, {
        error:
          'a scheme and a host, with a port perhaps and without a path, such as https://pacta.example.org',
      })
      .transform((text) => new URL(text).origin)
      .optional(),
    /** When reminders of the calendar ring on their day, in the agreement's zone; 09:00 unless set. */
    calendarAlarmAt: z
      .string()
      .regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'a time of day such as 09:00')
      .optional(),
    /** Everybody may read; what was done by whom, internal notes and webhooks stay hidden. */
    publicRead: flag.default(false),
    /** For trials: requests from this machine need no token until somebody is given one. */
    openToThisMachine: flag.default(false),
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
    /** Working calendars of one's own, one YAML file each; `calendars` in the data directory unless set. */
    calendarsDir: z.string().min(1).exactOptional(),
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
    secretKey: z
      .string()
      .refine(isSecretKey, { error: 'base64 of 32 bytes, as `openssl rand -base64 32` prints' })
      .optional(),
    /** Start with the agreements of `config/agreements`. */
    shippedAgreements: flag.default(true),
  })
  .refine(
    ({ openToThisMachine, host, publicRead }) =>
      !openToThisMachine || (isLoopbackName(host) && !publicRead),
    {
      path: ['openToThisMachine'],
      error: 'false where host is not this machine’s own address, or where publicRead is true',
    },
  );

export type SigningSeed = z.infer<typeof seed>;
export type Settings = z.infer<typeof fileSchema>;
/** With every path made absolute. */
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
