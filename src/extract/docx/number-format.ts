/** The numbers of lists as they are printed (ISO/IEC 29500-1, 17.18.59); undefined for a format that is not known. */
export function numberIn(format: string, number: number): string | undefined {
  switch (format) {
    case 'decimal':
    case 'decimalFullWidth':
    case 'decimalHalfWidth':
      return String(number);
    case 'decimalZero':
      return String(number).padStart(2, '0');
    case 'lowerLetter':
      return letters(number, LATIN);
    case 'upperLetter':
      return letters(number, LATIN).toUpperCase();
    case 'lowerRoman':
      return roman(number).toLowerCase();
    case 'upperRoman':
      return roman(number);
    case 'russianLower':
      return letters(number, RUSSIAN);
    case 'russianUpper':
      return letters(number, RUSSIAN).toUpperCase();
    case 'ordinal':
      return `${number}${ending(number)}`;
    case 'cardinalText':
      return capital(cardinal(number));
    case 'ordinalText':
      return capital(ordinal(number));
    case 'none':
      return '';
    default:
      return undefined;
  }
}

const LATIN = 'abcdefghijklmnopqrstuvwxyz';
/** As Word counts: without ё, й, ъ, ы, ь. */
const RUSSIAN = 'абвгдежзиклмнопрстуфхцчшщэюя';
/** After the last letter each is doubled, then tripled; longer labels are not printed. */
const MOST_LETTERS = 30;

function letters(number: number, alphabet: string): string {
  const index = (number - 1) % alphabet.length;
  const times = Math.floor((number - 1) / alphabet.length) + 1;
  return number < 1 ? String(number) : alphabet.charAt(index).repeat(Math.min(times, MOST_LETTERS));
}

const ROMAN: readonly (readonly [number, string])[] = [
  [1000, 'M'],
  [900, 'CM'],
  [500, 'D'],
  [400, 'CD'],
  [100, 'C'],
  [90, 'XC'],
  [50, 'L'],
  [40, 'XL'],
  [10, 'X'],
  [9, 'IX'],
  [5, 'V'],
  [4, 'IV'],
  [1, 'I'],
];

function roman(number: number): string {
  if (number < 1 || number > 3999) return String(number);
  let left = number;
  let text = '';
  for (const [value, sign] of ROMAN) {
    text += sign.repeat(Math.floor(left / value));
    left %= value;
  }
  return text;
}

function ending(number: number): string {
  const teens = number % 100 >= 11 && number % 100 <= 13;
  return teens ? 'th' : (['th', 'st', 'nd', 'rd'][number % 10] ?? 'th');
}

const SMALL =
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen'.split(
    ' ',
  );
const TENS = ' ten twenty thirty forty fifty sixty seventy eighty ninety'.split(' ');
const IRREGULAR: Readonly<Record<string, string>> = {
  one: 'first',
  two: 'second',
  three: 'third',
  five: 'fifth',
  eight: 'eighth',
  nine: 'ninth',
  twelve: 'twelfth',
};

/** In words up to 99; larger numbers in figures. */
function cardinal(number: number): string {
  if (number < 0 || number > 99) return String(number);
  const ones = number % 10;
  if (number < 20) return SMALL[number] ?? '';
  return `${TENS[Math.floor(number / 10)] ?? ''}${ones === 0 ? '' : `-${SMALL[ones] ?? ''}`}`;
}

function ordinal(number: number): string {
  if (number < 0 || number > 99) return `${number}${ending(number)}`;
  return cardinal(number).replace(/[a-z]+$/, (last) => {
    return IRREGULAR[last] ?? (last.endsWith('y') ? `${last.slice(0, -1)}ieth` : `${last}th`);
  });
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
