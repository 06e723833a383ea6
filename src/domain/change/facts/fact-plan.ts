import { type Fault, Refusal } from '../../../base/refusal';
import type { WorkingCalendar } from '../../../engine/calendar/working-calendar';
import type { Agreement } from '../../../engine/compile/agreement';
import type { RecordedKind } from '../../../engine/model/fact-kinds';
import { contentKey, type FactDraft, retractionOf } from '../../ledger/draft';
import type { FactRow } from '../../ledger/fact.entity';
import { readFact } from './fact-reading';
import type { FactRequest } from './fact-request';
import { namingKey } from './fact-subjects';
import { LegalMoves } from './legal-moves';

/** What planning facts needs to know. */
interface PlanInput {
  agreement: Agreement;
  calendars: ReadonlyMap<string, WorkingCalendar>;
  /** The facts that hold, in the order recorded. */
  current: readonly FactRow[];
  /** The facts that the requests retract, by id, and the ids of those that are retracted already. */
  named: ReadonlyMap<string, FactRow>;
  retracted: ReadonlySet<string>;
  /** Epoch milliseconds. */
  now: number;
}

/**
 * The plan of one request: a fact to record, or the equal one that holds, or the number of an equal earlier request,
 * from 0.
 */
export type Planned = { draft: FactDraft } | { same: FactRow } | { sameAs: number };

/** Kinds that can be recorded once for a milestone. An event can repeat if the document says so. */
const HAPPENS_ONCE: readonly RecordedKind[] = [
  'occurred',
  'started',
  'ended',
  'fulfilled',
  'verified',
  'waived',
  'superseded',
  'terminated',
];

/**
 * Plans recording the requests in their order. A fact that equals one that holds is not recorded again.
 * @param at the pointer of a request in the body ("" for a single one, "/3" in a list).
 * @throws Refusal 'invalid' with every fault of every request; if there are none, 'conflict' with every conflict with
 * recorded facts and earlier requests; else 'precondition-required' with every day that is probably mistyped and not
 * confirmed.
 */
export function planFacts(
  input: PlanInput,
  requests: readonly FactRequest[],
  at: (index: number) => string,
  progress?: (done: number, total: number) => void,
): Planned[] {
  const { read, faults } = readFacts(input, requests, at);
  if (faults.length > 0) throw refusal('invalid', faults, requests.length);
  const planner = new FactPlanner(input);
  const doubts: Fault[] = [];
  const planned = read.flatMap(({ request, draft }, i) => {
    const sure = 'retracts' in request || request.confirm === true;
    const doubted = sure ? [] : planner.doubts(draft, i);
    const one = planner.plan(draft, i);
    progress?.(i + 1, read.length);
    if ('draft' in one) doubts.push(...withConfirmation(doubted, request, at(i)));
    if (!('faults' in one)) return [one];
    const key = namingKey(request);
    faults.push(
      ...one.faults.map((fault) => ({ ...fault, pointer: at(i) + (fault.pointer || key) })),
    );
    return [];
  });
  if (faults.length > 0) throw refusal('conflict', faults, requests.length);
  if (doubts.length > 0) throw refusal('precondition-required', doubts, requests.length);
  return planned;
}

/** Adds to doubts the pointer and, as example, the request that confirms it. */
export function withConfirmation(
  doubts: readonly Fault[],
  request: FactRequest,
  at: string,
): Fault[] {
  const given = Object.entries(request).filter(([, value]) => value !== false);
  const example = JSON.stringify({ ...Object.fromEntries(given), confirm: true });
  return doubts.map((fault) => ({ ...fault, pointer: at + fault.pointer, example }));
}

/**
 * Reads requests against the agreement, without comparing them to recorded facts.
 * @param requests undefined for one whose shape is invalid; it is skipped.
 */
export function readFacts(
  input: Pick<PlanInput, 'agreement' | 'named' | 'now'>,
  requests: readonly (FactRequest | undefined)[],
  at: (index: number) => string,
): { read: { request: FactRequest; draft: FactDraft }[]; faults: Fault[] } {
  const faults: Fault[] = [];
  const read = requests.flatMap((request, i) => {
    if (request === undefined) return [];
    const found = draftOf(input, request);
    if ('draft' in found) return [{ request, draft: found.draft }];
    faults.push(...found.faults.map((fault) => ({ ...fault, pointer: at(i) + fault.pointer })));
    return [];
  });
  return { read, faults };
}

function draftOf(
  input: Pick<PlanInput, 'agreement' | 'named' | 'now'>,
  request: FactRequest,
): { draft: FactDraft } | { faults: Fault[] } {
  if (!('retracts' in request)) return readFact(input.agreement, request, input.now);
  const fact = input.named.get(request.retracts);
  if (fact === undefined || fact.kind === 'retracted') {
    const detail = `the agreement has no fact "${request.retracts}"`;
    const expected = 'the id of a fact that is not a retraction';
    return { faults: [{ pointer: '/retracts', detail, expected }] };
  }
  return { draft: retractionOf(fact, request.actor ?? null, request.reason ?? null) };
}

type IdentifiedDraft = FactDraft & { id: string };

/** A fact that holds, and how an equal request is planned. */
interface Holding {
  fact: IdentifiedDraft;
  equal: { same: FactRow } | { sameAs: number };
}

/** Plans facts one after the other; each sees those planned before it. */
class FactPlanner {
  private readonly legalMoves: LegalMoves;
  private readonly retracted: Set<string>;
  /** The facts that hold, by content and by what cannot happen twice. */
  private readonly byContent = new HeldFacts(contentKey);
  private readonly happenedOnce = new HeldFacts((fact) => this.onceKey(fact));

  constructor(private readonly input: PlanInput) {
    this.legalMoves = new LegalMoves(input.agreement, input.calendars, input.current);
    this.retracted = new Set(input.retracted);
    for (const fact of input.current) this.remember({ fact, equal: { same: fact } });
  }

  doubts(draft: FactDraft, index: number): Fault[] {
    return this.legalMoves.doubts(draft, idOf(index));
  }

  plan(draft: FactDraft, index: number): Planned | { faults: Fault[] } {
    if (draft.retracts !== null) return this.planRetraction(draft, draft.retracts);
    const fact = { ...draft, id: idOf(index) };
    const equal = this.byContent.find(fact)?.equal;
    if (equal !== undefined) return equal;
    const duplicate = this.happenedOnce.find(fact)?.fact;
    if (duplicate !== undefined) return { faults: [duplicateFault(draft, duplicate)] };
    const faults = this.legalMoves.apply(draft, fact.id);
    if (faults.length > 0) return { faults };
    this.remember({ fact, equal: { sameAs: index } });
    return { draft };
  }

  private planRetraction(draft: FactDraft, id: string): Planned | { faults: Fault[] } {
    if (this.retracted.has(id)) {
      const detail = `the fact "${id}" is retracted already`;
      return { faults: [{ pointer: '/retracts', detail, expected: 'a fact that holds' }] };
    }
    this.retracted.add(id);
    const fact = this.input.named.get(id);
    if (fact !== undefined) {
      this.legalMoves.retract(fact);
      this.byContent.delete(fact);
      this.happenedOnce.delete(fact);
    }
    return { draft };
  }

  private remember(holding: Holding): void {
    this.byContent.add(holding);
    this.happenedOnce.add(holding);
  }

  /** Equal for facts that cannot both happen; undefined for kinds that can. A repeating event cannot happen twice at one time. */
  private onceKey(fact: IdentifiedDraft): string | undefined {
    const { kind, subject, by, ordinal, occurredOn, occurredAt } = fact;
    if (!HAPPENS_ONCE.includes(kind)) return undefined;
    const { events } = this.input.agreement.document;
    const repeats = kind === 'occurred' && events?.[subject]?.repeats === true;
    return JSON.stringify([
      kind,
      subject,
      by,
      ordinal,
      ...(repeats ? [occurredOn, occurredAt] : []),
    ]);
  }
}

/** Facts that hold, found by a key in the order recorded. */
class HeldFacts {
  private readonly byKey = new Map<string, Holding[]>();

  /** @param keyOf undefined for facts that are not kept here. */
  constructor(private readonly keyOf: (fact: IdentifiedDraft) => string | undefined) {}

  add(holding: Holding): void {
    const key = this.keyOf(holding.fact);
    if (key === undefined) return;
    const before = this.byKey.get(key);
    if (before === undefined) this.byKey.set(key, [holding]);
    else before.push(holding);
  }

  find(fact: IdentifiedDraft): Holding | undefined {
    const key = this.keyOf(fact);
    return key === undefined ? undefined : this.byKey.get(key)?.[0];
  }

  delete(fact: IdentifiedDraft): void {
    const key = this.keyOf(fact);
    if (key === undefined) return;
    const left = this.byKey.get(key)?.filter((one) => one.fact.id !== fact.id) ?? [];
    this.byKey.set(key, left);
  }
}

/** The id of a planned fact, which has none in the ledger yet. */
function idOf(index: number): string {
  return `#${index + 1}`;
}

function duplicateFault(draft: FactDraft, duplicate: { id: string }): Fault {
  return {
    pointer: '/at',
    detail: `"${draft.subject}" is recorded as ${draft.kind} already, by the fact ${duplicate.id}`,
    expected: 'that fact to be retracted first',
    example: `{"retracts": "${duplicate.id}"}`,
  };
}

function refusal(
  kind: 'invalid' | 'conflict' | 'precondition-required',
  faults: readonly Fault[],
  sent: number,
): Refusal {
  const what = sent === 1 ? 'The fact' : `The ${sent} facts`;
  if (kind === 'precondition-required') {
    const days = faults.length === 1 ? 'a day that is' : 'days that are';
    const text = `${what} may have ${days} mistyped. Nothing was written.`;
    return new Refusal(kind, text, faults);
  }
  const fault = faults.length === 1 ? 'a fault' : 'faults';
  const why = kind === 'invalid' ? `have ${fault}` : 'conflict with what is recorded';
  const singular = kind === 'invalid' ? `has ${fault}` : 'conflicts with what is recorded';
  return new Refusal(kind, `${what} ${sent === 1 ? singular : why}. Nothing was written.`, faults);
}
