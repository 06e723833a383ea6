import { type Fault, Refusal } from '../refusal';
import { type Encoding, encodingOf, wideEncodingOf } from './encoding';
import { caretBelow } from './excerpt';

/** Where a text comes from. */
export interface Origin {
  /** Its name in refusals: a file's path, or "The body". */
  name: string;
  /** The file in the conversion command of a fault. */
  file?: string;
}

/**
 * Decodes strict UTF-8 and drops a byte order mark.
 * @throws Refusal 'unreadable' that names the encoding found and how to convert it.
 */
export function decodeText(bytes: Uint8Array, origin: Origin): string {
  const text = utf8Of(bytes);
  if (text === undefined) throw refusal(origin, notUtf8(bytes, origin));
  const wide = text.includes('\0') ? wideEncodingOf(bytes) : undefined;
  if (wide !== undefined) {
    const detail = `the text is not UTF-8 but ${wide.description}`;
    throw refusal(origin, { pointer: '', detail, expected: cure(wide, origin) });
  }
  return text;
}

/** The fault of a body that is declared in another encoding. */
export function charsetFault(charset: string): Fault {
  return {
    pointer: '',
    detail: `the Content-Type says charset=${charset}`,
    expected: cure({ name: charset, description: '' }, { name: 'The body' }),
  };
}

function utf8Of(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

function refusal({ name }: Origin, fault: Fault): Refusal {
  return new Refusal('unreadable', `${name} is not UTF-8; nothing was read.`, [fault]);
}

function notUtf8(bytes: Uint8Array, origin: Origin): Fault {
  const encoding = encodingOf(bytes);
  const at = firstInvalid(bytes);
  const byte = (bytes[at] ?? 0).toString(16).toUpperCase().padStart(2, '0');
  return {
    pointer: '',
    detail: `the byte 0x${byte} is not UTF-8; the text is ${encoding.description}`,
    expected: cure(encoding, origin),
    ...placeOf(bytes, at, encoding),
  };
}

function cure({ name }: Encoding, { file }: Origin): string {
  if (name === undefined) return 'text in UTF-8, as editors save it';
  const quoted = file === undefined ? 'FILE' : `'${file.replaceAll("'", "'\\''")}'`;
  return `UTF-8; convert it: iconv -f ${name} -t utf-8 ${quoted} > utf-8.txt`;
}

/** The place of a byte, with its line as the found encoding shows it. */
function placeOf(bytes: Uint8Array, at: number, { name }: Encoding) {
  // In these encodings a line break has several bytes; lines are not counted.
  if (name !== undefined && /^utf-(16|32)/i.test(name)) return {};
  const start = at === 0 ? 0 : bytes.lastIndexOf(0x0a, at - 1) + 1;
  const end = bytes.indexOf(0x0a, at);
  let line = 1;
  for (const byte of bytes.subarray(0, start)) if (byte === 0x0a) line += 1;
  const before = new TextDecoder('utf-8').decode(bytes.subarray(start, at));
  const column = before.length + 1;
  if (name === undefined) return { line, column };
  // One byte is one character here, so the caret is below the right one.
  const row = bytes.subarray(at, end < 0 ? bytes.length : end);
  const source = before + new TextDecoder(name).decode(row);
  return { line, column, excerpt: caretBelow(source, line, column, 1) };
}

/** The index of the first byte that is not valid UTF-8. */
function firstInvalid(bytes: Uint8Array): number {
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
  let offset = 0;
  let from = 0;
  for (;;) {
    const next = text.indexOf('\ufffd', from);
    if (next < 0) return bytes.length;
    offset += Buffer.byteLength(text.slice(from, next));
    // The text itself may contain U+FFFD.
    const own = bytes[offset] === 0xef && bytes[offset + 1] === 0xbf && bytes[offset + 2] === 0xbd;
    if (!own) return offset;
    offset += 3;
    from = next + 1;
  }
}
