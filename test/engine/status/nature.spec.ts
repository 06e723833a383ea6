import type { Obligation } from '../../../src/engine/model/document';
import type { Milestone } from '../../../src/engine/model/milestone';
import { fact } from '../../support/agreements';
import { run, states, statusOf } from '../../support/language';

const TERM = {
  id: 'term',
  title: 'Term',
  holds: 'from 2026-01-01 for 1 year',
  extends: 'by agreement',
  opens: '2026-01-01',
};

function one(timing: Partial<Obligation>, title = 'X', id = 'x'): Milestone {
  const found = run([TERM, { id, title, ...timing }], [fact('signing', '2026-01-05')], states);
  return found[id] as Milestone;
}

describe('the nature of an entry', () => {
  it.each<[string, Partial<Obligation>, string | undefined]>([
    ['a deadline', { due: 'on signing' }, undefined],
    ['an interval', { holds: 'from signing' }, undefined],
    ['a right', { opens: 'signing' }, 'right'],
    ['a window', { opens: 'signing', due: '2 days after signing' }, undefined],
    ['a date', { falls: '2026-05-01' }, 'moment'],
    ['the end of another', { falls: 'term.ends' }, 'end'],
    ['the end first agreed', { falls: 'term.original-ends' }, 'end'],
    ['the end recorded', { falls: 'term.ended' }, 'end'],
    ['the start of another', { falls: 'term.starts' }, 'beginning'],
    ['the opening of another', { falls: 'term.opens' }, 'beginning'],
    ['the day after an end', { falls: '1 day after term.ends' }, 'moment'],
    ['an end with a ceiling', { falls: 'term.ends but not after 2027-01-01' }, 'end'],
    ['the earlier of two ends', { falls: 'earlier of (term.ends and term.ended)' }, 'end'],
    [
      'the earlier of an end and a day',
      { falls: 'earlier of (term.ends and 2026-05-01)' },
      'moment',
    ],
    ['a repetition', { falls: 'every 1 month from signing 2 times' }, 'moment'],
    ['as its key says', { falls: 'term.ends', marks: 'moment' }, 'moment'],
    [
      'in cases that agree',
      { cases: [{ when: 'approval', falls: 'term.ends' }, { falls: 'term.ended' }] },
      'end',
    ],
    [
      'in cases that do not',
      { cases: [{ when: 'approval', falls: 'term.ends' }, { falls: '2026-05-01' }] },
      'moment',
    ],
  ])('%s', (_name, timing, nature) => {
    const id = timing.falls?.startsWith('every') ? 'x#1' : 'x';
    const found = run(
      [TERM, { id: 'x', title: 'X', ...timing }],
      [fact('signing', '2026-01-05')],
      states,
    );
    expect(found[id]?.nature).toBe(nature);
  });

  it.each([
    ['Entry into force', 'beginning'],
    ['The Convention enters into force', 'beginning'],
    ['Chapter II applies', 'beginning'],
    ['Withdrawal takes effect', 'beginning'],
    ['Набрання чинності', 'beginning'],
    ['Вступление в силу', 'beginning'],
    ['Expiry of the mandate', 'end'],
    ['Transition period ends', 'end'],
    ['Закінчення строку', 'end'],
    ['Прекращение действия', 'end'],
    ['Implementation Day', 'moment'],
    ['Sending of the report', 'moment'],
    ['The start of the end', 'moment'],
  ])('"%s" is recognised by its title', (title, nature) => {
    expect(one({ falls: '2026-05-01' }, title).nature).toBe(nature);
  });

  it('is recognised by its id, too', () => {
    expect(one({ falls: '2026-05-01' }, 'Tag X', 'in-force').nature).toBe('beginning');
  });

  it('refuses "marks" without "falls"', () => {
    expect(() => one({ due: 'on signing', marks: 'end' })).toThrow(/has no effect here/);
  });
});

describe('an occasion', () => {
  it.each([
    ['beginning', '2026-04-30T21:00:00Z', 'due-soon', 'took-effect'],
    ['moment', '2026-04-30T21:00:00Z', 'due-soon', 'came'],
    ['end', '2026-05-01T21:00:00Z', 'due-soon', 'expired'],
  ] as const)('that is a %s comes at %s', (marks, at, before, then) => {
    const milestone = one({ falls: '2026-05-01', marks });
    expect(milestone.comesAt).toBe(Date.parse(at));
    expect(statusOf(milestone, new Date(Date.parse(at) - 1).toISOString())).toBe(before);
    expect(statusOf(milestone, at)).toBe(then);
    // The day is the same for each.
    expect(new Date(milestone.dueAt as number).toISOString()).toBe('2026-05-01T21:00:00.000Z');
  });

  it('with an exact time comes at that instant, whatever it marks', () => {
    for (const marks of ['beginning', 'moment', 'end'] as const) {
      const milestone = one({ falls: 'at 12:00 on 2026-05-01', marks });
      expect(milestone.comesAt).toBe(Date.parse('2026-05-01T09:00:00Z'));
    }
  });
});

describe('a right', () => {
  it('is open from the beginning of its day', () => {
    const right = one({ opens: '2020-01-01' });
    expect(right.comesAt).toBe(Date.parse('2019-12-31T22:00:00Z'));
    expect(statusOf(right, '2019-12-01T00:00:00Z')).toBe('upcoming');
    expect(statusOf(right, '2026-12-01T00:00:00Z')).toBe('open');
  });

  it('waits for the event that opens it', () => {
    expect(statusOf(one({ opens: 'approval' }), '2026-12-01T00:00:00Z')).toBe('undated');
  });
});
