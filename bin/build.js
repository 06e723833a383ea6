#!/usr/bin/env node
// Compiles the sources into dist. Runs after an install, so that `npx pacta` works at once.
'use strict';
const { spawnSync } = require('node:child_process');
const { existsSync, rmSync } = require('node:fs');
const { join } = require('node:path');

const root = join(__dirname, '..');

/** Compiles; answers whether it succeeded. Without a compiler an earlier build is left as it is. */
function build() {
  let compiler;
  try {
    compiler = require.resolve('typescript/lib/tsc.js');
  } catch {
    return existsSync(join(root, 'dist', 'src', 'cli.js'));
  }
  rmSync(join(root, 'dist'), { recursive: true, force: true });
  const { status } = spawnSync(process.execPath, [compiler, '-p', 'tsconfig.build.json'], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  return status === 0;
}

module.exports = { build };

if (require.main === module) process.exitCode = build() ? 0 : 1;
