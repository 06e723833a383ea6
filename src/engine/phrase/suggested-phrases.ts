/** Words that drafters use and the language has another word for, each with that word. */
const WORDS: readonly [RegExp, string][] = [
  [/[.,;:]+$/, ''],
  [/\b(?:the|a date of)\s+(?!month|year|week|quarter|half-year|\d)/g, ''],
  [/\b(?:from|following|since)\s+(?:the\s+)?(?=date\s+of\s+)/g, 'of '],
  [/\b(?:date|day)\s+of\s+(?=[a-z])/g, ''],
  [/^(?:no|not)\s+later\s+than\s+/, 'by '],
  [/^(?:no|not)\s+(?:more|longer)\s+than\s+/, 'within '],
  [/^(?:(?:at\s+)?(?:the\s+)?latest|until|till|up\s+to|not\s+after)\s+(?:on\s+|by\s+)?/, 'by '],
  [/^prior\s+to\s+/, 'before '],
  [/^as\s+of\s+/, 'on '],
  [/^immediately\s+(?:on|upon|after)\s+|^upon\s+/, 'on '],
  [/^daily\b/, 'every 1 day'],
  [/^weekly\b/, 'every 1 week'],
  [/^monthly\b/, 'every 1 month'],
  [/^quarterly\b/, 'every 1 quarter'],
  [/^(?:half-yearly|semi-annually|biannually)\b/, 'every 1 half-year'],
  [/^(?:yearly|annually)\b/, 'every 1 year'],
  [/^every\s+(day|week|month|quarter|half-year|year)\s+(?=from|starting)/, 'every 1 $1 '],
  [/^(every\s.*?)\s+(?:as\s+of|after|beginning(?:\s+on)?)\s+/, '$1 from '],
];

const AMOUNT = '\\d+\\s+(?:working\\s+)?[a-z-]+(?:\\s+and\\s+\\d+\\s+(?:working\\s+)?[a-z-]+)*';
/** `within 30 days after x` is a window that ends then; `30 days from x` is that day. */
const WINDOW = new RegExp(`^(within\\s+${AMOUNT})\\s+(?:after|from|following|since)\\s+`);
const SHIFT = new RegExp(
  `^((?:by|on|before|at)\\s+)?(${AMOUNT})\\s+(?:of|from|following|since)\\s+`,
);

/** A longer text is none that somebody typed as one phrase. */
const LONGEST = 200;

/** What a phrase that is refused may have meant, in the words of the language; the caller tries which of them parses. */
export function suggestedPhrases(text: string): string[] {
  if (text.length > LONGEST) return [];
  const plain = text.trim().replace(/^[A-Z](?=[a-z])/, (letter) => letter.toLowerCase());
  let meant = plain;
  for (const [words, word] of WORDS) meant = meant.replace(words, word);
  const window = meant.replace(WINDOW, '$1 of ');
  const shift = meant.replace(SHIFT, '$1$2 after ');
  const moments = [window, shift, meant, plain];
  return [...new Set([...moments, ...moments.map((one) => `on ${one}`)])].filter(
    (one) => one !== text,
  );
}
