import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Obligation } from '../../../src/engine/model/document';
import { documentOf, fact, milestonesOf } from '../../support/agreements';
import { scheduled, tell } from '../../support/told-schedule';

/** Obligations, facts and the resulting schedule, one line for each milestone. */
interface Row {
  name: string;
  obligations: Record<string, Partial<Obligation>>;
  facts: string[];
  counting?: string;
  expected: string[];
}

const rows: Row[] = JSON.parse(
  readFileSync(join(__dirname, '..', '..', 'conformance', 'schedules.json'), 'utf8'),
);

describe('a schedule', () => {
  it.each(rows.map((row) => [row.name, row] as const))('of %s', (_name, row) => {
    expect(tell(row.obligations, row.facts, row.counting)).toEqual(row.expected);
  });

  it.each(rows.map((row) => [row.name, row] as const))(
    'of %s is the same where nobody asks why, and then says none of it',
    (_name, { obligations, facts, counting }) => {
      const bare = scheduled(obligations, facts, counting, false);
      const full = scheduled(obligations, facts, counting);
      expect(bare).toStrictEqual(full.map((one) => ({ ...one, derivation: [] })));
    },
  );
});

describe('a milestone', () => {
  it('has the fields of its obligation and its phase in the document', () => {
    const phases = [
      { id: 'one', title: 'First', ref: '3.10', theme: 'people', due: 'undated' },
      { id: 'two', due: 'undated' },
    ];
    const parties = { chad: { name: 'Chad' }, ukraine: { name: 'Ukraine' } };
    const common = { ref: '3', theme: 'arms', obligor: 'chad', beneficiary: 'ukraine' };
    const document = documentOf(
      [
        { id: 'a', title: 'A', ...common, phases },
        { id: 'b', title: 'B', due: 'undated' },
      ],
      { parties },
    );
    const found = milestonesOf(document, [fact('signing', '2026-01-05')]);
    const nothingDated = {
      agreement: 'test',
      kind: 'achievement',
      phrase: 'undated',
      waitsFor: [],
      provisional: false,
      hypothetical: false,
      outcome: { incidents: 0 },
      derivation: [expect.objectContaining({ rule: 'undated' })],
    };
    const ofA = {
      ...nothingDated,
      obligation: 'a',
      obligors: ['chad'],
      beneficiaries: ['ukraine'],
    };
    expect(found).toStrictEqual({
      'a.one': {
        ...ofA,
        id: 'test/a.one',
        phase: 'one',
        path: 'a.one',
        ref: '3.10',
        title: 'A: First',
        theme: 'people',
      },
      'a.two': {
        ...ofA,
        id: 'test/a.two',
        phase: 'two',
        path: 'a.two',
        ref: '3',
        title: 'A: two',
        theme: 'arms',
      },
      b: {
        ...nothingDated,
        id: 'test/b',
        obligation: 'b',
        path: 'b',
        title: 'B',
        obligors: [],
        beneficiaries: [],
      },
    });
  });
});
