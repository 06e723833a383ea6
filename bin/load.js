'use strict';
// Loads the built service with V8's code cache of an earlier start, because compiling is a third of a start.
const { readFileSync, renameSync, writeFileSync } = require('node:fs');
const Module = require('node:module');
const { dirname } = require('node:path');
const { setFlagsFromString } = require('node:v8');
const vm = require('node:vm');

const STARTING = '--semi-space-growth-factor=1';
const RUNNING = '--semi-space-growth-factor=2';
const START_MS = 10_000;

/**
 * Requires the entry. V8's code cache of each file lies beside it; a process that found none writes it at its end. Another
 * version of Node.js ignores the cache and compiles again. A build empties the directory.
 */
module.exports = function load(entry) {
  const directory = dirname(entry);
  // Objects of the start live long: a larger young space for them takes memory and saves no time.
  setFlagsFromString(STARTING);
  setTimeout(() => setFlagsFromString(RUNNING), START_MS).unref();
  // V8 rejects a cache that was made with other flags.
  process.once('exit', () => setFlagsFromString(STARTING));
  // Available from Node.js 22.1 on.
  if (Module.enableCompileCache !== undefined) {
    Module.enableCompileCache(`${directory}/compiled`);
    return require(entry);
  }
  const compile = Module.prototype._compile;
  const anew = [];
  process.once('exit', () => anew.forEach(keep));
  Module.prototype._compile = function compileOrTake(code, file) {
    if (dirname(file) !== directory) return compile.call(this, code, file);
    const cachedData = read(keptOf(file));
    const script = new vm.Script(Module.wrap(code), { filename: file, cachedData });
    if (script.cachedDataRejected !== false) anew.push({ file, script });
    const run = script.runInThisContext();
    return run.call(this.exports, this.exports, Module.createRequire(file), this, file, directory);
  };
  return require(entry);
};

const keptOf = (file) => `${file}.v8`;

function read(file) {
  try {
    return readFileSync(file);
  } catch {
    return undefined;
  }
}

/** Writes the file in one step, since other processes may start at the same time. Does nothing if it may not be written. */
function keep({ file, script }) {
  const part = `${file}.${process.pid}`;
  try {
    writeFileSync(part, script.createCachedData());
    renameSync(part, keptOf(file));
  } catch {}
}
