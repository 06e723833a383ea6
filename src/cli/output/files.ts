import { readFileSync } from 'node:fs';
import { errorCode, errorMessage } from '../../base/guards';
import { Refusal } from '../../base/refusal';
import { decodeText, type Origin } from '../../base/text/decode';
import { fileKind } from '../../base/text/encoding';

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'does not exist',
  EISDIR: 'is a directory, not a file',
};

/** The descriptor of standard input. */
const STANDARD_INPUT = 0;

/** A file as messages name it; `-` is standard input. */
export const nameOf = (file: string): string => (file === '-' ? 'Standard input' : file);

/**
 * The text of a file, or of standard input for `-`.
 * @throws Refusal that names the file, and the system's error, or the format or encoding found.
 */
export function readText(file: string): string {
  const { bytes, origin } = readBytes(file);
  const kind = fileKind(bytes);
  if (kind === undefined) return decodeText(bytes, origin);
  throw new Refusal('unreadable', `${origin.name} is ${kind.words}; nothing was read.`, [
    {
      pointer: '',
      detail: `is ${kind.words}, not text`,
      expected: 'text in UTF-8; `pacta draft` reads PDF and DOCX',
    },
  ]);
}

/** @throws Refusal that names the file and the system's error. */
export function readBytes(file: string): { bytes: Uint8Array; origin: Origin } {
  const name = nameOf(file);
  if (file === '-') return { bytes: readFileSync(STANDARD_INPUT), origin: { name } };
  try {
    return { bytes: readFileSync(file), origin: { name, file } };
  } catch (error) {
    const reason = REASONS[errorCode(error) ?? ''] ?? `cannot be read: ${errorMessage(error)}`;
    throw new Refusal('invalid', `${file} ${reason}.`);
  }
}
