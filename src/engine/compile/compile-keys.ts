import type { Described, Timing } from '../model/document';
import { type EntryContext, EXAMPLES, type ParsedTiming } from './compile-timing';

const KINDS = ['due', 'holds', 'falls'] as const;

const CASES_EXAMPLE =
  'cases: [{when: signing before 2030-01-01, due: by 2030-06-30}, {due: by 2031-06-30}]';

/** Refuses keys that contradict each other, and keys without effect; faults are added to `entry.faults`. */
export function checkKeys(entry: EntryContext, parsed: ParsedTiming): void {
  const own = entry.phase ?? entry.obligation;
  checkKind(entry, own);
  checkCases(entry, own);
  if (own.cases === undefined) checkDependentKeys(entry, own, parsed);
}

function checkKind({ faults, pointer, isParent }: EntryContext, own: Described & Timing): void {
  const kinds = ([...KINDS, 'cases'] as const).filter((key) => own[key] !== undefined);
  if (kinds.length > 1) {
    faults.push({
      pointer,
      detail: `the keys ${kinds.join(' and ')} exclude one another`,
      expected: 'one of due, holds, falls and cases',
      example: `due: ${EXAMPLES.due}`,
    });
  }
  if (kinds.length === 0 && own.opens === undefined && own.target === undefined && !isParent) {
    faults.push({
      pointer,
      detail: `"${own.id}" does not say when it is due`,
      expected: 'due, holds, falls, opens or target',
      example: 'due: undated',
    });
  }
}

/** Refuses a case that can never apply, one without timing, and one of another kind than the first. */
function checkCases({ faults, pointer }: EntryContext, { cases = [] }: Timing): void {
  const kindsOf = (one: Timing) => KINDS.filter((key) => one[key] !== undefined);
  const first = kindsOf(cases[0] ?? {}).join(' and ');
  for (const [i, one] of cases.entries()) {
    const last = i === cases.length - 1;
    if ((one.when === undefined) !== last) {
      faults.push({
        pointer: `${pointer}/cases/${i}`,
        detail: last
          ? 'the last case has "when", so it may be that no case applies'
          : 'this case has no "when", so the cases after it never apply',
        expected: '"when" in every case but the last',
        example: CASES_EXAMPLE,
      });
    }
    const kinds = kindsOf(one);
    const kind = kinds.join(' and ');
    if (kind !== first || kinds.length !== 1) {
      const other = kind === first ? '' : `, the first case has ${first}`;
      faults.push({
        pointer: `${pointer}/cases/${i}`,
        detail: kind === '' ? 'this case has no timing' : `this case has ${kind}${other}`,
        expected: 'one of due, holds and falls, the same in every case',
        example: CASES_EXAMPLE,
      });
    }
  }
}

/** Refuses a key without the key that it changes. */
function checkDependentKeys(
  { faults, obligation, names, pointer }: EntryContext,
  own: Described & Timing,
  { due, holds, falls }: ParsedTiming,
): void {
  // A key counts as present although its phrase has a fault and is not parsed.
  const isDue = own.due !== undefined && due === undefined;
  const holding = own.holds !== undefined || holds !== undefined;
  const falling = own.falls !== undefined || falls !== undefined;
  const counted = isDue || due?.type === 'within' || due?.type === 'target';
  const dated = isDue || (due !== undefined && due.type !== 'undated');
  const once = [...names.events].filter((name) => !names.many.has(name));
  const event = once.find((name) => name !== 'signing') ?? 'signing';
  const rules: readonly [keyof Timing | 'marks', boolean, string, string][] = [
    ['grace', own.due !== undefined, 'due', `{due: ${EXAMPLES.due}, grace: ${EXAMPLES.grace}}`],
    [
      'target',
      own.holds === undefined && own.falls === undefined,
      'due, or without a deadline',
      `{due: ${EXAMPLES.due}, target: ${EXAMPLES.target}}`,
    ],
    [
      'renews',
      own.holds !== undefined,
      'holds',
      `{holds: from signing for 5 years, renews: for 5 years unless ${event}}`,
    ],
    [
      'extends',
      dated || holding || falling,
      'a date to extend',
      `{due: ${EXAMPLES.due}, extends: ${EXAMPLES.extends}}`,
    ],
    [
      'pauses',
      counted || holding,
      'holds, or due with one date',
      `{due: ${EXAMPLES.due}, pauses: while ${event}}`,
    ],
    ['marks', falling, 'falls', `{falls: ${EXAMPLES.falls}, marks: end}`],
  ];
  for (const [key, fits, expected, example] of rules) {
    if (own[key] === undefined || fits) continue;
    const detail = `"${key}" has no effect here`;
    faults.push({ pointer: `${pointer}/${key}`, detail, expected: `beside ${expected}`, example });
  }
  const each = obligation['for each'];
  const repeats = due?.type === 'every' || falls?.type === 'every';
  if (repeats && typeof each === 'string' && names.events.has(each)) {
    faults.push({
      pointer,
      detail: `it repeats twice over: by "every", and for each ${each}`,
      expected: 'either "every", or "for each" with an event',
      example: 'due: within 30 days of it',
    });
  }
}
