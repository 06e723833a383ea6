'use strict';
// A PostgreSQL server. Prints its URL, then answers words on the standard input, one a line, with the same word when it is
// done. The end of the input ends the server and removes its data.
const { execFileSync } = require('node:child_process');
const { createInterface } = require('node:readline');
const { startPostgres } = require('./postgres-server.js');

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
