import { byEntry, readFactList } from '../change/fact-list';
import { readFact } from '../change/fact-reading';
import { asFact } from '../ledger/schedule-fact';
import { type Fault, Refusal } from '../refusal';
import type { Agreement } from '../schedule/compile';
import type { Fact } from '../schedule/model';
import { readText } from './files';

/** More facts than any history of an agreement has. */
const MOST = 100_000;

/**
 * Reads a facts file, as the service imports it: `{event, at}`, `{was: path.kind, at}` and
 * `{agreement: kind, at}`, YAML, JSON or one object a line. What is to come may be told, too.
 * @throws Refusal with every fault, each with its line: a misshapen entry, an unknown event, obligation or
 * kind, no date.
 */
export function readFacts(file: string, agreement: Agreement): Fact[] {
  const { requests, faults: misshapen, place } = readFactList(readText(file), file, MOST);
  const faults: Fault[] = [...misshapen];
  const facts = requests.map((request, i): Fact | undefined => {
    if (request === undefined) return undefined;
    const read =
      'retracts' in request
        ? { faults: [RETRACTION] }
        : readFact(agreement, request, Number.POSITIVE_INFINITY);
    if ('draft' in read) return asFact({ ...read.draft, id: `${file}#${i + 1}` });
    faults.push(
      ...read.faults.map((fault) => place({ ...fault, pointer: `/${i}${fault.pointer}` })),
    );
    return undefined;
  });
  if (faults.length > 0) {
    throw new Refusal('invalid', `${file} has faults; nothing was computed.`, byEntry(faults));
  }
  return facts.filter((fact) => fact !== undefined);
}

const RETRACTION: Fault = {
  pointer: '/retracts',
  detail: 'a file has no facts with ids that could be retracted',
  expected: 'the wrong fact to be left out',
};
