import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Fault, Refusal } from '../../../src/base/refusal';
import { readAgreement } from '../../../src/domain/agreement/document/loader';
import { CONVENTIONS } from '../../../src/engine/counting/conventions';

function faultsOf(text: string): readonly Fault[] {
  try {
    readAgreement(text, 'test.yaml');
  } catch (error) {
    if (error instanceof Refusal) return error.faults;
    throw error;
  }
  return [];
}

const head = 'id: test\ntitle: Test\nzone: Europe/Kyiv\nobligations:\n';

describe('an agreement document', () => {
  it.each(
    readdirSync(join(__dirname, '..', '..', '..', 'config', 'agreements')).filter((name) =>
      name.endsWith('.yaml'),
    ),
  )('%s is sound', (name) => {
    const text = readFileSync(
      join(__dirname, '..', '..', '..', 'config', 'agreements', name),
      'utf8',
    );
    expect(faultsOf(text)).toEqual([]);
  });

  it.each([...CONVENTIONS.keys()])('may be counted by %s, and each of its entries, too', (name) => {
    const own = `  - {id: a, title: A, due: within 10 days of signing, counting: ${name}}\n`;
    expect(faultsOf(`counting: ${name}\n${head}${own}`)).toEqual([]);
  });

  it('reports all three faults at once, each with its place, caret and example', () => {
    const faults = faultsOf(`${head}  - {id: a, title: A, due: within 30 days of sining}
  - {id: b, title: B, due: within 30 moons of signing}
  - {id: a, title: C, due: on signing}
`);
    expect(faults.map(({ pointer, line, column }) => [pointer, line, column])).toEqual([
      ['/obligations/0/due', 5, 46],
      ['/obligations/1/due', 6, 38],
      ['/obligations/2/id', 7, 10],
    ]);
    expect(faults[0]?.detail).toContain('did you mean "signing"?');
    expect(faults[0]?.excerpt?.split('\n')[1]?.trimEnd()).toMatch(/\| +\^{6}$/);
    expect(faults.every((fault) => fault.expected !== undefined)).toBe(true);
    expect(faults.every((fault) => fault.example !== undefined)).toBe(true);
  });

  it('takes a text or texts by language, and says what is wrong with others', () => {
    const document = (title: string) =>
      `id: a\ntitle: ${title}\nzone: UTC\nobligations: [{id: a, title: A, due: on signing}]`;
    expect(faultsOf(document('{en: Pact, uk: Договір, pt-BR: Pacto}'))).toEqual([]);
    for (const title of ['{en: 1}', '{English: Pact}', '[Pact]']) {
      const [fault, ...others] = faultsOf(document(title));
      expect([fault?.pointer, fault?.expected, others]).toEqual([
        '/title',
        'a text, or texts by language such as {en: Elections, uk: Вибори}',
        [],
      ]);
    }
    const stored = 'title: Pact\ntitles: {English: Pact}';
    expect(
      faultsOf(`id: a\n${stored}\nzone: UTC\nobligations: [{id: a, title: A, due: on signing}]`),
    ).toMatchObject([
      { pointer: '/titles/English', detail: 'the key "English" is not the tag of a language' },
    ]);
  });

  it('reports each fault of its own conventions at its key, with an example', () => {
    const own = `conventions:
  isda: {like: exclusive, rol: following, month-end: eom, weekend: [saterday], short-period-days: -1}
  My Own: {like: exclusive}
  eu-1182-71: {like: exclusive}
`;
    const faults = faultsOf(
      `${own}${head}  - {id: a, title: A, due: on signing, counting: isda}\n`,
    );
    expect(faults.map(({ pointer, line }) => [pointer, line])).toEqual([
      ['/conventions/isda/rol', 2],
      ['/conventions/isda/month-end', 2],
      ['/conventions/isda/weekend/0', 2],
      ['/conventions/isda/short-period-days', 2],
      ['/conventions/My Own', 3],
      ['/conventions/eu-1182-71', 4],
    ]);
    expect(faults[0]?.detail).toBe('unknown key "rol"; did you mean "roll"?');
    for (const { example } of faults) expect(example).toEqual(expect.any(String));
  });

  it('reports invalid keys and wrong phrases together', () => {
    const faults = faultsOf(`${head}  - {id: a, title: A, due: within 3 of signing, dew: on signing}
  - {id: B!, title: B, due: on signing}
`);
    expect(faults.map((fault) => fault.pointer)).toEqual(
      expect.arrayContaining(['/obligations/0/dew', '/obligations/1/id']),
    );
  });

  it('points at an unknown key, not at its value', () => {
    const [fault] = faultsOf(`${head}  - id: a
    title: A
    due: on signing
    "dew":
      - on signing
`);
    expect(fault).toMatchObject({ pointer: '/obligations/0/dew', line: 8, column: 5 });
    expect(fault?.excerpt?.split('\n')[1]).toMatch(/\| {5}\^{5}$/);
  });

  it.each([
    [
      'a ring',
      '  - {id: a, title: A, due: within 1 day of b.due}\n  - {id: b, title: B, due: within 1 day of a.due}\n',
      'waits for itself: a.due -> b.due -> a.due',
    ],
    [
      'a longer ring',
      '  - {id: a, title: A, due: 1 day after b.due}\n  - {id: b, title: B, due: 1 day after c.fulfilled}\n  - {id: c, title: C, due: on a.due}\n',
      'a.due -> b.due -> c.due -> a.due',
    ],
    [
      'an unknown party',
      '  - {id: a, title: A, obligor: nobody, due: undated}\n',
      '"nobody" is not a declared party',
    ],
    ['no timing', '  - {id: a, title: A}\n', '"a" does not say when it is due'],
    [
      'two timings',
      '  - {id: a, title: A, due: undated, holds: from signing}\n',
      'due and holds exclude one another',
    ],
    [
      'an obligation as a moment',
      '  - {id: a, title: A, due: undated}\n  - {id: b, title: B, due: on a}\n',
      'which of its moments',
    ],
    [
      'an unknown convention',
      '  - {id: a, title: A, due: undated, counting: agreement-d-plus}\n',
      'did you mean "agreement-d-plus-n"?',
    ],
    ['an alias', '  - &x {id: a, title: A, due: undated}\n  - *x\n', 'alias'],
    ['broken YAML', '  - {id: a, title: A, due: undated\n', ''],
    ['a key twice', '  - {id: a, id: b, title: A, due: undated}\n', 'unique'],
    ['a custom tag', '  - !!js/function x\n', ''],
  ])('with %s is refused', (_name, body, detail) => {
    const faults = faultsOf(head + body);
    expect(faults.length).toBeGreaterThan(0);
    expect(faults.map((fault) => fault.detail).join('\n')).toContain(detail);
  });

  it('in an unknown zone is refused', () => {
    expect(
      faultsOf(head.replace('Kyiv', 'Kiew') + '  - {id: a, title: A, due: undated}\n'),
    ).toMatchObject([{ pointer: '/zone', line: 3 }]);
  });

  it.each(['', '[]', '42', 'null', '"x"', '{}', '['.repeat(10_000), 'a: '.repeat(3)])(
    'that is %j is refused',
    (text) => {
      expect(faultsOf(text).length).toBeGreaterThan(0);
    },
  );

  it('refuses names that every JavaScript object inherits', () => {
    const faults = faultsOf(`${head}  - {id: a, title: A, due: within 1 constructor of signing}
  - {id: b, title: B, due: on constructor, counting: constructor}
  - {id: c, title: C, obligor: constructor, due: undated}
`);
    expect(faults.map((fault) => fault.pointer)).toEqual([
      '/obligations/0/due',
      '/obligations/1/due',
      '/obligations/1/counting',
      '/obligations/2/obligor',
    ]);
  });
});
