import { z } from 'zod';
import { Operator } from '../../access/sign-in/operator';
import {
  newTokenFrom,
  type PresentedToken,
  presentedTokenSchema,
  presentToken,
  type TokenRequest,
} from '../../access/token/token-schema';
import { Tokens } from '../../access/token/tokens';
import { openExistingDatabase } from '../../app/database';
import { recordWrites } from '../../audit/audit';
import { SystemClock } from '../../base/clock';
import { SystemRandomness } from '../../base/randomness';
import { readSettings } from '../../config/settings';
import { ask, holderOf, type Running } from '../output/running-service';
import { asCommand } from './audit';

/** The work on tokens, done by the running service or by this process. */
interface TokenWork {
  /** @returns the token's text. */
  create(request: TokenRequest): Promise<string>;
  list(): Promise<readonly PresentedToken[]>;
  revoke(id: string): Promise<void>;
  /** Replaces the operator's token. @returns its text. */
  renew(): Promise<string>;
}

/**
 * @param command the name of the command in the audit, where this process writes.
 * @param open opens the data where no service runs on it.
 */
export async function withTokens<T>(
  command: string,
  work: (tokens: TokenWork) => Promise<T>,
  open = openExistingDatabase,
): Promise<T> {
  const settings = readSettings();
  const running = holderOf(settings);
  if (running !== undefined) return work(overHttp(running));
  const clock = new SystemClock();
  const randomness = new SystemRandomness();
  const store = await open(settings, clock);
  try {
    recordWrites(store, clock);
    const tokens = new Tokens(store, clock, randomness);
    const operator = new Operator(store, tokens, clock, randomness, settings);
    return await asCommand(command, () => work(stored(tokens, operator)));
  } finally {
    await store.close();
  }
}

function stored(tokens: Tokens, operator: Operator): TokenWork {
  return {
    create: async (request) => (await tokens.create(newTokenFrom(request))).text,
    list: async () => (await tokens.list('', Number.MAX_SAFE_INTEGER)).map(presentToken),
    revoke: (id) => tokens.revoke(id),
    renew: async () => (await operator.renew()).text,
  };
}

const pageSchema = z.object({ items: z.array(presentedTokenSchema), next: z.string().nullable() });
const createdSchema = z.object({ token: z.string() });

function overHttp(running: Running): TokenWork {
  const created = async (path: string, body?: TokenRequest): Promise<string> => {
    const json = { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
    const init = { method: 'POST', ...(body === undefined ? {} : json) };
    return createdSchema.parse(await (await ask(running, path, init)).json()).token;
  };
  return {
    create: (request) => created('/v1/tokens', request),
    list: async () => {
      const all: PresentedToken[] = [];
      let cursor: string | null = '';
      while (cursor !== null) {
        const query: string = cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`;
        const answer = await ask(running, `/v1/tokens?limit=1000${query}`);
        const page = pageSchema.parse(await answer.json());
        all.push(...page.items);
        cursor = page.next;
      }
      return all;
    },
    revoke: async (id) => {
      await ask(running, `/v1/tokens/${encodeURIComponent(id)}`, { method: 'DELETE' });
    },
    renew: () => created('/v1/tokens/operator'),
  };
}
