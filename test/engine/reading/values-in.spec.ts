import { valuesIn } from '../../../src/engine/reading/values-in';

describe('the periods, days and times of a text', () => {
  it('are found with their places', () => {
    const text =
      'Each Party shall, within thirty (30) calendar days of 13th day of June, 1949 at 18:00 (Kyiv time), give forty-eight hours’ notice by 03/04/2026.';
    const found = valuesIn(text).map(({ kind, value, question, start, end }) => [
      kind,
      value ?? question,
      text.slice(start, end),
    ]);
    expect(found).toEqual([
      ['length', '30 days', 'thirty (30) calendar days'],
      ['day', '1949-06-13', '13th day of June, 1949'],
      ['clock', '18:00 in Europe/Kyiv', '18:00 (Kyiv time)'],
      ['length', '48 hours', 'forty-eight hours’ notice'],
      ['day', '"03/04/2026": which number is the month', '03/04/2026'],
    ]);
  });

  it('that could be several are given with each way to write them', () => {
    expect(valuesIn('half a month')[0]).toMatchObject({
      kind: 'length',
      readings: [{ text: '15 days' }, { text: '2 weeks' }],
    });
  });
});
