import { operatorTokenFile, readOperatorToken } from '../../access/sign-in/operator-file';
import { type Service, startService } from '../../app/main';
import { SystemClock } from '../../base/clock';
import { SystemRandomness } from '../../base/randomness';
import { type Fault, Refusal, type RefusalKind } from '../../base/refusal';
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

/** Where a command's work is done: by the service that runs on the data, or by this process. */
export type Worker = Running | { service: Service };

/**
 * Two programs never write to one SQLite file: while a service holds it, a command goes through it over HTTP;
 * otherwise this process takes it for as long as the command lasts. On PostgreSQL this process is one replica
 * more.
 * @throws Refusal 'unavailable' when the data is held by something that told no address.
 */
export async function worker(settings: Settings): Promise<Worker> {
  const running = holderOf(settings);
  if (running !== undefined) return running;
  const foundation = {
    // Links lead to the service, which is not running, and not to this process.
    settings: { ...settings, port: 0, publicUrl: settings.publicUrl ?? addressOf(settings) },
    clock: new SystemClock(),
    randomness: new SystemRandomness(),
    delivery: { ...DELIVERY_DEFAULTS, ...settings.webhooks },
  };
  return { service: await startService(foundation, ['error']) };
}

const KINDS: Readonly<Record<number, RefusalKind>> = {
  401: 'unauthenticated',
  403: 'forbidden',
  404: 'not-found',
  409: 'conflict',
  429: 'unavailable',
  503: 'unavailable',
};

/**
 * Asks the service that runs, by the token in PACTA_TOKEN, or else the operator's.
 * @param path with its leading slash.
 * @throws Refusal that says what the service said.
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
  const { detail, errors = [] } = (await response.json()) as { detail: string; errors?: Fault[] };
  const hint =
    response.status === 401
      ? ` A service runs on this data. Put a token for it into PACTA_TOKEN, or run this as who may read ${operatorTokenFile(dataDir)}; where that one was revoked, stop the service: npx pacta token renew makes another.`
      : '';
  throw new Refusal(KINDS[response.status] ?? 'invalid', detail + hint, errors);
}

/**
 * The service that holds the data, if one does.
 * @throws Refusal 'unavailable' when the data is held by something that told no address.
 */
export function holderOf({ databaseUrl, dataDir }: Settings): Running | undefined {
  if (databaseUrl !== undefined || !isDirectoryTaken(dataDir)) return undefined;
  const url = addressOfHolder(dataDir);
  if (url !== undefined) return { url, dataDir };
  throw new Refusal(
    'unavailable',
    `The data directory ${dataDir} is in use by a process that answers no requests. Try again, or stop it.`,
  );
}
