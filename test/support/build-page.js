'use strict';
const buildService = require('./build-service');

/** Builds the page before browser tests, and the service if its sources are newer than its build. */
module.exports = async () => {
  await buildService();
  if (!require('../../bin/build.js').buildPage()) throw new Error('The page could not be built');
};
