import fc from 'fast-check';
import type { AgreementDocument, Obligation } from '../../src/engine/model/document';
import type { Fact, FactKind } from '../../src/engine/model/fact';
import { documentOf, withPeriod } from './agreements';

/** Documents of a few entries that refer to one another with every operator and key of the language. */

/** The kind of an entry, which determines its moments. */
interface Shape {
  kind: 'due' | 'holds' | 'falls' | 'every';
  renews: boolean;
  extends: boolean;
  opens: boolean;
}

const shape: fc.Arbitrary<Shape> = fc.record({
  kind: fc.constantFrom<Shape['kind'][]>('due', 'due', 'holds', 'falls', 'every'),
  renews: fc.boolean(),
  extends: fc.boolean(),
  opens: fc.boolean(),
});

/** The moments of an entry that others may refer to, and those that facts date. */
function momentsOf({ kind, renews, extends: extension, opens }: Shape, name: string): string[] {
  const own = kind === 'every' ? [`2nd ${name}.due`] : [`${name}.fulfilled`];
  if (kind === 'due' || kind === 'falls') own.push(`${name}.due`, `${name}.original-due`);
  if (kind === 'holds') own.push(`${name}.starts`, `${name}.ends`, `${name}.original-ends`);
  if (kind === 'holds' && renews) own.push(`${name}.notice-closes`);
  if (kind !== 'every' && extension) own.push(`${name}.latest`);
  if (opens) own.push(`${name}.opens`);
  return own;
}

const units = fc.constantFrom('days', 'months', 'hours', 'working days');
const period = fc.tuple(fc.integer({ min: 1, max: 40 }), units).map(([n, unit]) => `${n} ${unit}`);

function momentAmong(refs: fc.Arbitrary<string>): fc.Arbitrary<string> {
  const { moment } = fc.letrec<{ moment: string }>((tie) => ({
    moment: fc.oneof(
      { maxDepth: 2 },
      { weight: 3, arbitrary: refs },
      fc
        .tuple(period, fc.constantFrom('after', 'before'), tie('moment'))
        .map(([much, way, of]) => `${much} ${way} ${of}`),
      tie('moment').map((of) => `day 3 of ${of}`),
      tie('moment').map((of) => `last day of the month of ${of}`),
      tie('moment').map((of) => `10:00 on ${of}`),
      fc
        .tuple(fc.constantFrom('later', 'earlier', '1', '2'), tie('moment'), tie('moment'))
        .map(([which, a, b]) => `${which} of (${a} and ${b})`),
      fc
        .tuple(tie('moment'), fc.constantFrom('before', 'after'), tie('moment'))
        .map(([a, side, b]) => `(${a} but not ${side} ${b})`),
    ),
  }));
  return moment;
}

/** An optional key. */
const maybe = (key: string, value: fc.Arbitrary<string>): fc.Arbitrary<object> =>
  fc.oneof(
    { weight: 3, arbitrary: fc.constant({}) },
    { weight: 1, arbitrary: value.map((text) => ({ [key]: text })) },
  );

/** @param free whether it may refer to any entry, so that circles occur, or only to earlier ones. */
function timingOf(
  own: Shape,
  place: number,
  shapes: readonly Shape[],
  free: boolean,
): fc.Arbitrary<Partial<Obligation>> {
  const seen = free ? shapes : shapes.slice(0, place);
  const names = seen.map((_, i) => `e${i}`);
  const named = seen.flatMap((one, i) => momentsOf(one, `e${i}`));
  const refs = fc.constantFrom('signing', 'signing', 'storm', '2026-03-01', ...named);
  const moment = momentAmong(refs);
  const condition = fc
    .tuple(fc.constantFrom('', 'no '), fc.constantFrom('storm', ...named), fc.option(moment))
    .map(([no, ref, by]) => `${no}${ref}${by === null ? '' : ` by ${by}`}`);
  const lasting = names.filter((_, i) => seen[i]?.kind === 'holds');
  const single = names.filter((_, i) => seen[i]?.kind !== 'every');
  const others: Partial<Record<Shape['kind'], fc.Arbitrary<object>[]>> = {
    due: [
      moment.map((of) => ({ due: `by ${of}` })),
      moment.map((of) => ({ due: `before ${of}` })),
      fc.tuple(period, moment).map(([much, of]) => ({ due: `within ${much} of ${of}` })),
      fc
        .tuple(moment, fc.constantFrom('before', 'after'), moment)
        .map(([of, side, limit]) => ({ due: `by ${of} but not ${side} ${limit}` })),
      fc.tuple(condition, moment, moment).map(([when, a, b]) => ({
        cases: [{ when, due: `by ${a}` }, { due: `by ${b}` }],
      })),
      ...(single.length === 0
        ? []
        : [fc.constantFrom(...single).map((name) => ({ due: `alongside ${name}` }))]),
    ],
    holds: [
      fc.tuple(moment, period).map(([of, much]) => ({ holds: `from ${of} for ${much}` })),
      fc.tuple(moment, moment).map(([of, end]) => ({ holds: `from ${of} until ${end}` })),
      fc.tuple(moment, condition).map(([of, cond]) => ({ holds: `from ${of} while ${cond}` })),
      ...(lasting.length === 0
        ? []
        : [fc.constantFrom(...lasting).map((name) => ({ holds: `during ${name}` }))]),
    ],
    falls: [moment.map((of) => ({ falls: of }))],
    every: [
      moment.map((of) => ({ due: `every 1 month from ${of} 3 times` })),
      fc
        .tuple(moment, moment)
        .map(([of, end]) => ({ due: `every 40 days from ${of} until ${end}` })),
    ],
  };
  const clauses = fc.oneof(
    fc.constantFrom('by agreement', 'once by at most 3 months'),
    moment.map((of) => `never beyond ${of}`),
    ...(single.length === 0
      ? []
      : [fc.constantFrom(...single).map((name) => `by agreement deducted from ${name}`)]),
  );
  const renews = fc.constant('for 1 year unless storm 1 month before');
  return fc
    .tuple(
      fc.oneof(...(others[own.kind] ?? [])),
      maybe('when', condition),
      maybe('unless', condition),
      own.kind === 'due' || own.kind === 'holds'
        ? maybe(
            'pauses',
            condition.map((cond) => `while ${cond}`),
          )
        : fc.constant({}),
      own.extends && own.kind !== 'every'
        ? clauses.map((text) => ({ extends: text }))
        : fc.constant({}),
      own.renews && own.kind === 'holds'
        ? renews.map((text) => ({ renews: text }))
        : fc.constant({}),
      own.opens ? moment.map((text) => ({ opens: text })) : fc.constant({}),
      maybe('supersedes', fc.constantFrom(...shapes.map((_, i) => `e${i}`))),
      maybe('counting', fc.constantFrom('inclusive', 'eu-1182-71', 'bgb-187', 'frcp-6a')),
    )
    .map((parts) => Object.assign({}, ...parts) as Partial<Obligation>);
}

/** Up to six entries; each may refer to any. */
export const anyDocument: fc.Arbitrary<AgreementDocument> = fc
  .tuple(fc.array(shape, { minLength: 2, maxLength: 6 }), fc.nat(12))
  .chain(([shapes, free]) =>
    fc.tuple(...shapes.map((own, i) => timingOf(own, i, shapes, free === i))),
  )
  .map((timings) =>
    documentOf(
      timings.map((timing, i) => ({ id: `e${i}`, title: `E${i}`, ...timing })),
      { events: { storm: { title: 'Storm' } } },
    ),
  );

const KINDS: readonly FactKind[] = [
  'fulfilled',
  'extended',
  'suspended',
  'resumed',
  'renewed',
  'ended',
];
const day = fc.integer({ min: 20_450, max: 20_700 });

/** Random facts about such a document. */
export const anyFacts: fc.Arbitrary<Fact[]> = fc
  .array(
    fc.oneof(
      fc.tuple(fc.constantFrom('signing', 'signing', 'storm'), day).map(([subject, on]) => ({
        kind: 'occurred' as const,
        subject,
        day: on,
      })),
      fc
        .tuple(fc.constantFrom('e0', 'e1', 'e2', 'e3'), fc.constantFrom(...KINDS), day)
        .map(([subject, kind, on]) => ({
          kind,
          subject,
          day: on,
          ...(kind === 'extended' ? { for: on % 2 === 0 ? '1 month' : '10 days' } : {}),
          ...(kind === 'suspended' ? { tolling: true } : {}),
        })),
    ),
    { maxLength: 8 },
  )
  .map((facts) => facts.map((fact, i) => withPeriod({ id: `f${i}`, ...fact })));
