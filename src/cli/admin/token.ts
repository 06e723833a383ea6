import { operatorTokenFile } from '../../access/sign-in/operator-file';
import { type PresentedToken, tokenSchema } from '../../access/token/token-schema';
import { openDatabase } from '../../app/database';
import { pointerOf, Refusal } from '../../base/refusal';
import { cleanLine } from '../../base/text/clean';
import { readSettings } from '../../config/settings';
import { print } from '../output/print';
import { withTokens } from './token-work';

interface CreateOptions {
  name: string;
  role: string;
  kind: string;
  agreement?: string[];
  expires?: string;
}

/** `pacta token create`: prints the token, once. */
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
  const text = await withTokens('token create', (tokens) => tokens.create(read.data), openDatabase);
  print(`${text}\nIt is shown this once; only its hash is stored.\n`);
}

/** `pacta token list` */
export async function listTokens(): Promise<void> {
  const tokens = await withTokens('token list', (work) => work.list());
  for (const token of tokens) print(`${line(token)}\n`);
  if (tokens.length === 0) print('No token was made yet: pacta token create\n');
}

/** `pacta token revoke` */
export async function revokeToken(id: string): Promise<void> {
  await withTokens('token revoke', (tokens) => tokens.revoke(id));
  print(`${id} is revoked, and every session that was opened by it.\n`);
}

/** `pacta token renew`: the operator's token. */
export async function renewToken(): Promise<void> {
  const settings = readSettings();
  const text = await withTokens('token renew', (tokens) => tokens.renew());
  const place =
    settings.databaseUrl === undefined
      ? `It lies in ${operatorTokenFile(settings.dataDir)}.`
      : `${text}\nIt is shown this once; only its hash is stored.`;
  print(
    `The operator’s token was made anew; the former one and its sessions are ended. ${place}\n`,
  );
}

function line(token: PresentedToken): string {
  const until = token.revokedAt === null ? (token.expiresAt ?? 'no end') : 'revoked';
  const on = token.agreements?.join(', ') ?? 'every agreement';
  return cleanLine([token.id, token.kind, token.role, on, until, token.name].join('  '));
}
