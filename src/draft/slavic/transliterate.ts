/** Latin letters for Cyrillic ones, for ids; by the Ukrainian table of 2010, with the Russian letters that it lacks. */
const LATIN: Readonly<Record<string, string>> = {
  а: 'a',
  б: 'b',
  в: 'v',
  г: 'h',
  ґ: 'g',
  д: 'd',
  е: 'e',
  є: 'ie',
  ж: 'zh',
  з: 'z',
  и: 'y',
  і: 'i',
  ї: 'i',
  й: 'i',
  к: 'k',
  л: 'l',
  м: 'm',
  н: 'n',
  о: 'o',
  п: 'p',
  р: 'r',
  с: 's',
  т: 't',
  у: 'u',
  ф: 'f',
  х: 'kh',
  ц: 'ts',
  ч: 'ch',
  ш: 'sh',
  щ: 'shch',
  ь: '',
  ю: 'iu',
  я: 'ia',
  ы: 'y',
  э: 'e',
  ё: 'e',
  ъ: '',
  ў: 'u',
};

/** A text in Latin letters. Cyrillic letters become lower-case Latin ones; other letters stay. */
export const transliterate = (text: string): string =>
  /[\u0400-\u052f]/.test(text)
    ? [...text.toLowerCase()].map((letter) => LATIN[letter] ?? letter).join('')
    : text;
