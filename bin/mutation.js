#!/usr/bin/env node
// Mutation test: makes small changes to the files that count, schedule and compute statuses, one at a time, and counts how
// many of them the engine's specs detect. `npm run test:mutation -- --mutate FILE` tests one file, and
// `npm run test:mutation -- sweep` the sweep and its loop with their own specs.
'use strict';
const { spawnSync } = require('node:child_process');
const { existsSync } = require('node:fs');
const { join } = require('node:path');

const root = join(__dirname, '..');
const own = join(root, 'bench', 'mutation');
if (!existsSync(join(own, 'node_modules'))) {
  process.stderr.write('Installing the mutation tester, once.\n');
  const install = ['ci', '--no-audit', '--no-fund', '--silent'];
  spawnSync('npm', install, { cwd: own, stdio: ['ignore', 'ignore', 'inherit'] });
}
const stryker = join(own, 'node_modules', '@stryker-mutator', 'core', 'bin', 'stryker.js');
const [first, ...others] = process.argv.slice(2);
const ofSweep = first === 'sweep';
const asked = ofSweep ? others : process.argv.slice(2);
const { status } = spawnSync(
  process.execPath,
  [stryker, 'run', `bench/mutation/${ofSweep ? 'sweep' : 'stryker'}.json`, ...asked],
  {
    cwd: root,
    stdio: 'inherit',
    env: Object.assign({}, process.env, { PACTA_MUTATION: ofSweep ? 'sweep' : '1' }),
  },
);
process.exitCode = status ?? 1;
