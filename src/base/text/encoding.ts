/** The likely encoding of bytes that are not UTF-8. */
export interface Encoding {
  /** The name for `iconv -f`; undefined if the bytes are not text. */
  name: string | undefined;
  /** "UTF-16LE, by its byte order mark" or "likely windows-1251". */
  description: string;
}

/** The encoding is guessed from this many bytes. */
const LOOKED_AT = 65_536;

const MARKS: readonly [bytes: readonly number[], Encoding][] = [
  [[0xff, 0xfe, 0, 0], marked('UTF-32LE')],
  [[0, 0, 0xfe, 0xff], marked('UTF-32BE')],
  [[0xff, 0xfe], marked('UTF-16LE')],
  [[0xfe, 0xff], marked('UTF-16BE')],
];

function marked(name: string): Encoding {
  return { name, description: `${name}, by its byte order mark` };
}

/** Single-byte encodings, the more usual first: of several that fit equally, the first is chosen. */
const SINGLE_BYTE: readonly [name: string, script: 'Cyrillic' | 'Latin'][] = [
  ['windows-1251', 'Cyrillic'],
  ['koi8-u', 'Cyrillic'],
  ['ibm866', 'Cyrillic'],
  ['iso-8859-5', 'Cyrillic'],
  ['windows-1252', 'Latin'],
  ['windows-1250', 'Latin'],
];

/** The most frequent letters of Ukrainian and Russian. */
const FREQUENT = new Set('оаиніевртс');

/** Guesses the encoding of bytes that are not UTF-8. */
export function encodingOf(bytes: Uint8Array): Encoding {
  const known = MARKS.find(([mark]) => mark.every((byte, i) => bytes[i] === byte));
  if (known !== undefined) return known[1];
  const kind = fileKind(bytes);
  if (kind !== undefined) return { name: undefined, description: kind.words };
  const some = bytes.subarray(0, LOOKED_AT);
  const wide = wideEncodingOf(some);
  if (wide !== undefined) return wide;
  const utf8 = new TextDecoder('utf-8').decode(some);
  const sound = utf8.match(/[^\0-\x7f\ufffd]/g)?.length ?? 0;
  const broken = utf8.match(/\ufffd/g)?.length ?? 0;
  if (sound > broken) {
    return { name: undefined, description: 'UTF-8 that is damaged or cut off there' };
  }
  const scored = SINGLE_BYTE.map(([name, script]) => {
    const text = new TextDecoder(name).decode(some);
    return { name, score: script === 'Cyrillic' ? cyrillicScore(text) : latinScore(text) };
  });
  const best = scored.reduce((one, other) => (other.score > one.score ? other : one));
  const high = some.filter((byte) => byte >= 0x80).length;
  if (best.score < high / 2) {
    return { name: undefined, description: 'in no encoding that is recognised' };
  }
  return { name: best.name, description: `likely ${best.name}` };
}

/**
 * Recognises UTF-16 without a byte order mark. The bytes of such a text can also be valid UTF-8 with many
 * U+0000. They are taken as UTF-16 if, decoded so, nine of ten characters are Latin, Greek, Cyrillic or punctuation.
 * @returns undefined for any other text.
 */
export function wideEncodingOf(bytes: Uint8Array): Encoding | undefined {
  const some = bytes.subarray(0, LOOKED_AT);
  const zeros = (parity: number) => some.filter((byte, i) => byte === 0 && i % 2 === parity).length;
  const [even, odd] = [zeros(0), zeros(1)];
  if (even + odd === 0) return undefined;
  const name = odd > even ? 'UTF-16LE' : 'UTF-16BE';
  const text = new TextDecoder(name).decode(some);
  const usual = text.match(/[\t\n\r -~\u00a0-\u052f\u2010-\u203a]/g)?.length ?? 0;
  return usual > 0.9 * text.length ? { name, description: `likely ${name}` } : undefined;
}

/** Scores words of Cyrillic letters, lower case after the first, by frequent letters. */
function cyrillicScore(text: string): number {
  let score = 0;
  for (let i = 0; i < text.length; i++) {
    const [one = '', before = ''] = [text[i], text[i - 1]];
    if (one < '\u0080') continue;
    if (!isCyrillic(one)) score -= 2;
    else if (isCyrillic(before)) score += isSmall(one) ? 2 : isSmall(before) ? -3 : 1;
    else score -= isCyrillic(text[i + 1] ?? '') ? 0 : 1;
    if (FREQUENT.has(one)) score += 1;
  }
  return score;
}

/** Scores single accented letters among ASCII letters. */
function latinScore(text: string): number {
  let score = 0;
  for (let i = 0; i < text.length; i++) {
    const [one = '', before = '', next = ''] = [text[i], text[i - 1], text[i + 1]];
    if (one < '\u0080') continue;
    if (!/[\p{L}«»„“”’–—]/u.test(one)) score -= 2;
    else if (/[a-z]/i.test(before) || /[a-z]/i.test(next)) score += 2;
    else score -= before >= '\u0080' || next >= '\u0080' ? 2 : 0;
  }
  return score;
}

function isCyrillic(character: string): boolean {
  return character >= '\u0400' && character <= '\u04ff';
}

function isSmall(letter: string): boolean {
  return letter !== letter.toUpperCase();
}

/** The kind of a file that is not text. */
interface FileKind {
  /** The format that it is read as; absent for a kind that is not read. */
  readonly format?: 'pdf' | 'zip';
  /** "a PDF document" */
  readonly words: string;
}

const PICTURE = { words: 'a picture' };

/** Beginnings of files, each letter a byte; `?` stands for any. */
const KINDS: readonly (readonly [start: string, kind: FileKind])[] = [
  ['%PDF-', { format: 'pdf', words: 'a PDF document' }],
  ['PK\u0003\u0004', { format: 'zip', words: 'a ZIP file, such as a DOCX document' }],
  ['PK\u0005\u0006', { format: 'zip', words: 'an empty ZIP file' }],
  ['{\\rtf', { words: 'an RTF document' }],
  ['\u0089PNG', PICTURE],
  ['\u00ff\u00d8\u00ff', PICTURE],
  ['GIF8', PICTURE],
  ['II*\u0000', PICTURE],
  ['MM\u0000*', PICTURE],
  ['RIFF????WEBP', PICTURE],
  ['????ftyphei', PICTURE],
  ['????ftypavif', PICTURE],
  ['\u001f\u008b', { words: 'a file that is compressed by gzip' }],
];

/** The format of Microsoft Office before 2007, and of documents of today that have a password. */
const COMPOUND = '\u00d0\u00cf\u0011\u00e0\u00a1\u00b1\u001a\u00e1';
/** The name of the stream that holds an encrypted document ([MS-OFFCRYPTO], 2.3.2), as it is written: in UTF-16. */
const ENCRYPTED = Buffer.from('EncryptedPackage', 'utf16le');
/** PDF readers accept this many bytes before the header. */
const BEFORE_PDF = 1_024;

/** The kind of a file by its content; undefined for text. A byte order mark or blanks may precede the content. */
export function fileKind(bytes: Uint8Array): FileKind | undefined {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const head = buffer.subarray(0, 32).toString('latin1');
  if (head.startsWith(COMPOUND)) {
    return {
      words: buffer.includes(ENCRYPTED)
        ? 'a document that is protected by a password'
        : 'a document of Microsoft Word before 2007 (.doc), or of a program of its time',
    };
  }
  const start = head.replace(/^\u00ef\u00bb\u00bf/, '').trimStart();
  const found = KINDS.find(([form]) => begins(start, form))?.[1];
  if (found !== undefined) return found;
  const early = buffer.subarray(0, BEFORE_PDF);
  const at = early.indexOf('%PDF-');
  return at > 0 && early.subarray(0, at).some((byte) => byte === 0 || byte > 0x7e)
    ? KINDS[0]?.[1]
    : undefined;
}

const begins = (text: string, form: string): boolean =>
  [...form].every((letter, i) => letter === '?' || text[i] === letter);
