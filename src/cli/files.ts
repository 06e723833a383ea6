import { readFileSync } from 'node:fs';
import { Refusal } from '../refusal';

/** @throws Refusal that names the file and what the system said of it. */
export function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const reason =
      (error as NodeJS.ErrnoException).code === 'ENOENT' ? 'does not exist' : String(error);
    throw new Refusal('invalid', `${file} ${reason}.`);
  }
}
