import { compile } from '../../../src/engine/compile/compile';
import type { AgreementDocument, Obligation } from '../../../src/engine/model/document';
import { documentOf, fact, milestonesOf } from '../../support/agreements';
import { day } from '../../support/language';

const signed = [fact('signing', '2026-01-10')];

const window = {
  id: 'withdrawal',
  title: 'W',
  opens: '10 days after signing',
  due: 'by 40 days after signing',
};
const interval = { id: 'truce', title: 'T', holds: 'from signing for 60 days' };

function bounds(own: Partial<Obligation>, others: readonly Obligation[] = [window, interval]) {
  const document = documentOf([...others, { id: 'a', title: 'A', ...own }]);
  const { a } = milestonesOf(document, signed);
  return [day(a?.opensOn ?? a?.startsOn), day(a?.dueOn ?? a?.endsOn)];
}

describe('alongside', () => {
  it.each<{ own: Partial<Obligation>; from: string | undefined; to: string | undefined }>([
    { own: { due: 'alongside withdrawal' }, from: undefined, to: '2026-02-19' },
    {
      own: { opens: 'alongside withdrawal', due: 'alongside withdrawal' },
      from: '2026-01-20',
      to: '2026-02-19',
    },
    {
      own: { opens: 'alongside truce', due: 'alongside truce' },
      from: '2026-01-10',
      to: '2026-03-11',
    },
    { own: { opens: 'alongside withdrawal' }, from: '2026-01-20', to: undefined },
    { own: { holds: 'alongside withdrawal' }, from: '2026-01-20', to: '2026-02-19' },
    { own: { holds: 'alongside truce' }, from: '2026-01-10', to: '2026-03-11' },
  ])('$own is from $from to $to', ({ own, from, to }) => {
    expect(bounds(own)).toEqual([from, to]);
  });

  it('moves with what it is alongside', () => {
    const later = fact('withdrawal.extended', '2026-02-01', { for: '10 days' });
    const document = documentOf([window, { id: 'a', title: 'A', holds: 'alongside withdrawal' }]);
    const { a } = milestonesOf(document, [...signed, later]);
    expect(day(a?.endsOn)).toBe('2026-03-01');
  });

  it('keeps to the clock of the same party', () => {
    const document = documentOf(
      [
        {
          id: 'w',
          title: 'W',
          'for each': 'states',
          opens: 'its deposit',
          due: 'within 10 days of its deposit',
        },
        { id: 'a', title: 'A', 'for each': 'states', holds: 'alongside w' },
      ],
      {
        parties: { x: { name: 'X', groups: ['states'] }, y: { name: 'Y', groups: ['states'] } },
        events: { deposit: { title: 'D', by: 'states' } },
      },
    );
    const facts = [
      fact('deposit', '2026-01-01', { by: 'x' }),
      fact('deposit', '2026-02-01', { by: 'y' }),
    ];
    const found = Object.values(milestonesOf(document, facts)).map(({ endsOn }) => day(endsOn));
    expect(found.at(-1)).toBe('2026-02-11');
  });

  it('names a phase of its own obligation', () => {
    const document = documentOf([
      {
        id: 'o',
        title: 'O',
        phases: [
          { id: 'one', opens: '1 day after signing', due: 'by 5 days after signing' },
          { id: 'two', holds: 'alongside one' },
        ],
      },
    ]);
    const found = milestonesOf(document, signed)['o.two'];
    expect([day(found?.startsOn), day(found?.endsOn)]).toEqual(['2026-01-11', '2026-01-15']);
  });

  const faultsOf = (document: AgreementDocument) => {
    const result = compile(document);
    return result.ok ? [] : result.faults.map(({ pointer, detail }) => [pointer, detail]);
  };

  it.each<{ own: Partial<Obligation>; faults: string[][] }>([
    {
      own: { opens: 'alongside plain' },
      faults: [['/obligations/0/opens', '"plain" does not say when it opens']],
    },
    {
      own: { holds: 'alongside right' },
      faults: [['/obligations/0/holds', '"right" does not say when it is due']],
    },
    {
      own: { holds: 'alongside nothing' },
      faults: [['/obligations/0/holds', '"nothing" is not an obligation or phase']],
    },
    {
      own: { opens: 'alongside report' },
      faults: [['/obligations/0/opens', '"report" is due more than once']],
    },
    {
      own: { opens: 'alongside a', due: 'on signing' },
      faults: [['/obligations/0', 'waits for itself: a.opens -> a.opens']],
    },
  ])('$own is refused', ({ own, faults }) => {
    const document = documentOf([
      { id: 'a', title: 'A', ...own },
      { id: 'plain', title: 'P', due: 'on signing' },
      { id: 'right', title: 'R', opens: 'signing' },
      { id: 'report', title: 'Q', opens: 'signing', due: 'every 1 month from signing' },
    ]);
    expect(
      faultsOf(document).map(([at, detail]) => [at, detail?.slice(0, faults[0]?.[1]?.length)]),
    ).toEqual(faults);
  });
});
