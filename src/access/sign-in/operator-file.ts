import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Randomness } from '../../base/randomness';
import { makePrivate } from '../../store/directory/files';
import { writePrivateFile } from '../../store/directory/private-file';
import { claimedId } from '../token/token-text';

/** The operator's token itself, on one line. */
const TOKEN = 'operator.token';
/** The same as a header line, for `curl -H @data/curl.headers`. */
const HEADERS = 'curl.headers';

/** The files of the data directory that hold the operator's token. */
export function operatorFiles(dataDir: string): string[] {
  return [TOKEN, HEADERS].map((name) => join(dataDir, name));
}

export function operatorTokenFile(dataDir: string): string {
  return join(dataDir, TOKEN);
}

/** The operator's token of a data directory; undefined where there is none, or something else in its place. */
export function readOperatorToken(dataDir: string): string | undefined {
  const text = read(operatorTokenFile(dataDir))?.trim();
  return text !== undefined && claimedId(text) !== undefined ? text : undefined;
}

/** Writes both files where they differ, and takes them away from everybody but their owner. */
export function writeOperatorToken(dataDir: string, text: string, randomness: Randomness): void {
  const contents = [`${text}\n`, `authorization: Bearer ${text}\n`];
  for (const [i, file] of operatorFiles(dataDir).entries()) {
    const wanted = contents[i] as string;
    if (read(file) !== wanted) writePrivateFile(file, wanted, randomness);
    else makePrivate(file);
  }
}

/** Undefined also for who may not read it: a command goes on without a token, a start with another. */
function read(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    if (['ENOENT', 'EACCES', 'EPERM'].includes(code)) return undefined;
    throw error;
  }
}
