'use strict';
const { TestEnvironment } = require('jest-environment-node');

/**
 * Puts a project's zone and database in force. The zone must be set on the real process, before the
 * test's own realm is made: tests see only a copy of the environment, which moves no clock.
 */
module.exports = class ZonedEnvironment extends TestEnvironment {
  constructor(config, context) {
    const { zone, database } = config.projectConfig.testEnvironmentOptions;
    process.env.TZ = zone;
    super(config, context);
    this.global.PACTA_TEST = { zone, database };
  }
};
