'use strict';
const { execFileSync } = require('node:child_process');
const { join } = require('node:path');

/** Builds the page before the tests that look at it; the service, too, where its sources are newer than its build. */
module.exports = async () => {
  const pacta = join(__dirname, '..', '..', 'bin', 'pacta.js');
  execFileSync(process.execPath, [pacta, '--version'], { stdio: ['ignore', 'ignore', 'inherit'] });
  if (!require('../../bin/build.js').buildPage()) throw new Error('The page could not be built');
};
