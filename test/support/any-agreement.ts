import fc from 'fast-check';
import type { AgreementDocument, Obligation } from '../../src/engine/model/document';
import type { Fact, FactKind } from '../../src/engine/model/fact';
import { documentOf, withPeriod } from './agreements';

const ref = fc.constantFrom(
  'signing',
  'crisis',
  'first deposit',
  'last deposit',
  '2nd deposit',
  'a.fulfilled',
  'b.fulfilled',
  'exit.due',
  'exit.fulfilled',
  'exit.original-due',
  'truce.starts',
  'truce.ends',
  'truce.latest',
  'truce.notice-closes',
  '2nd report.due',
  'last report.due',
  '2026-03-01',
);
const units = fc.constantFrom('days', 'months', 'hours', 'working days');
const { moment } = fc.letrec<{ moment: string }>((tie) => ({
  moment: fc.oneof(
    { maxDepth: 3 },
    ref,
    fc
      .tuple(fc.nat(40), units, fc.constantFrom('after', 'before'), tie('moment'))
      .map(([amount, unit, way, of]) => `${amount} ${unit} ${way} ${of}`),
    fc.tuple(fc.nat(40), tie('moment')).map(([n, of]) => `day ${n + 1} of ${of}`),
    tie('moment').map((of) => `last day of the month of ${of}`),
    fc
      .tuple(fc.constantFrom('later', 'earlier', '2'), tie('moment'), tie('moment'))
      .map(([which, a, b]) => `${which} of (${a} and ${b})`),
    fc.tuple(tie('moment'), tie('moment')).map(([a, b]) => `(${a} but not before ${b})`),
    tie('moment').map((of) => `10:00 on ${of}`),
  ),
}));
const condition = fc.constantFrom(
  'crisis',
  'no crisis',
  'a.fulfilled',
  'no exit.fulfilled',
  'crisis by 2026-01-01',
  'no crisis before exit.due',
  'truce.ended and no crisis',
  'crisis or a.breached',
);

/** An optional key. */
const maybe = (key: string, value: fc.Arbitrary<string>): fc.Arbitrary<object> =>
  fc.oneof(
    { weight: 4, arbitrary: fc.constant({}) },
    { weight: 1, arbitrary: value.map((text) => ({ [key]: text })) },
  );

/** Random keys of an obligation, in any combination that the grammar allows. */
export const timing = fc
  .tuple(
    fc.oneof(
      moment.map((of) => ({ due: `by ${of}` })),
      moment.map((of) => ({ due: `within 5 days of ${of}` })),
      moment.map((of) => ({ falls: of })),
      moment.map((of) => ({ holds: `from ${of} for 3 months` })),
      fc.tuple(moment, condition).map(([of, cond]) => ({ holds: `from ${of} while ${cond}` })),
      moment.map((of) => ({ due: `every 1 month from ${of} 3 times` })),
    ),
    maybe('when', condition),
    maybe('unless', condition),
    maybe(
      'pauses',
      condition.map((cond) => `while ${cond}`),
    ),
    maybe('extends', fc.constantFrom('by agreement', 'once by at most 3 months')),
    maybe('renews', fc.constant('for 1 year unless crisis 1 month before')),
    maybe('opens', moment),
    maybe('for each', fc.constantFrom('states', 'deposit')),
    maybe('reverts', fc.constant('exit on crisis')),
    maybe('supersedes', fc.constant('exit')),
  )
  .map((parts) => Object.assign({}, ...parts) as Partial<Obligation>);

const KINDS: readonly FactKind[] = [
  'fulfilled',
  'breached',
  'cured',
  'extended',
  'renewed',
  'suspended',
  'resumed',
  'ended',
];
const day = fc.integer({ min: 20_000, max: 21_000 });
/** Random facts about the agreement, on days around its own. */
export const facts: fc.Arbitrary<Fact[]> = fc.array(
  fc.oneof(
    fc
      .tuple(fc.constantFrom('signing', 'crisis', 'deposit'), day, fc.constantFrom('x', 'y'))
      .map(([subject, on, by]) => ({
        id: `${subject} ${on} ${by}`,
        kind: 'occurred' as const,
        subject,
        day: on,
        ...(subject === 'deposit' ? { by } : {}),
      })),
    fc
      .tuple(fc.constantFrom('a', 'b', 'exit', 'truce', 'report'), fc.constantFrom(...KINDS), day)
      .map(([subject, kind, on]) =>
        withPeriod({
          id: `${subject} ${kind} ${on}`,
          kind,
          subject,
          day: on,
          ...(kind === 'extended' ? { for: '2 months' } : {}),
        }),
      ),
  ),
  { maxLength: 8 },
);

/** An agreement with two random obligations, and three that they may refer to. */
export function documentWith(a: Partial<Obligation>, b: Partial<Obligation>): AgreementDocument {
  const truce = {
    holds: 'from signing for 1 year',
    extends: 'by at most 1 year',
    renews: 'for 1 year unless crisis 1 month before',
  };
  return documentOf(
    [
      { id: 'a', title: 'A', ...a },
      { id: 'b', title: 'B', ...b },
      { id: 'exit', title: 'E', due: 'within 10 days of signing', extends: 'by agreement' },
      { id: 'truce', title: 'T', ...truce },
      { id: 'report', title: 'R', due: 'every 1 month from signing 4 times' },
    ],
    {
      parties: { x: { name: 'X', groups: ['states'] }, y: { name: 'Y', groups: ['states'] } },
      events: { crisis: { title: 'Crisis' }, deposit: { title: 'Deposit', by: 'states' } },
    },
  );
}
