import fc from 'fast-check';
import {
  cleanJson,
  cleanLine,
  cleanText,
  controlsIn,
  hasControls,
} from '../../../src/base/text/clean';
import { controlsOf } from '../../support/control-characters';

const hostile = fc
  .array(
    fc.oneof(
      fc.integer({ min: 0, max: 0xa0 }).map((code) => String.fromCharCode(code)),
      fc.integer({ min: 0x2000, max: 0x2070 }).map((code) => String.fromCharCode(code)),
      fc.string({ unit: 'grapheme', maxLength: 4 }),
    ),
  )
  .map((parts) => parts.join(''));

describe('the cleaner of texts that go out', () => {
  it('leaves no control character in any text', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        expect(controlsOf(cleanText(text))).toEqual([]);
        expect(controlsOf(cleanLine(text))).toEqual([]);
        expect(cleanLine(text)).not.toMatch(/[\t\n]/);
      }),
    );
  });

  it('changes nothing in JSON but how it is written', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const json = cleanJson(JSON.stringify({ [text]: text }));
        expect(controlsOf(json)).toEqual([]);
        expect(JSON.parse(json)).toEqual({ [text]: text });
      }),
    );
  });

  it('leaves every ordinary text as it is, in any script', () => {
    for (const text of [
      'Договір про мир',
      'a\u200fعقد',
      '🇺🇦 – “quoted”',
      'two\n\tlines',
      'e\u0301',
    ]) {
      expect([text, cleanText(text)]).toEqual([text, text]);
      expect(hasControls(text)).toBe(false);
    }
  });

  it.each([
    ['\u001b[31mred', '\ufffd[31mred'],
    ['a\r\nb\rc\u2028d', 'a\nb\nc\nd'],
    ['\u202egnp.exe', '\ufffdgnp.exe'],
    ['c1 \u009b0m del \u007f', 'c1 \ufffd0m del \ufffd'],
  ])('%j becomes %j', (text, clean) => {
    expect(cleanText(text)).toBe(clean);
  });

  it('puts a text on one line', () => {
    expect(cleanLine('Pact\r\n\tBEGIN:VEVENT\u2029x')).toBe('Pact BEGIN:VEVENT x');
  });

  it('names what it found', () => {
    expect(controlsIn('x\u0007 y\u001b z\u0007 \u202e')).toEqual(['U+0007', 'U+001B', 'U+202E']);
    expect(controlsIn('tab\tand\nline\r\n')).toEqual([]);
  });
});
