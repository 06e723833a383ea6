import { draft } from '../../src/draft/draft';
import { compile } from '../../src/engine/compile/compile';
import type { Obligation } from '../../src/engine/model/document';

const entries = (text: string): Obligation[] => {
  const { document } = draft(text);
  expect(compile(document)).toMatchObject({ ok: true });
  return [...document.obligations];
};
const timesOf = (text: string) =>
  entries(text).map(({ id, due, falls }) => [id, falls === undefined ? due : `falls ${falls}`]);

const USE = 'The Seller shall deliver the goods within 30 days after the Effective Date.';

describe('a day that the text names', () => {
  it.each<[definition: string, use: string, id: string, time: string, counted: string]>([
    [
      'This Agreement is made as of January 5, 2031 (the "Effective Date") by Alpha and Beta.',
      USE,
      'effective-date',
      'falls 2031-01-05',
      'within 30 days of effective-date.due',
    ],
    [
      '"Effective Date" means 1 January 2031.',
      USE,
      'effective-date',
      'falls 2031-01-01',
      'within 30 days of effective-date.due',
    ],
    [
      'The Effective Date shall be the later of 1 May 2031 and the date of approval.',
      USE,
      'effective-date',
      'falls later of (2031-05-01 and approval)',
      'within 30 days of effective-date.due',
    ],
    [
      'The effective date of this Agreement is 1 January 2031.',
      USE,
      'effective-date',
      'falls 2031-01-01',
      'within 30 days of effective-date.due',
    ],
    [
      'The ceasefire shall begin ten days after the signing of this Agreement ("D-Day").',
      'The Parties shall withdraw their forces by D+14.',
      'd-day',
      'falls 10 days after signing',
      'within 14 days of d-day.due',
    ],
    [
      'The term "Closing Date" shall mean the date that falls 60 days after receipt of the notice.',
      'The Buyer shall pay the price on the Closing Date.',
      'date-closing',
      'falls 60 days after notice-receipt',
      'on date-closing.due',
    ],
    [
      'The Closing shall take place on 31 March 2031 (hereinafter the "Closing Date").',
      'At least ten days before the Closing Date the Seller shall deliver the accounts.',
      'date-closing',
      'on 2031-03-31',
      'by 10 days before date-closing.due',
    ],
  ])('%s', (definition, use, id, time, counted) => {
    const [first, second] = timesOf(`${definition}\n\n${use}`);
    expect([first, second?.[1]]).toEqual([[id, time], counted]);
    // Also where it is used before it is defined.
    const [before, after] = timesOf(`${use}\n\n${definition}`);
    expect([after, before?.[1]]).toEqual([[id, time], counted]);
    expect(draft(definition).proposals).toMatchObject([{ defines: id }]);
  });

  it.each([
    ['a name of a party', 'The Seller ("Alpha") shall deliver the goods by 1 May 2031.'],
    ['a date that is yet to be agreed', 'The closing date shall be agreed by the Parties.'],
    ['a length', 'The Seller shall deliver within 30 days of signing (the "Delivery Period").'],
  ])('is not made of %s', (_, text) => {
    expect(draft(text).proposals.filter(({ defines }) => defines !== undefined)).toEqual([]);
  });

  it('is the first of two with one name, and none that is defined by itself', () => {
    const twice = '"Effective Date" means 1 May 2031. "Effective Date" means 1 June 2031.';
    expect(timesOf(`${twice} ${USE}`).map(([, time]) => time)).toEqual([
      'falls 2031-05-01',
      'falls 2031-06-01',
      'within 30 days of effective-date.due',
    ]);
    const itself = 'The Effective Date shall be ten days after the Effective Date.';
    expect(entries(itself).length).toBe(1);
  });

  it('may be defined by another', () => {
    const text = `"Effective Date" means 1 May 2031. "Closing Date" means the tenth day after the Effective Date. The Buyer shall pay on the Closing Date.`;
    expect(timesOf(text)).toEqual([
      ['effective-date', 'falls 2031-05-01'],
      ['date-closing', 'falls 10 days after effective-date.due'],
      ['pay', 'on date-closing.due'],
    ]);
  });
});

describe('a renewal or an extension', () => {
  it('is written into the term before it, with its sentence', () => {
    const renewal =
      'It shall be renewed automatically for successive one-year terms unless either party gives notice 90 days before the end of the term.';
    const text = `5. TERM. This Agreement shall remain in force for a term of ten years from the date of signing. ${renewal}`;
    expect(entries(text)[0]).toMatchObject({
      holds: 'from signing for 10 years',
      renews: 'for 1 year unless notice 90 days before',
      note: `renews: "${renewal}"`,
    });
  });

  it('is written into the deadline before it, and not into one of another article', () => {
    const deadline = 'The Buyer shall pay within 30 days of delivery.';
    const extension = 'The Seller may extend the period by 10 days.';
    expect(entries(`1. ${deadline} ${extension}`)).toMatchObject([
      { due: 'within 30 days of delivery', extends: 'by at most 10 days' },
    ]);
    expect(entries(`1. ${deadline}\n\n2. ${extension}`)).toMatchObject([
      { due: 'within 30 days of delivery' },
      { due: 'undated', note: expect.stringContaining('extends: by at most 10 days') },
    ]);
  });
});
