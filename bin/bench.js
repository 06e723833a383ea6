#!/usr/bin/env node
// Compiles the benchmarks with the sources they measure, and runs the named one. Without a name it runs all of them but the
// soak, which takes an hour.
'use strict';
const { spawnSync } = require('node:child_process');
const { readdirSync, statSync } = require('node:fs');
const { join } = require('node:path');

const root = join(__dirname, '..');
const paths = readdirSync(join(root, 'bench'))
  .filter((name) => name.endsWith('.bench.ts'))
  .map((name) => name.replace('.bench.ts', ''));

const words = process.argv.slice(2);
const rest = words.filter((word) => word.startsWith('-'));
const named = words.filter((word) => !word.startsWith('-'));
if (named.some((name) => !paths.includes(name))) {
  process.stderr.write(`npm run bench -- [${paths.join('|')}] [--json]\n`);
  process.exit(2);
}

const peers = join(root, 'bench');
const installed = join(peers, 'node_modules', '.package-lock.json');
const changed = (file) => statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;
if (changed(installed) < changed(join(peers, 'package-lock.json'))) {
  process.stderr.write('Installing what is measured against.\n');
  const install = ['ci', '--no-audit', '--no-fund', '--silent'];
  const { status } = spawnSync('npm', install, {
    cwd: peers,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  if (status !== 0) process.exit(1);
}

const compiler = require.resolve('typescript/lib/tsc.js');
const { status } = spawnSync(process.execPath, [compiler, '-p', 'bench/tsconfig.json'], {
  cwd: root,
  stdio: ['ignore', 'inherit', 'inherit'],
});
if (status !== 0) process.exit(1);

const chosen = named.length > 0 ? named : paths.filter((name) => name !== 'soak');
let failed = 0;
for (const name of chosen) {
  const compiled = join(root, 'output', 'bench', 'bench', `${name}.bench.js`);
  const ran = spawnSync(process.execPath, [compiled, ...rest], { cwd: root, stdio: 'inherit' });
  if (ran.status !== 0) failed++;
}
process.exit(failed === 0 ? 0 : 1);
