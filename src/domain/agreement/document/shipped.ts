import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { decodeText } from '../../../base/text/decode';
import { PROJECT_ROOT } from '../../../config/root';
import type { Agreement } from '../../../engine/compile/agreement';
import { hashOf } from '../agreements';
import { readAgreement } from './loader';

const DIRECTORY = join(PROJECT_ROOT, 'config', 'agreements');

/** A document that comes with the program. */
export interface ShippedDocument {
  /** Its path in the project. */
  name: string;
  source: string;
  hash: string;
  agreement: Agreement;
}

/**
 * The documents of `config/agreements`, read anew each time: people put their own there.
 * @param followed hashes of those to leave out: parsing is a tenth of a start.
 */
export function shippedDocuments(followed: ReadonlySet<string> = new Set()): ShippedDocument[] {
  return readdirSync(DIRECTORY)
    .filter((file) => file.endsWith('.yaml'))
    .map((file) => {
      const source = decodeText(readFileSync(join(DIRECTORY, file)), { name: file });
      return { name: join('config', 'agreements', file), source, hash: hashOf(source) };
    })
    .filter(({ hash }) => !followed.has(hash))
    .map((one) => ({ ...one, agreement: readAgreement(one.source, one.name) }));
}
