import {
  type Holds,
  isRecorded,
  type MomentExpr,
  type Ref,
  type ScheduledMoment,
} from '../../phrase/tree';
import type { ParsedTiming } from '../compile-timing';
import type { Item } from '../item';
import { refsIn, refsInCondition } from '../moments';
import { type Cycle, cyclesOf, stronglyConnected, walk } from './graph';

/** One moment of one entry, as the text gives it. */
export interface Node {
  path: string;
  moment: ScheduledMoment;
}

/** What a moment rests on. */
interface Edges {
  /** Moments that the text names itself: their dates are computed for this one. */
  scheduled: readonly Node[];
  /** Moments that facts date. Before that, a projection puts the day in their place on which they are due. */
  hoped: readonly { ref: Ref; node: Node }[];
}

const MOMENTS: readonly ScheduledMoment[] = [
  'due',
  'original-due',
  'starts',
  'ends',
  'original-ends',
  'opens',
  'latest',
  'notice-closes',
];

/**
 * Which moments of an agreement rest on which, through every operator: both sides of an `earlier of`, floors
 * and ceilings, conditions of cases and pauses, ends that other periods' extensions shorten.
 */
export class DependencyGraph {
  private readonly nodes = new Map<string, Node>();
  private readonly edges = new Map<Node, Edges>();
  private readonly deducting = new Map<string, Item[]>();
  private readonly turning: ReadonlyMap<Node, number>;
  /** Names of fulfilments that lead back to the entry that names them: no projection can date them. */
  readonly cyclicRefs: ReadonlySet<Ref>;

  constructor(
    private readonly items: readonly Item[],
    private readonly byPath: ReadonlyMap<string, Item>,
  ) {
    for (const item of items) {
      const other = item.extends?.deductedFrom;
      if (other !== undefined) {
        this.deducting.set(other, [...(this.deducting.get(other) ?? []), item]);
      }
    }
    this.turning = this.isRinged(this.scheduled)
      ? stronglyConnected(this.all(), this.scheduled)
      : new Map();
    this.cyclicRefs = this.isRinged(this.every) ? this.backward() : new Set();
  }

  /** Whether a moment rests on itself, so that it has no date. */
  isInCycle(path: string, moment: ScheduledMoment): boolean {
    return this.turning.size > 0 && this.turning.has(this.node(path, moment));
  }

  /** Rings of moments that the text computes from one another, one for each moment that closes one. */
  cycles(): Cycle<Node>[] {
    return this.turning.size === 0 ? [] : cyclesOf(this.all(), this.scheduled);
  }

  /** Whether the start of an entry may rest on its own end. */
  startsFromEnd(path: string): boolean {
    const done = new Set<Node>();
    walk(this.node(path, 'starts'), this.every, done, () => undefined);
    return ENDS.some((moment) => done.has(this.node(path, moment)));
  }

  /**
   * Visits what a moment rests on, each before what rests on it.
   * @param projecting whether fulfilments stand at the days on which they are due.
   */
  visitDependencies(
    path: string,
    moment: ScheduledMoment,
    projecting: boolean,
    done: Set<Node>,
    visit: (node: Node) => void,
  ): void {
    const next = projecting ? this.hopedToo : this.scheduled;
    for (const one of next(this.node(path, moment))) walk(one, next, done, visit);
  }

  private node(path: string, moment: ScheduledMoment): Node {
    const name = `${path} ${moment}`;
    let node = this.nodes.get(name);
    if (node === undefined) this.nodes.set(name, (node = { path, moment }));
    return node;
  }

  private *all(): Generator<Node> {
    for (const { path } of this.items) for (const moment of MOMENTS) yield this.node(path, moment);
  }

  private readonly scheduled = (node: Node): readonly Node[] => this.from(node).scheduled;

  private readonly every = (node: Node): readonly Node[] => {
    const { scheduled, hoped } = this.from(node);
    return hoped.length === 0 ? scheduled : [...scheduled, ...hoped.map((one) => one.node)];
  };

  private readonly hopedToo = (node: Node): readonly Node[] => {
    const { scheduled, hoped } = this.from(node);
    const open = hoped.filter(({ ref }) => !this.cyclicRefs.has(ref));
    return open.length === 0 ? scheduled : [...scheduled, ...open.map((one) => one.node)];
  };

  private isRinged(next: (node: Node) => readonly Node[]): boolean {
    let ring = false;
    const done = new Set<Node>();
    const found = (): void => {
      ring = true;
    };
    for (const node of this.all()) walk(node, next, done, () => undefined, found);
    return ring;
  }

  private backward(): Set<Ref> {
    const groups = stronglyConnected(this.all(), this.every);
    const found = new Set<Ref>();
    for (const [node, group] of groups) {
      for (const { ref, node: hoped } of this.from(node).hoped) {
        if (groups.get(hoped) === group) found.add(ref);
      }
    }
    return found;
  }

  private from(node: Node): Edges {
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
    const hoped: { ref: Ref; node: Node }[] = [];
    for (const ref of this.refsOf(item, moment)) {
      if (ref.moment === undefined) continue;
      const target = ref.path === '' ? item : this.byPath.get(ref.path);
      if (target === undefined) continue;
      if (!isRecorded(ref.moment)) scheduled.push(this.node(target.path, ref.moment));
      else hoped.push({ ref, node: this.node(target.path, plannedMoment(target)) });
    }
    if (moment === 'due' || moment === 'ends' || moment === 'notice-closes') {
      for (const other of this.deducting.get(item.path) ?? []) {
        scheduled.push(this.node(other.path, other.holds ? 'original-ends' : 'original-due'));
      }
    }
    return { scheduled, hoped };
  }

  /** Everything that a moment of an entry names. */
  refsOf(item: Item, moment: ScheduledMoment): Ref[] {
    const { cases } = item;
    if (cases === undefined) return this.named(item, moment);
    // Which alternative it is depends on the conditions of all of them.
    const conditions = cases.flatMap(({ when }) =>
      when === undefined ? [] : refsInCondition(when),
    );
    return [...conditions, ...cases.flatMap((one) => this.named({ ...item, ...one }, moment))];
  }

  private named(timed: ParsedTiming, moment: ScheduledMoment): Ref[] {
    const { holds, opens, pauses, extends: clause } = timed;
    if (moment === 'opens') return refs(opens);
    const found = holds === undefined ? this.ofDeadline(timed) : ofInterval(holds, moment);
    const cap = moment === 'latest' && clause?.cap?.type === 'beyond' ? clause.cap.of : undefined;
    // Pauses put off what is counted: a period of the text, or what extends or renews any interval.
    const counted = holds === undefined || holds.for !== undefined;
    const stops = moment !== 'starts' && (counted || moment !== 'original-ends');
    const stopped = pauses !== undefined && stops ? refsInCondition(pauses.while) : [];
    return [...found, ...refs(cap), ...stopped];
  }

  private ofDeadline({ due, falls }: ParsedTiming): Ref[] {
    const dated = falls ?? due;
    if (dated === undefined || dated.type === 'undated') return [];
    if (dated.type === 'every') return [...refs(dated.of), ...refs(dated.until)];
    if (dated.type === 'beside') {
      const lasts = this.byPath.get(dated.path)?.kind === 'maintenance';
      return [{ type: 'ref', path: dated.path, moment: lasts ? 'ends' : 'due' }];
    }
    if (dated.type !== 'within' && dated.type !== 'target') return refs(dated);
    return [...refs(dated.of), ...(dated.but ?? []).flatMap(({ of }) => refs(of))];
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

function refs(plain: MomentExpr | undefined): Ref[] {
  return plain === undefined ? [] : refsIn(plain);
}

const ENDS = ['ends', 'original-ends', 'latest', 'notice-closes'] as const;

const NONE: Edges = { scheduled: [], hoped: [] };

/** The moment that stands for what a fact has not dated yet. */
export function plannedMoment({ kind }: Item): ScheduledMoment {
  return kind === 'maintenance' ? 'starts' : 'due';
}
