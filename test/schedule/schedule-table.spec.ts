import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Obligation } from '../../src/schedule/document';
import { tell } from '../support/told-schedule';

/** Obligations and facts, and all that the schedule says of them, one line for each milestone. */
interface Row {
  name: string;
  obligations: Record<string, Partial<Obligation>>;
  facts: string[];
  counting?: string;
  expected: string[];
}

const rows: Row[] = JSON.parse(
  readFileSync(join(__dirname, '..', 'conformance', 'schedules.json'), 'utf8'),
);

describe('a schedule', () => {
  it.each(rows.map((row) => [row.name, row] as const))('of %s', (_name, row) => {
    expect(tell(row.obligations, row.facts, row.counting)).toEqual(row.expected);
  });
});
