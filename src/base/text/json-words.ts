/** The texts of a fault in JSON. */
export interface Words {
  detail: string;
  expected: string;
}

/** What a fault says of a comment. */
export const COMMENT = 'there is a comment';

const WORD = /[\p{L}_$][\p{L}\p{N}_$-]*/uy;

/** Where a comma or the end of an object or list belongs. */
export function betweenWords(text: string, position: number, close: string): Words {
  return comment(text, position) ?? misfit(text, position, `a comma or ${close}`);
}

/** Where a value belongs. */
export function valueWords(text: string, position: number): Words {
  const next = text[position] ?? '';
  if (next === "'") return { detail: 'a text is in single quotes', expected: 'double quotes' };
  if (next === ',') {
    return { detail: 'there is a comma where a value belongs', expected: 'a value before it' };
  }
  if (/[\d.+-]/.test(next)) {
    return { detail: 'this is no number of JSON', expected: 'such as 12, -0.5 or 1e6' };
  }
  const expected = 'a text in double quotes, a number, true, false, null, an object or a list';
  return comment(text, position) ?? misfit(text, position, expected);
}

/** Where a key belongs. */
export function keyWords(text: string, position: number, afterComma: boolean): Words {
  const next = text[position] ?? '';
  const quoted = 'double quotes, as in {"id": 1}';
  if (next === "'") return { detail: 'a key is in single quotes', expected: quoted };
  if (/[\p{L}_$]/u.test(next)) {
    return { detail: `the key ${found(text, position)} is not in quotes`, expected: quoted };
  }
  const after = afterComma ? ' after the comma' : '';
  return comment(text, position) ?? misfit(text, position, `a key in double quotes${after}, or }`);
}

/** For anything else than what was expected. */
export function misfit(text: string, position: number, expected: string): Words {
  return { detail: `${found(text, position)} does not fit here`, expected };
}

/** The word or character at a position. */
export function found(text: string, position: number): string {
  const next = text[position];
  if (next === undefined) return 'the end of the text';
  WORD.lastIndex = position;
  return `"${(WORD.exec(text)?.[0] ?? next).slice(0, 40)}"`;
}

function comment(text: string, position: number): Words | undefined {
  const next = text.slice(position, position + 2);
  if (next !== '//' && next !== '/*' && next[0] !== '#') return undefined;
  return { detail: COMMENT, expected: 'no comments: JSON has none; send YAML to have them' };
}
