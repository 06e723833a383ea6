import { luxonZones } from '../../src/base/zones';
import { parseDay } from '../../src/engine/calendar/epoch-day';
import type { Agreement } from '../../src/engine/compile/agreement';
import { compile } from '../../src/engine/compile/compile';
import type { AgreementDocument, Obligation } from '../../src/engine/model/document';
import type { Fact, FactKind } from '../../src/engine/model/fact';
import type { Milestone } from '../../src/engine/model/milestone';
import { readPeriod } from '../../src/engine/phrase/parse-period';
import { schedule } from '../../src/engine/schedule/schedule';

/** An agreement in Kyiv's zone with these obligations. */
export function documentOf(
  obligations: AgreementDocument['obligations'],
  more: Partial<AgreementDocument> = {},
): AgreementDocument {
  return { id: 'test', title: 'Test', zone: 'Europe/Kyiv', obligations, ...more };
}

/** A small agreement with one deadline, for specs that are about something else. */
export const PACT = documentOf(
  [{ id: 'first', title: 'First', due: 'within 30 days of signing' }],
  { id: 'pact', title: 'Pact', zone: 'UTC' },
);

export function compiled(document: AgreementDocument): Agreement {
  const result = compile(document);
  if (!result.ok) throw new Error(JSON.stringify(result.faults));
  return result.agreement;
}

/** A fact about an event (`signing`) or a moment (`a.fulfilled`), on a day or at an instant. */
export function fact(what: string, at: string, more: Partial<Fact> = {}): Fact {
  const dot = what.lastIndexOf('.');
  const kind = dot < 0 ? 'occurred' : (what.slice(dot + 1) as FactKind);
  const subject = dot < 0 ? what : what.slice(0, dot);
  const day = parseDay(at);
  const when =
    day === undefined
      ? { day: luxonZones.localOf(Date.parse(at), 'Europe/Kyiv').day, instant: Date.parse(at) }
      : { day };
  return withPeriod({ id: `${what}@${at}`, kind, subject, ...when, ...more });
}

/** The same fact with the period of its extension parsed, as the ledger gives it to the engine. */
export function withPeriod(one: Fact): Fact {
  const period = one.for === undefined ? undefined : readPeriod(one.for);
  return period === undefined ? one : { ...one, period };
}

/** The milestones of a document, by path. */
export function milestonesOf(
  document: AgreementDocument,
  facts: readonly Fact[],
): Record<string, Milestone> {
  const { milestones } = schedule(compiled(document), facts, { zones: luxonZones });
  return Object.fromEntries(milestones.map((milestone) => [milestone.path, milestone]));
}

/** The first milestone of a document with one obligation "a" of this timing. */
export function milestoneOf(
  timing: Partial<Obligation>,
  facts: readonly Fact[] = [],
  more: Partial<AgreementDocument> = {},
  derivations = true,
): Milestone {
  const document = documentOf([{ id: 'a', title: 'A', ...timing }], more);
  const [found] = schedule(compiled(document), facts, {
    zones: luxonZones,
    derivations,
  }).milestones;
  if (found === undefined) throw new Error('The document has no milestone.');
  return found;
}

/** The milestone of an obligation with this `due`. */
export function due(phrase: string, facts: readonly Fact[], more: object = {}): Milestone {
  const events = { 'entry-into-force': { title: 'Entry into force' } };
  return milestoneOf({ due: phrase, ...more }, facts, { events });
}
