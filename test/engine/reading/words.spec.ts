import { canonicalPhrase, type PhraseKey } from '../../../src/engine/phrase/canonical';
import { readPhrase } from '../../../src/engine/reading/read-phrase';

/** Words of agreements and the phrase that they are read as. */
const WORDS: readonly (readonly [key: PhraseKey, words: string, phrase: string])[] = [
  ['due', 'no later than 31 December 2027', 'by 2027-12-31'],
  ['due', 'not later than December 31, 2027', 'by 2027-12-31'],
  ['due', 'at the latest on 24 Dec 2026', 'by 2026-12-24'],
  ['due', 'on or before 24.12.2026', 'by 2026-12-24'],
  ['due', 'by 9 December 2026 at the latest', 'by 2026-12-09'],
  ['due', 'at the latest by 1st July 2027', 'by 2027-07-01'],
  ['due', 'until 31 March 2027', 'by 2027-03-31'],
  ['due', 'up to and including 31 March 2027', 'by 2027-03-31'],
  [
    'due',
    'not later than thirty (30) days after the date of signature',
    'by 30 days after signing',
  ],
  [
    'due',
    'no later than thirty (30) days after the date of signature of this Agreement',
    'by 30 days after signing',
  ],
  [
    'due',
    'not later than 60 days following the entry into force of the present Treaty',
    'by 60 days after entry-into-force',
  ],
  [
    'due',
    'no later than six months after the entry into force of this Regulation',
    'by 6 months after entry-into-force',
  ],
  ['due', 'by the end of 2027', 'by 2027-12-31'],
  ['due', 'before the end of 2027', 'by 2027-12-31'],
  ['due', 'by end-2027', 'by 2027-12-31'],
  ['due', 'by the end of June 2027', 'by 2027-06-30'],
  ['due', 'by the last day of February 2028', 'by 2028-02-29'],
  ['due', 'by the end of the first quarter of 2027', 'by 2027-03-31'],
  ['due', 'no later than the end of Q2 2028', 'by 2028-06-30'],
  ['due', 'by the end of the second half of 2028', 'by 2028-12-31'],
  [
    'due',
    'by the end of the month following the date of signature',
    'by last day of the 1st month after signing',
  ],
  [
    'due',
    'before the expiry of a period of six months from the date of entry into force',
    'by 6 months after entry-into-force',
  ],
  ['due', 'prior to the expiration of 90 days after signature', 'by 90 days after signing'],
  ['due', 'before 1 July 2020', 'before 2020-07-01'],
  ['due', 'prior to the entry into force of this Agreement', 'before entry-into-force'],
  ['due', 'by the 30th day after signing', 'by 30 days after signing'],
  [
    'due',
    'not later than the tenth day after the date of receipt of the notice',
    'by 10 days after receipt-of-notice',
  ],
  ['due', 'no later than 5 business days following signature', 'by 5 working days after signing'],
  [
    'due',
    'within the period of ten working days after receipt of the invoice',
    'within 10 working days of receipt-of-invoice',
  ],
  ['due', 'within ninety (90) calendar days from the date of signing', 'within 90 days of signing'],
  ['due', 'within thirty (30) days after the date of the notice', 'within 30 days of notice'],
  [
    'due',
    'within a period of twelve months following the entry into force of this Convention',
    'within 12 months of entry-into-force',
  ],
  [
    'due',
    'within a period not exceeding nine months from the signing of this Agreement',
    'within 9 months of signing',
  ],
  ['due', 'Within 72 hours of the signing', 'within 72 hours of signing'],
  ['due', 'within forty-eight hours after signature', 'within 48 hours of signing'],
  [
    'due',
    'within one hundred and eighty days of the entry into force',
    'within 180 days of entry-into-force',
  ],
  ['due', 'within one and a half years of signature', 'within 1 year and 6 months of signing'],
  ['due', 'within a year and a half of signature', 'within 1 year and 6 months of signing'],
  ['due', 'within half a year of signature', 'within 1 half-year of signing'],
  [
    'due',
    'within two and one-half years after signature',
    'within 2 years and 6 months of signing',
  ],
  ['due', 'within a fortnight of signature', 'within 2 weeks of signing'],
  ['due', 'within half a day of signature', 'within 12 hours of signing'],
  ['due', 'within an hour of signature', 'within 1 hour of signing'],
  ['due', 'in no more than 30 days after signature', 'within 30 days of signing'],
  ['due', 'not more than 30 days after signing', 'within 30 days of signing'],
  ['due', 'no later than within 30 days of signature', 'within 30 days of signing'],
  [
    'due',
    'within 30 days after the date on which this Agreement is signed',
    'within 30 days of signing',
  ],
  [
    'due',
    'within 30 days after the date on which the notice is received',
    'within 30 days of receipt-of-notice',
  ],
  [
    'due',
    'within sixty days of the date on which the Agreement enters into force',
    'within 60 days of entry-into-force',
  ],
  [
    'due',
    'within thirty days after it has entered into force',
    'within 30 days of entry-into-force',
  ],
  ['due', 'within 10 Banking Days after delivery', 'within 10 working days of delivery'],
  ['due', 'upon signature', 'on signing'],
  ['due', 'upon the signing of this Agreement', 'on signing'],
  ['due', 'immediately upon signature', 'on signing'],
  ['due', 'immediately following the entry into force of this Agreement', 'on entry-into-force'],
  ['due', 'on the date of entry into force of this Agreement', 'on entry-into-force'],
  ['due', 'at the time of signature', 'on signing'],
  ['due', 'on the thirtieth day following the date of signature', 'on 30 days after signing'],
  ['due', 'on the day following its publication', 'on 1 day after publication'],
  ['due', 'the day after signature', '1 day after signing'],
  ['due', 'thirty days from signature', '30 days after signing'],
  ['due', '30 days from the date of signing', '30 days after signing'],
  ['due', '60 days prior to the expiry of the Agreement', '60 days before expiry'],
  ['due', 'at least sixty (60) days before the expiry', 'by 60 days before expiry'],
  ['due', 'not less than 90 days prior to termination', 'by 90 days before termination'],
  [
    'due',
    'one month before the end of the transition period',
    '1 month before end-of-transition-period',
  ],
  ['due', 'at noon on 24 December 2026', 'at 12:00 on 2026-12-24'],
  ['due', 'by 6 p.m. on 24 December 2026', 'by at 18:00 on 2026-12-24'],
  ['due', 'by 24 December 2026 at 18:00 (Kyiv time)', 'by at 18:00 on 2026-12-24 in Europe/Kyiv'],
  ['due', 'by 23:59 UTC on 31 December 2026', 'by at 23:59 on 2026-12-31 in UTC'],
  ['due', 'by 0600 hours local time on 18 December 1995', 'by at 06:00 on 1995-12-18'],
  [
    'due',
    'as soon as possible, and in any event within 21 days of signature',
    'within 21 days of signing',
  ],
  ['due', 'without delay and not later than 30 days after signature', 'by 30 days after signing'],
  ['due', 'as soon as possible', 'undated'],
  ['due', 'without undue delay', 'undated'],
  [
    'due',
    'on the fifth anniversary of the entry into force of this Treaty',
    'on 5 years after entry-into-force',
  ],
  [
    'due',
    'within two years and six months of the entry into force',
    'within 2 years and 6 months of entry-into-force',
  ],
  [
    'due',
    'within 30 days of the later of signature and the entry into force',
    'within 30 days of later of (signing and entry-into-force)',
  ],
  [
    'due',
    'by 1 March 2027 or 30 days after signature, whichever is later',
    'by later of (2027-03-01 and 30 days after signing)',
  ],
  [
    'due',
    'within 30 days of signature, but in any event no later than 31 December 2027',
    'within 30 days of signing but not after 2027-12-31',
  ],
  [
    'due',
    'on the date that is six months after the Effective Date',
    'on 6 months after effective-date',
  ],
  ['due', 'Thursday, 24 December 2026', 'on 2026-12-24'],
  ['due', 'by the 24th day of December 2026', 'by 2026-12-24'],
  ['due', 'by 24/12/2026', 'by 2026-12-24'],
  ['due', 'by 12/24/2026', 'by 2026-12-24'],
  ['due', 'by 2026/12/24', 'by 2026-12-24'],
  ['due', 'by 24-Dec-2026', 'by 2026-12-24'],
  [
    'due',
    'within 30 days of receipt by the other Party of the notice',
    'within 30 days of receipt-of-notice',
  ],
  ['due', 'within 48h of signing', 'within 48 hours of signing'],
  ['due', 'within 3 hrs of signing', 'within 3 hours of signing'],
  ['due', 'within 30 (thirty) days of signing', 'within 30 days of signing'],
  ['due', 'within one (1) year of signing', 'within 1 year of signing'],
  ['due', 'within thirty days (30 days) of signing', 'within 30 days of signing'],
  ['due', 'within 1,000 days of signing', 'within 1000 days of signing'],
  ['due', 'simultaneously with the signature of this Agreement', 'on signing'],
  [
    'due',
    'on the last day of the calendar year in which this Agreement enters into force',
    'on last day of the year of entry-into-force',
  ],
  [
    'due',
    'by the end of the calendar year following the year of signature',
    'by last day of the 1st year after signing',
  ],
  ['falls', 'with effect from 9 December 2026', '2026-12-09'],
  [
    'falls',
    'on the thirtieth day after the date of deposit of the fortieth instrument of ratification, acceptance, approval or accession',
    '30 days after 40th deposit',
  ],
  [
    'falls',
    'on the twentieth day following that of its publication in the Official Journal of the European Union',
    '20 days after publication',
  ],
  [
    'falls',
    'on the first day of the sixth month after the month in which the 40th instrument of ratification has been deposited',
    'first day of the 6th month after 40th deposit',
  ],
  [
    'falls',
    'on the first day of the second month following the date of deposit of the last instrument of ratification',
    'first day of the 2nd month after last deposit',
  ],
  [
    'falls',
    'on the first day of the month following the expiration of a period of three months after the date of signature',
    'first day of the 1st month after 3 months after signing',
  ],
  [
    'falls',
    'thirty days after the deposit of its instrument of accession',
    '30 days after its deposit',
  ],
  ['falls', 'upon signature', 'signing'],
  ['falls', 'on the date of its signature', 'signing'],
  [
    'falls',
    'one year after the date of receipt of the notification by the depositary',
    '1 year after receipt-of-notification',
  ],
  ['falls', 'five years after its entry into force', '5 years after entry-into-force'],
  ['falls', 'as of 1 January 2028', '2028-01-01'],
  [
    'falls',
    'at the end of a period of five years from the date of entry into force',
    '5 years after entry-into-force',
  ],
  ['falls', 'on the expiry of six months from signature', '6 months after signing'],
  [
    'falls',
    'at 00.00 hours on 15 February 2015 (Kyiv time)',
    'at 00:00 on 2015-02-15 in Europe/Kyiv',
  ],
  ['falls', 'midnight at the end of 30 June 2027', 'at 24:00 on 2027-06-30'],
  [
    'falls',
    'the later of (i) the Effective Date and (ii) the date of signature',
    'later of (effective-date and signing)',
  ],
  [
    'falls',
    '30 days after the earlier of signature or publication',
    '30 days after earlier of (signing and publication)',
  ],
  ['falls', 'ten years from the date of its entry into force', '10 years after entry-into-force'],
  ['falls', 'the tenth anniversary of signature', '10 years after signing'],
  ['opens', 'not before 1 March 2027', '2027-03-01'],
  ['opens', 'no earlier than ninety (90) days prior to the expiry', '90 days before expiry'],
  [
    'opens',
    'not earlier than six months after the entry into force of this Agreement',
    '6 months after entry-into-force',
  ],
  ['opens', 'as from 2 January 2030', '2030-01-02'],
  ['opens', 'on or after 1 May 2027', '2027-05-01'],
  ['opens', 'not less than two years after entry into force', '2 years after entry-into-force'],
  [
    'opens',
    'at any time after three years from the date on which this Convention has entered into force',
    '3 years after entry-into-force',
  ],
  ['target', 'by 30 June 2027', '2027-06-30'],
  ['holds', 'from 1 May 2026 to 30 June 2026', 'from 2026-05-01 until 2026-06-30'],
  ['holds', 'from 1 May 2026 until 30 June 2026 (inclusive)', 'from 2026-05-01 until 2026-06-30'],
  ['holds', 'between 1 May 2026 and 30 June 2026', 'from 2026-05-01 until 2026-06-30'],
  [
    'holds',
    'for a period of five years from the date of entry into force of this Agreement',
    'from entry-into-force for 5 years',
  ],
  [
    'holds',
    'for an initial period of two (2) years following the Effective Date',
    'from effective-date for 2 years',
  ],
  ['holds', 'for ten years after signature', 'from signing for 10 years'],
  [
    'holds',
    'with effect from 1 January 2027 for a term of four years',
    'from 2027-01-01 for 4 years',
  ],
  ['holds', 'with effect from 9 December 2026', 'from 2026-12-09'],
  ['holds', 'as from the date of signature', 'from signing'],
  ['holds', 'until 31 December 2030', 'until 2030-12-31'],
  [
    'holds',
    'until the expiry of a period of 12 months from signature',
    'until 12 months after signing',
  ],
  ['holds', 'until six months after the date of signature', 'until 6 months after signing'],
  [
    'holds',
    'from signature until the entry into force of the Treaty',
    'from signing until entry-into-force',
  ],
  ['holds', 'pending the entry into force of this Agreement', 'until entry-into-force'],
  ['holds', 'as long as no notice', 'while no notice'],
  ['holds', 'for as long as no denunciation', 'while no denunciation'],
  ['holds', 'from signature onwards', 'from signing'],
  ['holds', 'from the date of signature through 31 December 2028', 'from signing until 2028-12-31'],
  ['holds', 'during the period of 30 days following signature', 'from signing for 30 days'],
  [
    'holds',
    'from signature until the earlier of 31 December 2028 and termination',
    'from signing until earlier of (2028-12-31 and termination)',
  ],
  [
    'holds',
    'until the later of 1 May 2027 and 30 days after signature',
    'until later of (2027-05-01 and 30 days after signing)',
  ],
  ['due', 'every six months from the date of signature', 'every 6 months from signing'],
  [
    'due',
    'every six (6) months as from the entry into force',
    'every 6 months from entry-into-force',
  ],
  ['due', 'annually from signature', 'every 1 year from signing'],
  [
    'due',
    'at least once every three years after entry into force',
    'every 3 years from entry-into-force',
  ],
  ['due', 'at six-monthly intervals from signature', 'every 6 months from signing'],
  ['due', 'quarterly, beginning on 1 January 2027', 'every 1 quarter starting on 2027-01-01'],
  ['due', 'every year on 30 April from signature', 'every year on 30 April from signing'],
  [
    'due',
    'by 30 April of each year from entry into force',
    'every year on 30 April from entry-into-force',
  ],
  [
    'due',
    'not later than 30 April each year, starting on 30 April 2027',
    'every year on 30 April starting on 2027-04-30',
  ],
  [
    'due',
    'on the 15th day of each month from signature until 31 December 2027',
    'every month on day 15 from signing until 2027-12-31',
  ],
  ['due', 'on the last day of each month from signing', 'every month on day 31 from signing'],
  ['due', 'every Monday from signature', 'every week on Monday from signing'],
  ['due', 'on Mondays from signature', 'every week on Monday from signing'],
  ['due', 'every other week from signature', 'every 2 weeks from signing'],
  ['due', 'biennially from signature', 'every 2 years from signing'],
  [
    'due',
    'monthly from signature for two years',
    'every 1 month from signing until 2 years after signing',
  ],
  [
    'due',
    'on 1 January and 1 July of each year from signature',
    'every year on 1 January and 1 July from signing',
  ],
  ['due', 'every 90 days after the adoption of this resolution', 'every 90 days from adoption'],
  ['due', 'every five years starting on 31 December 2023', 'every 5 years starting on 2023-12-31'],
  ['due', 'on a quarterly basis from signing', 'every 1 quarter from signing'],
  ['due', 'once a year from signature', 'every 1 year from signing'],
  ['when', 'if signature before 1 January 2030', 'signing before 2030-01-01'],
  ['unless', 'no ratification by 30 June 2027', 'no ratification by 2027-06-30'],
  ['when', 'in the event of termination', 'termination'],
  ['when', 'ratification prior to 29 March 2019', 'ratification before 2019-03-29'],
  ['grace', 'a grace period of thirty (30) days', '30 days'],
  ['grace', 'thirty days', '30 days'],
  ['grace', '72 hours', '72 hours'],
  [
    'renews',
    'for successive periods of one year unless notice is given six months before',
    'for 1 year unless notice 6 months before',
  ],
  [
    'renews',
    'automatically for further periods of five years unless notice at least six months before its expiry',
    'for 5 years unless notice 6 months before',
  ],
  ['extends', 'once, by a further period of up to two years', 'once by at most 2 years'],
  ['extends', 'by mutual agreement', 'by agreement'],
  ['extends', 'by not more than six months', 'by at most 6 months'],
  ['extends', 'not beyond 31 December 2028', 'never beyond 2028-12-31'],
  ['pauses', 'for as long as suspension', 'while suspension'],
  ['reverts', 'upon breach', 'on breach'],
];

/** Words that careful readers read differently. */
const QUESTIONS: readonly (readonly [key: PhraseKey, words: string])[] = [
  ['due', 'by 03/04/2026'],
  ['due', 'by 03.04.2026'],
  ['due', 'by 24.12.26'],
  ['due', 'within half a month of signing'],
  ['due', 'within nine and a half months of signing'],
  ['due', 'within thirty (60) days of signing'],
  ['due', 'within 30 days'],
  ['due', 'within thirty days thereafter'],
  ['due', 'bi-weekly from signing'],
  ['due', 'biannually from signing'],
  ['due', 'by midnight on 24 December 2026'],
  ['due', 'by Friday, 24 December 2026'],
  ['due', 'every six months'],
  ['due', 'within 30 clear days of signing'],
  ['due', 'at 12 a.m. on 24 December 2026'],
  ['due', 'within 30 days beginning on the date of signature'],
  ['due', 'not before 1 March 2027'],
  ['due', 'within 30 days of that date'],
  ['due', 'within 30 days before the expiry of the Agreement'],
  ['due', 'signature'],
  ['due', 'by 18:00 CET on 24 December 2026'],
  ['opens', 'after 31 December 2027'],
  ['holds', 'for a period of 90 days'],
];

/** Words that are not understood. */
const FAULTS: readonly (readonly [key: PhraseKey, words: string])[] = [
  ['due', 'within 30 moons of signing'],
  ['due', 'by 31 February 2026'],
  ['due', 'by mid-June'],
  ['due', 'within a few days of signing'],
  ['due', 'tomorrow'],
  ['due', 'next week'],
  ['due', 'about 30 days after signing'],
  ['due', 'within 30 days of signing or so'],
];

describe('the words of agreements', () => {
  it.each(WORDS)('%s: %s is read as %s', (key, words, phrase) => {
    const reading = readPhrase(words, key);
    expect(reading).toMatchObject({ kind: 'phrase', phrase });
    expect(canonicalPhrase(key, phrase)).toEqual({ ok: true, tree: phrase });
  });

  it.each(QUESTIONS)('%s: %s is a question whose readings are phrases', (key, words) => {
    const reading = readPhrase(words, key);
    expect(reading).toMatchObject({ kind: 'question' });
    if (reading.kind !== 'question') return;
    expect(reading.readings.length).toBeGreaterThan(0);
    expect(new Set(reading.readings.map(({ phrase }) => phrase)).size).toBe(
      reading.readings.length,
    );
    for (const { phrase } of reading.readings) {
      expect(canonicalPhrase(key, phrase)).toEqual({ ok: true, tree: phrase });
    }
  });

  it.each(FAULTS)('%s: %s is a fault with its place', (key, words) => {
    const reading = readPhrase(words, key);
    expect(reading).toMatchObject({ kind: 'fault' });
    if (reading.kind !== 'fault') return;
    expect(reading.at.start).toBeLessThanOrEqual(reading.at.end);
    expect(reading.at.end).toBeLessThanOrEqual(words.length);
  });
});
