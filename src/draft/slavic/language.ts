import type { SlavicLanguage } from './words/tables';

/** In which language a sentence is written. `mixed` has two scripts in equal parts, `other` a Cyrillic language without a table. */
export type Language = 'en' | SlavicLanguage | 'mixed' | 'other';

const LATIN = /[A-Za-z\u00c0-\u024f]/g;
const CYRILLIC = /[\u0400-\u052f]/g;
/** Letters, an apostrophe, endings and short words that only one of the two languages has. */
const UKRAINIAN =
  /[іїєґ]|[а-я]['\u2019\u02bc][яюєї]|(?:ться|ння|ття|ець|ити|ати|увати|ого дня)(?![а-яґєіїё])|(?:^|[\s(«"])(?:та|або|що|щодо|від|якщо|року|має|мають|до кінця|строк|травня|лютого|березня|серпня|грудня|січня|сплати|протягом|повинен)(?=[\s,.;:]|$)/gi;
const RUSSIAN =
  /[ыэъё]|(?:тся|ние|ния|ании|ении|ель|ить|ать|овать)(?![а-яґєіїё])|(?:^|[\s(«"])(?:и|или|что|с|со|к|от|если|после|года|дней|течение|должен|должна|обязан|обязана|его|не позднее|мая|марта|июня|августа)(?=[\s,.;:]|$)/gi;
/** Letters of Belarusian, Serbian and Macedonian; the hard sign as a vowel, as in Bulgarian. */
const NEITHER = /[ўјљњћђџѓќѕ]|ъ(?![еёюя])/gi;
const count = (text: string, form: RegExp): number => text.match(form)?.length ?? 0;

/** The Cyrillic language of a whole text. Sentences without a sign of either language are read in it. */
export function slavicOf(text: string): SlavicLanguage | 'other' {
  const ukrainian = count(text, UKRAINIAN);
  const russian = count(text, RUSSIAN);
  if (count(text, NEITHER) > 0.01 * count(text, CYRILLIC)) return 'other';
  return ukrainian > russian ? 'uk' : 'ru';
}

/** A smaller share of another script than this is a name or a term. */
const MIXED = 0.35;
const FEWEST_LETTERS = 30;

export function languageOf(sentence: string, ofText: SlavicLanguage | 'other'): Language {
  const latin = count(sentence, LATIN);
  const cyrillic = count(sentence, CYRILLIC);
  if (cyrillic === 0) return 'en';
  const smaller = Math.min(latin, cyrillic);
  if (smaller > MIXED * (latin + cyrillic) && latin + cyrillic >= FEWEST_LETTERS) return 'mixed';
  if (latin > cyrillic) return 'en';
  if (ofText === 'other' || count(sentence, NEITHER) > 0) return 'other';
  const ukrainian = count(sentence, UKRAINIAN);
  const russian = count(sentence, RUSSIAN);
  if (ukrainian === russian) return ofText;
  return ukrainian > russian ? 'uk' : 'ru';
}
