import { compile } from '../../../src/engine/compile/compile';
import { refsNeeded } from '../../../src/engine/compile/cycles/find-cycles';
import type { Obligation } from '../../../src/engine/model/document';
import { printRef } from '../../../src/engine/phrase/print';
import { compiled, documentOf } from '../../support/agreements';

const EVENTS = { poll: { title: 'Poll', repeats: true }, storm: { title: 'Storm' } };

/** The rings that are found: where, and round which way. */
function rings(timings: Record<string, Partial<Obligation>>): [string, string][] {
  const obligations = Object.entries(timings).map(([id, timing]) => ({ id, title: id, ...timing }));
  const result = compile(documentOf(obligations, { events: EVENTS }));
  if (result.ok) return [];
  return result.faults.map(({ pointer, detail, expected, example }) => {
    expect(expected).toBe('at least one of these counted from an event');
    expect(example).toBe('due: within 100 days of signing');
    return [pointer, detail];
  });
}

const due = (text: string): Partial<Obligation> => ({ due: text });

describe('a ring of obligations that wait for one another', () => {
  it.each<[string, Record<string, Partial<Obligation>>, string[]]>([
    ['none', { a: due('within 3 days of signing'), b: due('within 3 days of a.fulfilled') }, []],
    ['of one', { a: due('within 3 days of a.fulfilled') }, ['a.due -> a.due']],
    [
      'of two, told once',
      { a: due('within 3 days of b.fulfilled'), b: due('within 3 days of a.fulfilled') },
      ['a.due -> b.due -> a.due'],
    ],
    [
      'behind one that only leads to it',
      {
        first: due('within 3 days of a.fulfilled'),
        a: due('within 3 days of b.fulfilled'),
        b: due('within 3 days of a.fulfilled'),
      },
      ['a.due -> b.due -> a.due'],
    ],
    [
      'with a duty that is held',
      { a: { holds: 'from b.fulfilled' }, b: due('within 3 days of a.starts') },
      ['a.starts -> b.due -> a.starts'],
    ],
    [
      'with a moment that comes',
      { a: { falls: '3 days after b.fulfilled' }, b: due('within 3 days of a.due') },
      ['a.due -> b.due -> a.due'],
    ],
    [
      'through the later of two',
      { a: due('within 3 days of later of (signing and a.fulfilled)') },
      ['a.due -> a.due'],
    ],
    [
      'not through the earlier',
      { a: due('within 3 days of earlier of (signing and a.fulfilled)') },
      [],
    ],
    [
      'through all of a number',
      { a: due('within 3 days of 2 of (signing and a.fulfilled)') },
      ['a.due -> a.due'],
    ],
    [
      'through the earlier, where both are dates',
      { a: due('within 3 days of earlier of (signing and a.due)') },
      ['a.due -> a.due'],
    ],
    ['not through fewer', { a: due('within 3 days of 1 of (signing and a.fulfilled)') }, []],
    [
      'through a floor',
      { a: due('within 3 days of (signing but not before a.fulfilled)') },
      ['a.due -> a.due'],
    ],
    [
      'not through a ceiling',
      { a: due('within 3 days of (signing but not after a.fulfilled)') },
      [],
    ],
    [
      'through what is limited',
      { a: due('within 3 days of (a.fulfilled but not before signing)') },
      ['a.due -> a.due'],
    ],
    [
      'through an edge of a month',
      { a: due('by last day of the month of a.fulfilled') },
      ['a.due -> a.due'],
    ],
    ['through a day by number', { a: due('on day 3 of a.fulfilled') }, ['a.due -> a.due']],
    ['through a clock time', { a: due('at 10:00 on a.fulfilled') }, ['a.due -> a.due']],
    [
      'through a phase',
      {
        a: { phases: [{ id: 'one', due: 'within 3 days of b.fulfilled' }] },
        b: due('within 3 days of a.fulfilled'),
      },
      ['a.one.due -> b.due -> a.one.due'],
    ],
    [
      'through recurrence',
      { a: due('every 3 months from b.fulfilled'), b: due('within 3 days of first a.fulfilled') },
      ['a.due -> b.due -> a.due'],
    ],
    [
      'through a floor on the whole',
      {
        a: due('within 3 days of signing but not before b.due'),
        b: due('within 3 days of a.due'),
      },
      ['a.due -> b.due -> a.due'],
    ],
    [
      'through a ceiling on the whole',
      {
        a: due('by 3 days after signing but not after b.due'),
        b: due('within 3 days of a.due'),
      },
      ['a.due -> b.due -> a.due'],
    ],
    [
      'of openings',
      { a: { opens: '3 days after b.opens' }, b: { opens: '3 days after a.opens' } },
      ['a.opens -> b.opens -> a.opens'],
    ],
    [
      'of an opening and a deadline',
      { a: { opens: '3 days after b.due', due: 'undated' }, b: due('within 3 days of a.opens') },
      ['a.opens -> b.due -> a.opens'],
    ],
    [
      'of duties that last as long as one another',
      { a: { holds: 'during b' }, b: { holds: 'from a.starts' } },
      ['a.starts -> b.starts -> a.starts'],
    ],
    [
      'of the last day to which an end may be put off',
      {
        a: { holds: 'from signing until b.due', extends: 'once by at most 2 years' },
        b: due('within 3 days of a.latest'),
      },
      ['a.ends -> b.due -> a.ends'],
    ],
    [
      'of the end that was first agreed',
      {
        a: { holds: 'from signing until b.due', extends: 'once by at most 2 years' },
        b: due('within 3 days of a.original-ends'),
      },
      ['a.ends -> b.due -> a.ends'],
    ],
    [
      'of the last day for notice that it shall not go on',
      {
        a: {
          holds: 'from signing until b.due',
          renews: 'for 1 year unless storm 1 month before',
        },
        b: due('within 3 days of a.notice-closes'),
      },
      ['a.ends -> b.due -> a.ends'],
    ],
    [
      'of ends of duties of which one lasts as long as the other',
      { a: { holds: 'during b' }, b: { holds: 'from signing until a.ends' } },
      ['a.ends -> b.ends -> a.ends'],
    ],
    [
      'of the end of a duty that is held',
      { a: { holds: 'from signing until b.due' }, b: due('within 3 days of a.ends') },
      ['a.ends -> b.due -> a.ends'],
    ],
    [
      'of one that is due beside what lasts for a time from when it is due',
      { a: { holds: 'from b.due for 3 days' }, b: due('alongside a') },
      ['b.due -> a.ends -> b.due'],
    ],
    [
      'none where different moments of the two wait for one another',
      {
        a: { holds: 'from signing until b.due' },
        b: { due: 'within 3 days of a.starts', opens: '2 days before due' },
        c: { opens: 'signing', due: 'within 3 days of opens but not before b.opens' },
      },
      [],
    ],
    [
      'not through a condition',
      {
        a: { due: 'within 3 days of signing', when: 'b.fulfilled' },
        b: due('within 3 days of a.fulfilled'),
      },
      [],
    ],
  ])('%s', (_name, timings, expected) => {
    expect(rings(timings).map(([, detail]) => detail)).toEqual(
      expected.map((ring) => `waits for itself: ${ring}`),
    );
  });

  it('is told at the entry that closes it', () => {
    expect(
      rings({ a: due('within 3 days of b.fulfilled'), b: due('within 3 days of a.fulfilled') }),
    ).toMatchObject([[expect.stringMatching(/^\/obligations\/0/), expect.anything()]]);
  });
});

describe('what an entry rests on', () => {
  it.each<[Partial<Obligation>, string[]]>([
    [due('undated'), []],
    [due('by 2026-01-01'), []],
    [due('within 5 days of signing'), ['signing']],
    [due('within 5 days of done.fulfilled'), ['done.fulfilled']],
    [due('within 5 days of signing but not before done.due'), ['signing', 'done.due']],
    [due('within 5 days of (done.due but not before held.starts)'), ['done.due', 'held.starts']],
    [due('by later of (signing and done.due)'), ['signing', 'done.due']],
    [due('by 2 of (signing and storm and done.due)'), []],
    [due('alongside done'), ['done.due']],
    [due('during held'), ['held.due']],
    [{ due: 'within 5 days of opens', opens: '3 days after signing' }, ['a.opens']],
    [{ due: 'within 5 days of it', 'for each': 'poll' }, ['its poll']],
    [{ falls: '3 days after done.due' }, ['done.due']],
    [{ falls: 'every 3 months from done.due' }, ['done.due']],
    [{ holds: 'from done.due until storm' }, ['done.due']],
    [{ holds: 'during held' }, ['held.starts']],
    [
      { cases: [{ when: 'storm', due: 'on done.due' }, { due: 'on storm' }] },
      ['done.due', 'storm'],
    ],
  ])('%j', (timing, expected) => {
    const obligations = [
      { id: 'done', title: 'Done', due: 'on signing' },
      { id: 'held', title: 'Held', holds: 'from signing' },
      { id: 'a', title: 'A', ...timing },
    ];
    const item = compiled(documentOf(obligations, { events: EVENTS })).byPath.get('a');
    const refs = item === undefined ? [] : refsNeeded(item);
    expect(refs.map(printRef)).toEqual(expected);
    expect(refs.map(({ type }) => type)).toEqual(expected.map(() => 'ref'));
  });
});
