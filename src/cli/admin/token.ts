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
    throw new Refusal('invalid', 'No token was created.', faults);
  }
  const text = await withTokens('token create', (tokens) => tokens.create(read.data), openDatabase);
  print(`${text}\nIt is shown only now: Pacta stores its hash, not the token.\n`);
}

/** `pacta token list` */
export async function listTokens(): Promise<void> {
  const tokens = await withTokens('token list', (work) => work.list());
  for (const token of tokens) print(`${line(token)}\n`);
  if (tokens.length === 0)
    print('There is no token yet. Create one: pacta token create --name NAME\n');
}

/** `pacta token revoke` */
export async function revokeToken(id: string): Promise<void> {
  await withTokens('token revoke', (tokens) => tokens.revoke(id));
  print(`${id} is revoked; the sessions that were opened with it have ended.\n`);
}

/** `pacta token renew`: the operator's token. */
export async function renewToken(): Promise<void> {
  const settings = readSettings();
  const text = await withTokens('token renew', (tokens) => tokens.renew());
  const place =
    settings.databaseUrl === undefined
      ? `The new one is in ${operatorTokenFile(settings.dataDir)}.`
      : `${text}\nIt is shown only now: Pacta stores its hash, not the token.`;
  print(`The operator’s token was replaced; the old one and its sessions have ended. ${place}\n`);
}

function line(token: PresentedToken): string {
  const expiry = token.revokedAt === null ? (token.expiresAt ?? 'no expiry') : 'revoked';
  const on = token.agreements?.join(', ') ?? 'all agreements';
  return cleanLine([token.id, token.kind, token.role, on, expiry, token.name].join('  '));
}
