import { Refusal } from '../../../src/base/refusal';
import { readWithWords } from '../../../src/domain/agreement/document/loader';

function refused(read: () => unknown): Refusal {
  try {
    read();
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}

const document = (obligations: string): string => `id: words
title: Words of agreements
zone: Europe/Kyiv
events:
  entry-into-force: {title: Entry into force}
  receipt-of-notice: {title: Receipt of notice}
  deposit: {title: Deposit of an instrument, repeats: true}
  protocol-in-force: {title: Entry into force of the Protocol}
  default: {title: Event of Default}
obligations:
  - {id: term, title: Initial term, holds: from entry-into-force for 5 years}
  - {id: withdrawal, title: Withdrawal of forces, due: within 30 days of signing}
${obligations}`;

const entry = (key: string, words: string): string =>
  `  - {id: tried, title: Tried, ${key}: ${JSON.stringify(words)}}\n`;

describe('a document in the words of an agreement', () => {
  it.each([
    [
      'due',
      'no later than thirty (30) days after the date of signature',
      'by 30 days after signing',
    ],
    [
      'due',
      'within ten Business Days after receipt by the Seller of the notice',
      'within 10 working days of receipt-of-notice',
    ],
    [
      'due',
      'at least sixty days before the end of the Initial Term',
      'by 60 days before term.ends',
    ],
    [
      'due',
      'not later than 10 days after completion of the withdrawal of forces',
      'by 10 days after withdrawal.fulfilled',
    ],
    [
      'due',
      'within 60 days of the entry into force of the Protocol',
      'within 60 days of protocol-in-force',
    ],
    [
      'due',
      'within 60 days of the entry into force of the Treaty',
      'within 60 days of entry-into-force',
    ],
    ['due', 'within 5 days after an Event of Default', 'within 5 days of default'],
    [
      'falls',
      'thirty days after the deposit of the fortieth instrument of ratification',
      '30 days after 40th deposit',
    ],
  ])('%s: %s has the phrase %s, and names of the document', (key, words, phrase) => {
    const { agreement, read } = readWithWords(document(entry(key, words)), 'It');
    expect(read).toEqual([{ pointer: `/obligations/2/${key}`, words, phrase, notes: [] }]);
    expect(agreement.document.obligations[2]).toMatchObject({ [key]: phrase });
  });

  it.each([
    ['due', 'by 03/04/2026', ['by 2026-04-03', 'by 2026-03-04']],
    ['due', 'within 30 days', ['within 30 days of signing', 'of entry-into-force']],
    ['due', 'by 5 days after the withdrawal of forces', ['withdrawal.fulfilled', 'withdrawal.due']],
    ['due', 'on the deposit of an instrument', ['1st deposit', 'last deposit']],
    ['due', 'by the notice', ['by receipt-of-notice']],
  ])('%s: %s is refused with the readings %j', (key, words, readings) => {
    const { faults } = refused(() => readWithWords(document(entry(key, words)), 'It'));
    expect(faults).toHaveLength(1);
    expect(faults[0]?.pointer).toBe(`/obligations/2/${key}`);
    for (const reading of readings) expect(faults[0]?.expected).toContain(reading);
    const example = faults[0]?.example ?? '';
    expect(() => readWithWords(document(entry(key, example)), 'It')).not.toThrow();
  });

  it.each([
    ['due', 'no later than 30 days after the cancellation', 'the cancellation'],
    ['due', 'within a few days of signature', 'a few days'],
    ['due', 'by next Friday', 'next Friday'],
    ['grace', 'thirty days or more', 'or'],
  ])('%s: %s is refused where it is not understood', (key, words, part) => {
    const due = key === 'grace' ? 'due: on signing, ' : '';
    const text = document(`  - {id: tried, title: Tried, ${due}${key}: ${words}}\n`);
    const { faults } = refused(() => readWithWords(text, 'It'));
    expect(faults).toHaveLength(1);
    const line = text.split('\n')[(faults[0]?.line ?? 0) - 1] ?? '';
    expect(line.slice((faults[0]?.column ?? 0) - 1)).toMatch(new RegExp(`^${part}`));
  });

  const endings = (words: string): string => `id: words
title: Words of agreements
zone: Europe/Kyiv
events:
  ceasefire: {title: Ceasefire}
  ceasefire-end: {title: End of the ceasefire}
  blockade-termination: {title: Termination of the blockade}
  truce: {title: Truce}
  force-majeure: {title: Force Majeure Event}
  notice: {title: Notice}
  delivery: {title: Delivery}
  second-delivery: {title: Second delivery}
  request: {title: Request}
  meeting: {title: Meeting}
  acceptance: {title: Acceptance}
  closing: {title: Closing}
  deposit: {title: Deposit of an instrument, repeats: true}
obligations:
  - {id: quiet-period, title: Quiet period, holds: from signing for 30 days}
  - {id: tried, title: Tried, due: ${JSON.stringify(words)}}
`;

  it.each([
    ['the expiry of the ceasefire', 'ceasefire-end'],
    ['the termination of the ceasefire', 'ceasefire-end'],
    ['the lapse of the ceasefire', 'ceasefire-end'],
    ['the cessation of the ceasefire', 'ceasefire-end'],
    ['the end of the blockade', 'blockade-termination'],
    ['the start of the ceasefire agreement', undefined],
    ['the cessation of the quiet period', 'quiet-period.ends'],
    ['the occurrence of the Force Majeure Event', 'force-majeure'],
    ['the second delivery', 'second-delivery'],
    ['the date of deposit of the fortieth instrument', '40th deposit'],
    ['the date on which 55 Parties have deposited their instruments', '55th deposit'],
    ['the end of the Force Majeure Event', undefined],
    ['the expiry of the notice', undefined],
    ['the expiry of the blockade', undefined],
    ['the end of the truce', undefined],
    ['the completion of the delivery', undefined],
    ['the suspension of delivery', undefined],
    ['the failure of delivery', undefined],
    ['the rejection of the request', undefined],
    ['the withdrawal of the request', undefined],
    ['the date when no delivery is made', undefined],
    ['the refusal to accept delivery', undefined],
    ['the third delivery', undefined],
    ['the third meeting', undefined],
    ['the first meeting', undefined],
    ['the last meeting', undefined],
    ['the tenth acceptance', undefined],
    ['the date on which two thirds of the Parties have accepted the amendment', undefined],
    ['the close of 31 December 2027', undefined],
  ])('drops no noun and no number of "%s": it is %s', (words, anchor) => {
    const text = endings(`within 30 days after ${words}`);
    if (anchor === undefined) {
      const { faults } = refused(() => readWithWords(text, 'It'));
      expect(faults).toHaveLength(1);
      return;
    }
    const { agreement } = readWithWords(text, 'It');
    expect(agreement.document.obligations[1]).toMatchObject({ due: `within 30 days of ${anchor}` });
  });

  it('asks to declare an event where an anchor names none', () => {
    const text = endings('within 30 days of the suspension of delivery');
    const [fault] = refused(() => readWithWords(text, 'It')).faults;
    expect(fault?.expected).toContain('declare');
    expect(fault?.expected).not.toContain('within 30 days of delivery');
  });

  it('says of a fault in a phrase what the words are read as', () => {
    const text = document(entry('due', 'no later than its deposit'));
    expect(refused(() => readWithWords(text, 'It')).faults[0]?.detail).toContain('deposit');
  });

  it('counts an example from signing, whatever event is declared first', () => {
    const [fault] = refused(() =>
      readWithWords(document(entry('due', 'within 30 days')), 'It'),
    ).faults;
    expect(fault?.example).toBe('within 30 days of signing');
  });
});
