'use strict';
// A PostgreSQL of its own for a test that stops and starts it: one word a line on the standard input, answered when it is
// done; the end of the input ends it for good. Jest cannot load the package itself.
const { execFileSync } = require('node:child_process');
const { createInterface } = require('node:readline');
const { startPostgres } = require('./start-postgres.js');

/** Sends a signal to the server and to the process of each of its connections. */
function signal(server, name) {
  process.kill(server, name);
  const children = execFileSync('ps', ['--ppid', String(server), '-o', 'pid=']);
  for (const child of String(children).trim().split(/\s+/)) process.kill(Number(child), name);
}

void (async () => {
  const { server, url, pid, stop } = await startPostgres([
    '-c',
    'fsync=off',
    ...process.argv.slice(2).flatMap((setting) => ['-c', setting]),
  ]);
  const actions = {
    stop: () => server.stop(),
    start: () => server.start(),
    pause: () => signal(pid(), 'SIGSTOP'),
    resume: () => signal(pid(), 'SIGCONT'),
  };
  process.stdout.write(`${url}\n`);
  for await (const word of createInterface({ input: process.stdin })) {
    await actions[word]();
    process.stdout.write(`${word}\n`);
  }
  await stop();
  process.exit(0);
})();
