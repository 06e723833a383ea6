import {
  type Holds,
  isRecorded,
  type MomentExpr,
  type Ref,
  type ScheduledMoment,
} from '../../phrase/tree';
import { refsIn, refsInCondition, rootsOf } from '../../phrase/walk';
import type { ParsedTiming } from '../compile-timing';
import type { Item } from '../item';
import { stronglyConnected, walk } from './graph';

/** One moment of one entry, before it is known for which party or occurrence. */
export interface Node {
  path: string;
  moment: ScheduledMoment;
}

/** What a moment depends on. */
interface Edges {
  /** Moments that the schedule computes. */
  scheduled: readonly Node[];
  /** Moments that facts date; a projection uses the due date (`node`) of what is not recorded yet. */
  recorded: readonly { ref: Ref; node: Node }[];
}

export const MOMENTS: readonly ScheduledMoment[] = [
  'due',
  'original-due',
  'starts',
  'ends',
  'original-ends',
  'opens',
  'latest',
  'notice-closes',
  'came',
];

/**
 * Which moments of an agreement depend on which, through every operator: all sides of `earlier of`, bounds,
 * conditions of cases and pauses, and ends that extensions of other intervals shorten (`deducted from`).
 */
export class DependencyGraph {
  private readonly nodes = new Map<string, Node>();
  private readonly edges = new Map<Node, Edges>();
  private readonly deducting = new Map<string, Item[]>();
  private readonly cyclic: ReadonlyMap<Node, number>;
  /** References to fulfilments that depend on the referring entry again: no projection can date them. */
  readonly cyclicRefs: ReadonlySet<Ref>;

  constructor(
    readonly items: readonly Item[],
    private readonly byPath: ReadonlyMap<string, Item>,
  ) {
    for (const item of items) {
      const other = item.extends?.deductedFrom;
      if (other !== undefined) {
        this.deducting.set(other, [...(this.deducting.get(other) ?? []), item]);
      }
    }
    this.cyclic = this.hasCycle(this.scheduled)
      ? stronglyConnected(this.all(), this.scheduled)
      : new Map();
    this.cyclicRefs = this.hasCycle(this.every) ? this.refsOnCycles() : new Set();
  }

  /** Whether a moment depends on itself, so that it has no date. */
  isInCycle(path: string, moment: ScheduledMoment): boolean {
    return this.cyclic.size > 0 && this.cyclic.has(this.node(path, moment));
  }

  /** Whether the start of an entry may depend on its own end. */
  startsFromEnd(path: string): boolean {
    const done = new Set<Node>();
    walk(this.node(path, 'starts'), this.every, done, () => undefined);
    return ENDS.some((moment) => done.has(this.node(path, moment)));
  }

  /**
   * Visits what a moment depends on, dependencies first.
   * @param projecting whether fulfilments that are not recorded count as due.
   * @param done the moments visited before; added to.
   */
  visitDependencies(
    path: string,
    moment: ScheduledMoment,
    projecting: boolean,
    done: Set<Node>,
    visit: (node: Node) => void,
  ): void {
    const next = projecting ? this.projected : this.scheduled;
    for (const one of next(this.node(path, moment))) walk(one, next, done, visit);
  }

  /** A moment of an entry, always the same object. */
  node(path: string, moment: ScheduledMoment): Node {
    const name = `${path} ${moment}`;
    let node = this.nodes.get(name);
    if (node === undefined) this.nodes.set(name, (node = { path, moment }));
    return node;
  }

  /** Every moment of every entry. */
  *all(): Generator<Node> {
    for (const { path } of this.items) for (const moment of MOMENTS) yield this.node(path, moment);
  }

  /** The moments that a moment is computed from. */
  readonly scheduled = (node: Node): readonly Node[] => this.edgesFrom(node).scheduled;

  private readonly every = (node: Node): readonly Node[] => {
    const { scheduled, recorded } = this.edgesFrom(node);
    return recorded.length === 0 ? scheduled : [...scheduled, ...recorded.map((one) => one.node)];
  };

  /** The same, with the due dates of what is not fulfilled yet. */
  readonly projected = (node: Node): readonly Node[] => {
    const { scheduled, recorded } = this.edgesFrom(node);
    const open = recorded.filter(({ ref }) => !this.cyclicRefs.has(ref));
    return open.length === 0 ? scheduled : [...scheduled, ...open.map((one) => one.node)];
  };

  private hasCycle(next: (node: Node) => readonly Node[]): boolean {
    let cycle = false;
    const done = new Set<Node>();
    const found = (): void => {
      cycle = true;
    };
    for (const node of this.all()) walk(node, next, done, () => undefined, found);
    return cycle;
  }

  private refsOnCycles(): Set<Ref> {
    const groups = stronglyConnected(this.all(), this.every);
    const found = new Set<Ref>();
    for (const [node, group] of groups) {
      for (const { ref, node: recorded } of this.edgesFrom(node).recorded) {
        if (groups.get(recorded) === group) found.add(ref);
      }
    }
    return found;
  }

  private edgesFrom(node: Node): Edges {
    let edges = this.edges.get(node);
    if (edges === undefined) {
      const item = this.byPath.get(node.path);
      edges = item === undefined ? NONE : this.edgesOf(item, node.moment);
      this.edges.set(node, edges);
    }
    return edges;
  }

  private edgesOf(item: Item, moment: ScheduledMoment): Edges {
    const scheduled: Node[] = [];
    const recorded: { ref: Ref; node: Node }[] = [];
    for (const ref of this.refsOf(item, moment)) {
      if (ref.moment === undefined) continue;
      const target = ref.path === '' ? item : this.byPath.get(ref.path);
      if (target === undefined) continue;
      if (!isRecorded(ref.moment)) scheduled.push(this.node(target.path, ref.moment));
      else recorded.push({ ref, node: this.node(target.path, plannedMoment(target)) });
    }
    if (moment === 'due' || moment === 'ends' || moment === 'notice-closes') {
      for (const other of this.deducting.get(item.path) ?? []) {
        scheduled.push(this.node(other.path, other.holds ? 'original-ends' : 'original-due'));
      }
    }
    return { scheduled, recorded };
  }

  /** Every reference that a moment of an entry depends on. */
  refsOf(item: Item, moment: ScheduledMoment): Ref[] {
    const { cases } = item;
    if (cases === undefined) return this.named(item, moment);
    // Which case applies depends on the conditions of all of them.
    const conditions = cases.flatMap(({ when }) =>
      when === undefined ? [] : refsInCondition(when),
    );
    return [...conditions, ...cases.flatMap((one) => this.named({ ...item, ...one }, moment))];
  }

  private named(timed: ParsedTiming, moment: ScheduledMoment): Ref[] {
    const { holds, opens, pauses, when, unless, extends: clause } = timed;
    if (moment === 'opens') return refs(opens);
    const found = holds === undefined ? this.ofDeadline(timed) : ofInterval(holds, moment);
    const cap = moment === 'latest' && clause?.cap?.type === 'beyond' ? clause.cap.of : undefined;
    // Pauses move a counted period of the text, and the extensions and renewals of any interval.
    const counted = holds === undefined || holds.for !== undefined;
    const stops = moment !== 'starts' && (counted || moment !== 'original-ends');
    const stopped = pauses !== undefined && stops ? refsInCondition(pauses.while) : [];
    const gates =
      moment === 'came'
        ? [when, unless].flatMap((one) => (one === undefined ? [] : refsInCondition(one)))
        : [];
    return [...found, ...refs(cap), ...stopped, ...gates];
  }

  private ofDeadline({ due, falls }: ParsedTiming): Ref[] {
    const dated = falls ?? due;
    if (dated?.type !== 'beside') return dated === undefined ? [] : rootsOf(dated).flatMap(refsIn);
    const lasts = this.byPath.get(dated.path)?.kind === 'maintenance';
    return [{ type: 'ref', path: dated.path, moment: lasts ? 'ends' : 'due' }];
  }
}

function ofInterval(holds: Holds, moment: ScheduledMoment): Ref[] {
  const { from, until, while: cond, during } = holds;
  const starts = moment === 'starts';
  if (during !== undefined) {
    if (moment === 'original-ends' || moment === 'latest') return [];
    return [{ type: 'ref', path: during, moment: starts ? 'starts' : 'ends' }];
  }
  if (starts) return refs(from);
  if (until !== undefined) return refs(until);
  if (cond !== undefined) return [...refs(from), ...refsInCondition(cond)];
  return holds.for === undefined ? [] : refs(from);
}

function refs(expr: MomentExpr | undefined): Ref[] {
  return expr === undefined ? [] : refsIn(expr);
}

const ENDS = ['ends', 'original-ends', 'latest', 'notice-closes'] as const;

const NONE: Edges = { scheduled: [], recorded: [] };

/** The computed moment that a projection uses for a fulfilment that is not recorded yet. */
export function plannedMoment({ kind }: Item): ScheduledMoment {
  return kind === 'maintenance' ? 'starts' : 'due';
}
