'use strict';

/** Builds the page before the tests that look at it. */
module.exports = async () => {
  if (!require('../../bin/build.js').buildPage()) throw new Error('The page could not be built');
};
