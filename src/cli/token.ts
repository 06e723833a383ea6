import { readSettings } from '../../config/settings';
import { type PresentedToken, presentToken, tokenSchema, wishOf } from '../access/token-schema';
import { Tokens } from '../access/tokens';
import { recordWrites } from '../audit/audit';
import { SystemClock } from '../clock';
import { SystemRandomness } from '../randomness';
import { pointerOf, Refusal } from '../refusal';
import { openExisting, openStore } from '../store/open';
import { cleanLine } from '../text/clean';
import { asCommand } from './audit';
import { print } from './output';

interface CreateOptions {
  name: string;
  role: string;
  kind: string;
  agreement?: string[];
  expires?: string;
}

/** `pacta token create`: prints the token, once. A running service makes them over its API instead. */
export async function createToken(options: CreateOptions): Promise<void> {
  const { agreement, expires, ...rest } = options;
  const read = tokenSchema.safeParse({
    ...rest,
    ...(agreement === undefined ? {} : { agreements: agreement }),
    ...(expires === undefined ? {} : { expiresAt: expires }),
  });
  if (!read.success) {
    const faults = read.error.issues.map(({ path, message }) => ({
      pointer: pointerOf(path),
      detail: message,
    }));
    throw new Refusal('invalid', 'No token was made.', faults);
  }
  const wish = wishOf(read.data);
  const text = await withTokens(
    'token create',
    async (tokens) => (await tokens.create(wish)).text,
    openStore,
  );
  print(`${text}\nIt is shown this once; only its hash is stored.\n`);
}

/** `pacta token list` */
export async function listTokens(): Promise<void> {
  const rows = await withTokens('token list', (tokens) => tokens.list('', Number.MAX_SAFE_INTEGER));
  for (const row of rows) print(`${line(presentToken(row))}\n`);
  if (rows.length === 0) print('No token was made yet: pacta token create\n');
}

/** `pacta token revoke` */
export async function revokeToken(id: string): Promise<void> {
  await withTokens('token revoke', (tokens) => tokens.revoke(id));
  print(`${id} lets nobody in any more.\n`);
}

async function withTokens<T>(
  command: string,
  work: (tokens: Tokens) => Promise<T>,
  open = openExisting,
): Promise<T> {
  const clock = new SystemClock();
  const store = await open(readSettings(), clock);
  try {
    recordWrites(store, clock);
    const tokens = new Tokens(store, clock, new SystemRandomness());
    return await asCommand(command, () => work(tokens));
  } finally {
    await store.close();
  }
}

function line(token: PresentedToken): string {
  const until = token.revokedAt === null ? (token.expiresAt ?? 'no end') : 'revoked';
  const on = token.agreements?.join(', ') ?? 'every agreement';
  return cleanLine([token.id, token.kind, token.role, on, until, token.name].join('  '));
}
