import type { Rows } from './row';

/** Acts of the European Union and mandates of the Security Council. */
export const LAW_AND_MANDATES: Rows = {
  'eu-ai-act-2024': [
    ['art. 113: in force', 'entry-into-force', { due: '2024-08-01' }],
    ['art. 113(a)', 'prohibitions', { due: '2025-02-02' }],
    ['art. 113(b)', 'general-purpose-models', { due: '2025-08-02' }],
    ['art. 113: applies', 'general-application', { due: '2026-08-02' }],
    ['art. 113(c)', 'product-safety-systems', { due: '2027-08-02' }],
    ['art. 56(9)', 'codes-of-practice', { due: '2025-05-02' }],
    ['art. 111(2)', 'public-authority-systems', { due: '2030-08-02' }],
    ['art. 112(3): first', 'evaluation#1', { due: '2029-08-02' }],
    ['art. 112(7): first', 'conduct-codes-review#1', { due: '2028-08-02' }],
    [
      'art. 73(2): none before there is an incident',
      'incident-report#1',
      { due: '2026-08-25' },
      { assume: [{ event: 'serious-incident', at: '2026-08-10' }] },
    ],
  ],
  'eu-russia-sanctions-2014': [
    [
      'as adopted',
      'economic-measures',
      { starts: '2014-08-01', ends: '2015-07-31' },
      { asOf: '2015-06-21' },
    ],
    ['Decision 2015/971', 'economic-measures', { ends: '2016-01-31' }, { asOf: '2015-06-22' }],
    ['Decision 2015/2431', 'economic-measures', { ends: '2016-07-31' }, { asOf: '2015-12-21' }],
    ['Decision 2016/2315', 'economic-measures', { ends: '2017-07-31' }, { asOf: '2016-12-19' }],
    ['Decision 2021/1144', 'economic-measures', { ends: '2022-01-31' }, { asOf: '2021-07-12' }],
    ['Decision 2024/2026', 'economic-measures', { ends: '2025-01-31' }, { asOf: '2024-07-22' }],
    ['Decision 2025/140', 'renewal-decision', { due: '2025-07-31' }, { asOf: '2025-01-27' }],
    [
      'press release of 22 December 2025',
      'economic-measures',
      { ends: '2026-07-31', original: '2015-07-31' },
    ],
  ],
  'un-colombia-2017': [
    ['para. 6: 45 days', 'recommendations', { due: '2017-08-24' }],
    ['before resolution 2435', 'mandate', { ends: '2018-09-25' }, { asOf: '2018-09-12' }],
    ['resolution 2487', 'mandate', { ends: '2020-09-25' }, { asOf: '2019-09-12' }],
    ['resolution 2545', 'mandate', { ends: '2021-09-25' }, { asOf: '2020-09-25' }],
    ['resolution 2603', 'mandate', { ends: '2022-10-31' }, { asOf: '2021-10-29' }],
    ['resolution 2798', 'mandate', { ends: '2026-10-31', original: '2018-09-25' }],
    ['ninety days, by hand', 'report#1', { due: '2017-12-25' }],
    ['four times ninety days, by hand', 'report#4', { due: '2018-09-21' }],
  ],
};
