#!/usr/bin/env node
// Runs the command line from dist. If a source is newer than the build, it builds first.
'use strict';
require('./node-version')();
const { existsSync, readdirSync, statSync } = require('node:fs');
const { join } = require('node:path');

const root = join(__dirname, '..');
const entry = join(root, 'dist', 'service', 'cli.cjs');

/** The latest change of any TypeScript source, in epoch milliseconds. */
function newestSource(directory) {
  let newest = 0;
  for (const item of readdirSync(directory, { withFileTypes: true })) {
    const path = join(directory, item.name);
    if (item.isDirectory()) newest = Math.max(newest, newestSource(path));
    else if (item.name.endsWith('.ts')) newest = Math.max(newest, statSync(path).mtimeMs);
  }
  return newest;
}

const sources = join(root, 'src');
const built = existsSync(entry) ? statSync(entry).mtimeMs : 0;
if (existsSync(sources) && newestSource(sources) > built) {
  process.stderr.write('The sources are newer than the build; building.\n');
  if (!require('./build').build()) {
    process.stderr.write('The build failed; nothing was started.\n');
    process.exit(1);
  }
}

require('./load')(entry);
