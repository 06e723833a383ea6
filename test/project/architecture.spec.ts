import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';

const ROOT = resolve(__dirname, '..', '..');
const SRC = join(ROOT, 'src');

/**
 * Who may import whom (`room -> rooms`). Every room may also import itself, the single files of `src`
 * named in SHARED, and `config`. The pure core imports itself only.
 */
const ARROWS: Readonly<Record<string, readonly string[]>> = {
  schedule: [],
  text: ['schedule'],
  store: [],
  http: [],
  access: ['http', 'store'],
  idempotency: ['access', 'store', 'http'],
  audit: ['access', 'store', 'http'],
  outbox: ['store'],
  delivery: ['outbox', 'store', 'http', 'access'],
  agreement: ['schedule', 'store', 'http', 'access'],
  ledger: ['schedule', 'store', 'http', 'access'],
  milestone: ['ledger', 'schedule', 'store', 'http', 'access'],
  transition: ['agreement', 'ledger', 'milestone', 'outbox', 'schedule', 'store'],
  change: ['agreement', 'ledger', 'transition', 'milestone', 'schedule', 'store', 'http', 'access'],
  scenario: ['agreement', 'ledger', 'milestone', 'schedule', 'store', 'http', 'access'],
  feed: [
    'agreement',
    'ledger',
    'milestone',
    'transition',
    'outbox',
    'delivery',
    'schedule',
    'store',
    'http',
    'access',
  ],
  doctor: [
    'agreement',
    'audit',
    'change',
    'ledger',
    'milestone',
    'outbox',
    'schedule',
    'store',
    'transition',
  ],
  cli: [
    'access',
    'agreement',
    'audit',
    'change',
    'delivery',
    'doctor',
    'ledger',
    'milestone',
    'outbox',
    'scenario',
    'schedule',
    'store',
  ],
};

/** Single files, and the room of texts that come in and go out, that any room but the pure core may import. */
const SHARED = ['clock', 'refusal', 'randomness', 'redaction', 'zones', 'text'];

/** Single files at the top that put the rooms together. */
const TOP = ['main', 'app.module', 'cli', 'openapi', 'quiet-logger'];

/** The store lists every table's entity by import; it uses none of them. */
const LISTS_ENTITIES = 'src/app/entities.ts';

interface Source {
  path: string;
  room: string;
  text: string;
  imports: string[];
}

const IMPORT =
  /(?:import|export)\s+(?:type\s+)?(?:[^'";]*?\s+from\s+)?['"]([^'"]+)['"]|require\(\s*['"]([^'"]+)['"]\s*\)|import\(\s*['"]([^'"]+)['"]\s*\)/g;

function sources(directory: string): Source[] {
  return readdirSync(directory, { withFileTypes: true }).flatMap((item) => {
    const path = join(directory, item.name);
    if (item.isDirectory()) return sources(path);
    if (!/\.tsx?$/.test(item.name)) return [];
    const text = readFileSync(path, 'utf8');
    const parts = relative(SRC, path).split('/');
    const imports = [...text.matchAll(IMPORT)].map(
      (match) => (match[1] ?? match[2] ?? match[3]) as string,
    );
    return [
      {
        path: relative(ROOT, path),
        room: parts.length > 1 ? (parts[0] as string) : '',
        text,
        imports,
      },
    ];
  });
}

/** The room (or single top file) a relative import leads to; undefined for packages. */
function target(source: Source, specifier: string): string | undefined {
  if (!specifier.startsWith('.')) return undefined;
  const path = relative(ROOT, resolve(dirname(join(ROOT, source.path)), specifier)).split('/');
  return path[0] === 'src' ? path[1] : path[0];
}

const all = sources(SRC);
const page = sources(join(ROOT, 'web'));
const code = [...all, ...sources(join(ROOT, 'config'))];

/** A line that breaks a rule reads "file: what". */
function offences(check: (source: Source) => string[], among: readonly Source[] = code): string[] {
  return among.flatMap((source) => check(source).map((what) => `${source.path}: ${what}`));
}

describe('the arrows between the rooms', () => {
  it('every room is known', () => {
    const rooms = new Set(all.map((source) => source.room).filter((room) => room !== ''));
    expect([...rooms].filter((room) => ARROWS[room] === undefined)).toEqual([]);
  });

  it('a room imports only the rooms its arrows lead to', () => {
    expect(
      offences(
        (source) => {
          const allowed = ARROWS[source.room];
          if (allowed === undefined) return [];
          return source.imports.flatMap((specifier) => {
            const room = target(source, specifier);
            if (room === undefined || room === source.room || room === 'config') return [];
            const listed = source.path === LISTS_ENTITIES && specifier.endsWith('.entity');
            return listed || [...allowed, ...SHARED].includes(room) ? [] : [specifier];
          });
        },
        all.filter((source) => source.room !== 'schedule' && source.room !== 'cli'),
      ),
    ).toEqual([]);
  });

  it('the pure core imports itself only, no package either', () => {
    expect(
      offences(
        (source) => source.imports.filter((specifier) => target(source, specifier) !== 'schedule'),
        all.filter((source) => source.room === 'schedule'),
      ),
    ).toEqual([]);
  });

  it('delivery and the domain never import each other', () => {
    const domain = [
      'agreement',
      'ledger',
      'milestone',
      'transition',
      'change',
      'scenario',
      'outbox',
    ];
    expect(
      offences((source) =>
        source.imports.filter((specifier) => {
          const room = target(source, specifier) ?? '';
          return (
            (source.room === 'delivery' && domain.includes(room) && room !== 'outbox') ||
            (domain.includes(source.room) && room === 'delivery')
          );
        }),
      ),
    ).toEqual([]);
  });

  it('nobody imports the files that put the rooms together, or a feed', () => {
    expect(
      offences(
        (source) =>
          source.imports.filter((specifier) => {
            const room = target(source, specifier) ?? '';
            return ['main', 'app.module', 'feed', 'web'].includes(room) && source.room !== 'feed';
          }),
        all.filter((source) => source.room !== 'cli' && source.room !== ''),
      ),
    ).toEqual([]);
  });

  it('the page imports itself and the pure core only, and of packages what draws it', () => {
    const packages = ['preact', 'preact/hooks', '@preact/signals'];
    expect(
      offences(
        (source) =>
          source.imports.filter((specifier) => {
            const room = target(source, specifier);
            return room === undefined
              ? !packages.includes(specifier)
              : !['web', 'schedule'].includes(room);
          }),
        page,
      ),
    ).toEqual([]);
  });

  it('only known single files stand at the top', () => {
    const names = all
      .filter((source) => source.room === '')
      .map((source) => source.path.replace('src/', '').replace('.ts', ''));
    expect(names.filter((name) => ![...SHARED, ...TOP].includes(name))).toEqual([]);
  });
});

describe('one source of each outside thing', () => {
  it('the wall clock is read in clock.ts only', () => {
    const reads = /Date\.now\(\)|new Date\(\)|DateTime\.(now|local|utc)\(\s*\)|performance\.now/;
    expect(
      offences((source) =>
        reads.test(source.text) && source.path !== 'src/base/clock.ts' ? ['reads the clock'] : [],
      ),
    ).toEqual([]);
  });

  it('the environment is read in src/config/settings.ts only', () => {
    expect(
      offences((source) =>
        source.text.includes('process.env') && source.path !== 'src/config/settings.ts'
          ? ['reads it']
          : [],
      ),
    ).toEqual([]);
  });

  it('commands print through cli/output.ts only, which cleans what they print', () => {
    expect(
      offences((source) =>
        /process\.(stdout|stderr)\.write/.test(source.text) &&
        source.path !== 'src/cli/output/print.ts'
          ? ['prints by itself']
          : [],
      ),
    ).toEqual([]);
  });

  it('chance comes from randomness.ts only', () => {
    const chance = /Math\.random|randomBytes|randomUUID|randomInt/;
    expect(
      offences((source) =>
        chance.test(source.text) && source.path !== 'src/base/randomness.ts'
          ? ['draws on its own']
          : [],
      ),
    ).toEqual([]);
  });
});

describe('the measure of a room', () => {
  it('no file exceeds 300 lines', () => {
    expect(
      offences(
        (source) => {
          const lines = source.text.split('\n').length - 1;
          return lines > 300 ? [`${lines} lines`] : [];
        },
        [...code, ...page],
      ),
    ).toEqual([]);
  });

  it('no barrels, no any, no forwardRef, no @ts-ignore', () => {
    const loose = /:\s*any\b|\bas any\b|<any>|forwardRef\(|@ts-ignore|@ts-nocheck/;
    expect(
      offences(
        (source) => [
          ...(source.path.endsWith('/index.ts') ? ['is a barrel'] : []),
          ...(loose.test(source.text.replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, ''))
            ? ['is loosely typed']
            : []),
        ],
        [...code, ...page],
      ),
    ).toEqual([]);
  });

  it('a constructor takes at most five arguments', () => {
    expect(
      offences((source) =>
        [...source.text.matchAll(/constructor\(([\s\S]*?)\)\s*\{/g)]
          .map((match) =>
            (match[1] ?? '').split(/,(?![^<(]*[>)])/).filter((part) => part.trim() !== ''),
          )
          .filter((parameters) => parameters.length > 5)
          .map((parameters) => `takes ${parameters.length}`),
      ),
    ).toEqual([]);
  });
});
