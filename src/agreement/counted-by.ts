import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PROJECT_ROOT } from '../../config/root';
import { ZONE_DATA } from '../zones';
import { shippedCalendars } from './calendars';

const RELEASE = String(
  JSON.parse(readFileSync(join(PROJECT_ROOT, 'package.json'), 'utf8')).version,
);

let told: string | undefined;

/** What dates rest on beside a document and its facts: this release's rules, its zone tables and its calendars. */
export function countedBy(): string {
  told ??= `Pacta ${RELEASE}, zone tables ${ZONE_DATA}, calendars ${calendars()}`;
  return told;
}

function calendars(): string {
  const hashes = [...shippedCalendars().values()].map(({ hash }) => hash).sort();
  return createHash('sha256').update(hashes.join()).digest('hex').slice(0, 12);
}
