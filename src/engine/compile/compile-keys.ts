import type { Timing } from '../model/document';
import { type EntryContext, EXAMPLES, type ParsedTiming } from './compile-timing';

const KINDS = ['due', 'holds', 'falls'] as const;

/** Keys that contradict each other, or that would say nothing where they stand. */
export function checkKeys(place: EntryContext, timed: ParsedTiming): void {
  const { obligation, phase, pointer } = place;
  const timing = phase ?? obligation;
  checkKind(place, timing);
  checkCases(place, timing);
  checkCompany(place, timing, timed, pointer);
}

function checkKind(
  { faults, pointer, isParent }: EntryContext,
  timing: Timing & { id: string },
): void {
  const kinds = ([...KINDS, 'cases'] as const).filter((key) => timing[key] !== undefined);
  if (kinds.length > 1) {
    faults.push({
      pointer,
      detail: `says ${kinds.join(' and ')}`,
      expected: 'one of due, holds, falls and cases',
      example: `due: ${EXAMPLES.due}`,
    });
  }
  if (kinds.length === 0 && timing.opens === undefined && !isParent) {
    faults.push({
      pointer,
      detail: `"${timing.id}" says nothing about time`,
      expected: 'due, holds, falls or opens',
      example: 'due: undated',
    });
  }
}

/** A case that can never be reached, that has no timing, or that makes it another kind of duty. */
function checkCases({ faults, pointer }: EntryContext, { cases = [] }: Timing): void {
  const kindOf = (one: Timing) => KINDS.filter((key) => one[key] !== undefined).join(' and ');
  const first = cases[0] === undefined ? '' : kindOf(cases[0]);
  for (const [i, one] of cases.entries()) {
    const last = i === cases.length - 1;
    if ((one.when === undefined) !== last) {
      faults.push({
        pointer: `${pointer}/cases/${i}`,
        detail: last
          ? 'the last case has a condition'
          : 'a case without a condition hides the rest',
        expected: '"when" in every case but the last, which stands for all others',
        example:
          'cases: [{when: signing before 2030-01-01, due: by 2030-06-30}, {due: by 2031-06-30}]',
      });
    }
    const kind = kindOf(one);
    if (kind !== first || !(KINDS as readonly string[]).includes(kind)) {
      faults.push({
        pointer: `${pointer}/cases/${i}`,
        detail: kind === '' ? 'this case says nothing about time' : `says ${kind}`,
        expected: 'one of due, holds and falls, the same in every case',
      });
    }
  }
}

/** A key beside which another is missing that it works on. */
function checkCompany(
  { faults, obligation, phase, names }: EntryContext,
  timing: Timing,
  { due, holds, falls }: ParsedTiming,
  pointer: string,
): void {
  if (timing.cases !== undefined) return;
  const repeats = due?.type === 'every' || falls?.type === 'every';
  const counted = due?.type === 'within' || due?.type === 'target';
  const dated = due !== undefined && due.type !== 'undated';
  const rules: readonly [keyof Timing, boolean, string][] = [
    ['grace', timing.due !== undefined, 'due'],
    ['target', timing.due !== undefined, 'due'],
    ['renews', timing.holds !== undefined, 'holds'],
    ['extends', dated || holds !== undefined || falls !== undefined, 'a date to extend'],
    ['pauses', counted || holds !== undefined, 'holds, or due with one date'],
  ];
  for (const [key, fits, expected] of rules) {
    if (timing[key] === undefined || fits) continue;
    const detail = `"${key}" has nothing to work on here`;
    faults.push({ pointer: `${pointer}/${key}`, detail, expected: `beside ${expected}` });
  }
  if ((phase ?? obligation).marks !== undefined && falls === undefined) {
    const detail = '"marks" has nothing to work on here';
    faults.push({ pointer: `${pointer}/marks`, detail, expected: 'beside falls' });
  }
  const each = obligation['for each'];
  if (repeats && typeof each === 'string' && names.events.has(each)) {
    faults.push({
      pointer,
      detail: 'repeats for each occurrence of something that repeats',
      expected: 'a repetition, or a clock for each occurrence',
    });
  }
}
