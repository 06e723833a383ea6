import type { Agreement } from '../compile/agreement';
import type { Item } from '../compile/item';
import { momentsIn } from '../compile/moments';
import { FactIndex } from '../evaluate/fact-index';
import type { Fact } from '../model/fact';
import type { Milestone } from '../model/milestone';
import type { EpochDay } from '../model/time';
import type { DatedMilestone } from '../review/conflicts';
import type { ScheduleContext } from '../schedule/options';
import { schedule } from '../schedule/schedule';
import { type DatePlan, datePlan, UNDATED } from './date-plan';

export type DueOf = (path: string) => EpochDay | undefined;

/**
 * The deadlines of an agreement for one set of facts after another, where only days of events change from
 * one to the next: what `date-plan` can date by integer code, the rest by the schedule.
 */
export class PlannedDays {
  private readonly plan: DatePlan;
  private readonly places: ReadonlyMap<string, number>;
  private readonly rest: Agreement;
  private readonly known: Int32Array;
  private readonly days: Int32Array;
  /** By path, written anew for every set of facts. */
  private readonly reused = new Map<
    string,
    DatedMilestone & { dueOn?: EpochDay; dueAt?: number }
  >();

  /** @param sharp whether any fact will say its instant, not only its day. */
  constructor(
    private readonly agreement: Agreement,
    facts: readonly Fact[],
    sharp: boolean,
    private readonly context: ScheduleContext,
  ) {
    this.plan = datePlan(agreement);
    this.known = new Int32Array(this.plan.inputs.length);
    this.days = new Int32Array(this.plan.paths.length);
    const slow = leftToSchedule(agreement, this.plan, facts, sharp);
    this.rest = {
      ...agreement,
      items: agreement.items.filter((item) => slow.has(item.path) && isDated(item)),
    };
    const places = new Map<string, number>();
    for (const [place, path] of this.plan.paths.entries())
      if (!slow.has(path)) places.set(path, place);
    this.places = places;
  }

  /**
   * Shows every milestone that has, or could have, a deadline or a window, in the order of the document. What
   * is shown may be written over afterwards: keep its values, not itself.
   */
  on(facts: readonly Fact[], show: (milestone: DatedMilestone, dueOf: DueOf) => void): void {
    const index = new FactIndex(facts);
    for (const [i, name] of this.plan.inputs.entries()) {
      this.known[i] = inputDay(name, index, this.agreement);
    }
    this.plan.run(this.known, this.days);
    const options = { ...this.context, derivations: false };
    const scheduled =
      this.rest.items.length === 0 ? [] : schedule(this.rest, facts, options).milestones;
    const byPath = new Map<string, Milestone[]>();
    for (const one of scheduled) {
      const before = byPath.get(one.path);
      if (before === undefined) byPath.set(one.path, [one]);
      else before.push(one);
    }
    const dueOf: DueOf = (path) => {
      const place = this.places.get(path);
      if (place === undefined) return byPath.get(path)?.[0]?.dueOn;
      const day = this.days[place] as number;
      return day === UNDATED ? undefined : day;
    };
    for (const item of this.agreement.items) {
      const place = this.places.get(item.path);
      if (place !== undefined) show(this.planned(item, place), dueOf);
      else for (const one of byPath.get(item.path) ?? []) show(one, dueOf);
    }
  }

  private planned(item: Item, place: number): DatedMilestone {
    let one = this.reused.get(item.path);
    if (one === undefined) {
      const id = `${this.agreement.document.id}/${item.path}`;
      one = { id, path: item.path, kind: item.kind, outcome: { incidents: 0 } };
      this.reused.set(item.path, one);
    }
    const day = this.days[place] as number;
    if (day === UNDATED) {
      delete one.dueOn;
      delete one.dueAt;
    } else {
      one.dueOn = day;
      one.dueAt = this.context.zones.instantAt(day + 1, 0, item.zone);
    }
    return one;
  }
}

function inputDay(name: string, index: FactIndex, agreement: Agreement): EpochDay {
  const path = name.endsWith('.fulfilled') ? name.slice(0, -'.fulfilled'.length) : undefined;
  const item = path === undefined ? undefined : agreement.byPath.get(path);
  const fact =
    item === undefined
      ? index.of('occurred', name).at(-1)
      : index.completionFact('fulfilled', item.path, item.obligors);
  return fact?.day ?? UNDATED;
}

/** What the plan does not date, or dates without asking what facts, windows and other entries do to it. */
function leftToSchedule(
  agreement: Agreement,
  plan: DatePlan,
  facts: readonly Fact[],
  sharp: boolean,
): Set<string> {
  const told = new Set(
    facts.filter(({ kind }) => kind !== 'occurred').map(({ subject }) => subject),
  );
  const touched = new Set(
    agreement.items.flatMap((item) => [item.supersedes, item.extends?.deductedFrom]),
  );
  const slow = new Set(plan.left);
  for (const item of agreement.items) {
    const { path, obligation, due, opens, unless, supersedes } = item;
    const about = [path, obligation.id, WHOLE].some((name) => told.has(name));
    const named = touched.has(path) || touched.has(obligation.id);
    const atInstant = sharp && due?.type === 'target' && due.relation === 'at';
    if (about || named || atInstant || (opens ?? unless ?? supersedes) !== undefined)
      slow.add(path);
  }
  // What counts from the deadline of one of these does so with it.
  for (let before = -1; before < slow.size; ) {
    before = slow.size;
    for (const item of agreement.items) {
      const follows = momentsIn(item).some(
        (plain) => plain.type === 'ref' && plain.moment === 'due' && slow.has(plain.path),
      );
      if (follows) slow.add(item.path);
    }
  }
  return slow;
}

/** The subject of facts about the whole agreement. */
const WHOLE = '*';

/** Undated duties and those held without an end have no day that could be in conflict. */
function isDated(item: Item): boolean {
  const { due, falls, holds, opens, cases, renews, supersedes } = item;
  if ((cases ?? opens ?? supersedes ?? renews) !== undefined || falls !== undefined) return true;
  if (due !== undefined) return due.type !== 'undated';
  return (holds?.until ?? holds?.for ?? holds?.during ?? holds?.while) !== undefined;
}
