import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { ZONE_DATA } from '../../base/zones';
import { PROJECT_ROOT } from '../../config/root';
import { calendarFiles } from './calendars';

const RELEASE = String(
  JSON.parse(readFileSync(join(PROJECT_ROOT, 'package.json'), 'utf8')).version,
);

let cached: string | undefined;

/** Names what dates depend on besides a document and its facts: this release, its zone tables and its calendars. */
export function countedBy(): string {
  cached ??= `Pacta ${RELEASE}, zone tables ${ZONE_DATA}, calendars ${calendars()}`;
  return cached;
}

/** A hash of the files' bytes: comparing it needs no parsing. */
function calendars(): string {
  const hash = createHash('sha256');
  for (const { name, source } of calendarFiles()) hash.update(`${basename(name)}\0${source}\0`);
  return hash.digest('hex').slice(0, 12);
}
