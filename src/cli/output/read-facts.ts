import { type Fault, Refusal } from '../../base/refusal';
import { UNBOUNDED } from '../../config/policy';
import { workingCalendars } from '../../domain/agreement/calendars';
import { mergeFaults, readFactList } from '../../domain/change/facts/fact-list';
import { withConfirmation } from '../../domain/change/facts/fact-plan';
import { readFact } from '../../domain/change/facts/fact-reading';
import type { FactRequest } from '../../domain/change/facts/fact-request';
import { doubtsOf, shorteningFaults } from '../../domain/change/facts/plausible';
import { RecordedFacts } from '../../domain/change/facts/recorded-facts';
import { scheduleFact } from '../../domain/ledger/schedule-fact';
import type { Agreement } from '../../engine/compile/agreement';
import type { Fact } from '../../engine/model/fact';
import { readText } from './files';

/** A command reads a file for itself alone, so the limits of the service do not apply; no agreement has more facts. */
const LIMITS = { ...UNBOUNDED, facts: 100_000 };

/**
 * Reads a facts file in the format of the import: `{event, at}`, `{was: path.kind, at}` and `{agreement: kind, at}`, as YAML,
 * JSON or one object a line. Facts may lie in the future.
 * @param besides facts that are not in the file: the signing given as an option.
 * @throws Refusal with every fault, each with its line: a misshapen entry, an unknown event, obligation or
 * kind, no date, an extension that shortens, an implausible day without a confirmation.
 */
export function readFacts(
  file: string,
  agreement: Agreement,
  besides: readonly Fact[] = [],
): Fact[] {
  const { entries, faults: misshapen, place } = readFactList(readText(file), file, LIMITS);
  const faults: Fault[] = [];
  const facts = entries.map(({ rest: request }, i): Fact | undefined => {
    if (request === undefined) return undefined;
    const read =
      'retracts' in request
        ? { faults: [RETRACTION] }
        : readFact(agreement, request, Number.POSITIVE_INFINITY);
    if ('draft' in read) return scheduleFact({ ...read.draft, id: `${file}#${i + 1}` });
    faults.push(
      ...read.faults.map((fault) => place({ ...fault, pointer: `/${i}${fault.pointer}` })),
    );
    return undefined;
  });
  if (faults.length + misshapen.length === 0) {
    const requests = entries.map(({ request }) => request);
    faults.push(...implausible(agreement, requests, facts, besides).map(place));
  }
  if (faults.length + misshapen.length > 0) {
    throw new Refusal(
      'invalid',
      `${file} has faults; nothing was computed.`,
      mergeFaults(misshapen, faults),
    );
  }
  return facts.filter((fact) => fact !== undefined);
}

/** Facts whose days the ledger would refuse, or accept only with a confirmation, in the order of the file. */
function implausible(
  agreement: Agreement,
  requests: readonly (FactRequest | undefined)[],
  facts: readonly (Fact | undefined)[],
  besides: readonly Fact[],
): Fault[] {
  const known = facts.filter((fact) => fact !== undefined);
  const recorded = new RecordedFacts(agreement, workingCalendars(), [
    ...besides,
    ...known.filter(({ kind }) => !PUTS_OFF.includes(kind)),
  ]);
  return facts.flatMap((fact, i) => {
    const request = requests[i];
    if (fact === undefined || request === undefined || 'retracts' in request) return [];
    const doubts = request.confirm
      ? []
      : withConfirmation(doubtsOf(fact, recorded), request, `/${i}`);
    if (!PUTS_OFF.includes(fact.kind)) return doubts;
    const short = fact.kind === 'extended' ? shorteningFaults(fact, recorded) : [];
    if (short.length > 0) return short.map((one) => ({ ...one, pointer: `/${i}${one.pointer}` }));
    recorded.add(fact);
    return doubts;
  });
}

/** What moves an end from where the facts before it left it. */
const PUTS_OFF: readonly Fact['kind'][] = ['extended', 'pinned'];

const RETRACTION: Fault = {
  pointer: '/retracts',
  detail: 'a file has no facts with ids that could be retracted',
  expected: 'the wrong fact to be left out',
};
