'use strict';
const { existsSync, readFileSync, rmSync } = require('node:fs');
const { join, relative } = require('node:path');

const root = join(__dirname, '..', '..');
const FIGURES = join(root, 'output', 'torture', 'figures.jsonl');
/** A row of the table of tests: number, description, file in a code span. */
const ROW = /^\| (\d+) \| ([^|]+) \| .*?`([^`]+)`[^|]* \|/gm;

/** Prints every test of docs/reliability.md with its result and counts at the end of the long run. */
module.exports = class TortureReporter {
  onRunStart() {
    rmSync(FIGURES, { force: true });
  }

  onRunComplete(_, { testResults }) {
    const figures = existsSync(FIGURES)
      ? readFileSync(FIGURES, 'utf8')
          .trim()
          .split('\n')
          .map((line) => JSON.parse(line))
      : [];
    const rows = [...readFileSync(join(root, 'docs', 'reliability.md'), 'utf8').matchAll(ROW)];
    process.stdout.write(`\nReliability, seed ${process.env.PACTA_SEED}:\n`);
    for (const [, number, what, file] of rows) {
      const own = testResults.filter(({ testFilePath }) => relative(root, testFilePath) === file);
      const told = figures.filter((one) => one.numbers.includes(Number(number)));
      process.stdout.write(`${number.padStart(3)}  ${outcomeOf(own).padEnd(8)} ${what}\n`);
      for (const { text } of told) process.stdout.write(`${' '.repeat(14)}${text}\n`);
    }
  }
};

function outcomeOf(results) {
  const sum = (name) => results.reduce((total, result) => total + result[name], 0);
  if (results.length === 0) return 'not run';
  if (sum('numFailingTests') > 0 || results.some((result) => result.testExecError)) return 'FAILED';
  return sum('numPassingTests') > 0 ? 'passed' : 'skipped';
}
