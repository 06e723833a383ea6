// The suite in projects: the pure specs, those that count dates under three zones, the store's on both
// databases, the edge's over real HTTP, the page in a real Chromium. `npx jest --selectProjects db@sqlite`
// runs one.

const transform = {
  '/node_modules/.+\\.[cm]?js$': '<rootDir>/test/support/native-library.js',
  '^.+\\.(t|j|mj)s$': [
    '@swc/jest',
    {
      jsc: {
        target: 'es2023',
        parser: { syntax: 'typescript', decorators: true },
        transform: { legacyDecorator: true, decoratorMetadata: true },
      },
      module: { type: 'commonjs' },
    },
  ],
};

/**
 * The long run looks further each time, and says at its end what was counted and from which seed all of it
 * can be replayed; the usual one tries the same cases whenever the tree is the same.
 */
const torture = Boolean(process.env.PACTA_TORTURE);
process.env.PACTA_SEED ??= torture ? String(Date.now() % 2 ** 31) : '20261123';

const shared = {
  rootDir: __dirname,
  transform,
  // Jest's own parts.
  transformIgnorePatterns: ['/node_modules/@?jest'],
  testEnvironment: '<rootDir>/test/support/zoned-environment.js',
  setupFiles: ['reflect-metadata', '<rootDir>/test/support/seeded-properties.js'],
  // Copies of the project that other tools leave behind.
  modulePathIgnorePatterns: ['<rootDir>/(dist|output|\\.stryker-tmp)/'],
};

const elsewhere = [
  '\\.db\\.spec\\.ts$',
  '\\.cli\\.spec\\.ts$',
  '\\.e2e\\.spec\\.ts$',
  '\\.browser\\.spec\\.ts$',
  '\\.fault\\.spec\\.ts$',
  '/node_modules/',
];

/** Where days meet zones: these specs run under three server zones, since no date may depend on it. */
const zoned = [
  '**/test/engine/{calendar,counting,schedule,timing}/**/*.spec.ts',
  '**/test/conformance/**/*.spec.ts',
  '**/test/config/{calendars,library}.spec.ts',
  '**/test/base/zones.spec.ts',
  '**/test/project/zones-in-force.spec.ts',
];

/** All that counts, judges or reads dates; the rest of it works on values and runs under one zone. */
const counting = [
  '**/test/{engine,conformance}/**/*.spec.ts',
  '**/test/domain/{notification,transition,what-if}/**/*.spec.ts',
  '**/test/config/{calendars,library}.spec.ts',
  '**/test/base/zones.spec.ts',
  '**/test/project/zones-in-force.spec.ts',
];

const pure = (displayName, zone, testMatch) => ({
  ...shared,
  displayName,
  testMatch,
  testPathIgnorePatterns: elsewhere,
  testEnvironmentOptions: { zone },
});

/**
 * What HTTP does before a database is asked, and what is made of rows that other specs read on both: only the long run
 * tries these on PostgreSQL too.
 */
const edge = [
  '/test/access/(csrf|flood|fuzz|headers|logs|private-places|proxies|rules)\\.e2e\\.',
  '/test/http/(bodies|drain|empty-body|instants)\\.e2e\\.',
  '/test/contract/',
  '/test/delivery/receivers\\.e2e\\.',
  '/test/domain/agreement/(draft|words)\\.e2e\\.',
  '/test/domain/what-if/what-if\\.e2e\\.',
  '/test/feed/(by-party|calendar|dates|goals|languages|natures|page|quantities|report|rough-days)\\.e2e\\.',
  '/test/workers/small-documents\\.e2e\\.',
];

const stored = (kind, database) => ({
  ...shared,
  displayName: `${kind}@${database}`,
  testMatch: [`<rootDir>/test/**/*.${kind}.spec.ts`],
  testPathIgnorePatterns: ['/node_modules/', ...(database === 'postgres' && !torture ? edge : [])],
  testEnvironmentOptions: { zone: 'America/New_York', database },
  // Jest runs a project's own set-up only when that project is selected.
  ...(kind === 'cli' && { globalSetup: '<rootDir>/test/support/build-service.js' }),
  ...(database === 'postgres' && {
    globalSetup: '<rootDir>/test/support/start-postgres.js',
    globalTeardown: '<rootDir>/test/support/stop-postgres.js',
  }),
});

/** A real Chromium against the service; where the machine has none, skipped by name (test/support/browser.ts). */
const browser = {
  ...shared,
  displayName: 'browser',
  testMatch: ['<rootDir>/test/**/*.browser.spec.ts'],
  globalSetup: '<rootDir>/test/support/build-page.js',
  testEnvironmentOptions: { zone: 'America/New_York', database: 'sqlite' },
};

module.exports = {
  projects: [
    ...['America/New_York', 'Pacific/Kiritimati'].map((zone) => pure(`pure@${zone}`, zone, zoned)),
    pure('pure@Europe/Kyiv', 'Europe/Kyiv', counting),
    pure('pure', 'America/New_York', [
      '**/test/**/*.spec.ts',
      ...counting.map((place) => `!${place}`),
    ]),
    stored('db', 'sqlite'),
    stored('db', 'postgres'),
    stored('cli', 'sqlite'),
    stored('e2e', 'sqlite'),
    stored('e2e', 'postgres'),
    browser,
    // Real disks and clocks that fail: minutes of kills, and only where the machine lets them be.
    ...(torture ? [stored('fault', 'sqlite')] : []),
  ],
  maxWorkers: 2,
  // What a file loaded is kept with its worker: from there on collecting garbage takes longer than a new one.
  workerIdleMemoryLimit: '1500MB',
  ...(torture && { reporters: ['default', '<rootDir>/test/support/torture-reporter.js'] }),
  // A bound for what hangs, not a measure: the machine may be busy.
  testTimeout: torture ? 7_200_000 : 90_000,
};
