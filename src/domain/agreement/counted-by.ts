import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { ZONE_DATA } from '../../base/zones';
import { PROJECT_ROOT } from '../../config/root';
import { calendarFiles } from './calendars';

const RELEASE = String(
  JSON.parse(readFileSync(join(PROJECT_ROOT, 'package.json'), 'utf8')).version,
);

let told: string | undefined;

/** What dates rest on beside a document and its facts: this release's rules, its zone tables and its calendars. */
export function countedBy(): string {
  told ??= `Pacta ${RELEASE}, zone tables ${ZONE_DATA}, calendars ${calendars()}`;
  return told;
}

/** By the bytes of their files: a start that counts nothing anew need not read what they say. */
function calendars(): string {
  const hash = createHash('sha256');
  for (const { name, source } of calendarFiles()) hash.update(`${basename(name)}\0${source}\0`);
  return hash.digest('hex').slice(0, 12);
}
