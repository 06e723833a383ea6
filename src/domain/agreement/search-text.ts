/** Letters that Unicode does not decompose, and what people type instead. */
const PLAIN: Readonly<Record<string, string>> = {
  đ: 'd',
  ð: 'd',
  ħ: 'h',
  ł: 'l',
  ø: 'o',
  ŧ: 't',
  æ: 'ae',
  œ: 'oe',
  þ: 'th',
  ς: 'σ',
};

/**
 * A text for search: without case and diacritics ("Érasme" equals "erasme", "ё" equals "е", "ї" equals "і"), with one
 * form of apostrophe and hyphen, and single spaces. It is computed here and stored, so that both databases find the
 * same.
 */
export function searchText(text: string): string {
  const marked = /[^\x20-\x7e]/.test(text);
  if (!marked) return text.toLowerCase().replace(/ {2,}/g, ' ').trim();
  return (
    text
      .normalize('NFKD')
      // Marks, soft hyphens and characters without width.
      .replace(/[\p{M}\u00ad\u200b-\u200d\u2060\ufeff]+/gu, '')
      // "ẞ", "ß" and "SS" become equal only after lower, upper and lower again.
      .toLowerCase()
      .toUpperCase()
      .toLowerCase()
      .replace(/[đðħłøŧæœþς]/g, (letter) => PLAIN[letter] ?? letter)
      .replace(/[\u2018\u2019\u201b\u02bc\u02b9\u00b4`]/g, "'")
      .replace(/[\u2010-\u2015\u2212]/g, '-')
      .replace(/\s+/g, ' ')
      .trim()
  );
}

/** The words of a search. A text matches if it contains each of them, as a word or as a part of one. */
export function searchTerms(text: string): string[] {
  return [...new Set(searchText(text).split(' '))].filter((term) => term !== '');
}
