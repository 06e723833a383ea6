import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { luxonZones } from '../../src/base/zones';
import { formatDay } from '../../src/engine/calendar/epoch-day';
import type { Obligation } from '../../src/engine/model/document';
import type { Milestone } from '../../src/engine/model/milestone';
import { schedule } from '../../src/engine/schedule/schedule';
import { statusAt } from '../../src/engine/status/status';
import { sortOf, statusWords } from '../../src/engine/status/status-words';
import { compiled, documentOf } from '../support/agreements';

/** A published case, and what is to be said of it at an instant. */
interface Row {
  name: string;
  source: string;
  url: string;
  zone: string;
  obligations: Record<string, Partial<Obligation> & { title: string }>;
  asOf: string;
  expected: Record<string, string>;
}

const rows: Row[] = JSON.parse(readFileSync(join(__dirname, 'as-of.json'), 'utf8'));
const WEEK = { dueSoonMs: 7 * 86_400_000 };

function told(milestone: Milestone, at: number): string {
  const key = (['endsOn', 'dueOn', 'targetOn'] as const).find(
    (one) => milestone[one] !== undefined,
  );
  if (key === undefined) return 'no date';
  const earliest = milestone.rough?.[`${key}Earliest`];
  const from = earliest === undefined ? '' : `${formatDay(earliest)}/`;
  const { status } = statusAt(milestone, at, WEEK);
  return `${key} ${from}${formatDay(milestone[key] as number)}, ${statusWords(sortOf(milestone), status)}`;
}

describe('published cases as of an instant', () => {
  it.each(rows.map((row) => [row.name, row] as const))('%s', (_name, row) => {
    const obligations = Object.entries(row.obligations).map(([id, one]) => ({ id, ...one }));
    const events = { notice: { title: 'Notice' } };
    const document = documentOf(obligations, { zone: row.zone, events });
    const at = Date.parse(row.asOf);
    const { milestones } = schedule(compiled(document), [], { zones: luxonZones, at });
    expect(Object.fromEntries(milestones.map((one) => [one.path, told(one, at)]))).toEqual(
      row.expected,
    );
  });
});
