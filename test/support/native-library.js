'use strict';

/**
 * Jest's transformer of libraries: each is what Node itself loads from the file. A worker loads a library once, and not anew
 * for every spec, and Node requires the ESM of Nest, which Jest 30 on Node 20 cannot.
 */
const NATIVE = 'module.exports = requireNatively(__filename);';

module.exports = {
  process: () => ({ code: NATIVE }),
  getCacheKey: () => Buffer.from(NATIVE).toString('hex'),
};
