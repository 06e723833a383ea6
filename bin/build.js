#!/usr/bin/env node
// Compiles the sources and the page into dist. Runs after an install, so that `npx pacta` works at once.
'use strict';
const { spawnSync } = require('node:child_process');
const { existsSync, rmSync } = require('node:fs');
const { dirname, join } = require('node:path');

const root = join(__dirname, '..');

function run(script, ...args) {
  const options = { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] };
  return spawnSync(process.execPath, [script, ...args], options).status === 0;
}

/** The page, into dist/web. */
function buildPage() {
  const vite = join(dirname(require.resolve('vite/package.json')), 'bin', 'vite.js');
  return run(vite, 'build', '--config', join('web', 'vite.config.mts'));
}

/** Compiles all; answers whether it succeeded. Without a compiler an earlier build is left as it is. */
function build() {
  let compiler;
  try {
    compiler = require.resolve('typescript/lib/tsc.js');
  } catch {
    return existsSync(join(root, 'dist', 'src', 'cli.js'));
  }
  rmSync(join(root, 'dist'), { recursive: true, force: true });
  return run(compiler, '-p', 'tsconfig.build.json') && buildPage();
}

module.exports = { build, buildPage };

if (require.main === module) process.exitCode = build() ? 0 : 1;
