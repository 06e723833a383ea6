import { Refusal } from '../base/refusal';
import { POLICY } from '../config/policy';

const ASK_AGAIN_SECONDS = 5;

/** The connection, before a statement reached anything (Node's own codes, and those of PostgreSQL's class 08). */
const NO_CONNECTION = /^(ECONN|ETIMEDOUT|EPIPE|EHOSTUNREACH|ENETUNREACH|EAI_AGAIN|ENOTFOUND|08)/;
/** PostgreSQL starts, stops, or has no connection left. */
const NOT_SERVING = ['57P01', '57P02', '57P03', '53300'];
/** The driver has no code for a connection that ended, or a pool that gave none in time. */
const ENDED =
  /Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error|not queryable|Client was closed/;
/** A document may escape what its own text does not show. */
const UNKEEPABLE = ['22021', '22P05'];
const TOO_LONG = '57014';
const DEADLOCK = ['40001', '40P01'];
const DISK = /^SQLITE_(FULL|IOERR)|^53100$/;

/**
 * What a failure of the database is to its caller: a refusal that says when to ask again, or what it cannot keep.
 * Anything else is returned as it is.
 */
export function asUnavailable(error: unknown): unknown {
  if (UNKEEPABLE.includes(String((error as { code?: unknown } | undefined)?.code))) {
    return new Refusal('invalid', 'A text holds a character that no database keeps (U+0000).');
  }
  const reason = reasonOf(error);
  if (reason === undefined) return error;
  const refusal = new Refusal('unavailable', reason, [], ASK_AGAIN_SECONDS);
  refusal.cause = error;
  return refusal;
}

/** Why PostgreSQL cannot be used by this process at all, by its code, with what to do. */
const NOT_USABLE: Readonly<Record<string, string>> = {
  '28P01': 'it refuses the password. Correct DATABASE_URL',
  '28000': 'it refuses the user. Correct DATABASE_URL, or its pg_hba.conf',
  '3D000': 'it has no database of that name. Create it, or correct DATABASE_URL',
  '42501':
    'the user may not create tables there. Grant it the right, or name another user in DATABASE_URL',
  '53300':
    'it has no connection left. Raise its max_connections, or start fewer processes (docs/operations.md)',
  '57P03': 'it is starting or stopping. Try again soon',
  ENOTFOUND: 'no such host is known. Correct DATABASE_URL',
};

/** Where a database is, without user and password. */
export function placeOf(databaseUrl: string): string {
  const { host, pathname } = new URL(databaseUrl);
  return `PostgreSQL at ${host}${pathname}`;
}

/** What a failure at the start of a process is to whoever started it; anything else is returned as it is. */
export function asNotUsable(error: unknown, databaseUrl: string): unknown {
  if (error instanceof Refusal) return error;
  const { code, message = '' } = (error ?? {}) as { code?: unknown; message?: string };
  const name = typeof code === 'string' ? code : '';
  const known = NOT_USABLE[name];
  const silent = NO_CONNECTION.test(name) || ENDED.test(message);
  if (known === undefined && !silent) return error;
  const reason =
    known ?? `it does not answer (${name || message}). Start it, or correct DATABASE_URL`;
  const refusal = new Refusal('unavailable', `${placeOf(databaseUrl)} cannot be used: ${reason}.`);
  refusal.cause = error;
  return refusal;
}

function reasonOf(error: unknown): string | undefined {
  const { code = '', message = '' } = (error ?? {}) as { code?: unknown; message?: string };
  const name = typeof code === 'string' ? code : '';
  if (NO_CONNECTION.test(name) || NOT_SERVING.includes(name) || ENDED.test(message)) {
    return 'The database does not answer. What was sent is stored only where it was acknowledged; ask again.';
  }
  if (name === TOO_LONG)
    return `The database took longer than ${POLICY.statementTimeMs} ms; nothing was stored. Ask for less, or again.`;
  if (DEADLOCK.includes(name))
    return 'Another write was in the way; nothing was stored. Ask again.';
  if (DISK.test(name)) return 'The disk of the database is full or fails; nothing was stored.';
  return undefined;
}
