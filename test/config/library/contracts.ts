import type { Rows } from './row';

/** Model contracts. Their history is invented; the days are those of the statutes they follow, or counted by hand. */
export const CONTRACTS: Rows = {
  'model-loan': [
    ['ten working days over Easter', 'conditions-precedent', { due: '2024-04-15' }],
    ['three before, over a bank holiday', 'utilisation-request', { dueAt: '2024-05-28T10:00Z' }],
    ['Saturday 31 August', 'interest#1', { due: '2024-08-30' }],
    ['Saturday 30 November', 'interest#2', { due: '2024-11-29' }],
    ['Friday 28 February', 'interest#3', { due: '2025-02-28' }],
    ['Saturday 28 February', 'interest#7', { due: '2026-02-27' }],
    ['bank holiday on Monday 31 August', 'interest#9', { due: '2026-08-28' }],
    ['Sunday 31 May', 'instalments#1', { due: '2026-05-29' }],
    ['bank holiday on Monday 31 May', 'instalments#3', { due: '2027-05-28' }],
    ['five years', 'final-repayment', { due: '2029-03-28' }],
    ['120 days', 'accounts#1', { due: '2025-04-30' }],
    ['fifteen working days over two holidays', 'covenant-cure#1', { due: '2025-05-27' }],
  ],
  'model-lease': [
    ['BGB 551(2): with the second rent', 'deposit.second', { due: '2024-02-01' }],
    ['BGB 556b: after New Year', 'rent#1', { due: '2024-01-04' }],
    ['BGB 556b: over a weekend', 'rent#2', { due: '2024-02-05' }],
    ['BGB 556(3): end of the twelfth month', 'statement-of-costs#1', { due: '2025-12-31' }],
    ['BGB 556(3): objections', 'objections#1', { due: '2026-10-31' }],
    ['BGB 558b(2): asked in March, to the end of May', 'consent#1', { due: '2025-05-31' }],
    ['BGB 558b(1): from the third month', 'higher-rent#1', { due: '2025-06-01' }],
    ['BGB 558b(2): three months to sue', 'action-for-consent#1', { due: '2025-08-31' }],
    ['BGB 573c: on the third working day', 'end-by-notice#1', { due: '2026-05-31' }],
    [
      'BGB 573c: on the fourth, a month later',
      'end-by-notice#2',
      { due: '2026-06-30' },
      { assume: [{ event: 'tenant-notice', at: '2026-03-05' }] },
    ],
    [
      'BGB 573c: after New Year and a weekend',
      'end-by-notice#1',
      { due: '2026-03-31' },
      { asOf: '2025-12-31', assume: [{ event: 'tenant-notice', at: '2026-01-06' }] },
    ],
    ['BGB 548(1): six months', 'claims-for-damage', { due: '2026-11-29' }],
    ['BGB 193: a Sunday', 'deposit-returned', { due: '2026-11-30' }],
  ],
  'model-supply': [
    ['three years', 'term', { starts: '2023-01-01', ends: '2025-12-31' }, { asOf: '2025-06-30' }],
    ['last day for notice', 'term.notice-closes', { due: '2025-06-30' }, { asOf: '2025-06-29' }],
    ['renewed by silence', 'term', { ends: '2026-12-31' }],
    ['working days over Christmas', 'order-answer#1', { due: '2022-12-29' }],
    ['not before February', 'order-delivery#1', { due: '2023-02-01' }],
    ['ten working days', 'inspection#1', { due: '2023-02-17' }],
    ['thirty days after February', 'payment#1', { due: '2023-03-30' }],
    ['cure', 'cure#1', { due: '2024-06-05' }],
  ],
};
