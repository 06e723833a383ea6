'use strict';
// A PostgreSQL of its own for a test that stops and starts it: one word a line on the standard input, answered when it is
// done; the end of the input ends it for good. Jest cannot load the package itself.
const { createInterface } = require('node:readline');
const { startPostgres } = require('./start-postgres.js');

void (async () => {
  const { server, url, stop } = await startPostgres(['-c', 'fsync=off']);
  process.stdout.write(`${url}\n`);
  for await (const word of createInterface({ input: process.stdin })) {
    await (word === 'stop' ? server.stop() : server.start());
    process.stdout.write(`${word}\n`);
  }
  await stop();
  process.exit(0);
})();
