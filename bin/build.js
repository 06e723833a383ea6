#!/usr/bin/env node
// Compiles the sources, the page and the service into dist. Runs after an install, so that `npx pacta` works at once.
'use strict';
require('./node-version')();
const { spawnSync } = require('node:child_process');
const { existsSync, mkdtempSync, rmSync } = require('node:fs');
const { tmpdir } = require('node:os');
const { dirname, join } = require('node:path');

const root = join(__dirname, '..');

function run(script, ...args) {
  // Tests use the same build as a release.
  const env = { ...process.env, NODE_ENV: 'production' };
  const options = { cwd: root, env, stdio: ['ignore', 'inherit', 'inherit'] };
  return spawnSync(process.execPath, [script, ...args], options).status === 0;
}

function vite(...config) {
  const script = join(dirname(require.resolve('vite/package.json')), 'bin', 'vite.js');
  return run(script, 'build', '--config', join(...config));
}

/** Builds the page into dist/web. */
const buildPage = () => vite('web', 'vite.config.mts');

/** Builds the service and its commands into dist/service, and starts it once, so that the next start is fast. */
function buildService() {
  return vite('bin', 'service.config.mjs') && warm();
}

/** Ignores whether the start succeeded: without the cache of compiled code a start only takes longer. */
function warm() {
  const PACTA_DATA_DIR = mkdtempSync(join(tmpdir(), 'pacta-build-'));
  spawnSync(process.execPath, [join(__dirname, 'warm.js')], {
    cwd: PACTA_DATA_DIR,
    env: { ...process.env, PACTA_DATA_DIR, PACTA_PORT: '0', DATABASE_URL: '' },
    stdio: 'ignore',
    timeout: 60_000,
  });
  rmSync(PACTA_DATA_DIR, { recursive: true, force: true });
  return true;
}

/** Compiles everything. Returns whether it succeeded. Without a compiler an earlier build is kept. */
function build() {
  let compiler;
  try {
    compiler = require.resolve('typescript/lib/tsc.js');
  } catch {
    return existsSync(join(root, 'dist', 'service', 'cli.cjs'));
  }
  rmSync(join(root, 'dist'), { recursive: true, force: true });
  return run(compiler, '-p', 'tsconfig.build.json') && buildPage() && buildService();
}

module.exports = { build, buildPage };

if (require.main === module) process.exitCode = build() ? 0 : 1;
