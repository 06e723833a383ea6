import fc from 'fast-check';
import { type Fault, Refusal } from '../../../src/base/refusal';
import { readSource } from '../../../src/base/text/source';
import { DEFAULT_LIMITS } from '../../../src/config/policy';
import { runs } from '../../support/runs';

function read(text: string): { value?: unknown; faults: readonly Fault[] } {
  try {
    return readSource(text, 'It', DEFAULT_LIMITS);
  } catch (error) {
    if (error instanceof Refusal) return { faults: error.faults };
    throw error;
  }
}

const places = (faults: readonly Fault[]) =>
  faults.map(({ pointer, line, column }) => [pointer, line, column]);

describe('the reader of JSON and YAML', () => {
  it.each([
    ['JSON', '{"a": [1, "x", null, true]}'],
    ['YAML in lines', 'a:\n  - 1\n  - x\n  - null\n  - true\n'],
    ['YAML in braces, with a comment', '{a: [1, x, null, true]} # so\n'],
    ['JSON with a comma too many, which is YAML', '{"a": [1, "x", null, true],}'],
  ])('reads %s', (_name, text) => {
    expect(read(text)).toMatchObject({ value: { a: [1, 'x', null, true] }, faults: [] });
  });

  it.each([
    [
      '{"zone": 1, "a": {"b": 1, "b": 2}, "zone": 2}',
      [
        ['/a/b', 1, 27],
        ['/zone', 1, 36],
      ],
    ],
    [
      'zone: 1\na: {b: 1, b: 2}\nzone: 2\n',
      [
        ['/a/b', 2, 11],
        ['/zone', 3, 1],
      ],
    ],
    ['1: a\n"1": b\n', [['/1', 2, 1]]],
    ['zone: 1\r\nzone: 2\r\n', [['/zone', 2, 1]]],
  ])('names both places of keys that are given twice in %j', (text, expected) => {
    const { faults } = read(text);
    expect(places(faults)).toEqual(expected);
    for (const { detail } of faults) {
      expect(detail).toMatch(/is given twice, first at line \d, column \d+; keys must be unique/);
    }
  });

  it.each([
    // What was written, where, what is said, and how it is written right.
    [
      '{title: Entry into force, the signature, due: x}',
      1,
      27,
      'a comma inside braces ends the value',
      'title: "Entry into force, the signature"',
    ],
    [
      '- {a: one, two, three}\n',
      1,
      12,
      'a comma inside braces ends the value',
      'a: "one, two, three"',
    ],
    [
      'title: Talks: round two\nb: 1\n',
      1,
      8,
      'a colon and a space end the key',
      'title: "Talks: round two"',
    ],
    [
      'a: {title: Talks: round two, b: c}\n',
      1,
      12,
      'a colon and a space end the key',
      'title: "Talks: round two"',
    ],
    ['title: @all\n', 1, 8, 'a text cannot begin with @', 'title: "@all"'],
    ['b: 1\nref: #5\n', 2, 6, 'a # after a space begins a comment', 'ref: "#5"'],
    [
      'title: Resolution #2231 (2015)\n',
      1,
      19,
      'a # after a space begins a comment',
      'title: "Resolution #2231 (2015)"',
    ],
  ])('explains %j and reads on', (text, line, column, detail, example) => {
    const { value, faults } = read(text);
    expect(value).toBeDefined();
    expect(faults).toMatchObject([
      { line, column, example, detail: expect.stringContaining(detail) },
    ]);
    // The example is what was meant: it is read, and holds the text that the fault saved.
    const right = read(example);
    expect(right.faults).toEqual([]);
    expect(JSON.stringify(value)).toContain(
      JSON.stringify(Object.values(right.value as object)[0]),
    );
  });

  it.each([
    ['a: {title: Article #5, due: x}\n', 1, 20, 'a # after a space begins a comment'],
    ['a: [1, 2\nb: 1\n', 1, 4, 'this [ is not closed'],
    ['a: {b: "}", c: 1\n', 1, 4, 'this { is not closed'],
    ['a: "x\nb: c\n', 1, 4, 'the text in quotes does not end'],
    ["a: 'it's'\n", 1, 8, 'continues after its closing quote'],
    ['a:\n\tb: c\n', 2, 1, 'a tab indents this line'],
    ['a: 1\n---\nb: 2\n', 2, 1, 'a second document begins here'],
    ['a:\n  b: 1\n c: 2\n', 3, 1, 'is indented otherwise'],
    ['a: 1\n- b\n', 2, 1, 'does not fit the lines before it'],
    ['a: | x\n', 1, 6, 'a text cannot begin with | or >'],
    ['a: "\\q"\n', 1, 5, '\\q is no escape inside double quotes'],
    ['{"a": 1,\n "b": [1,2,}\n', 2, 12, '"}" does not fit here'],
    ['{"a": 1, // x\n "b": 2}\n', 1, 10, 'there is a comment'],
  ])('refuses %j at line %i, column %i', (text, line, column, detail) => {
    const { value, faults } = read(text);
    expect(value).toBeUndefined();
    expect(faults[0]).toMatchObject({ line, column, detail: expect.stringContaining(detail) });
  });

  it('refuses YAML that nests too deeply, before a tree is built', () => {
    for (const open of ['- ', '[', '? ']) {
      expect(read(open.repeat(20_000)).faults[0]?.detail).toContain('has 51 levels');
    }
  });

  it.each([
    ['a: *x\n', 'uses an alias'],
    ['a: &Partners meeting\n', 'has an anchor'],
    ['a: !Important thing\n', 'has a tag'],
    ['a: !!binary aGk=\n', 'has a tag'],
    ['? [a, b]\n: x\n', 'has a key that is no text'],
    ['{title: "A", b}', 'the key "b" has no value'],
  ])('loses nothing of %j without a word', (text, detail) => {
    expect(read(text).faults).toMatchObject([{ detail: expect.stringContaining(detail) }]);
  });

  it.each([
    '{"title": "x\\u0007", "k\\u001b": 1}',
    'title: "x\\a"\n"k\\e": 1\n',
    '{title: "x\u202e", "k\\u2066": 1}',
    'title: "x\u0085"\n"k\u007f": 1\n',
  ])('refuses the control characters of %j, in texts and keys', (text) => {
    const { faults } = read(text);
    expect(faults.map(({ detail }) => detail)).toEqual([
      expect.stringMatching(/^holds the control character U\+/),
      expect.stringMatching(/^its name holds the control character U\+/),
    ]);
  });

  it('takes tabs and line breaks, and marks that Arabic and Hebrew need', () => {
    expect(read('{"a": "one\\r\\n\\ttwo", "b": "\u200fעברית\u200e"}').faults).toEqual([]);
  });

  it('finds the value of every pointer, in YAML as in JSON', () => {
    const key = fc.stringMatching(/^[a-z]{1,5}$/);
    const leaf = fc.oneof(key, fc.integer(), fc.boolean());
    const value = fc.dictionary(key, fc.oneof(leaf, fc.array(leaf), fc.dictionary(key, leaf)), {
      minKeys: 1,
    });
    fc.assert(
      fc.property(value, fc.boolean(), (written, flow) => {
        const json = JSON.stringify(written, null, 1);
        // Without quotes and braces at the outer level it is YAML and no JSON.
        const text = flow
          ? json
          : Object.entries(written)
              .map(([name, inner]) => `${name}: ${JSON.stringify(inner)}\n`)
              .join('');
        const source = readSource(text, 'It', DEFAULT_LIMITS);
        expect(source.value).toEqual(written);
        for (const [name, inner] of Object.entries(written)) {
          const place = source.map.placeOf(`/${name}`);
          expect(JSON.parse(text.slice(place?.start, place?.end))).toEqual(inner);
        }
      }),
    );
  });

  it('of any characters reads it or refuses it with places, and never throws anything else', () => {
    const piece = fc.oneof(
      fc.constantFrom(
        'a: ',
        '- ',
        '{',
        '}',
        '[',
        ']',
        ', ',
        '"',
        "'",
        '\n',
        '  ',
        '#',
        ' #5',
        '&x ',
        '*x',
        '!t ',
        '? ',
        '|',
        '%',
        '\t',
      ),
      fc.string({ unit: 'binary', maxLength: 4 }),
    );
    fc.assert(
      fc.property(
        fc.array(piece, { maxLength: 20 }).map((parts) => parts.join('')),
        (text) => {
          for (const { line, column } of read(text).faults) {
            expect(line).toBeGreaterThan(0);
            expect(column).toBeGreaterThan(0);
          }
        },
      ),
      { numRuns: runs(500, 20_000) },
    );
  });
});
