import { jsonText } from '../../src/base/text/clean';
import { readJson } from '../../web/words/read-answer';
import { controlsOf } from '../support/control-characters';

describe('an answer that the page reads', () => {
  it('shows no control character of what was stored before they were refused', () => {
    const old = { title: 'Red \u001b[31m\u009b2J\u202e', list: ['bell \u0007', 'form \f'] };
    const read = readJson(jsonText(old));
    expect(read).toEqual({
      title: 'Red \ufffd[31m\ufffd2J\ufffd',
      list: ['bell \ufffd', 'form \ufffd'],
    });
    expect(controlsOf(JSON.stringify(read))).toEqual([]);
  });

  it('keeps every other text, and a backslash before a u, as they are', () => {
    const text = { a: 'Договір\n\tдва', b: '\\u0007', c: 'عقد\u200f', n: 1.5, none: null };
    expect(readJson(JSON.stringify(text))).toEqual(text);
    expect(readJson('')).toEqual({});
  });
});
