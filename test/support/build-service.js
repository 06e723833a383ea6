'use strict';
const { execFileSync } = require('node:child_process');
const { join } = require('node:path');

/**
 * Builds the service before tests run its commands, if a source is newer. A command that builds by itself reports it on the
 * standard error, which tests compare.
 */
module.exports = async () => {
  const pacta = join(__dirname, '..', '..', 'bin', 'pacta.js');
  execFileSync(process.execPath, [pacta, '--version'], { stdio: ['ignore', 'ignore', 'inherit'] });
};
