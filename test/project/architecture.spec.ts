import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';

const ROOT = resolve(__dirname, '..', '..');

/** Which part of `src` may import which; every part may import itself. `docs/architecture.md` draws this table. */
const PARTS: Readonly<Record<string, readonly string[]>> = {
  engine: [],
  draft: ['engine'],
  base: ['engine'],
  config: ['engine', 'base'],
  extract: ['draft', 'base', 'config'],
  store: ['base', 'config'],
  http: ['base', 'config'],
  access: ['base', 'config', 'store', 'http'],
  audit: ['base', 'config', 'store', 'http', 'access'],
  idempotency: ['base', 'config', 'store', 'http', 'access'],
  outbox: ['base', 'config', 'store'],
  domain: ['engine', 'draft', 'extract', 'base', 'config', 'store', 'http', 'access', 'outbox'],
  delivery: ['base', 'config', 'store', 'http', 'access', 'outbox'],
  feed: ['engine', 'base', 'config', 'store', 'http', 'access', 'outbox', 'domain', 'delivery'],
  workers: ['base', 'config', 'store', 'http', 'access', 'feed'],
  doctor: [
    'engine',
    'base',
    'config',
    'store',
    'http',
    'access',
    'audit',
    'outbox',
    'domain',
    'delivery',
  ],
  app: [
    'base',
    'config',
    'store',
    'http',
    'access',
    'audit',
    'idempotency',
    'outbox',
    'domain',
    'delivery',
    'feed',
    'doctor',
    'workers',
  ],
  cli: [
    'engine',
    'draft',
    'extract',
    'base',
    'config',
    'store',
    'http',
    'access',
    'audit',
    'outbox',
    'domain',
    'delivery',
    'feed',
    'doctor',
    'app',
  ],
};

/** The passes of the engine, in the order of the data. */
const PASSES: Readonly<Record<string, readonly string[]>> = {
  model: [],
  calendar: ['model'],
  phrase: ['model', 'calendar'],
  counting: ['model', 'calendar', 'phrase'],
  explain: ['model', 'calendar', 'phrase'],
  compile: ['model', 'calendar', 'phrase', 'counting'],
  reading: ['model', 'calendar', 'phrase', 'compile'],
  evaluate: ['model', 'calendar', 'phrase', 'counting', 'compile'],
  timing: ['model', 'calendar', 'phrase', 'counting', 'compile', 'evaluate'],
  status: ['model'],
  schedule: ['model', 'calendar', 'phrase', 'explain', 'compile', 'evaluate', 'timing', 'status'],
  review: ['model', 'calendar', 'phrase', 'explain', 'compile', 'evaluate', 'status', 'schedule'],
  'what-if': [
    'model',
    'phrase',
    'counting',
    'explain',
    'compile',
    'evaluate',
    'schedule',
    'status',
    'review',
  ],
  diff: ['model', 'phrase', 'compile', 'what-if'],
};

/** The parts of the domain. */
const DOMAIN: Readonly<Record<string, readonly string[]>> = {
  agreement: [],
  ledger: ['agreement'],
  milestone: ['agreement', 'ledger'],
  notification: ['agreement', 'ledger', 'milestone'],
  transition: ['agreement', 'milestone', 'notification'],
  alert: ['agreement', 'milestone', 'notification', 'transition'],
  change: ['agreement', 'ledger', 'milestone', 'notification', 'transition', 'alert'],
  'what-if': ['agreement', 'ledger', 'milestone'],
  diff: ['agreement', 'ledger'],
};

/** A folder with more entries than this hides what is in it; migrations, kinds and the parts are lists by nature. */
const ENTRIES_PER_FOLDER = 15;
const LISTS = ['src/store/migration', 'src/delivery/kinds', 'src'];
const LINES_PER_FILE = 400;

interface Source {
  /** Relative to the project's root. */
  path: string;
  text: string;
  /** Paths of what it imports, relative to the root; names of packages as they are. */
  imports: string[];
}

const IMPORT =
  /(?:import|export)\s+(?:type\s+)?(?:[^'";]*?\s+from\s+)?['"]([^'"]+)['"]|require\(\s*['"]([^'"]+)['"]\s*\)|import\(\s*['"]([^'"]+)['"]\s*\)/g;

function sources(directory: string): Source[] {
  return readdirSync(directory, { withFileTypes: true }).flatMap((item) => {
    const file = join(directory, item.name);
    if (item.isDirectory()) return sources(file);
    if (!/\.tsx?$/.test(item.name)) return [];
    const text = readFileSync(file, 'utf8');
    const imports = [...text.matchAll(IMPORT)].map((match) => {
      const specifier = match[1] ?? match[2] ?? match[3] ?? '';
      return specifier.startsWith('.')
        ? relative(ROOT, resolve(dirname(file), specifier))
        : specifier;
    });
    return [{ path: relative(ROOT, file), text, imports }];
  });
}

/** Paths of what a file imports by a statement that is not about types alone. */
function valueImports(text: string, path: string): string[] {
  const found = [...text.matchAll(/^import\s+(?!type\b)(?:[^'";]*?\s+from\s+)?'(\.[^']+)'/gm)];
  return found.map((match) => relative(ROOT, resolve(dirname(join(ROOT, path)), match[1] ?? '')));
}

const code = sources(join(ROOT, 'src'));
const page = sources(join(ROOT, 'web'));

/** The folder of a path at a depth: `segment('src/engine/model/fact', 2)` is `model`. */
const segment = (path: string, depth: number): string => path.split('/')[depth] ?? '';

/** A line that breaks a rule reads "file: what". */
function offences(check: (source: Source) => string[], among: readonly Source[] = code): string[] {
  return among.flatMap((source) => check(source).map((what) => `${source.path}: ${what}`));
}

/** Imports that a table of arrows does not allow, among the folders below `prefix`. */
function strayImports(
  prefix: string,
  arrows: Readonly<Record<string, readonly string[]>>,
): string[] {
  const depth = prefix.split('/').length;
  return offences(
    ({ path, imports }) => {
      const own = segment(path, depth);
      const allowed = arrows[own];
      if (allowed === undefined) return [`is in ${own}, which no table lists`];
      return imports.filter((target) => {
        if (!target.startsWith(`${prefix}/`)) return false;
        const part = segment(target, depth);
        return part !== own && !allowed.includes(part);
      });
    },
    code.filter(({ path }) => path.startsWith(`${prefix}/`) && segment(path, depth + 1) !== ''),
  );
}

describe('which part imports which', () => {
  it('every file of src belongs to a part', () => {
    expect(code.filter(({ path }) => segment(path, 2) === '').map(({ path }) => path)).toEqual([]);
  });

  it.each([
    ['the parts of src', 'src', PARTS],
    ['the passes of the engine', 'src/engine', PASSES],
    ['the parts of the domain', 'src/domain', DOMAIN],
  ])('%s', (_, prefix, arrows) => {
    expect(strayImports(prefix, arrows)).toEqual([]);
  });

  it('no table has a circle: each part comes after what it imports', () => {
    for (const arrows of [PARTS, PASSES, DOMAIN]) {
      const order = Object.keys(arrows);
      const backwards = order.flatMap((part, i) =>
        (arrows[part] ?? []).filter((other) => order.indexOf(other) >= i),
      );
      expect(backwards).toEqual([]);
    }
  });

  it('the engine imports itself only, no package either', () => {
    expect(
      offences(
        ({ imports }) => imports.filter((target) => !target.startsWith('src/engine/')),
        code.filter(({ path }) => path.startsWith('src/engine/')),
      ),
    ).toEqual([]);
  });

  it('the page imports itself, the engine, the message types and the packages that draw it', () => {
    const packages = ['preact', 'preact/hooks', '@preact/signals'];
    const YAML_EDITOR = 'web/state/new-agreement/yaml-document.ts';
    expect(
      offences(
        ({ path, imports }) =>
          imports.filter(
            (target) =>
              !/^(web\/|src\/engine\/|src\/outbox\/message-type)/.test(target) &&
              !packages.includes(target) &&
              !(target === 'yaml' && path === YAML_EDITOR),
          ),
        page,
      ),
    ).toEqual([]);
  });
});

describe('what the page loads at once', () => {
  it('has no parser, no compiler and no reader of words: it gets compiled agreements', () => {
    const files = new Map([...code, ...page].map((source) => [source.path, source]));
    const loaded = new Set<string>();
    const load = (path: string): void => {
      const found = [`${path}.ts`, `${path}.tsx`, path].find((name) => files.has(name));
      if (found === undefined || loaded.has(found)) return;
      loaded.add(found);
      for (const target of valueImports(files.get(found)?.text ?? '', found)) load(target);
    };
    load('web/main');
    expect(loaded.has('src/engine/schedule/schedule.ts')).toBe(true);
    const apart =
      /^src\/(engine\/(reading\/|phrase\/(parse|canonical)\.|compile\/compile)|draft\/)/;
    expect([...loaded].filter((path) => apart.test(path))).toEqual([]);
  });
});

describe('one source of each outside thing', () => {
  it.each([
    [
      'the wall clock',
      'src/base/clock.ts',
      /Date\.now\(\)|new Date\(\)|DateTime\.(now|local|utc)\(\s*\)|performance\.now/,
    ],
    ['the environment', 'src/config/settings.ts', /process\.env/],
    ['randomness', 'src/base/randomness.ts', /Math\.random|randomBytes|randomUUID|randomInt/],
  ])('%s is read in %s only', (_, owner, reads) => {
    expect(
      offences(({ path, text }) => (reads.test(text) && path !== owner ? ['reads it'] : [])),
    ).toEqual([]);
  });
});

describe('one way in, one way out', () => {
  it('the database is reached through src/store/sql: no repositories, no queries past it', () => {
    const past =
      /getRepository|createQueryBuilder|\b(?:tx|manager)\.(?:query|find\w*|insert|save|update|delete)\(/;
    expect(
      offences(({ path, text }) =>
        past.test(text) && !path.startsWith('src/store/') ? ['goes past src/store/sql'] : [],
      ),
    ).toEqual([]);
  });

  it('commands print through cli/output/print.ts only, which removes control characters', () => {
    expect(
      offences(({ path, text }) =>
        /process\.(stdout|stderr)\.write/.test(text) && path !== 'src/cli/output/print.ts'
          ? ['prints by itself']
          : [],
      ),
    ).toEqual([]);
  });
});

describe('sizes and forms', () => {
  it('no file is longer than a reader can hold', () => {
    expect(
      offences(
        ({ text }) => {
          const lines = text.split('\n').length - 1;
          return lines > LINES_PER_FILE ? [`${lines} lines`] : [];
        },
        [...code, ...page],
      ),
    ).toEqual([]);
  });

  it('no folder has more entries than a reader can look over', () => {
    const entries = new Map<string, Set<string>>();
    for (const { path } of [...code, ...page]) {
      const parts = path.split('/');
      for (let depth = 1; depth < parts.length; depth++) {
        const folder = parts.slice(0, depth).join('/');
        entries.set(folder, (entries.get(folder) ?? new Set()).add(segment(path, depth)));
      }
    }
    const crowded = [...entries]
      .filter(([folder, { size }]) => size > ENTRIES_PER_FOLDER && !LISTS.includes(folder))
      .map(([folder, { size }]) => `${folder}: ${size} entries`);
    expect(crowded).toEqual([]);
  });

  it('no barrels, no any, no forwardRef, no @ts-ignore, nothing exported from elsewhere', () => {
    const loose = /(?<!\?):\s*any\b|\bas any\b|<any>|forwardRef\(|@ts-ignore|@ts-nocheck/;
    expect(
      offences(
        ({ path, text }) => [
          ...(path.endsWith('/index.ts') ? ['is a barrel'] : []),
          ...(/^export .* from '/m.test(text) ? ['exports what another file defines'] : []),
          ...(loose.test(text.replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, ''))
            ? ['is loosely typed']
            : []),
        ],
        [...code, ...page],
      ),
    ).toEqual([]);
  });

  it('a constructor takes at most five arguments', () => {
    expect(
      offences(({ text }) =>
        [...text.matchAll(/constructor\(([\s\S]*?)\)\s*\{/g)]
          .map((match) =>
            (match[1] ?? '').split(/,(?![^<(]*[>)])/).filter((part) => part.trim() !== ''),
          )
          .filter((parameters) => parameters.length > 5)
          .map((parameters) => `takes ${parameters.length}`),
      ),
    ).toEqual([]);
  });
});
