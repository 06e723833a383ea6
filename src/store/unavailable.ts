import { errorCode, errorMessage } from '../base/guards';
import { Refusal } from '../base/refusal';
import { POLICY } from '../config/policy';

export const RETRY_AFTER_SECONDS = 5;
export const NO_ANSWER =
  'The database does not answer. A write is stored only if it was acknowledged. Try again.';

/** The connection failed: Node's codes, and PostgreSQL's class 08. */
const NO_CONNECTION = /^(ECONN|ETIMEDOUT|EPIPE|EHOSTUNREACH|ENETUNREACH|EAI_AGAIN|ENOTFOUND|08)/;
/** PostgreSQL is starting or stopping. */
const NOT_SERVING = ['57P01', '57P02', '57P03'];
const NO_ROOM = '53300';
/** Messages of the driver, which has no code for a connection that ended or a pool that timed out. */
const ENDED =
  /Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error|not queryable|Client was closed|Query read timeout|Query runner already released/;
/** A text with U+0000, which JSON can hold in an escape. */
const UNSTORABLE = ['22021', '22P05'];
const TOO_LONG = '57014';
const DEADLOCK = ['40001', '40P01'];
const DISK = /^SQLITE_(FULL|IOERR)|^53100$/;

/**
 * A failure of the database as a refusal: temporary, or of a text that it cannot store. Any other error is returned as it
 * is.
 */
export function asUnavailable(error: unknown): unknown {
  if (UNSTORABLE.includes(errorCode(error) ?? '')) {
    return new Refusal('invalid', 'A text contains U+0000, which no database stores.');
  }
  const reason = reasonOf(error);
  if (reason === undefined) return error;
  const refusal = new Refusal('unavailable', reason, [], RETRY_AFTER_SECONDS);
  refusal.cause = error;
  return refusal;
}

/** Why PostgreSQL cannot be used at all, by error code, with what to do. */
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

/** The host and name of a database, without user and password. */
export function placeOf(databaseUrl: string): string {
  const { host, pathname } = new URL(databaseUrl);
  return `PostgreSQL at ${host}${pathname}`;
}

/** A failure to connect at the start as a refusal that says what to do; any other error is returned as it is. */
export function asNotUsable(error: unknown, databaseUrl: string): unknown {
  if (error instanceof Refusal) return error;
  const name = errorCode(error) ?? '';
  const message = errorMessage(error);
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
  const name = errorCode(error) ?? '';
  if (NO_CONNECTION.test(name) || NOT_SERVING.includes(name) || ENDED.test(errorMessage(error))) {
    return NO_ANSWER;
  }
  if (name === NO_ROOM) {
    return 'PostgreSQL has no connection left; nothing was stored. Try again. The operator may raise max_connections or start fewer processes.';
  }
  if (name === TOO_LONG)
    return `The database took longer than ${POLICY.statementTimeMs} ms; nothing was stored. Try again, or ask for less.`;
  if (DEADLOCK.includes(name))
    return 'Another write conflicted with this one; nothing was stored. Try again.';
  if (DISK.test(name)) return 'The disk of the database is full or failing; nothing was stored.';
  return undefined;
}
