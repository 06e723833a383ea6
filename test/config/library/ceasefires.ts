import type { Rows } from './row';

/** Ceasefires and truces. */
export const CEASEFIRES: Rows = {
  'gaza-ceasefire-2025': [
    ['GZ1-2', 'first-release', { due: '2025-01-19' }],
    ['GZ1-3', 'second-release', { due: '2025-01-25' }],
    ['GZ1-4 first', 'weekly-release#1', { due: '2025-02-01' }],
    ['GZ1-4 last', 'weekly-release#4', { due: '2025-02-22' }],
    ['GZ1-5', 'coastal-road', { due: '2025-01-25' }],
    ['GZ1-6', 'second-stage-talks', { due: '2025-02-03' }],
    ['GZ1-7', 'central-corridor', { due: '2025-02-09' }],
    ['GZ1-8', 'second-stage-terms', { due: '2025-02-22' }],
    ['GZ1-9', 'first-stage', { starts: '2025-01-19', ends: '2025-03-01' }],
    ['GZ1-10', 'border-strip', { opens: '2025-03-01', due: '2025-03-09' }],
    ['GZ1-13', 'aid-trucks', { starts: '2025-01-19', ends: '2025-03-01' }],
  ],
  'libya-ceasefire-2020': [
    ['LY-1', 'ceasefire', { startsAt: '2020-10-23T09:15Z' }],
    ['LY-2', 'foreign-fighters', { due: '2021-01-23' }],
    ['LY-5', 'training-frozen', { ends: '2021-03-15' }],
  ],
  'yemen-truce-2022': [
    [
      'as agreed',
      'truce',
      { startsAt: '2022-04-02T16:00Z', ends: '2022-06-02' },
      { asOf: '2022-06-01' },
    ],
    ['first renewal', 'truce', { ends: '2022-08-02' }, { asOf: '2022-06-02' }],
    ['second renewal', 'truce', { ends: '2022-10-02', original: '2022-06-02' }],
    ['2', 'fuel-ships', { due: '2022-06-02' }],
    ['3', 'flights', { ends: '2022-10-02' }],
  ],
  'lebanon-ceasefire-2024': [
    ['at 4 a.m.', 'cessation', { startsAt: '2024-11-27T02:00Z' }],
    ['sixty days', 'withdrawal', { due: '2025-01-26' }, { asOf: '2025-01-25' }],
    ['White House, 26 January 2025', 'withdrawal', { due: '2025-02-18', original: '2025-01-26' }],
    ['12', 'deployment', { due: '2025-02-18' }],
  ],
};
