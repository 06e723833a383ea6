import { errorCode, errorMessage } from '../../base/guards';
import { listedFaults } from '../../base/limits/fault-list';
import { type Fault, Refusal } from '../../base/refusal';
import { cleanLine } from '../../base/text/clean';
import { DEFAULT_LIMITS } from '../../config/policy';
import { PROJECT_ROOT } from '../../config/root';
import { asFileRefusal } from '../../store/directory/files';
import { printError } from './print';

/** Exit status of refused input: the usual one of a usage error. */
const REFUSED = 2;

/**
 * Prints an error, each fault with its place and what was expected.
 * @returns the exit status.
 */
export function printRefusal(thrown: unknown): number {
  const error = asBrokenInstall(asFileRefusal(thrown, 'A file cannot be used', REMEDY));
  if (!(error instanceof Refusal)) {
    printError(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    return 1;
  }
  printError(`${error.message}\n`);
  for (const fault of listedFaults(error.faults, DEFAULT_LIMITS))
    printError(`\n${faultText(fault)}\n`);
  return error.kind === 'unavailable' ? 1 : REFUSED;
}

const REMEDY = 'Make sure that this user may read and write it, and that the disk has room.';

/**
 * better-sqlite3 is compiled for one version of Node.js and one platform. It cannot be loaded where `node` is another one than
 * ran `npm ci`, or where node_modules was copied from another machine.
 */
function asBrokenInstall(error: unknown): unknown {
  const message = errorMessage(error);
  if (
    errorCode(error) !== 'ERR_DLOPEN_FAILED' &&
    !message.startsWith('Could not locate the bindings file')
  ) {
    return error;
  }
  const [, built] = /NODE_MODULE_VERSION (\d+)\. This/.exec(message) ?? [];
  const reason =
    built === undefined
      ? (message.split('\n')[0] ?? '')
      : `it was compiled for another Node.js (ABI ${built}); this is ${process.version} (ABI ${process.versions.modules}, ${process.execPath})`;
  return new Refusal(
    'unavailable',
    `SQLite (the package better-sqlite3) cannot be loaded: ${reason}. Run \`npm rebuild better-sqlite3\` in ${PROJECT_ROOT} ` +
      'with this Node.js, or run Pacta with the Node.js it was installed with.',
  );
}

function faultText(fault: Fault): string {
  const place =
    fault.line === undefined ? fault.pointer : `line ${fault.line}, column ${fault.column}`;
  const lines = [cleanLine(place === '' ? fault.detail : `${place}: ${fault.detail}`)];
  if (fault.excerpt !== undefined) lines.push(fault.excerpt);
  if (fault.expected !== undefined) lines.push(cleanLine(`  expected: ${fault.expected}`));
  if (fault.example !== undefined) lines.push(cleanLine(`  example:  ${fault.example}`));
  return lines.join('\n');
}
