import { type Fault, Refusal } from '../refusal';
import { cleanLine } from '../text/clean';
import { printError } from './output';

/** Exit status of a refused input, as shells expect of a usage error. */
const REFUSED = 2;

/** Prints what was wrong, every fault with its place and cure, and answers the exit status. */
export function printRefusal(error: unknown): number {
  if (!(error instanceof Refusal)) {
    printError(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    return 1;
  }
  printError(`${error.message}\n`);
  for (const fault of error.faults) printError(`\n${faultText(fault)}\n`);
  return error.kind === 'unavailable' ? 1 : REFUSED;
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
