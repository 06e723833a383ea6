// Runs the engine's specs, or the sweep's, in one process, each mutant with modules loaded afresh. A test
// runner's own start costs seconds for every mutant, the specs' answers milliseconds.
'use strict';
const { readdirSync, readFileSync } = require('node:fs');
const { join, relative, sep } = require('node:path');
const Module = require('node:module');
const { format } = require('node:util');

/** The copy of the project with the mutants; Stryker changes to it before it begins. */
let root;
const ZONE = 'Europe/Kyiv';
const OF_SWEEP = process.env.PACTA_MUTATION === 'sweep';
const FOLDERS = OF_SWEEP ? ['transition'] : ['schedule', 'conformance'];

/**
 * Specs that are left out: those that count how often each form occurs, which needs more cases than are run here, and those
 * with packages that only the whole suite transforms.
 */
const LEFT_OUT = /(any-agreement|sensitivity|slack|convention-clock|oracle)\.spec\.ts$/;

const SWEEP = /sweep(er|\.db)\.spec\.ts$/;

function specs() {
  const all = FOLDERS.flatMap((name) => {
    const folder = join(root, 'test', name);
    return readdirSync(folder).map((file) => join(folder, file));
  });
  // Tables of exact results detect most mutants and take the least time.
  const rank = (file) => (file.endsWith('-table.spec.ts') ? 0 : 1);
  return all
    .filter((file) => (OF_SWEEP ? SWEEP.test(file) : file.endsWith('.spec.ts')))
    .filter((file) => !LEFT_OUT.test(file))
    .sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1));
}

/** Compiled once in a process: a mutant is selected when its code runs, not when it is compiled. */
const compiled = new Map();
const isOwn = (file) => file.startsWith(root + sep) && !file.includes(`${sep}node_modules${sep}`);

function prepare() {
  process.env.TZ = ZONE;
  const { transformSync } = require('@swc/core');
  Module._extensions['.ts'] = (module, file) => {
    if (!compiled.has(file)) {
      const { code } = transformSync(readFileSync(file, 'utf8'), {
        filename: file,
        jsc: {
          target: 'es2023',
          parser: { syntax: 'typescript', decorators: true },
          transform: { legacyDecorator: true, decoratorMetadata: true },
        },
        module: { type: 'commonjs' },
        sourceMaps: false,
      });
      compiled.set(file, code);
    }
    module._compile(compiled.get(file), file);
  };
  global.expect = require('expect').expect;
  global.PACTA_TEST = { zone: ZONE, database: 'sqlite' };
  if (OF_SWEEP) require('reflect-metadata');
  // The same cases each time, so that the next run finds the same score; and no search for the smallest
  // that fails, since one is enough.
  require('fast-check').configureGlobal({ seed: 1, endOnFailure: true });
}

/** The tests of a spec, with newly loaded modules except those that another spec of this run has loaded. */
function testsOf(file) {
  const found = [];
  const within = [];
  const hooks = { beforeAll: [], beforeEach: [], afterEach: [], afterAll: [] };
  for (const when of Object.keys(hooks)) global[when] = (run) => hooks[when].push(run);
  const all = async (when) => {
    for (const run of hooks[when].splice(0)) await run();
  };
  const add = (name, body) => {
    const run = async () => {
      await all('beforeAll');
      for (const before of hooks.beforeEach) await before();
      try {
        await body();
      } finally {
        for (const after of hooks.afterEach) await after();
      }
    };
    const id = `${relative(root, file)} ${found.length}`;
    found.push({ id, name: [...within, name].join(' '), file, run });
  };
  const each = (of) => (rows) => (name, run) => {
    for (const row of rows) {
      const given = Array.isArray(row) ? row : [row];
      of(format(name, ...given), () => run(...given));
    }
  };
  const skip = () => undefined;
  global.it = Object.assign((name, run) => add(name, run), { each: each(add), skip });
  const describe = (name, run) => {
    within.push(name);
    run();
    within.pop();
  };
  global.describe = Object.assign(describe, { each: each(describe) });
  delete require.cache[file];
  require(file);
  return Object.assign(found, { end: () => all('afterAll') });
}

function forget() {
  for (const file of Object.keys(require.cache)) if (isOwn(file)) delete require.cache[file];
}

const failureOf = async (test) => {
  try {
    await test.run();
    return undefined;
  } catch (error) {
    return String(error?.message ?? error);
  }
};

class InProcess {
  constructor() {
    this.chosen = globalThis.__stryker__ ?? (globalThis.__stryker__ = {});
  }

  capabilities() {
    // Every run reloads its modules. Declared so, Stryker starts no process for it.
    return { reloadEnvironment: true };
  }

  init() {
    root = process.cwd();
    prepare();
  }

  async dryRun() {
    const tests = [];
    this.chosen.activeMutant = undefined;
    this.chosen.mutantCoverage = { static: {}, perTest: {} };
    forget();
    for (const file of specs()) {
      this.chosen.currentTestId = undefined;
      const found = testsOf(file);
      for (const test of found) {
        this.chosen.currentTestId = test.id;
        const began = process.hrtime.bigint();
        const failure = await failureOf(test);
        const timeSpentMs = Number(process.hrtime.bigint() - began) / 1e6;
        tests.push({
          id: test.id,
          name: test.name,
          fileName: file,
          timeSpentMs,
          ...(failure === undefined ? { status: 0 } : { status: 1, failureMessage: failure }),
        });
      }
      await found.end();
    }
    this.chosen.currentTestId = undefined;
    return { status: 'complete', tests, mutantCoverage: this.chosen.mutantCoverage };
  }

  async mutantRun({ activeMutant, testFilter, hitLimit }) {
    const asked = testFilter && new Set(testFilter);
    const isAsked = (file) =>
      asked === undefined || testFilter.some((id) => id.startsWith(`${relative(root, file)} `));
    this.chosen.mutantCoverage = undefined;
    this.chosen.activeMutant = activeMutant.id;
    this.chosen.hitLimit = hitLimit;
    this.chosen.hitCount = hitLimit === undefined ? undefined : 0;
    const isEndless = () => hitLimit !== undefined && this.chosen.hitCount > hitLimit;
    let nrOfTests = 0;
    let found;
    forget();
    try {
      for (const file of specs().filter(isAsked)) {
        await found?.end();
        found = testsOf(file);
        for (const test of found) {
          if (asked !== undefined && !asked.has(test.id)) continue;
          nrOfTests++;
          const failure = await failureOf(test);
          if (isEndless()) return { status: 'timeout', reason: 'it never ends' };
          if (failure === undefined) continue;
          return { status: 'killed', killedBy: [test.id], failureMessage: failure, nrOfTests };
        }
      }
      return { status: 'survived', nrOfTests };
    } catch (error) {
      // A spec that fails to load has detected the mutant, too.
      const failureMessage = String(error?.message ?? error);
      return { status: 'killed', killedBy: [], failureMessage, nrOfTests };
    } finally {
      await found?.end();
      this.chosen.activeMutant = undefined;
    }
  }
}

const create = Object.assign(() => new InProcess(), { inject: [] });

exports.strykerPlugins = [{ kind: 'TestRunner', name: 'in-process', factory: create }];
