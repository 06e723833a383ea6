import { draft } from '../../src/draft/draft';
import { given } from './given';

describe('who owes it', () => {
  it.each([
    {
      text: 'A Water Board shall be established within a month of signature. It shall convene within ten days of a request.',
      obligor: 'A Water Board',
      phrase: 'due: within 10 days of request',
    },
    {
      text: 'This Pact may be denounced by either Party. It shall expire on 5 June 2031.',
      obligor: null,
      phrase: 'falls: 2031-06-05',
    },
    {
      text: 'The Port Union said it would lift the strike within two days of the signature.',
      obligor: 'The Port Union',
      phrase: 'due: within 2 days of signing',
    },
    {
      text: 'The minister said parliament would vote within two days of the signature.',
      obligor: 'parliament',
      phrase: 'due: within 2 days of signing',
    },
  ])('$text', ({ text, obligor, phrase }) => {
    const last = draft(text).proposals.at(-1);
    expect([`${last?.key}: ${last?.phrase}`, last?.obligor]).toEqual([phrase, obligor]);
  });

  it('gives the second subject of a sentence a duty of its own, and asks about its time', () => {
    const text =
      'Within six days of closure the Tenant shall return the keys and the Owner shall refund the deposit.';
    expect(given(text)).toEqual([
      'due: within 6 days of closure | the Tenant',
      'due: undated | the Owner',
      '? the Owner shall refund the deposit.',
    ]);
  });
});

describe('titles', () => {
  it.each([
    {
      text: 'Within six days of closure the Tenant shall return the keys and the Owner shall refund the deposit.',
      titles: ['Return the keys', 'Refund the deposit'],
    },
    {
      text: 'In the third stage, which begins no later than 80 days after the handover, the Guard has pledged to leave.',
      titles: expect.arrayContaining(['The third stage: begins']),
    },
  ])('$text', ({ text, titles }) => {
    expect(draft(text).proposals.map(({ title }) => title)).toEqual(titles);
  });
});

describe('events of a draft', () => {
  it('have the words of the text for the first event, and their own names for the others', () => {
    const { events } = draft(
      'Arrears shall bear interest from the due date until payment.',
    ).document;
    expect(events).toMatchObject({ payment: { title: 'Payment' } });
  });
});
