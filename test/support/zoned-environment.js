'use strict';
const { AsyncLocalStorage } = require('node:async_hooks');
const vm = require('node:vm');
const { ModernFakeTimers } = require('@jest/fake-timers');
const { ModuleMocker } = require('jest-mock');

/** Jest asks for the context that a file is compiled in; this stands for the process's own. */
const OWN_CONTEXT = Object.freeze({});
const { compileFunction } = vm;
vm.compileFunction = (code, parameters, options) =>
  compileFunction(
    code,
    parameters,
    options?.parsingContext === OWN_CONTEXT ? { ...options, parsingContext: undefined } : options,
  );

/** The storages in force: on Node before 24 each of them makes every promise of the process dearer. */
const storages = new Set();
for (const method of ['run', 'enterWith']) {
  const original = AsyncLocalStorage.prototype[method];
  AsyncLocalStorage.prototype[method] = function (...values) {
    storages.add(this);
    return original.apply(this, values);
  };
}

/**
 * Puts a project's zone and database in force, and runs its files in the process's own context. In a context of its own,
 * as Jest's environments make it, every use of a global is an intercepted call and libraries cannot be shared by files: the
 * suite takes half as long again. Each file still loads the project's modules anew, and leaves environment variables and
 * listeners of the process as it found them.
 */
module.exports = class ZonedEnvironment {
  constructor({ projectConfig }) {
    const { zone, database } = projectConfig.testEnvironmentOptions;
    this.variables = { ...process.env };
    this.listeners = listenersOfProcess();
    process.env.TZ = zone;
    this.global = globalThis;
    this.global.PACTA_TEST = { zone, database };
    // What native-library.js calls.
    this.global.requireNatively = require;
    // TypeORM collects entities here; those of the file before are other classes.
    this.global.typeormMetadataArgsStorage = undefined;
    this.global.Error.stackTraceLimit = 100;
    this.moduleMocker = new ModuleMocker(this.global);
    this.fakeTimers = null;
    this.fakeTimersModern = new ModernFakeTimers({ config: projectConfig, global: this.global });
  }

  async setup() {}

  async teardown() {
    for (const storage of storages) storage.disable();
    storages.clear();
    this.fakeTimersModern.dispose();
    for (const [name, listeners] of listenersOfProcess()) {
      const before = this.listeners.get(name) ?? [];
      for (const listener of listeners) if (!before.includes(listener)) process.off(name, listener);
    }
    for (const name of Object.keys(process.env))
      if (!(name in this.variables)) delete process.env[name];
    Object.assign(process.env, this.variables);
  }

  exportConditions() {
    return ['node', 'node-addons'];
  }

  getVmContext() {
    return OWN_CONTEXT;
  }
};

function listenersOfProcess() {
  return new Map(process.eventNames().map((name) => [name, process.rawListeners(name)]));
}
