import { luxonZones } from '../../src/base/zones';
import { formatDay } from '../../src/engine/calendar/epoch-day';
import { buildCalendar } from '../../src/engine/calendar/working-calendar';
import type { AgreementDocument, Obligation } from '../../src/engine/model/document';
import type { Fact } from '../../src/engine/model/fact';
import type { Milestone } from '../../src/engine/model/milestone';
import { schedule } from '../../src/engine/schedule/schedule';
import { compiled, documentOf, fact } from './agreements';

/** A calendar of January 2026 only. The month begins on a Thursday; Monday the 12th is a holiday. */
const january = buildCalendar({
  id: 'january',
  title: 'January',
  version: '1',
  weekend: ['saturday', 'sunday'],
  covers: [{ from: '2026-01-01', to: '2026-01-31' }],
  holidays: { '2026-01-12': 'Holiday' },
});

const WORLD: Partial<AgreementDocument> = {
  parties: {
    chad: { name: 'Chad', groups: ['states'] },
    ukraine: { name: 'Ukraine', groups: ['states'] },
  },
  events: {
    deposit: { title: 'Deposit', by: 'states' },
    poll: { title: 'Poll', repeats: true },
    notice: { title: 'Notice' },
    storm: { title: 'Storm' },
    calm: { title: 'Calm' },
    approval: { title: 'Approval' },
  },
};

/** A fact as text: "signing 2026-01-05", "a.extended 2026-01-05 {for: …}". */
export function factOf(text: string): Fact {
  const [what = '', at = '', ...more] = text.split(' ');
  return fact(what, at, more.length === 0 ? {} : JSON.parse(more.join(' ')));
}

/** The schedule of obligations, given by id with their timing. */
export function scheduled(
  timings: Readonly<Record<string, Partial<Obligation>>>,
  facts: readonly string[],
  counting = 'agreement-d-plus-n',
  derivations = true,
): Milestone[] {
  const obligations = Object.entries(timings).map(([id, timing]) => ({ id, title: id, ...timing }));
  const document = documentOf(obligations, { ...WORLD, counting });
  const calendars = new Map([['january', january]]);
  const { milestones } = schedule(compiled(document), facts.map(factOf), {
    zones: luxonZones,
    calendars,
    derivations,
  });
  return milestones;
}

/** One line for each milestone, with all of its fields. */
export function tell(...asked: Parameters<typeof scheduled>): string[] {
  return scheduled(...asked).map(line);
}

const iso = (instant: number): string =>
  new Date(instant).toISOString().replace(/(:00)?\.000Z$/, 'Z');

function line(milestone: Milestone): string {
  const { id, waitsFor, obligors, derivation, outcome, kind, ...rest } = milestone;
  const { incidents, gate, suspensions = [], ...recorded } = outcome;
  const words = [`${id.slice('test/'.length)}, ${kind}`];
  words.push(
    ...Object.entries({ ...rest, ...recorded }).flatMap(([key, value]) => word(key, value)),
  );
  if (incidents > 0) words.push(`incidents ${incidents}`);
  if (gate !== undefined) words.push(`gate ${gate.metAt === undefined ? 'shut' : iso(gate.metAt)}`);
  for (const { from, to } of suspensions) {
    words.push(`suspended ${iso(from)} to ${to === undefined ? 'now' : iso(to)}`);
  }
  if (obligors.length > 0) words.push(`owed by ${obligors.join(' ')}`);
  if (waitsFor.length > 0) words.push(`waits for ${waitsFor.join(' + ')}`);
  const steps = derivation.map(({ rule, to }) =>
    to === undefined ? rule : `${rule} ${formatDay(to)}`,
  );
  return [...words, steps.join(' > ')].join(', ');
}

/** A field other than the id, such as "dueOn 2026-01-15" or "provisional"; empty fields are left out. */
function word(key: string, value: unknown): string[] {
  if (value === true) return [key];
  if (typeof value === 'number' && key.endsWith('On')) return [`${key} ${formatDay(value)}`];
  if (typeof value === 'number') return [`${key} ${key.endsWith('At') ? iso(value) : value}`];
  const told = typeof value === 'string' && (key === 'party' || key === 'supersededBy');
  return told ? [`${key} ${value}`] : [];
}
