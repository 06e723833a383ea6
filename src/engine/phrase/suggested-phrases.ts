/** Wordings that drafters use, each with the wording of the language. */
const REWORDINGS: readonly [RegExp, string][] = [
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
  [/^(?:by|on)\s+(?=\d[^()]*\s(?:after|before)\s+every\s)/, ''],
  [/^within\s+(\d[^()]*?)\s+(?:of|after)\s+(?=every\s)/, '$1 after '],
  [/^(every\s.*?)\s+(?:as\s+of|after|beginning(?:\s+on)?)\s+/, '$1 from '],
];

const AMOUNT = '\\d+\\s+(?:working\\s+)?[a-z-]+(?:\\s+and\\s+\\d+\\s+(?:working\\s+)?[a-z-]+)*';
/** `within 30 days after x` means `within 30 days of x`; `30 days from x` means `30 days after x`. */
const WINDOW = new RegExp(`^(within\\s+${AMOUNT})\\s+(?:after|from|following|since)\\s+`);
const SHIFT = new RegExp(
  `^((?:by|on|before|at)\\s+)?(${AMOUNT})\\s+(?:of|from|following|since)\\s+`,
);

/** A longer text is not searched for what it may mean, in UTF-16 units. */
const MAX_LENGTH = 200;

/** Phrases of the language that a refused phrase may mean, the most likely first. The caller keeps those that parse. */
export function suggestedPhrases(text: string): string[] {
  if (text.length > MAX_LENGTH) return [];
  const trimmed = text.trim().replace(/^[A-Z](?=[a-z])/, (letter) => letter.toLowerCase());
  let meant = trimmed;
  for (const [wording, ours] of REWORDINGS) meant = meant.replace(wording, ours);
  const window = meant.replace(WINDOW, '$1 of ');
  const shift = meant.replace(SHIFT, '$1$2 after ');
  const candidates = [window, shift, meant, trimmed];
  return [...new Set([...candidates, ...candidates.map((one) => `on ${one}`)])].filter(
    (one) => one !== text,
  );
}
