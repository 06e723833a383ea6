import { searchTerms, searchText } from '../../../src/domain/agreement/search-text';

describe('a text as search compares it', () => {
  it.each([
    ['case', 'PRISONER Exchange', 'prisoner exchange'],
    ['Latin marks', 'Érasme Świętokrzyskie', 'erasme swietokrzyskie'],
    ['marks as characters of their own', 'E\u0301rasme', 'erasme'],
    ['letters with a stroke', 'Łódź, Ørsted, Đakovo', 'lodz, orsted, dakovo'],
    ['ligatures', 'Æsir ﬁnal Œuvre', 'aesir final oeuvre'],
    ['sharp s in all forms', 'Straße STRASSE STRAẞE', 'strasse strasse strasse'],
    ['a final sigma', 'ΟΔΟΣ οδος', 'οδοσ οδοσ'],
    ['a dotted I', 'İstanbul', 'istanbul'],
    ['Russian marks', 'Ёлка, зАмо\u0301к', 'елка, замок'],
    ['Ukrainian marks', 'Її край', 'іі краи'],
    ['apostrophes', 'п’ять пʼять п`ять', "п'ять п'ять п'ять"],
    ['hyphens', 'cease‑fire cease–fire', 'cease-fire cease-fire'],
    ['invisible characters', 'cease\u00adfire \u200bzone', 'ceasefire zone'],
    ['spaces', '  a\u00a0 b\n\tc ', 'a b c'],
  ])('has no %s', (_, text, folded) => {
    expect(searchText(text)).toBe(folded);
    expect(searchText(folded)).toBe(folded);
  });

  it('has its terms once each', () => {
    expect(searchTerms(' Grain  grain GRAIN corridor ')).toEqual(['grain', 'corridor']);
  });
});
