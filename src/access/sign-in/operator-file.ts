import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { errorCode } from '../../base/guards';
import type { Randomness } from '../../base/randomness';
import { makePrivate, writePrivateFile } from '../../store/directory/files';
import { claimedId } from '../token/token-text';

/** Contains the operator's token on one line. */
const TOKEN = 'operator.token';
/** Contains the operator's token as a header line, for `curl -H @data/curl.headers`. */
const HEADERS = 'curl.headers';

/** Paths of the files in a data directory that contain the operator's token. */
export function operatorFiles(dataDir: string): string[] {
  return [TOKEN, HEADERS].map((name) => join(dataDir, name));
}

export function operatorTokenFile(dataDir: string): string {
  return join(dataDir, TOKEN);
}

/** The operator's token in a data directory; undefined if its file is missing, unreadable or holds no token. */
export function readOperatorToken(dataDir: string): string | undefined {
  const text = read(operatorTokenFile(dataDir))?.trim();
  return text !== undefined && claimedId(text) !== undefined ? text : undefined;
}

/** Writes each file if its content differs, readable and writable by their owner only. */
export function writeOperatorToken(dataDir: string, text: string, randomness: Randomness): void {
  for (const [name, content] of [
    [TOKEN, `${text}\n`],
    [HEADERS, `authorization: Bearer ${text}\n`],
  ] as const) {
    const file = join(dataDir, name);
    if (read(file) !== content) writePrivateFile(file, content, randomness);
    else makePrivate(file);
  }
}

/**
 * The text of a file; undefined if it is missing or may not be read. A command then continues without a token, and the
 * start of a service makes another one.
 */
function read(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (['ENOENT', 'EACCES', 'EPERM'].includes(errorCode(error) ?? '')) return undefined;
    throw error;
  }
}
