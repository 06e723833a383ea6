'use strict';
const { TestEnvironment } = require('jest-environment-node');

/**
 * Sets the zone and the database of a Jest project. The zone must be set on the real process before the test's own realm
 * exists: tests see only a copy of the environment, which changes no zone.
 */
module.exports = class ZonedEnvironment extends TestEnvironment {
  constructor(config, context) {
    const { zone, database } = config.projectConfig.testEnvironmentOptions;
    process.env.TZ = zone;
    super(config, context);
    this.global.PACTA_TEST = { zone, database };
  }
};
