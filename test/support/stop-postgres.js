'use strict';

module.exports = async () => {
  const running = globalThis.__PACTA_POSTGRES__;
  globalThis.__PACTA_POSTGRES__ = undefined;
  await running?.stop();
};
