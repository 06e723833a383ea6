'use strict';
// Starts the built service on an empty directory and ends it as soon as it answers, so that V8's code cache is stored.
const { existsSync } = require('node:fs');
const { join } = require('node:path');

process.argv[2] = 'serve';
require('./load')(join(__dirname, '..', 'dist', 'service', 'cli.cjs'));
const look = setInterval(() => {
  if (!existsSync(join(process.env.PACTA_DATA_DIR, 'pacta.url'))) return;
  clearInterval(look);
  process.kill(process.pid, 'SIGINT');
}, 20);
