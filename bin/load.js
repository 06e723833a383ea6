'use strict';
// Loads the built service with what V8 made of it at an earlier start: compiling it anew is a third of a start.
const { readFileSync, renameSync, writeFileSync } = require('node:fs');
const Module = require('node:module');
const { dirname } = require('node:path');
const { setFlagsFromString } = require('node:v8');
const vm = require('node:vm');

const STARTING = '--semi-space-growth-factor=1';
const RUNNING = '--semi-space-growth-factor=2';
const START_MS = 10_000;

/**
 * Requires the entry. Beside each file of its directory what was compiled of it is kept, as soon as a process ends
 * that found none; another version of Node does not take it and compiles anew. Whoever builds empties the directory.
 */
module.exports = function load(entry) {
  const directory = dirname(entry);
  // What a start makes stays: a young space that doubles for it takes memory and saves no time.
  setFlagsFromString(STARTING);
  setTimeout(() => setFlagsFromString(RUNNING), START_MS).unref();
  // What is kept under other flags is not taken.
  process.once('exit', () => setFlagsFromString(STARTING));
  // Node has this from 22.1 on.
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

/** Whole or not at all, since others may start just now; where the build may not be written to, nothing is kept. */
function keep({ file, script }) {
  const part = `${file}.${process.pid}`;
  try {
    writeFileSync(part, script.createCachedData());
    renameSync(part, keptOf(file));
  } catch {}
}
