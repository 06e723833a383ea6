import type { Agreement } from '../compile/agreement';
import type { Item } from '../compile/item';
import { momentsIn } from '../compile/moments';
import { completionOf } from '../evaluate/completion';
import { FactIndex } from '../evaluate/fact-index';
import type { Fact } from '../model/fact';
import { WHOLE_AGREEMENT } from '../model/fact-kinds';
import type { Milestone } from '../model/milestone';
import type { EpochDay } from '../model/time';
import type { DatedMilestone } from '../review/conflicts';
import type { ScheduleContext } from '../schedule/options';
import { schedule } from '../schedule/schedule';
import { type DatePlan, datePlan, UNDATED } from './date-plan';

/** The deadline of a path under the current facts. */
type DueOf = (path: string) => EpochDay | undefined;

/**
 * The deadlines of an agreement for many sets of facts that differ only in days of events. Integer code (`date-plan`)
 * computes what it can, the schedule the rest.
 */
export class PlannedDays {
  private readonly plan: DatePlan;
  private readonly places: ReadonlyMap<string, number>;
  private readonly rest: Agreement;
  private readonly known: Int32Array;
  private readonly days: Int32Array;
  /** By path; overwritten for every set of facts. */
  private readonly reused = new Map<
    string,
    DatedMilestone & { dueOn?: EpochDay; dueAt?: number }
  >();

  /** @param exact whether any fact will have an instant, not only a day. */
  constructor(
    private readonly agreement: Agreement,
    facts: readonly Fact[],
    exact: boolean,
    private readonly context: ScheduleContext,
  ) {
    this.plan = datePlan(agreement);
    this.known = new Int32Array(this.plan.inputs.length);
    this.days = new Int32Array(this.plan.paths.length);
    const scheduled = leftToSchedule(agreement, this.plan, facts, exact);
    this.rest = {
      ...agreement,
      items: agreement.items.filter((item) => scheduled.has(item.path) && isDated(item)),
    };
    const places = new Map<string, number>();
    for (const [place, path] of this.plan.paths.entries())
      if (!scheduled.has(path)) places.set(path, place);
    this.places = places;
  }

  /**
   * Visits every milestone that has, or could have, a deadline or a window, in the order of the document. Milestones may
   * be overwritten after the visit: copy their values, do not keep them.
   */
  forEach(facts: readonly Fact[], visit: (milestone: DatedMilestone, dueOf: DueOf) => void): void {
    const index = new FactIndex(facts);
    for (const [i, name] of this.plan.inputs.entries()) {
      this.known[i] = inputDay(name, index, this.agreement);
    }
    this.plan.run(this.known, this.days);
    const options = { ...this.context, derivations: false };
    const rows = this.rest.items.length === 0 ? [] : schedule(this.rest, facts, options).milestones;
    const byPath = new Map<string, Milestone[]>();
    for (const one of rows) {
      const before = byPath.get(one.path);
      if (before === undefined) byPath.set(one.path, [one]);
      else before.push(one);
    }
    const dueOf: DueOf = (path) => {
      const place = this.places.get(path);
      if (place === undefined) return byPath.get(path)?.[0]?.dueOn;
      const day = this.days[place] ?? UNDATED;
      return day === UNDATED ? undefined : day;
    };
    for (const item of this.agreement.items) {
      const place = this.places.get(item.path);
      if (place !== undefined) visit(this.planned(item, place), dueOf);
      else for (const one of byPath.get(item.path) ?? []) visit(one, dueOf);
    }
  }

  private planned(item: Item, place: number): DatedMilestone {
    let one = this.reused.get(item.path);
    if (one === undefined) {
      const id = `${this.agreement.document.id}/${item.path}`;
      one = { id, path: item.path, kind: item.kind, outcome: { incidents: 0 } };
      this.reused.set(item.path, one);
    }
    const day = this.days[place] ?? UNDATED;
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
    item === undefined ? index.of('occurred', name).at(-1) : completionOf('fulfilled', item, index);
  return fact?.day ?? UNDATED;
}

/** Paths that the plan does not date, or whose date also depends on facts, windows or other entries. */
function leftToSchedule(
  agreement: Agreement,
  plan: DatePlan,
  facts: readonly Fact[],
  exact: boolean,
): Set<string> {
  const mentioned = new Set(
    facts.filter(({ kind }) => kind !== 'occurred').map(({ subject }) => subject),
  );
  const affected = new Set(
    agreement.items.flatMap((item) => [item.supersedes, item.extends?.deductedFrom]),
  );
  const scheduled = new Set(plan.left);
  for (const item of agreement.items) {
    const { path, obligation, due, opens, unless, supersedes } = item;
    const isMentioned = [path, obligation.id, WHOLE_AGREEMENT].some((name) => mentioned.has(name));
    const isAffected = affected.has(path) || affected.has(obligation.id);
    const atInstant = exact && due?.type === 'target' && due.relation === 'at';
    if (isMentioned || isAffected || atInstant || (opens ?? unless ?? supersedes) !== undefined)
      scheduled.add(path);
  }
  // Items that count from the deadline of one of these follow it.
  for (let before = -1; before < scheduled.size; ) {
    before = scheduled.size;
    for (const item of agreement.items) {
      const follows = momentsIn(item).some(
        (plain) => plain.type === 'ref' && plain.moment === 'due' && scheduled.has(plain.path),
      );
      if (follows) scheduled.add(item.path);
    }
  }
  return scheduled;
}

/** Whether an item can have a date. Undated obligations and intervals without end have no conflicts. */
function isDated(item: Item): boolean {
  const { due, falls, holds, opens, cases, renews, supersedes } = item;
  if ((cases ?? opens ?? supersedes ?? renews) !== undefined || falls !== undefined) return true;
  if (due !== undefined) return due.type !== 'undated';
  return (holds?.until ?? holds?.for ?? holds?.during ?? holds?.while) !== undefined;
}
