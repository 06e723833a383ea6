/**
 * Characters that no text may contain, in requests and answers: C0 controls but tab, line feed and carriage return;
 * delete; C1 controls; and the bidirectional embeddings, overrides and isolates, by which a text can show
 * words in another order. The marks that Hebrew and Arabic need (U+200E, U+200F, U+061C) are allowed.
 */
const CONTROLS =
  '\\u0000-\\u0008\\u000b\\u000c\\u000e-\\u001f\\u007f-\\u009f\\u202a-\\u202e\\u2066-\\u2069';
const CONTROL = new RegExp(`[${CONTROLS}]`);
const EVERY_CONTROL = new RegExp(`[${CONTROLS}]`, 'g');
const LINE_BREAK = /\r\n|[\r\u2028\u2029]/g;
const BREAKS = /[\t\n\r\u2028\u2029]+/g;
/** Control characters that `JSON.stringify` leaves as they are: it escapes C0 controls only. */
const UNESCAPED = /[\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g;
const REPLACEMENT = '\ufffd';

/** Whether a text has a character that no text may contain. */
export function hasControls(text: string): boolean {
  return CONTROL.test(text);
}

/** The distinct control characters of a text, by first occurrence, as "U+001B". */
export function controlsIn(text: string): string[] {
  return [...new Set(text.match(EVERY_CONTROL))].map(codeOf);
}

function codeOf(character: string): string {
  return `U+${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`;
}

/** A text of several lines, for output: control characters become U+FFFD, line breaks become line feeds. */
export function cleanText(text: string): string {
  return text.replace(LINE_BREAK, '\n').replace(EVERY_CONTROL, REPLACEMENT);
}

/** As `cleanText`, with line breaks unchanged, for formats that define their own. */
export function withoutControls(text: string): string {
  return text.replace(/[\u2028\u2029]/g, ' ').replace(EVERY_CONTROL, REPLACEMENT);
}

/** A text on one line: control characters become U+FFFD, line breaks and tabs one space. */
export function cleanLine(text: string): string {
  return text.replace(BREAKS, ' ').replace(EVERY_CONTROL, REPLACEMENT);
}

/** JSON with every control character of its strings escaped, so that programs read the unchanged value. */
export function cleanJson(json: string): string {
  return json.replace(UNESCAPED, (character) => {
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
}

/** A value as JSON with escaped control characters. */
export function jsonText(value: unknown, indent?: number): string {
  return cleanJson(JSON.stringify(value, null, indent));
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** For text and quoted attributes of HTML. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
}

/** For services that read markup of their own, in which quotation marks need no escape. */
export function escapeAngleBrackets(text: string): string {
  return text.replace(/[&<>]/g, (character) => ENTITIES[character] ?? character);
}
