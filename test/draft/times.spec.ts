import { draft } from '../../src/draft/draft';
import { given } from './given';

describe('times that are read', () => {
  it.each([
    {
      sentence:
        'The Operator shall run the ferry daily from 07:30 to 19:00, starting on the third day following D-Day.',
      gives: [
        'due: every 1 day from 3 days after d-day | The Operator',
        '? daily from 07:30 to 19:00, starting on the third day following D-Day',
      ],
    },
    {
      sentence: 'The Army shall leave the port no later than D+9.',
      gives: ['due: within 9 days of d-day | The Army'],
    },
    {
      sentence: 'The Army shall open the gate on D + 1.',
      gives: ['due: 1 day after d-day | The Army'],
    },
    {
      sentence:
        'The Maker shall keep spare parts for 36 months from shipment or 30 months from installation, whichever comes first.',
      gives: [
        'holds: until earlier of (36 months after shipment and 30 months after installation) | The Maker',
      ],
    },
    {
      sentence:
        'The Tenant shall pay within 20 days of delivery or ten days of inspection, whichever is later.',
      gives: [
        'due: by later of (20 days after delivery and 10 days after inspection) | The Tenant',
      ],
    },
    {
      sentence:
        'The Smith shall deliver within four weeks of the order or by 9 June 2031, whichever is the earlier.',
      gives: ['due: by earlier of (4 weeks after order and 2031-06-09) | The Smith'],
    },
    {
      sentence: 'The Guard shall, by 17:00 hours on the day after signature, unlock the gate.',
      gives: ['due: 1 day after signing | The Guard', '? by 17:00 hours'],
    },
    {
      sentence: 'The Lease commences on the Handover Date.',
      gives: ['falls: handover-date | null'],
    },
    {
      sentence: 'The Council shall meet at least once every fortnight.',
      gives: ['due: every 2 weeks from signing | The Council', '? at least once every fortnight'],
    },
    {
      sentence: 'A fair shall be held on 4 May 2030, and every year after that until 2036.',
      gives: [
        'due: on 2030-05-04 | null',
        'due: every 1 year from 2030-05-04 until 2036-12-31 | null',
        '? every year after that until 2036',
      ],
    },
  ])('$sentence', ({ sentence, gives }) => {
    expect(given(sentence)).toEqual(gives);
  });
});

describe('times that are flagged with a question', () => {
  it.each([
    {
      sentence: 'The Harbour shall be open from 08:00 to 17:00.',
      quote: 'from 08:00 to 17:00',
      why: 'on which days',
    },
    {
      sentence: 'The Bank shall pay half of it before the end of October.',
      quote: 'before the end of October',
      why: 'no year',
    },
    { sentence: 'The Bank shall pay by August.', quote: 'by August', why: 'no year' },
    {
      sentence: 'The Force shall be in place by mid-September.',
      quote: 'by mid-September',
      why: 'of which year',
    },
    { sentence: 'The Force shall arrive in early 2031.', quote: 'in early 2031', why: 'which day' },
    {
      sentence: 'The Senate will vote on the bill next month.',
      quote: 'next month',
      why: 'day on which the text was written',
    },
    {
      sentence: 'The Tenant shall send a statement by the third working day of each month.',
      quote: 'by the third working day of each month',
      why: 'which day is it',
    },
    {
      sentence: 'If a side fires, the guards have 36 hours to gather.',
      quote: 'have 36 hours',
      why: 'from when',
    },
    {
      sentence:
        'Either side may leave the pact if the other side fails to pay within nine days of a demand.',
      quote: 'within nine days of a demand',
      why: 'condition of the right',
    },
  ])('$quote', ({ sentence, quote, why }) => {
    const read = draft(sentence);
    expect(read.proposals.filter((one) => one.quote.includes(quote))).toEqual([]);
    expect(read.flags).toEqual([
      expect.objectContaining({ quote, why: expect.stringContaining(why) }),
    ]);
  });

  it('makes no event of a number, a month, a clock time or a connective', () => {
    const text =
      'The Bank shall pay before the end of October. The Harbour shall be open daily from 08:00 to 17:00. The Army shall leave by D+3.';
    expect(Object.keys(draft(text).document.events ?? {})).toEqual(['d-day']);
  });
});
