import { parse } from 'yaml';
import { compile } from '../../../src/engine/compile/compile';
import type { AgreementDocument, DocumentFault } from '../../../src/engine/model/document';
import { documentOf } from '../../support/agreements';

const declared = {
  parties: { chad: { name: 'Chad', groups: ['states'] }, mali: { name: 'Mali' } },
  events: {
    deposit: { title: 'Deposit', by: ['chad', 'mali'] },
    inspection: { title: 'Inspection', repeats: true },
    notice: { title: 'Notice' },
  },
};
const others: AgreementDocument['obligations'] = [
  { id: 'calm', title: 'C', holds: 'from signing until 2 years after signing' },
  { id: 'reports', title: 'R', due: 'every 6 months from signing 3 times' },
  { id: 'stages', title: 'S', phases: [{ id: 'one', due: 'on signing' }] },
  { id: 'someday', title: 'S', due: 'undated' },
];

const isKnownZone = (zone: string) => zone === 'UTC' || zone === 'Europe/Kyiv';

/** The faults of a document with an entry "a" of this timing. */
function faultsOf(timing: object): DocumentFault[] {
  const result = compile(withEntry(timing), isKnownZone);
  return result.ok ? [] : result.faults;
}

function withEntry(timing: object): AgreementDocument {
  return documentOf([{ id: 'a', title: 'A', ...timing }, ...others], declared);
}

/** The document with the example in place of what is wrong, as a person would write it there. */
function mended(timing: object, { pointer, example = '' }: DocumentFault): AgreementDocument {
  const key = pointer.split('/').at(-1) ?? '';
  const text: unknown = parse(example);
  const keys = typeof text === 'object' ? { ...text } : { [key]: text };
  const replaces = Object.keys(keys).some((one) =>
    ['due', 'holds', 'falls', 'cases'].includes(one),
  );
  const kept = Object.entries(timing).filter(
    ([one]) => !replaces || !['due', 'holds', 'falls', 'cases'].includes(one),
  );
  const document = withEntry({ ...Object.fromEntries(kept), ...keys });
  const { parties } = document.obligations[0] as { parties?: AgreementDocument['parties'] };
  return parties === undefined
    ? document
    : { ...document, parties: { ...document.parties, ...parties } };
}

const cases = (first: object, second: object) => ({ cases: [first, second] });

describe('a fault of a document', () => {
  it.each<[name: string, timing: object, pointer: string, detail: string]>([
    ['an unknown unit', { due: 'within 3 moons of signing' }, '/due', '"moons" does not fit'],
    ['no relation', { due: 'signing' }, '/due', 'on, by or before'],
    ['within … after', { due: 'within 3 days after signing' }, '/due', '"within" takes "of"'],
    ['within … before', { due: 'within 3 days before signing' }, '/due', '"within" takes "of"'],
    ['one alternative', { due: 'by later of (signing)' }, '/due', 'lists one moment only'],
    ['too few moments', { due: 'by 3 of (signing and notice)' }, '/due', 'lists 2 moments'],
    ['a day that is none', { due: 'by 2026-02-30' }, '/due', '2026-02-30 does not exist'],
    ['a date in words', { due: 'by 31 April 2026' }, '/due', '31 April 2026 does not exist'],
    ['an instant', { due: 'at 2026-01-01T25:00Z' }, '/due', '2026-01-01T25:00Z does not exist'],
    ['a wide offset', { due: 'at 2026-01-01T10:00+20:00' }, '/due', 'no time zone has the offset'],
    ['a long period', { due: 'within 2000 years of signing' }, '/due', 'period is too long'],
    ['an empty interval', { due: 'every 0 days from signing' }, '/due', '"days" does not fit'],
    [
      'and beside or',
      { due: 'on signing', when: 'notice or signing and notice' },
      '/when',
      'two ways',
    ],
    [
      'a zone',
      { due: 'at 10:00 on signing in Moon/Base' },
      '/due',
      '"Moon/Base" is not a time zone',
    ],
    ['an unknown name', { due: 'on sining' }, '/due', 'did you mean "signing"?'],
    ['an event’s moment', { due: 'on notice.due' }, '/due', 'is an event and has no "due"'],
    ['many deposits', { due: 'on deposit' }, '/due', 'happens more than once'],
    ['no moment', { due: 'on calm' }, '/due', 'say which of its moments counts'],
    ['a moment of phases', { due: 'on stages.due' }, '/due', 'has phases, each with its own "due"'],
    ['a moment it lacks', { due: 'on calm.due' }, '/due', 'has no "due"'],
    ['an undated anchor', { due: 'on someday.due' }, '/due', 'nothing can be counted from it'],
    ['which report', { due: 'on reports.due' }, '/due', 'is due more than once'],
    ['the first of one', { due: 'on first calm.starts' }, '/due', 'does not repeat'],
    ['the first signing', { due: 'on first signing' }, '/due', '"signing" happens once'],
    ['its without owner', { due: 'on its deposit' }, '/due', 'needs the key "for each"'],
    ['alongside phases', { due: 'alongside stages' }, '/due', 'each with its own time'],
    ['during a deadline', { due: 'during someday' }, '/due', 'is not an interval'],
    ['alongside nothing', { due: 'alongside nowhere' }, '/due', 'is not an obligation or phase'],
    [
      'renewed by nothing',
      { holds: 'from signing', renews: 'for 0 days unless notice' },
      '/renews',
      'not a period',
    ],
    [
      'renewed without event',
      { holds: 'from signing', renews: 'for 1 day unless never' },
      '/renews',
      'not an event',
    ],
    [
      'in place of nothing',
      { due: 'on signing', supersedes: 'clam' },
      '/supersedes',
      'did you mean "calm"?',
    ],
    ['two kinds', { due: 'on signing', falls: 'signing' }, '', 'exclude one another'],
    ['no timing', {}, '', '"a" does not say when it is due'],
    [
      'a condition in the last case',
      cases({ when: 'notice', due: 'on signing' }, { when: 'notice', due: 'on notice' }),
      '/cases/1',
      'no case applies',
    ],
    [
      'no condition in the first',
      cases({ due: 'on signing' }, { due: 'on notice' }),
      '/cases/0',
      'never apply',
    ],
    [
      'cases of two kinds',
      cases({ when: 'notice', due: 'on signing' }, { falls: 'notice' }),
      '/cases/1',
      'this case has falls, the first case has due',
    ],
    [
      'grace of an interval',
      { holds: 'from signing', grace: '3 days' },
      '/grace',
      '"grace" has no effect',
    ],
    [
      'target without due',
      { falls: 'signing', target: 'signing' },
      '/target',
      '"target" has no effect',
    ],
    [
      'renews without holds',
      { due: 'on signing', renews: 'for 1 year unless notice' },
      '/renews',
      '"renews" has no effect',
    ],
    [
      'extends without date',
      { due: 'undated', extends: 'by agreement' },
      '/extends',
      '"extends" has no effect',
    ],
    [
      'pauses of every',
      { due: 'every 1 year from signing', pauses: 'while notice' },
      '/pauses',
      '"pauses" has no effect',
    ],
    ['marks beside due', { due: 'on signing', marks: 'end' }, '/marks', '"marks" has no effect'],
    [
      'twice repeated',
      { 'for each': 'inspection', due: 'every 1 year from it' },
      '',
      'repeats twice over',
    ],
    [
      'for each nobody',
      { 'for each': 'nobody', due: 'on signing' },
      '/for each',
      '"nobody" is not a party',
    ],
    [
      'an unknown party',
      { obligor: 'nobody', due: 'on signing' },
      '/obligor',
      'not a declared party',
    ],
    [
      'an unknown convention',
      { due: 'on signing', counting: 'x' },
      '/counting',
      'no counting convention "x"',
    ],
    [
      'the id of an event',
      { id: 'notice', due: 'on signing' },
      '/id',
      'already the name of an event',
    ],
    ['itself', { due: 'within 3 days of due' }, '', 'waits for itself'],
  ])(
    'for %s says where and what, and its example is accepted there',
    (_, timing, pointer, detail) => {
      const faults = faultsOf(timing);
      expect(faults.map((fault) => fault.pointer)).toEqual([`/obligations/0${pointer}`]);
      for (const fault of faults) {
        expect(fault.detail).toContain(detail);
        expect(fault.expected).not.toBe('');
        expect(compile(mended(timing, fault), isKnownZone)).toMatchObject({ ok: true });
      }
    },
  );

  it.each([
    ['marks', { falls: 'whenever it comes', marks: 'end' as const }],
    ['extends', { due: 'whenever it comes', extends: 'by agreement' }],
    ['pauses', { due: 'whenever it comes', pauses: 'while notice' }],
    ['extends', { holds: 'whenever it comes', extends: 'by agreement' }],
  ])('for a phrase is the only one of its entry, and "%s" beside it has none', (_, timing) => {
    const [key] = Object.keys(timing);
    expect(faultsOf(timing).map(({ pointer }) => pointer)).toEqual([`/obligations/0/${key}`]);
  });

  it('for an id that is used twice names the first place', () => {
    const [fault] = faultsOf({ id: 'calm', due: 'on signing' });
    expect(fault).toMatchObject({
      pointer: '/obligations/1/id',
      detail: 'the id "calm" is already used at /obligations/0',
      example: 'id: calm-2',
    });
  });

  it('for the reserved id of a last day for notice names the key that reserves it', () => {
    const phases = [{ id: 'notice-closes', due: 'on signing' }];
    const [fault] = faultsOf({
      holds: 'from signing for 1 year',
      renews: 'for 1 year unless notice',
      phases,
    });
    expect(fault).toMatchObject({
      pointer: '/obligations/0/phases/0/id',
      detail: expect.stringContaining('"renews" adds the last day for notice'),
    });
  });
});
