import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { countOf, FaultList, listedFaults } from '../../src/base/limits/fault-list';
import { limitVariable } from '../../src/base/limits/limits';
import type { Fault, Refusal } from '../../src/base/refusal';
import { readSource } from '../../src/base/text/source';
import { DEFAULT_LIMITS, LIMITS } from '../../src/config/policy';
import { readSettings } from '../../src/config/settings';
import { limitNames } from '../../src/config/settings-schema';
import { readAgreement } from '../../src/domain/agreement/document/loader';
import { readFactList } from '../../src/domain/change/facts/fact-list';

const ROOT = join(__dirname, '..', '..');
const SMALL = { ...DEFAULT_LIMITS, values: 100, tokens: 400, depth: 10, faults: 5, facts: 3 };

function refused(read: () => unknown): Refusal {
  try {
    read();
  } catch (error) {
    return error as Refusal;
  }
  throw new Error('it was read');
}

describe('a limit', () => {
  it.each([
    ['values', 'JSON', `[${'0,'.repeat(100)}0]`],
    ['values', 'YAML', `a: [${'b'.repeat(5)}${',b'.repeat(98)}]`],
    ['tokens', 'line breaks', '\n'.repeat(401)],
    ['tokens', 'commas', `[${','.repeat(500)}]`],
    ['tokens', 'comments', '#\n'.repeat(201)],
    ['depth', 'JSON', '[0, {"a": '.repeat(8)],
    ['depth', 'flow lists', '['.repeat(50)],
    ['depth', 'keys that are mappings', '? '.repeat(50)],
    ['depth', 'lists in lists', '- '.repeat(50)],
    [
      'depth',
      'indented mappings',
      Array.from({ length: 30 }, (_, i) => `${' '.repeat(i)}a:`).join('\n'),
    ],
  ] as const)('of %s refuses %s with its name, value, count and setting', (name, _, text) => {
    const { kind, faults } = refused(() => readSource(text, 'It', SMALL));
    expect(kind).toBe('invalid');
    expect(faults).toMatchObject([
      {
        detail: expect.stringMatching(/^has \d+ .* or more; the rest was not counted$/),
        expected: expect.stringContaining(`at most ${SMALL[name]} `),
        line: expect.any(Number),
      },
    ]);
    expect(faults[0]?.expected).toContain(`limits.${name}, ${limitVariable(name)}`);
  });

  it('of bytes, entries and facts refuses with the whole count', () => {
    const duties = Array.from({ length: 8 }, (_, i) => ({
      id: `o${i}`,
      title: 'A',
      due: 'on signing',
      ...(i === 0 ? { phases: [{ id: 'a' }, { id: 'b' }, { id: 'c' }] } : {}),
    }));
    const text = JSON.stringify({ id: 'x', title: 'X', zone: 'UTC', obligations: duties });
    const limits = { ...DEFAULT_LIMITS, entries: 10 };
    expect(refused(() => readAgreement(text, 'It', { limits }))).toMatchObject({
      kind: 'invalid',
      faults: [{ pointer: '/obligations', detail: 'has 11 obligations and phases', line: 1 }],
    });
    const bytes = { ...DEFAULT_LIMITS, documentBytes: 100 };
    expect(refused(() => readAgreement(text, 'It', { limits: bytes }))).toMatchObject({
      kind: 'too-large',
      faults: [{ detail: `has ${Buffer.byteLength(text)} bytes` }],
    });
    const facts = '{"event": "signing", "at": "2026-01-01"}\n'.repeat(4);
    expect(refused(() => readFactList(facts, 'It', SMALL))).toMatchObject({
      kind: 'invalid',
      faults: [{ detail: 'has 4 facts', expected: expect.stringContaining('at most 3 facts') }],
    });
  });

  it('takes a text that reaches it', () => {
    expect(readSource(`[${'0,'.repeat(98)}0]`, 'It', SMALL).value).toHaveLength(99);
    expect(readSource(`${'['.repeat(10)}${']'.repeat(10)}`, 'It', SMALL).faults).toEqual([]);
    expect(readSource(`a: ${'['.repeat(9)}${']'.repeat(9)}`, 'It', SMALL).faults).toEqual([]);
  });
});

describe('many faults', () => {
  const document = (obligations: unknown): string =>
    JSON.stringify({ id: 'x', title: 'X', zone: 'UTC', obligations });
  const list = <T>(length: number, make: (i: number) => T): T[] =>
    Array.from({ length }, (_, i) => make(i));

  it.each([
    ['empty obligations', document(list(5_000, () => ({}))), 9_900],
    ['unknown keys', document([Object.fromEntries(list(10_000, (i) => [`k${i}`, 1]))]), 9_902],
    ['keys given twice', `{${'"a": 1, '.repeat(500)}"a": 1}`, undefined],
    ['control characters', document(list(3_000, () => '\u0001')), undefined],
    [
      'ids used twice',
      document(list(300, () => ({ id: 'a', title: 'A', due: 'on signing' }))),
      199,
    ],
    [
      'unknown names',
      document(list(300, (i) => ({ id: `a${i}`, title: 'A', due: 'on signink' }))),
      undefined,
    ],
  ])('of %s: a hundred are listed, the last says how many more there are', (_, text, more) => {
    const { faults } = refused(() => readAgreement(text, 'It'));
    const listed = listedFaults(faults, DEFAULT_LIMITS);
    expect(listed.length).toBeLessThanOrEqual(101);
    expect(listed.length).toBeGreaterThanOrEqual(100);
    if (more === undefined) return;
    expect(listed.at(-1)).toMatchObject({
      more,
      detail: `and ${more.toLocaleString('en')} more faults, not listed`,
      expected: expect.stringContaining('limits.faults, PACTA_LIMIT_FAULTS'),
    });
  });

  it('of facts are counted and not made', () => {
    const { faults } = readFactList(`[${'{},'.repeat(4_999)}{}]`, 'It', DEFAULT_LIMITS);
    const listed = listedFaults(faults, DEFAULT_LIMITS);
    expect(listed).toHaveLength(101);
    expect(JSON.stringify(listed).length).toBeLessThan(60_000);
  });

  it('keep long keys and values short', () => {
    const long = 'k'.repeat(200_000);
    const text = `{"${long}": {"${long}": [${'"\\u0001",'.repeat(50)} 0]}}`;
    const { faults } = refused(() => readAgreement(text, 'It'));
    expect(JSON.stringify(listedFaults(faults, DEFAULT_LIMITS)).length).toBeLessThan(300_000);
  });

  it('are counted once, whoever left them out', () => {
    const fault: Fault = { pointer: '', detail: 'wrong' };
    const faults = new FaultList(SMALL);
    for (let i = 0; i < 8; i++) faults.add(() => fault);
    faults.skip(2);
    const all = [...faults.all(), fault, fault];
    expect(countOf(all)).toBe(12);
    expect(listedFaults(all, SMALL)).toHaveLength(6);
    expect(listedFaults(all, SMALL).at(-1)?.more).toBe(7);
    expect(listedFaults(listedFaults(all, SMALL), SMALL)).toEqual(listedFaults(all, SMALL));
  });
});

describe('the settings of limits', () => {
  it('override each limit, from the file and the environment', () => {
    expect(readSettings({}).limits).toEqual(DEFAULT_LIMITS);
    for (const name of limitNames) {
      const { most } = LIMITS[name];
      expect(readSettings({ [limitVariable(name)]: String(most) }).limits[name]).toBe(most);
      const over = refused(() => readSettings({ [limitVariable(name)]: String(most + 1) }));
      expect(over.faults).toMatchObject([
        { pointer: `/limits/${name}`, expected: expect.stringContaining(`to ${most}`) },
      ]);
    }
  });

  it('are in the table of docs/operations.md and in .env.example, with their values', () => {
    const table = readFileSync(join(ROOT, 'docs', 'operations.md'), 'utf8');
    const example = readFileSync(join(ROOT, '.env.example'), 'utf8');
    const rows = [...table.matchAll(/^\| `limits\.(\w+)`, `(\w+)` \| ([\d,]+) \| (.*) \|$/gm)];
    expect(
      rows.map(([, name, variable, value, bounds]) => [name, variable, value, bounds]),
    ).toEqual(
      limitNames.map((name) => [
        name,
        limitVariable(name),
        LIMITS[name].value.toLocaleString('en'),
        LIMITS[name].bounds,
      ]),
    );
    for (const name of limitNames) {
      expect(example).toContain(`#${limitVariable(name)}=${LIMITS[name].value}\n`);
    }
  });
});
