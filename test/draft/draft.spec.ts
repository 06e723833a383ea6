import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { draftYaml } from '../../src/draft/answer/yaml';
import { draft } from '../../src/draft/draft';
import { accepts } from '../../src/draft/reader/accepts';
import { compile } from '../../src/engine/compile/compile';

const TRUCE = readFileSync(
  join(__dirname, '..', '..', 'examples', 'drafting', 'river-truce.txt'),
  'utf8',
);

/** Each timed proposal as "quote | key: phrase | obligor", with single blanks. */
const timed = (text: string): string[] =>
  draft(text)
    .proposals.filter(({ phrase }) => phrase !== 'undated')
    .map(({ quote, key, phrase, obligor }) =>
      [quote.replace(/-\n/g, '').replace(/\s+/g, ' '), `${key}: ${phrase}`, obligor].join(' | '),
    );

describe('the draft of a whole agreement', () => {
  it('has every timed duty with its quote, phrase and obligor', () => {
    expect(timed(TRUCE)).toEqual([
      'within twenty-four (24) hours of the signature of this Agreement | due: within 24 hours of signing | The Parties',
      'no later than thirty days after the signature of this Agreement | due: within 30 days of signing | Norland',
      'on 1 February 2027 | due: on 2027-02-01 | The Parties',
      'every two weeks | due: every 2 weeks from 2027-02-01 | The Commission',
      'for a term of two years | holds: from appointment for 2 years | The members of the Commission',
      'at least ten days before the redeployment of any unit | due: by 10 days before unit-redeployment | Each Party',
      'on the thirtieth day after the deposit of the second instrument of ratification | falls: 30 days after 2nd deposit | ',
      'six months after the date of receipt of the notification by the other Party | falls: 6 months after notification-receipt | ',
    ]);
  });

  it('shows dates of the past, of recitals and of the signature as background', () => {
    const quotes = draft(TRUCE).background.map(({ quote }) => quote);
    expect(quotes).toEqual(['of 4 March 2024', 'this 12th day of November 2026']);
  });

  it('keeps words that fix no time undated', () => {
    const gradually = draft(TRUCE).proposals.find(({ quote }) => quote === 'gradually');
    expect(gradually).toMatchObject({ key: 'due', phrase: 'undated', obligor: 'The Parties' });
  });

  it('passes the checks of a document, and YAML gives the same document', () => {
    const read = draft(TRUCE, { title: 'River truce', source: 'river-truce.txt' });
    expect(compile(read.document)).toMatchObject({ ok: true });
    expect(parse(draftYaml(read))).toEqual(read.document);
  });
});

describe('every answer', () => {
  const { proposals, flags, background } = draft(TRUCE);

  it('quotes the text letter for letter', () => {
    for (const { start, end, quote } of [...proposals, ...flags, ...background]) {
      expect(TRUCE.slice(start, end)).toBe(quote);
      expect(quote).not.toBe('');
    }
  });

  it('has phrases that the engine reads', () => {
    const refused = proposals.filter(({ key, phrase }) => !accepts(key, phrase));
    expect(refused).toEqual([]);
  });
});

describe('an article about a plan', () => {
  const ARTICLE =
    'A delegation is expected to travel to Lakeside at the end of next week, according to officials.\n' +
    'The plan imposes limits on the fleet of Sutland. Norland would agree not to station troops in the valley. ' +
    'Tariffs would be gradually lifted, and the seat of Sutland restored. ' +
    'Norland would hold a vote within 60 days of signing the accord. ' +
    'An immediate halt to the fighting and withdrawal to the agreed lines would take effect upon signing.';
  const read = draft(ARTICLE);

  it('gives the duties with a time, those without one, and the journey as background', () => {
    expect(read.proposals.map(({ title, key, phrase }) => `${title} | ${key}: ${phrase}`)).toEqual([
      'Limits on the fleet of Sutland | due: undated',
      'Not station troops in the valley | due: undated',
      'Tariffs: be lifted, and the seat of Sutland restored | due: undated',
      'The seat of Sutland restored | due: undated',
      'Hold a vote | due: within 60 days of signing',
      'An immediate halt to the fighting and withdrawal to the agreed lines: take effect | falls: signing',
    ]);
    expect(read.background.map(({ quote }) => quote)).toEqual([
      expect.stringContaining('at the end of next week'),
      'immediate',
    ]);
  });
});
