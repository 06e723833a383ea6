'use strict';
const { once } = require('node:events');

module.exports = async () => {
  const running = globalThis.__PACTA_POSTGRES__;
  globalThis.__PACTA_POSTGRES__ = undefined;
  if (running === undefined) return;
  const exited = once(running, 'exit');
  running.stdin.end();
  await exited;
};
