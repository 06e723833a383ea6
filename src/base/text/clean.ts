/**
 * Characters that no text may carry, in either direction: C0 controls but tab, line feed and carriage return;
 * delete; C1 controls; and the bidirectional embeddings, overrides and isolates, by which a text can show
 * another order of words than it has. Marks that Hebrew and Arabic need (U+200E, U+200F, U+061C) are none.
 */
const CONTROLS =
  '\\u0000-\\u0008\\u000b\\u000c\\u000e-\\u001f\\u007f-\\u009f\\u202a-\\u202e\\u2066-\\u2069';
const CONTROL = new RegExp(`[${CONTROLS}]`);
const EVERY_CONTROL = new RegExp(`[${CONTROLS}]`, 'g');
const LINE_BREAK = /\r\n|[\r\u2028\u2029]/g;
const BREAKS = /[\t\n\r\u2028\u2029]+/g;
/** Left in JSON by `JSON.stringify`, which escapes C0 controls only. */
const UNESCAPED = /[\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g;
const REPLACEMENT = '\ufffd';

/** Whether a text has a character that no text may carry. */
export function hasControls(text: string): boolean {
  return CONTROL.test(text);
}

/** The different control characters of a text in the order of their first place, as "U+001B". */
export function controlsIn(text: string): string[] {
  return [...new Set(text.match(EVERY_CONTROL))].map(codeOf);
}

function codeOf(character: string): string {
  return `U+${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`;
}

/** A text of several lines, for output: control characters show as U+FFFD, every line break is a line feed. */
export function cleanText(text: string): string {
  return text.replace(LINE_BREAK, '\n').replace(EVERY_CONTROL, REPLACEMENT);
}

/** The same with line breaks left as they are, for formats that say which they use. */
export function withoutControls(text: string): string {
  return text.replace(/[\u2028\u2029]/g, ' ').replace(EVERY_CONTROL, REPLACEMENT);
}

/** A text on one line: control characters show as U+FFFD, line breaks and tabs become one space. */
export function cleanLine(text: string): string {
  return text.replace(BREAKS, ' ').replace(EVERY_CONTROL, REPLACEMENT);
}

/** JSON whose strings have every control character as an escape, so that programs read the value as it is. */
export function cleanJson(json: string): string {
  return json.replace(UNESCAPED, (character) => {
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
}

/** A value as such JSON. */
export function jsonText(value: unknown, indent?: number): string {
  return cleanJson(JSON.stringify(value, null, indent));
}
