import { canonicalJson } from '../../../base/record-hash';
import { type Fault, Refusal } from '../../../base/refusal';
import type { WorkingCalendar } from '../../../engine/calendar/working-calendar';
import type { Agreement } from '../../../engine/compile/agreement';
import type { RecordedKind } from '../../../engine/model/fact-kinds';
import { type FactDraft, retractionOf } from '../../ledger/draft';
import type { FactRow } from '../../ledger/fact.entity';
import { readFact } from './fact-reading';
import type { FactRequest } from './fact-request';
import { namingKey } from './fact-subjects';
import { LegalMoves } from './legal-moves';

/** What is known when facts come in. */
export interface PlanInput {
  agreement: Agreement;
  calendars: ReadonlyMap<string, WorkingCalendar>;
  /** The facts that hold, in the order recorded. */
  current: readonly FactRow[];
  /** The facts that the requests take back, by id, and which of them have been taken back before. */
  named: ReadonlyMap<string, FactRow>;
  retracted: ReadonlySet<string>;
  /** Epoch milliseconds. */
  now: number;
}

/** What becomes of one request: a fact to record, or one that says the same and stands. */
export type Planned = { draft: FactDraft } | { same: FactRow };

/** What can only have happened once, unless the document says of an event that it repeats. */
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
 * What recording the requests in their order comes to. A fact that says in everything the same as one that
 * holds is not recorded again.
 * @param at the pointer of a request in what was sent ("" for one alone, "/3" in a list).
 * @throws Refusal 'invalid' with every fault of every request; where they have none, 'conflict' with every
 * one that is in conflict with what is recorded or was sent before it; else 'precondition-required' with every
 * day that is most likely mistyped and was not confirmed.
 */
export function planFacts(
  ground: PlanInput,
  requests: readonly FactRequest[],
  at: (index: number) => string,
  progress?: (done: number, total: number) => void,
): Planned[] {
  const { drafts, faults } = readFacts(ground, requests, at);
  if (faults.length > 0) throw refusal('invalid', faults, requests.length);
  const planning = new FactPlanner(ground);
  const doubts: Fault[] = [];
  const planned = drafts.map((draft, i) => {
    const request = requests[i] as FactRequest;
    const sure = 'retracts' in request || request.confirm === true;
    const doubted = sure ? [] : planning.doubts(draft as FactDraft, i);
    const one = planning.plan(draft as FactDraft, i);
    progress?.(i + 1, drafts.length);
    if ('draft' in one) doubts.push(...withConfirmation(doubted, request, at(i)));
    if (!('faults' in one)) return one;
    const key = namingKey(request);
    faults.push(
      ...one.faults.map((fault) => ({ ...fault, pointer: at(i) + (fault.pointer || key) })),
    );
    return undefined;
  });
  if (faults.length > 0) throw refusal('conflict', faults, requests.length);
  if (doubts.length > 0) throw refusal('precondition-required', doubts, requests.length);
  return planned.filter((one) => one !== undefined);
}

/** Doubts about what was sent, each with the request that settles it. */
export function withConfirmation(
  doubts: readonly Fault[],
  request: FactRequest,
  at: string,
): Fault[] {
  const said = Object.entries(request).filter(([, value]) => value !== false);
  const example = JSON.stringify({ ...Object.fromEntries(said), confirm: true });
  return doubts.map((fault) => ({ ...fault, pointer: at + fault.pointer, example }));
}

/**
 * Reads requests by the agreement alone, whatever else is recorded.
 * @param requests undefined for one that is misshapen.
 */
export function readFacts(
  ground: Pick<PlanInput, 'agreement' | 'named' | 'now'>,
  requests: readonly (FactRequest | undefined)[],
  at: (index: number) => string,
): { drafts: (FactDraft | undefined)[]; faults: Fault[] } {
  const faults: Fault[] = [];
  const drafts = requests.map((request, i) => {
    if (request === undefined) return undefined;
    const read = draftOf(ground, request);
    if ('draft' in read) return read.draft;
    faults.push(...read.faults.map((fault) => ({ ...fault, pointer: at(i) + fault.pointer })));
    return undefined;
  });
  return { drafts, faults };
}

function draftOf(
  ground: Pick<PlanInput, 'agreement' | 'named' | 'now'>,
  request: FactRequest,
): { draft: FactDraft } | { faults: Fault[] } {
  if (!('retracts' in request)) return readFact(ground.agreement, request, ground.now);
  const fact = ground.named.get(request.retracts);
  if (fact === undefined || fact.kind === 'retracted') {
    const detail = `the agreement has no fact "${request.retracts}"`;
    const expected = 'the id of a fact that is no retraction';
    return { faults: [{ pointer: '/retracts', detail, expected }] };
  }
  return { draft: retractionOf(fact, request.actor ?? null, request.reason ?? null) };
}

class FactPlanner {
  private readonly legalMoves: LegalMoves;
  private readonly retracted: Set<string>;
  private readonly holding = new Map<string, (FactDraft & { id: string })[]>();

  constructor(private readonly ground: PlanInput) {
    this.legalMoves = new LegalMoves(ground.agreement, ground.calendars, ground.current);
    this.retracted = new Set(ground.retracted);
    for (const fact of ground.current) this.remember(fact);
  }

  doubts(draft: FactDraft, index: number): Fault[] {
    return this.legalMoves.doubts(draft, `#${index + 1}`);
  }

  plan(draft: FactDraft, index: number): Planned | { faults: Fault[] } {
    if (draft.kind === 'retracted') return this.planRetraction(draft);
    const said = Object.entries(draft) as [keyof FactDraft, unknown][];
    const same = this.sameKindAndSubject(draft).find((fact) =>
      said.every(([key, value]) => isSame(fact[key], value)),
    );
    if (same !== undefined) return { same: same as FactRow };
    const twin = this.duplicateOf(draft);
    if (twin !== undefined) return { faults: [duplicateFault(draft, twin)] };
    const id = `#${index + 1}`;
    const faults = this.legalMoves.apply(draft, id);
    if (faults.length > 0) return { faults };
    this.remember({ ...draft, id });
    return { draft };
  }

  private planRetraction(draft: FactDraft): Planned | { faults: Fault[] } {
    const id = draft.retracts as string;
    if (this.retracted.has(id)) {
      const detail = `the fact "${id}" has been retracted already`;
      return { faults: [{ pointer: '/retracts', detail, expected: 'a fact that holds' }] };
    }
    this.retracted.add(id);
    const fact = this.ground.named.get(id) as FactRow;
    this.legalMoves.retract(fact);
    const key = keyOf(fact);
    const left = (this.holding.get(key) ?? []).filter((one) => one.id !== id);
    this.holding.set(key, left);
    return { draft };
  }

  /** A fact of the same that cannot have happened twice; an event that repeats, not twice at one time. */
  private duplicateOf(draft: FactDraft): (FactDraft & { id: string }) | undefined {
    if (!HAPPENS_ONCE.includes(draft.kind)) return undefined;
    const { events } = this.ground.agreement.document;
    const repeats = draft.kind === 'occurred' && events?.[draft.subject]?.repeats === true;
    return this.sameKindAndSubject(draft).find(
      ({ by, ordinal, occurredOn, occurredAt }) =>
        by === draft.by &&
        ordinal === draft.ordinal &&
        (!repeats || (occurredOn === draft.occurredOn && occurredAt === draft.occurredAt)),
    );
  }

  private remember(fact: FactDraft & { id: string }): void {
    const key = keyOf(fact);
    const before = this.holding.get(key);
    if (before === undefined) this.holding.set(key, [fact]);
    else before.push(fact);
  }

  private sameKindAndSubject(draft: FactDraft): readonly (FactDraft & { id: string })[] {
    return this.holding.get(keyOf(draft)) ?? [];
  }
}

function keyOf({ kind, subject }: FactDraft): string {
  return `${kind} ${subject}`;
}

/** Nothing, null and false say the same of a fact, as in its hash. */
function isSame(one: unknown, other: unknown): boolean {
  if (one === other) return true;
  if (!one || !other) return (one ?? false) === (other ?? false);
  return typeof one === 'object' && canonicalJson(one) === canonicalJson(other);
}

function duplicateFault(draft: FactDraft, twin: { id: string }): Fault {
  return {
    pointer: '/at',
    detail: `"${draft.subject}" is recorded as ${draft.kind} already: the fact ${twin.id} says so`,
    expected: 'that fact to be retracted first',
    example: `{"retracts": "${twin.id}"}`,
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
    return new Refusal(kind, `${what} may have ${days} mistyped; nothing was written.`, faults);
  }
  const why =
    kind === 'invalid'
      ? faults.length === 1
        ? 'a fault'
        : 'faults'
      : 'a conflict with what is recorded';
  return new Refusal(kind, `${what} cannot be recorded for ${why}; nothing was written.`, faults);
}
