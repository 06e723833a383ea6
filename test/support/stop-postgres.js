'use strict';
const { rmSync } = require('node:fs');

module.exports = async () => {
  const running = globalThis.__PACTA_POSTGRES__;
  if (running === undefined) return;
  globalThis.__PACTA_POSTGRES__ = undefined;
  await running.server.stop();
  rmSync(running.directory, { recursive: true, force: true });
};
