import type { Fault } from '../../../base/refusal';
import { luxonZones } from '../../../base/zones';
import { POLICY } from '../../../config/policy';
import { formatDay } from '../../../engine/calendar/epoch-day';
import type { WorkingCalendar } from '../../../engine/calendar/working-calendar';
import type { Agreement } from '../../../engine/compile/agreement';
import type { Fact } from '../../../engine/model/fact';
import { WHOLE_AGREEMENT } from '../../../engine/model/fact-kinds';
import type { State } from '../../../engine/model/status';
import type { Instant } from '../../../engine/model/time';
import { isMoveOf, MOVES, type Move, movesFrom } from '../../../engine/status/moves';
import { statusAt } from '../../../engine/status/status';
import type { FactDraft } from '../../ledger/draft';
import { scheduleFact } from '../../ledger/schedule-fact';
import { doubtsOf, shorteningFaults } from './plausible';
import { RecordedFacts } from './recorded-facts';

type Known = FactDraft & { id: string };

/**
 * Checks facts one after the other: whether each is a legal move from the status at its moment, given the facts before
 * it. Only the milestones that a fact is about are scheduled.
 */
export class LegalMoves {
  private readonly recorded: RecordedFacts;

  constructor(
    private readonly agreement: Agreement,
    calendars: ReadonlyMap<string, WorkingCalendar>,
    known: readonly Known[],
  ) {
    const facts = known.map(scheduleFact).filter((fact) => fact !== undefined);
    this.recorded = new RecordedFacts(agreement, calendars, facts);
  }

  /** What is probably mistyped in a fact that is not applied yet. */
  doubts(draft: FactDraft, id: string): Fault[] {
    const fact = scheduleFact({ ...draft, id });
    return fact === undefined ? [] : doubtsOf(fact, this.recorded);
  }

  /** Applies the fact if it is legal; otherwise returns its faults. */
  apply(draft: FactDraft, id: string): Fault[] {
    const fact = scheduleFact({ ...draft, id });
    if (fact === undefined) return [];
    const faults = isMove(fact) ? this.faultsOf(fact, draft) : [];
    if (fact.kind === 'extended' && faults.length === 0) {
      faults.push(...shorteningFaults(fact, this.recorded));
    }
    if (faults.length > 0) return faults;
    this.recorded.add(fact);
    const late = fact.kind === 'extended' ? this.beyondCap(fact) : [];
    if (late.length > 0) this.recorded.remove(fact);
    return late;
  }

  retract(known: Known): void {
    const fact = scheduleFact(known);
    if (fact !== undefined) this.recorded.remove(fact);
  }

  private faultsOf(fact: Fact & { kind: Move }, draft: FactDraft): Fault[] {
    const { kind, subject } = fact;
    const states = this.statesAt(fact);
    const pointer = subject === WHOLE_AGREEMENT ? '/agreement' : '/was';
    const what = subject === WHOLE_AGREEMENT ? 'the agreement' : `"${subject}"`;
    const on = formatDay(fact.day);
    const [state] = states;
    if (state === undefined) {
      return [{ pointer, detail: `${what} has no milestone ${fact.by ?? fact.ordinal}` }];
    }
    const own = this.agreement.byPath.get(subject)?.kind;
    const legal = movesFrom(state).filter((move) => own === undefined || isMoveOf(move, own));
    if (own !== undefined && !isMoveOf(kind, own)) {
      const detail = `${what} holds through an interval, so "${kind}" cannot be recorded`;
      return [{ pointer, detail, expected: `one of ${legal.join(', ')}` }];
    }
    if (!states.some((one) => MOVES[kind].from.includes(one))) {
      return [
        {
          pointer,
          detail: `${what} is ${state} on ${on}, so "${kind}" cannot be recorded`,
          expected: legal.length === 0 ? 'no more facts: it is over' : `one of ${legal.join(', ')}`,
        },
      ];
    }
    return MOVES[kind].who === 'others' && this.owesIt(draft)
      ? [
          {
            pointer: '/actor',
            detail: `"${draft.actor}" owes ${what} and cannot record "${kind}" itself`,
            expected: 'another party or an observer',
          },
        ]
      : [];
  }

  /** The states at the moment of the fact; if only its day is known, at the beginning and the end of the day. */
  private statesAt(fact: Fact): State[] {
    const { zone } = this.agreement.document;
    const starts = luxonZones.instantAt(fact.day, 0, zone);
    const ends = luxonZones.instantAt(fact.day + 1, 0, zone) - 1;
    const moments = fact.instant === undefined ? [starts, ends] : [fact.instant];
    if (fact.subject === WHOLE_AGREEMENT) return moments.map((at) => this.wholeAt(at));
    const own = this.recorded.milestonesOf(fact);
    return moments.flatMap((at) =>
      own.map((milestone) => statusAt(milestone, at, { dueSoonMs: POLICY.dueSoonMs }).state),
    );
  }

  private wholeAt(at: Instant): State {
    const { zone } = this.agreement.document;
    const before = (kind: Fact['kind']): number[] =>
      this.recorded.facts
        .of(kind, WHOLE_AGREEMENT)
        .map(({ day, instant }) => instant ?? luxonZones.instantAt(day, 0, zone))
        .filter((moment) => moment <= at);
    if (before('terminated').length > 0) return 'terminated';
    const since = Math.max(...before('suspended'));
    return since > Math.max(...before('resumed')) ? 'suspended' : 'in-effect';
  }

  /** Whether the actor is an obligor and not a beneficiary. */
  private owesIt({ actor, by, subject }: FactDraft): boolean {
    const item = this.agreement.byPath.get(subject);
    if (actor === null || item === undefined || item.beneficiaries.includes(actor)) return false;
    return by === null ? item.obligors.includes(actor) : by === actor;
  }

  /** Faults of an extension that is later, or one more, than the text allows. The fact is applied already. */
  private beyondCap(fact: Fact): Fault[] {
    const pointer = fact.to === undefined ? '/for' : '/to';
    const { extends: clause } = this.agreement.byPath.get(fact.subject) ?? {};
    const used = this.recorded.facts.of('extended', fact.subject, {
      party: fact.by,
      ordinal: fact.ordinal,
    }).length;
    if (clause?.times !== undefined && used > clause.times) {
      const detail = `"${fact.subject}" has already been extended as often as the text allows`;
      return [{ pointer, detail, expected: `at most ${clause.times}, or an amendment` }];
    }
    for (const { dueOn, endsOn, latestOn } of this.recorded.milestonesOf(fact)) {
      const on = endsOn ?? dueOn;
      if (latestOn === undefined || on === undefined || on <= latestOn) continue;
      const detail = `it would end on ${formatDay(on)}, later than the text allows`;
      return [
        { pointer, detail, expected: `at the latest ${formatDay(latestOn)}, or an amendment` },
      ];
    }
    return [];
  }
}

function isMove(fact: Fact): fact is Fact & { kind: Move } {
  return fact.kind !== 'occurred';
}
