import { type Fault, Refusal } from '../../base/refusal';
import { cleanLine } from '../../base/text/clean';
import { PROJECT_ROOT } from '../../config/root';
import { asFileRefusal } from '../../store/directory/files';
import { printError } from './print';

/** Exit status of a refused input, as shells expect of a usage error. */
const REFUSED = 2;

/** Prints what was wrong, every fault with its place and cure, and answers the exit status. */
export function printRefusal(thrown: unknown): number {
  const error = asBrokenInstall(asFileRefusal(thrown, 'A file cannot be used', ELSEWHERE));
  if (!(error instanceof Refusal)) {
    printError(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    return 1;
  }
  printError(`${error.message}\n`);
  for (const fault of error.faults) printError(`\n${faultText(fault)}\n`);
  return error.kind === 'unavailable' ? 1 : REFUSED;
}

const ELSEWHERE = 'See that this user may read and write it, and that the disk has room.';

/**
 * A part of SQLite is compiled for one version of Node.js and one kind of machine: where `node` is another than the one
 * that ran `npm ci`, or node_modules was copied from elsewhere, it cannot be loaded.
 */
function asBrokenInstall(error: unknown): unknown {
  const { code, message = '' } = (error ?? {}) as { code?: unknown; message?: string };
  if (code !== 'ERR_DLOPEN_FAILED' && !message.startsWith('Could not locate the bindings file')) {
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
      'with this Node.js, or use the one that it was installed with.',
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
