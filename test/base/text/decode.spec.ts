import { readFileSync } from 'node:fs';
import { Refusal } from '../../../src/base/refusal';
import { decodeText } from '../../../src/base/text/decode';

const file = (bytes: Uint8Array) => () => decodeText(bytes, { name: 'a.yaml', file: 'a.yaml' });

function faultOf(read: () => unknown) {
  try {
    read();
  } catch (error) {
    if (error instanceof Refusal) return error.faults[0];
    throw error;
  }
  throw new Error('it was read');
}

const CP1251 = Buffer.from(
  'id: cp1251\ntitle: "\xc4\xee\xe3\xee\xe2\xee\xf0"\nzone: Europe/Kyiv\n',
  'latin1',
);
const KOI8 = Buffer.from(
  'title: "\xe4\xcf\xc7\xcf\xd7\xcf\xd2 \xd0\xd2\xcf \xcd\xc9\xd2"\n',
  'latin1',
);
const CP866 = Buffer.from('title: "\x84\xae\xa3\xae\xa2\xae\xe0 \xaf\xe0\xae"\n', 'latin1');
const ISO5 = Buffer.from('title: "\xb4\xde\xd3\xde\xd2\xde\xe0 \xdf\xe0\xde"\n', 'latin1');
const CP1252 = Buffer.from('title: "Tra\xeet\xe9 de paix, sign\xe9 \xe0 Gen\xe8ve"\n', 'latin1');
const CP1250 = Buffer.from(
  'title: "Porozumienie o wsp\xf3\xb3pracy s\xb9siedzkiej \xb3\xb9cz\xb9cej"\n',
  'latin1',
);
const utf16 = (text: string, mark = ''): Buffer => Buffer.from(mark + text, 'utf16le');
const TEXT = 'id: a\ntitle: Договір про мир\nzone: Europe/Kyiv\n';

describe('the decoder of texts that come in', () => {
  it.each([
    ['plain', TEXT, TEXT],
    ['with a byte order mark', `\ufeff${TEXT}`, TEXT],
    ['with U+FFFD of its own', 'a\ufffdb', 'a\ufffdb'],
    ['empty', '', ''],
    ['with one U+0000', 'title: odd\0 text that goes on', 'title: odd\0 text that goes on'],
  ])('reads UTF-8 %s', (_name, written, read) => {
    expect(file(Buffer.from(written))()).toBe(read);
  });

  it.each([
    ['windows-1251', CP1251, 'likely windows-1251', 'windows-1251'],
    ['KOI8', KOI8, 'likely koi8-u', 'koi8-u'],
    ['code page 866', CP866, 'likely ibm866', 'ibm866'],
    ['ISO 8859-5', ISO5, 'likely iso-8859-5', 'iso-8859-5'],
    ['windows-1252', CP1252, 'likely windows-1252', 'windows-1252'],
    ['windows-1250', CP1250, 'likely windows-1250', 'windows-1250'],
    ['UTF-16LE with a mark', utf16(TEXT, '\ufeff'), 'UTF-16LE, by its byte order mark', 'UTF-16LE'],
    ['UTF-16BE with a mark', utf16(TEXT, '\ufeff').swap16(), 'UTF-16BE, by its', 'UTF-16BE'],
    ['UTF-16LE', utf16(TEXT), 'likely UTF-16LE', 'UTF-16LE'],
    ['UTF-16BE', utf16(TEXT).swap16(), 'likely UTF-16BE', 'UTF-16BE'],
    ['UTF-16LE in ASCII', utf16('id: a\ntitle: A\n'), 'likely UTF-16LE', 'UTF-16LE'],
  ])('names %s and how to convert it', (_name, bytes, description, name) => {
    const fault = faultOf(file(bytes));
    expect(fault?.detail).toContain(description);
    expect(fault?.expected).toContain(`iconv -f ${name} -t utf-8 'a.yaml'`);
  });

  it.each([
    ['gzip', Buffer.from([0x1f, 0x8b, 8, 0, 0]), 'gzip'],
    ['a zip archive', Buffer.from('PK\x03\x04\xff', 'latin1'), 'ZIP file'],
    ['UTF-8 that is cut off', Buffer.from('title: Договір').subarray(0, -1), 'cut off'],
    [
      'an overlong form',
      Buffer.concat([Buffer.from('Договір '), Buffer.from([0xc0, 0xaf])]),
      'damaged',
    ],
    ['half of a surrogate pair', Buffer.from([0x41, 0xed, 0xa0, 0x80]), 'is not UTF-8'],
    ['noise', Buffer.from([0x90, 0x8d, 0x81, 0xf5, 0xff]), 'no encoding that is recognised'],
  ])('says so of %s, with no command that would not help', (_name, bytes, detail) => {
    const fault = faultOf(file(bytes));
    expect(fault?.detail).toContain(detail);
  });

  it('points at the first byte, on its line as it was meant', () => {
    expect(faultOf(file(CP1251))).toMatchObject({
      line: 2,
      column: 9,
      detail: 'the byte 0xC4 is not UTF-8; the text is likely windows-1251',
      excerpt: '    2 | title: "Договор"\n      |         ^',
    });
  });

  it('finds the byte behind characters of several bytes and U+FFFD of the text', () => {
    const bytes = Buffer.concat([
      Buffer.from('Ї\ufffd🇺🇦\n\ufffdє'),
      Buffer.from([0xff]),
      Buffer.from('x'),
    ]);
    expect(faultOf(file(bytes))).toMatchObject({ line: 2, column: 3 });
  });

  it('quotes the name of the file for the shell', () => {
    const read = () => decodeText(CP1251, { name: "it's.yaml", file: "it's.yaml" });
    expect(faultOf(read)?.expected).toContain(`'it'\\''s.yaml'`);
  });

  it('reads every file that comes with the program', () => {
    for (const name of ['README.md', 'docs/language.md', 'config/pacta.yaml']) {
      const bytes = readFileSync(name);
      expect(decodeText(bytes, { name })).toBe(bytes.toString('utf8'));
    }
  });
});
