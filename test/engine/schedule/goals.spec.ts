import type { Obligation } from '../../../src/engine/model/document';
import type { Fact } from '../../../src/engine/model/fact';
import { fact, milestoneOf } from '../../support/agreements';
import { day, states, statusOf } from '../../support/language';

const milestone = (timing: Partial<Obligation>, facts: readonly Fact[] = []) =>
  milestoneOf({ obligor: 'chad', ...timing }, facts, states);

describe('a target without a deadline', () => {
  it('is a goal that is aimed for by a day and has no deadline', () => {
    const found = milestone({ target: '1 month after signing' }, [fact('signing', '2026-01-10')]);
    expect(found).toMatchObject({
      kind: 'achievement',
      nature: 'goal',
      phrase: 'target 1 month after signing',
      waitsFor: [],
    });
    expect([day(found.targetOn), found.dueOn, found.dueAt]).toEqual([
      '2026-02-10',
      undefined,
      undefined,
    ]);
    expect(found.derivation.at(-1)?.text).toMatch(/^Tuesday 10 February 2026 ends at midnight/);
    expect(found.derivation.at(-1)?.text).not.toContain('late');
  });

  it.each`
    at                          | status
    ${'2026-01-26T00:00+02:00'} | ${'upcoming'}
    ${'2026-02-01T00:00+02:00'} | ${'due-soon'}
    ${'2026-02-10T23:59+02:00'} | ${'due-soon'}
    ${'2026-02-11T00:00+02:00'} | ${'open'}
    ${'2036-01-01T00:00+02:00'} | ${'open'}
  `('is $status at $at, and never overdue', ({ at, status }) => {
    expect(statusOf(milestone({ target: '2026-02-10' }), at)).toBe(status);
  });

  it.each`
    done            | status
    ${'2026-02-01'} | ${'met'}
    ${'2027-05-05'} | ${'met'}
  `('that is fulfilled on $done is $status, never late', ({ done, status }) => {
    const found = milestone({ target: '2026-02-10' }, [fact('a.fulfilled', done)]);
    expect(statusOf(found, '2027-06-01T00:00Z')).toBe(status);
  });

  it('waits for its anchor', () => {
    const found = milestone({ target: '1 month after approval' });
    expect(found.waitsFor).toEqual(['approval']);
    expect(statusOf(found, '2026-01-01T00:00Z')).toBe('undated');
  });

  it('is due soon before the earliest day, where it is known only roughly', () => {
    const found = milestone({ target: 'in June 2026' });
    expect([day(found.rough?.targetOnEarliest), day(found.targetOn)]).toEqual([
      '2026-06-01',
      '2026-06-30',
    ]);
    expect(statusOf(found, '2026-05-20T00:00Z')).toBe('due-soon');
    expect(statusOf(found, '2026-06-30T20:59Z')).toBe('due-soon');
    expect(statusOf(found, '2026-06-30T21:00Z')).toBe('open');
  });

  it('moves with a pin, and is conditional where its condition is not met', () => {
    const pin = fact('a.pinned', '2026-01-01', { to: '2026-03-01' });
    expect(day(milestone({ target: '2026-02-10' }, [pin]).targetOn)).toBe('2026-03-01');
    const gated = milestone({ target: '2026-02-10', when: 'approval' });
    expect(statusOf(gated, '2026-02-20T00:00Z')).toBe('conditional');
  });

  it('beside a deadline changes nothing about it', () => {
    const found = milestone({ due: 'by 2026-03-01', target: '2026-02-10' });
    expect(found.nature).toBeUndefined();
    expect(statusOf(found, '2026-02-20T00:00Z')).toBe('due-soon');
    expect(statusOf(found, '2026-03-02T00:00Z')).toBe('overdue');
  });
});
