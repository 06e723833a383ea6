/** The number or mark with which a paragraph or an item begins. */
export interface Label {
  /** What decides whether two labels are of one list. */
  style: 'article' | 'section' | 'decimal' | 'number' | 'parenthesis' | 'bullet';
  /** The kind of numbers in it: (1), (a), (i), (A). */
  numbers: 'arabic' | 'lower' | 'upper' | 'roman' | 'none';
  /** As it is cited: "Article 4", "2", "a". */
  text: string;
  /** In UTF-16 units, with the blanks after it. */
  length: number;
}

const ARTICLE =
  /^(article|section|chapter|annex|appendix|part|title|rule|point|paragraph|clause|стаття|статья|розділ|раздел|глава|додаток|приложение|частина|часть|пункт)\s+(\d+[a-z]?(?:\.\d+)*|[ivxlc]+|[A-Z])\b(?:[.:]|\s*[-\u2014](?=\s))?\s*/i;
const SECTION = /^§+\s*(\d+[a-z]?(?:\.\d+)*)\.?\s*/;
const DECIMAL = /^(\d{1,3}(?:\.\d{1,3}){1,4})\.?\s+(?=\S)/;
const NUMBER = /^(\d{1,3})[.)](?:\s+|(?=[A-ZА-ЯҐЄІЇ(]))/;
const PARENTHESIS = /^\((\d{1,3}|[a-zа-яґєії]{1,2}|[ivxl]{1,6}|[A-Z]{1,2})\)\s*/;
const LETTER = /^([a-zа-яґєії]|[ivx]{2,4})[.)]\s+(?=\S)/;
const ROMAN = /^([IVX]{1,5})\.\s+(?=\S)/;
const BULLET = /^(?:[\u2022\u00b7\u25cf\u25aa\u2013\u2014-]|o(?=\s+[A-Z]))\s+(?=\S)/;

/** The label at the beginning of a text. */
export function labelAt(text: string): Label | undefined {
  const article = ARTICLE.exec(text);
  if (article !== null && isTitleCase(article[1] ?? '')) {
    const rest = text.slice(article[0].length);
    // "Article 5 of the Convention" within a wrapped sentence is no heading.
    if (!/^(?:of|and|or|to|shall|applies|above|below|,|\(|[а-яґєії])/.test(rest)) {
      return {
        style: 'article',
        numbers: 'none',
        text: article[0].replace(/[\s.:\u2014-]+$/, ''),
        length: article[0].length,
      };
    }
  }
  const tried: [RegExp, Label['style']][] = [
    [SECTION, 'section'],
    [DECIMAL, 'decimal'],
    [NUMBER, 'number'],
    [PARENTHESIS, 'parenthesis'],
    [LETTER, 'number'],
    [ROMAN, 'number'],
    [BULLET, 'bullet'],
  ];
  for (const [form, style] of tried) {
    const match = form.exec(text);
    if (match === null) continue;
    const number = match[1] ?? '';
    return {
      style,
      numbers: numbersOf(number),
      text: style === 'section' ? `§ ${number}` : number,
      length: match[0].length,
    };
  }
  return undefined;
}

const isTitleCase = (word: string): boolean => /^\p{Lu}/u.test(word);

function numbersOf(text: string): Label['numbers'] {
  if (/^\d/.test(text)) return 'arabic';
  if (/^[ivxl]+$/.test(text)) return 'roman';
  if (/^[a-zа-яґєії]+$/.test(text)) return 'lower';
  return text === '' ? 'none' : 'upper';
}
