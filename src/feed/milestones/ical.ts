import { cleanText } from '../../base/text/clean';
import { formatDay } from '../../engine/calendar/epoch-day';
import type { EpochDay, Instant } from '../../engine/model/time';

/** A name, possibly with parameters, and a value that is already escaped. */
export type Property = readonly [name: string, value: string];

/** A component of a calendar (RFC 5545, 3.6): its properties, then its components. */
export interface Component {
  name: string;
  properties: readonly Property[];
  parts?: readonly Component[];
}

/** The longest line without its line break (RFC 5545, 3.1). */
const LINE_OCTETS = 75;

/** A value of type TEXT (RFC 5545, 3.3.11), without control characters. */
export function textValue(text: string): string {
  return cleanText(text)
    .replace(/[\\;,]/g, '\\$&')
    .replace(/\n/g, '\\n');
}

/** A value of type DATE. */
export function dateValue(day: EpochDay): string {
  return formatDay(day).replaceAll('-', '');
}

/** A value of type DATE-TIME in UTC. */
export function dateTimeValue(instant: Instant): string {
  return `${new Date(instant).toISOString().slice(0, 19).replace(/[-:]/g, '')}Z`;
}

/**
 * The text of a component. Every line ends with CRLF, including the last.
 * @param inner the text of further components in it: thousands as objects take many times the memory of their text.
 */
export function serialize({ name, properties, parts = [] }: Component, inner = ''): string {
  const lines = (...all: readonly string[]) => all.map((line) => `${folded(line)}\r\n`).join('');
  const head = lines(`BEGIN:${name}`, ...properties.map(([key, value]) => `${key}:${value}`));
  return [head, ...parts.map((part) => serialize(part)), inner, lines(`END:${name}`)].join('');
}

/** Folds a line at 75 octets, never inside a character. */
function folded(line: string): string {
  if (Buffer.byteLength(line) <= LINE_OCTETS) return line;
  let text = '';
  let octets = 0;
  for (const character of line) {
    const size = Buffer.byteLength(character);
    if (octets + size > LINE_OCTETS) {
      text += '\r\n ';
      octets = 1;
    }
    text += character;
    octets += size;
  }
  return text;
}
