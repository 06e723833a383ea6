import { type Fault, Refusal } from '../../base/refusal';
import { withPlus } from '../../base/text/instant';
import { luxonZones } from '../../base/zones';
import { POLICY } from '../../config/policy';
import { parseDay } from '../../engine/calendar/epoch-day';
import type { Agreement } from '../../engine/compile/agreement';
import { compile } from '../../engine/compile/compile';
import { conventionsOf } from '../../engine/compile/own-conventions';
import { suggestion } from '../../engine/compile/suggest';
import type { Fact } from '../../engine/model/fact';
import type { Blackout } from '../../engine/review/conflicts';
import type { Assumption } from '../../engine/what-if/assume';
import { readOccurrence } from '../ledger/occurrence';
import { readAssumption } from './assumption';

/** A what-if as text: from a query string, a saved scenario or the command line. */
export interface WhatIfInput {
  /** Signing dates, each computed separately; empty for the signing in force. */
  signing: readonly string[];
  /** Assumptions, applied together to each signing date. */
  assume: readonly string[];
  convention?: string | undefined;
  zone?: string | undefined;
  asOf?: string | undefined;
  blackout?: readonly string[];
}

/** A what-if after parsing. */
export interface Question {
  /** The agreement, with the given convention and zone. */
  agreement: Agreement;
  /** The assumptions of each scenario. */
  scenarios: readonly { signing: string | undefined; assumptions: readonly Assumption[] }[];
  /** Epoch milliseconds. */
  asOf: number;
  blackouts: readonly Blackout[];
}

/**
 * Parses a what-if for an agreement.
 * @param now epoch milliseconds, used if `asOf` is absent.
 * @param faults receives every fault.
 * @returns undefined if there are faults.
 */
export function readQuestion(
  input: WhatIfInput,
  document: Agreement,
  now: number,
  faults: Fault[],
): Question | undefined {
  const before = faults.length;
  const agreement = withOtherRules(document, input, faults);
  const assumptions = readAll(input.assume, 'assume', agreement, faults);
  if (input.signing.length > POLICY.scenariosCompared) {
    faults.push({
      pointer: '/signing',
      detail: `${input.signing.length} scenarios side by side`,
      expected: `at most ${POLICY.scenariosCompared}`,
    });
  }
  const signings = readAll(
    input.signing.map((date) => `signing:${date}`),
    'signing',
    agreement,
    faults,
  );
  for (const [i, one] of assumptions.entries()) {
    if (one.subject !== 'signing' || signings.length === 0) continue;
    faults.push({
      pointer: `/assume/${i}`,
      detail: 'the signing is given here and in `signing`',
      expected: 'one of the two',
    });
  }
  const blackouts = (input.blackout ?? []).flatMap((text, i) =>
    readBlackout(text, `/blackout/${i}`, agreement, faults),
  );
  const asOf = readAsOf(input.asOf, agreement, '/asOf', faults) ?? now;
  if (faults.length > before) return undefined;
  const alone = [{ signing: undefined, assumptions }];
  const scenarios = signings.map((one, i) => ({
    signing: input.signing[i],
    assumptions: [one, ...assumptions],
  }));
  return { agreement, scenarios: scenarios.length === 0 ? alone : scenarios, asOf, blackouts };
}

/** The refusal of a what-if that has faults. */
export function whatIfRefusal(faults: readonly Fault[]): Refusal {
  const count = faults.length === 1 ? 'a fault' : `${faults.length} faults`;
  return new Refusal('invalid', `The what-if has ${count}. Nothing was computed.`, faults);
}

function readAll(
  texts: readonly string[],
  name: string,
  agreement: Agreement,
  faults: Fault[],
): Assumption[] {
  if (texts.length > POLICY.assumptions) {
    const detail = `${texts.length} assumptions`;
    faults.push({ pointer: `/${name}`, detail, expected: `at most ${POLICY.assumptions}` });
    return [];
  }
  return texts.flatMap((text, i) => {
    const read = readAssumption(text, agreement, `/${name}/${i}`);
    if ('assumption' in read) return [read.assumption];
    faults.push(...read.faults);
    return [];
  });
}

/** The agreement with another convention or zone; entries with their own keep it. */
function withOtherRules(agreement: Agreement, input: WhatIfInput, faults: Fault[]): Agreement {
  const { convention, zone } = input;
  const before = faults.length;
  const known = [...conventionsOf(agreement.document, []).keys()];
  if (convention !== undefined && !known.includes(convention)) {
    const detail = `there is no counting convention "${convention}"${suggestion(convention, known)}`;
    faults.push({ pointer: '/convention', detail, expected: `one of ${known.join(', ')}` });
  }
  if (zone !== undefined && !luxonZones.known(zone)) {
    const detail = `there is no zone "${zone}"`;
    faults.push({ pointer: '/zone', detail, expected: 'an IANA name such as Europe/Kyiv' });
  }
  if (faults.length > before || (convention ?? zone) === undefined) return agreement;
  const { document } = agreement;
  const otherwise = {
    ...document,
    ...(convention === undefined ? {} : { counting: convention }),
    ...(zone === undefined ? {} : { zone }),
  };
  const changed = compile(otherwise, undefined, true);
  return changed.ok ? changed.agreement : agreement;
}

/** Facts with their days in the agreement's zone, where their instant is known. */
export function inZoneOf(agreement: Agreement, facts: readonly Fact[]): Fact[] {
  const { zone } = agreement.document;
  return facts.map((fact) =>
    fact.instant === undefined
      ? fact
      : { ...fact, day: luxonZones.localOf(fact.instant, zone).day },
  );
}

/** Reads an instant; a day means its first midnight in the agreement's zone. Faults are added to `faults`. */
export function readAsOf(
  text: string | undefined,
  { document }: Agreement,
  pointer: string,
  faults: Fault[],
): number | undefined {
  if (text === undefined) return undefined;
  try {
    const { occurredOn, occurredAt } = readOccurrence(withPlus(text), document.zone, pointer);
    return occurredAt ?? luxonZones.instantAt(occurredOn, 0, document.zone);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    faults.push(...error.faults);
    return undefined;
  }
}

/** `FROM..TO`, or `path:FROM..TO`. */
function readBlackout(
  text: string,
  pointer: string,
  agreement: Agreement,
  faults: Fault[],
): Blackout[] {
  const match = /^(?:([^:]+):)?(\d{4}-\d{2}-\d{2})\.\.(\d{4}-\d{2}-\d{2})$/.exec(text);
  const [from, to] = [parseDay(match?.[2] ?? ''), parseDay(match?.[3] ?? '')];
  if (from === undefined || to === undefined || from > to) {
    const expected = 'a first and a last day, optionally of one obligation';
    const example = '2026-01-01..2026-03-31';
    faults.push({ pointer, detail: `"${text}" is not a span of days`, expected, example });
    return [];
  }
  const path = match?.[1];
  if (path === undefined) return [{ from, to }];
  const known = [...agreement.byPath.keys(), ...agreement.phases.keys()];
  if (known.includes(path)) return [{ path, from, to }];
  const detail = `"${path}" is not an obligation or phase${suggestion(path, known)}`;
  faults.push({ pointer, detail, expected: `one of ${known.slice(0, 12).join(', ')}` });
  return [];
}
