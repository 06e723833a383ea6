'use strict';
const { execFileSync } = require('node:child_process');
const { join } = require('node:path');

/**
 * Builds the service where a source is newer than its build, before tests run its commands: a command that builds by itself
 * says so on the standard error, which a test compares.
 */
module.exports = async () => {
  const pacta = join(__dirname, '..', '..', 'bin', 'pacta.js');
  execFileSync(process.execPath, [pacta, '--version'], { stdio: ['ignore', 'ignore', 'inherit'] });
};
