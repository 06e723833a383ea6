import fc from 'fast-check';
import { readJson as readLimited } from '../../../src/base/text/json';
import { DEFAULT_LIMITS } from '../../../src/config/policy';

const pieces = fc
  .array(
    fc.oneof(
      fc.constantFrom('{', '}', '[', ']', ',', ':', '"', '"a"', '"b"', ' ', '\n', 'true', 'null'),
      fc.constantFrom(
        '0',
        '-1',
        '1.5',
        '1e9',
        '01',
        '.5',
        '1.',
        '+1',
        'NaN',
        "'a'",
        'a',
        '//',
        '#',
      ),
      fc.constantFrom('"\\u00e9"', '"\\x"', '"\\', '\u0007', '\ufeff', '\u00a0', '"\\ud800"'),
    ),
    { maxLength: 14 },
  )
  .map((parts) => parts.join(''));

function parsed(text: string): unknown {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return 'broken';
  }
}

const { depth: JSON_DEPTH } = DEFAULT_LIMITS;

const readJson = (text: string) => readLimited(text, DEFAULT_LIMITS);

describe('the reader of JSON', () => {
  it('takes what JSON.parse takes, and nothing else', () => {
    let taken = 0;
    fc.assert(
      fc.property(fc.oneof(pieces, fc.json()), (text) => {
        const read = readJson(text);
        const mine = 'broken' in read ? 'broken' : { value: read.value };
        if (mine !== 'broken') taken += 1;
        expect(mine).toEqual(parsed(text));
      }),
      { numRuns: 3_000 },
    );
    expect(taken).toBeGreaterThan(500);
  });

  it('finds the place of every value', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 4 }), fc.nat(3), (json, indent) => {
        const text = JSON.stringify(JSON.parse(json), null, indent);
        const read = readJson(text);
        if ('broken' in read) throw new Error(text);
        const walk = (value: unknown, pointer: string): void => {
          const place = read.map.placeOf(pointer);
          expect(JSON.parse(text.slice(place?.start, place?.end))).toEqual(value);
          if (typeof value !== 'object' || value === null) return;
          for (const [key, inner] of Object.entries(value)) {
            const below = `${pointer}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`;
            if (Array.isArray(value)) walk(inner, below);
            else {
              const own = read.map.placeOf(below)?.key;
              expect(JSON.parse(text.slice(own?.start, own?.end))).toBe(key);
              walk(inner, below);
            }
          }
        };
        walk(read.value, '');
      }),
    );
  });

  it.each([
    ['{"a": 1,}', 1, 9, 'there is a comma after the last entry'],
    ['{"a": 1 "b": 2}', 1, 9, '""" does not fit here'],
    ['[1,,2]', 1, 4, 'there is a comma without an entry before it'],
    ["{'a': 1}", 1, 2, 'a key is in single quotes'],
    ['{"a": \'b\'}', 1, 7, 'a text is in single quotes'],
    ['{a: 1}', 1, 2, 'the key "a" is not in quotes'],
    ['{"a":\n  True}', 2, 3, '"True" does not fit here'],
    ['{"a": 01}', 1, 7, 'this is no number of JSON'],
    ['{"a": "x\ny"}', 1, 9, 'there is a line break inside the quotes'],
    ['{"a": "x', 1, 7, 'the text in quotes does not end'],
    ['{"a": "\\q"}', 1, 8, '\\q is no escape of JSON'],
    ['{"a": [1, 2}', 1, 12, '"}" does not fit here'],
    ['{"a": [1, 2', 1, 7, 'this [ is not closed'],
    ['{"a": 1', 1, 1, 'this { is not closed'],
    ['{"a"', 1, 1, 'this { is not closed'],
    ['{"a": 1} {"b": 2}', 1, 10, '"{" follows the end'],
    ['{"a": 1 // one\n}', 1, 9, 'there is a comment'],
    ['{// one\n"a": 1}', 1, 2, 'there is a comment'],
    ['{"a": NaN}', 1, 7, '"NaN" does not fit here'],
    ['', 1, 1, 'the end of the text does not fit here'],
    ['\ufeff{}', 1, 1, '"\ufeff" does not fit here'],
  ])('%j is refused at line %i, column %i', (text, line, column, detail) => {
    const read = readJson(text);
    expect('broken' in read && read.broken).toMatchObject({ line, column, detail });
  });

  it('names both places of a key that is given twice, at every depth', () => {
    const read = readJson(
      '{"zone": "UTC",\n "x": [{"due": 1, "du\\u0065": 2}],\n "zone": "Europe/Kyiv"}',
    );
    expect('faults' in read && read.faults).toMatchObject([
      {
        pointer: '/x/0/due',
        line: 2,
        column: 19,
        detail: expect.stringContaining('first at line 2, column 9'),
      },
      {
        pointer: '/zone',
        line: 3,
        column: 2,
        detail: expect.stringContaining('first at line 1, column 2'),
      },
    ]);
  });

  it.each(['{"__proto__": {}}', '{"a": {"constructor": {"prototype": 1}}}'])(
    '%s is refused, since a program that copies it changes what every object inherits',
    (text) => {
      const read = readJson(text);
      expect('faults' in read && read.faults).toMatchObject([{ detail: /is not taken/ }]);
    },
  );

  it('is read down to its depth, and a hundred thousand levels are refused at once', () => {
    const deep = (levels: number) => readJson(`${'['.repeat(levels)}${']'.repeat(levels)}`);
    expect('value' in deep(JSON_DEPTH)).toBe(true);
    for (const levels of [JSON_DEPTH + 1, 100_000]) {
      expect(() => deep(levels)).toThrow(
        expect.objectContaining({
          faults: [
            expect.objectContaining({
              line: 1,
              column: JSON_DEPTH + 1,
              expected: expect.stringContaining('at most 50'),
            }),
          ],
        }),
      );
    }
  });
});
