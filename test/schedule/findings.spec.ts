import type { AgreementDocument, Obligation } from '../../src/schedule/document';
import { type FindingKind, findings } from '../../src/schedule/findings';
import type { Fact } from '../../src/schedule/model';
import { buildCalendar } from '../../src/schedule/working-calendar';
import { luxonZones } from '../../src/zones';
import { compiled, documentOf, fact } from '../support/agreements';

const calendar = buildCalendar({
  id: 'short',
  title: 'A short calendar',
  version: '1',
  weekend: ['saturday', 'sunday'],
  covers: [{ from: '2025-01-01', to: '2025-12-31' }],
  holidays: { '2025-12-25': 'Christmas Day' },
});
const context = { zones: luxonZones, calendars: new Map([['short', calendar]]) };
const signed = [fact('signing', '2025-11-27')];

function kinds(
  obligations: readonly Obligation[],
  facts: readonly Fact[] = signed,
  more: Partial<AgreementDocument> = {},
): FindingKind[] {
  return findings(compiled(documentOf(obligations, more)), facts, context).map(({ kind }) => kind);
}

const one = (timing: Partial<Obligation>): Obligation[] => [{ id: 'a', title: 'A', ...timing }];

describe('an agreement is questioned', () => {
  it.each<[FindingKind, Partial<Obligation>]>([
    ['undated-duty', { due: 'undated' }],
    ['unrecorded-anchor', { due: 'within 100 days of ratification' }],
    ['opens-after-it-closes', { opens: '60 days after signing', due: 'within 30 days of signing' }],
    ['never-due', { holds: 'from 2026-01-01 until 2025-06-01' }],
    ['month-end', { due: 'within 3 months of 2025-11-30' }],
    ['inclusive-count', { due: 'within 10 days of signing' }],
    ['non-working-day', { due: 'by 2025-12-25', calendars: ['short'] }],
    ['beyond-calendar', { due: 'within 40 working days of signing', calendars: ['short'] }],
    ['calendar-missing', { due: 'within 3 working days of signing', calendars: ['other'] }],
    ['days-or-months', { due: 'within 90 days of signing', quote: 'within three months' }],
    ['hours-from-a-day', { due: 'within 72 hours of signing' }],
  ])('for %s', (kind, timing) => {
    const events = { ratification: { title: 'Ratification' } };
    expect(kinds(one(timing), signed, { events })).toContain(kind);
  });

  it('for a deadline before what it depends on', () => {
    const obligations = [
      { id: 'a', title: 'A', due: 'within 90 days of signing' },
      { id: 'b', title: 'B', due: 'by earlier of (a.due and 2025-12-01)' },
    ];
    expect(kinds(obligations)).toContain('due-before-what-it-depends-on');
  });

  it('for a signing near midnight, which is another day where a party reads it', () => {
    const parties = { us: { name: 'United States', zone: 'America/New_York' } };
    const late = [fact('signing', '2026-01-14T23:30:00-05:00')];
    const due = one({ due: 'within 100 days of signing' });
    expect(kinds(due, late, { parties })).toContain('zones-differ');
    expect(kinds(due, signed, { parties })).not.toContain('zones-differ');
  });

  it('for an extension that the text does not allow', () => {
    const due = 'within 100 days of signing';
    const used = [...signed, { ...fact('a.extended', '2026-03-01'), for: '60 days' }];
    expect(kinds(one({ due }), used)).toContain('over-extended');
    expect(kinds(one({ due, extends: 'once by at most 30 days' }), used)).toContain(
      'over-extended',
    );
    expect(kinds(one({ due, extends: 'by agreement' }), used)).not.toContain('over-extended');
  });

  it('and not at all where there is nothing to ask', () => {
    expect(kinds(one({ due: 'within 100 days of signing' }))).toEqual([]);
    expect(kinds(one({ holds: 'from signing until 2 years after signing' }))).toEqual([]);
  });

  it('with a place and what to do', () => {
    const found = findings(compiled(documentOf(one({ due: 'undated' }))), [], context);
    expect(found).toMatchObject([{ pointer: '/obligations/0', path: 'a', severity: 'note' }]);
    expect(found[0]?.advice.length).toBeGreaterThan(10);
  });
});
