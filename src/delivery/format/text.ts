const CUT = '…';
const ZERO_WIDTH_SPACE = '\u200b';
const GRAPHEMES = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** Replaces characters of a text one by one, so that a cut text is the beginning of the whole one. */
export type Escape = (text: string) => string;

/** The length of a text as a service counts it. */
export type Measure = (text: string) => number;

export const asIs: Escape = (text) => text;
const inCodeUnits: Measure = (text) => text.length;
export const inBytes: Measure = (text) => Buffer.byteLength(text);

/**
 * The escaped text if it is within the limit; else as much of its beginning as fits, and "…". Letters with their marks
 * and surrogate pairs are not cut.
 */
export function fit(
  text: string,
  limit: number,
  escape: Escape = asIs,
  measure: Measure = inCodeUnits,
): string {
  // An escape never shortens, so what lies behind the limit need not be looked at.
  const short = text.length <= limit;
  const whole = short ? escape(text) : '';
  if (short && measure(whole) <= limit) return whole;
  let length = measure(CUT);
  let end = 0;
  for (const character of text) {
    length += measure(escape(character));
    if (length > limit) break;
    end += character.length;
  }
  return escape(text.slice(0, boundaryBefore(text, end))) + CUT;
}

/**
 * How long each of several values may be, so that a list among few values has room and many do not pass a total.
 * @param least what each of the most values gets.
 */
export function shareOf(total: number, count: number, least: number, most = total): number {
  return Math.max(least, Math.min(most, Math.floor(total / Math.max(1, count))));
}

/** Segmenting costs time by the length of the text, so only the surroundings of the cut are segmented. */
const SURROUNDINGS = 64;

/** The last boundary between graphemes at or before a position. */
function boundaryBefore(text: string, position: number): number {
  const from = Math.max(0, position - SURROUNDINGS);
  const near = text.slice(from, position + SURROUNDINGS);
  const segment = GRAPHEMES.segment(near).containing(position - from);
  return segment === undefined ? position : from + segment.index;
}

/** Puts an invisible space after each of these characters, so that what follows is not read as a command or a name. */
export function separated(characters: string): Escape {
  const pattern = new RegExp(`[${characters.replace(/[\\\]^-]/g, '\\$&')}]`, 'g');
  return (text) => text.replace(pattern, `$&${ZERO_WIDTH_SPACE}`);
}

/** A backslash before every character of ASCII that Markdown may give a meaning to. */
export const markdown: Escape = (text) => text.replace(/[!-/:-@[-`{-~]/g, '\\$&');

/** One escape after another. */
export const both =
  (first: Escape, second: Escape): Escape =>
  (text) =>
    second(first(text));
