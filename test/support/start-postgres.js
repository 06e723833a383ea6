'use strict';
const { spawn } = require('node:child_process');
const { once } = require('node:events');
const { join } = require('node:path');
const { createInterface } = require('node:readline');

/** A test database need not survive a power failure, and the suite is faster without these. */
const SETTINGS = ['full_page_writes=off', 'max_wal_size=4GB', 'max_connections=200'];

/** One PostgreSQL for the whole run, from a package; `TEST_DATABASE_URL` names another. */
module.exports = async () => {
  const running = process.env.PACTA_TEST_POSTGRES ?? process.env.PACTA_TEST_POSTGRES_MISSING;
  if (process.env.TEST_DATABASE_URL || running !== undefined) return;
  const child = spawn(
    process.execPath,
    [join(__dirname, 'postgres-process.cjs'), ...SETTINGS],
    // Its errors are reported below.
    { stdio: ['pipe', 'pipe', 'pipe'] },
  );
  let fault = '';
  child.stderr.setEncoding('utf8').on('data', (text) => {
    fault += text;
  });
  const exited = once(child, 'exit').then(() => []);
  const [url] = await Promise.race([
    once(createInterface({ input: child.stdout }), 'line'),
    exited,
  ]);
  if (url !== undefined) {
    globalThis.__PACTA_POSTGRES__ = child;
    process.env.PACTA_TEST_POSTGRES = url;
  } else if (process.env.CI === 'true') {
    throw new Error(`PostgreSQL does not start: ${fault}`);
  } else {
    process.env.PACTA_TEST_POSTGRES_MISSING = fault;
  }
};
