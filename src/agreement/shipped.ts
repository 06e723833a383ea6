import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PROJECT_ROOT } from '../../config/root';
import type { Agreement } from '../schedule/compile';
import { hashOf } from './agreements';
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

/** The documents of `config/agreements`, read anew each time: people put their own there. */
export function shippedDocuments(directory: string = DIRECTORY): ShippedDocument[] {
  return readdirSync(directory)
    .filter((name) => name.endsWith('.yaml'))
    .map((file) => {
      const name = join('config', 'agreements', file);
      const source = readFileSync(join(directory, file), 'utf8');
      return { name, source, hash: hashOf(source), agreement: readAgreement(source, name) };
    });
}
