import { z } from 'zod';
import { operatorTokenFile, readOperatorToken } from '../../access/sign-in/operator-file';
import { type Service, startService } from '../../app/main';
import { SystemClock } from '../../base/clock';
import { SystemRandomness } from '../../base/randomness';
import { Refusal, type RefusalKind } from '../../base/refusal';
import { readToken } from '../../config/settings';
import type { Settings } from '../../config/settings-schema';
import { DELIVERY_DEFAULTS } from '../../delivery/delivery-settings';
import { addressOf } from '../../outbox/public-url';
import { addressOfHolder } from '../../store/directory/data-directory';
import { isDirectoryTaken } from '../../store/directory/directory-lock';

/** A service that runs on the data of the settings. */
export interface Running {
  /** Without a closing slash. */
  url: string;
  dataDir: string;
}

/** The running service, or a service that was started in this process. */
type Worker = Running | { service: Service };

/**
 * Finds or starts the service that does a command's work. Only one process may write to an SQLite file: while a service
 * runs on it, the command uses that service over HTTP; otherwise this process starts one for the time of the command. On
 * PostgreSQL this process is a further replica.
 * @throws Refusal 'unavailable' when a process without an address holds the data.
 */
export async function worker(settings: Settings): Promise<Worker> {
  const running = holderOf(settings);
  if (running !== undefined) return running;
  const foundation = {
    // Links in messages lead to the configured address, not to this process.
    settings: { ...settings, port: 0, publicUrl: settings.publicUrl ?? addressOf(settings) },
    clock: new SystemClock(),
    randomness: new SystemRandomness(),
    delivery: { ...DELIVERY_DEFAULTS, ...settings.webhooks },
  };
  return { service: await startService(foundation, ['error']) };
}

/** A problem (RFC 9457) as the service answers it. */
const problemSchema = z.object({
  detail: z.string(),
  errors: z
    .array(
      z.object({
        pointer: z.string(),
        detail: z.string(),
        expected: z.string().exactOptional(),
        example: z.string().exactOptional(),
        line: z.number().exactOptional(),
        column: z.number().exactOptional(),
        excerpt: z.string().exactOptional(),
      }),
    )
    .default([]),
});

const KINDS: Readonly<Record<number, RefusalKind>> = {
  401: 'unauthenticated',
  403: 'forbidden',
  404: 'not-found',
  409: 'conflict',
  429: 'unavailable',
  503: 'unavailable',
};

/**
 * Sends a request to the running service, with the token in PACTA_TOKEN or else the operator's.
 * @param path with its leading slash.
 * @throws Refusal with the problem that the service answered.
 */
export async function ask(
  { url, dataDir }: Running,
  path: string,
  init: RequestInit = {},
): Promise<Response> {
  const token = readToken() ?? readOperatorToken(dataDir);
  const headers = new Headers(init.headers);
  if (token !== undefined) headers.set('authorization', `Bearer ${token}`);
  const response = await fetch(`${url}${path}`, { ...init, headers });
  if (response.ok) return response;
  const { detail, errors } = problemSchema.parse(await response.json());
  const hint =
    response.status === 401
      ? ` A service runs on this data. Set PACTA_TOKEN to a token of it, or run this command as a user who may read ${operatorTokenFile(dataDir)}. If that token was revoked, stop the service and run npx pacta token renew.`
      : '';
  throw new Refusal(KINDS[response.status] ?? 'invalid', detail + hint, errors);
}

/**
 * The service that runs on the data, if there is one.
 * @throws Refusal 'unavailable' when a process without an address holds the data.
 */
export function holderOf({ databaseUrl, dataDir }: Settings): Running | undefined {
  if (databaseUrl !== undefined || !isDirectoryTaken(dataDir)) return undefined;
  const url = addressOfHolder(dataDir);
  if (url !== undefined) return { url, dataDir };
  throw new Refusal(
    'unavailable',
    `The data directory ${dataDir} is in use by a process that answers no requests: a command, or a service that is starting. Try again, or stop it.`,
  );
}
