import { readFileSync } from 'node:fs';
import { errorCode } from '../../base/guards';
import { Refusal } from '../../base/refusal';
import { decodeText } from '../../base/text/decode';

/** @throws Refusal that names the file, and the system's error or the encoding found. */
export function readText(file: string): string {
  try {
    return decodeText(readFileSync(file), { name: file, file });
  } catch (error) {
    if (error instanceof Refusal) throw error;
    const reason = errorCode(error) === 'ENOENT' ? 'does not exist' : String(error);
    throw new Refusal('invalid', `${file} ${reason}.`);
  }
}
