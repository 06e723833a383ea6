import { parseInstant } from '../calendar/instant';
import { AN_INSTANT } from '../phrase/parse-moment';
import { printRef, printRhythm } from '../phrase/print';
import {
  type Bound,
  type Cond,
  type Due,
  type Every,
  type Extends,
  type Holds,
  isRecorded,
  isScheduled,
  type MomentExpr,
  type Opens,
  type Pauses,
  type Ref,
  type Renews,
  type Reverts,
  type ScheduledMoment,
} from '../phrase/tree';
import { mapChildren } from '../phrase/walk';
import { type Names, scheduledMomentsOf } from './names';
import { suggestion } from './suggest';

/** Where a phrase stands. */
export interface Scope {
  names: Names;
  /** The obligation whose phase it belongs to: its phases may be named by their own ids alone. */
  within: string | undefined;
  /** The entry has a clock for each party or occurrence, so "its" has a meaning. */
  each: boolean;
}

/** @param text the part of the phrase that is wrong, as it is written there. */
export type Report = (text: string, detail: string, expected: string) => void;

/**
 * Resolves the names in the phrases of one entry: each method returns a copy of a tree in which every path is
 * written out in full. What is wrong is reported; nothing is thrown.
 */
export class Resolver {
  constructor(
    private readonly scope: Scope,
    private readonly report: Report,
  ) {}

  readonly moment = (expr: MomentExpr): MomentExpr => {
    if (expr.type === 'ref') return this.ref(expr);
    if (expr.type === 'instant') this.checkInstant(expr.text);
    if (expr.type === 'clock') this.checkZone(expr.zone);
    return mapChildren(expr, this.moment);
  };

  readonly condition = (cond: Cond): Cond => {
    if (cond.type !== 'test') return { ...cond, of: cond.of.map(this.condition) };
    const of = this.ref(cond.of);
    return cond.than === undefined
      ? { ...cond, of }
      : { ...cond, of, than: this.moment(cond.than) };
  };

  due(due: Due): Due {
    switch (due.type) {
      case 'undated':
        return due;
      case 'beside':
        return { ...due, path: this.interval(due.path, due.relation === 'during') };
      case 'every':
        return this.every(due);
      default:
        return { ...due, of: this.moment(due.of), ...this.bounds(due.but) };
    }
  }

  falls(falls: MomentExpr | Every): MomentExpr | Every {
    return falls.type === 'every' ? this.every(falls) : this.moment(falls);
  }

  opens(opens: Opens): MomentExpr {
    return opens.type === 'beside' ? this.besides(opens.path, ['opens']).opens : this.moment(opens);
  }

  holds(holds: Holds): Holds {
    if (holds.alongside !== undefined) {
      const { opens, due } = this.besides(holds.alongside, ['opens', 'due']);
      if (opens.moment === 'starts') return { type: 'holds', during: opens.path };
      return { type: 'holds', from: opens, until: due };
    }
    const { from, until, while: cond, during } = holds;
    return {
      ...holds,
      ...(during !== undefined && { during: this.interval(during, true) }),
      ...(from !== undefined && { from: this.moment(from) }),
      ...(until !== undefined && { until: this.moment(until) }),
      ...(cond !== undefined && { while: this.condition(cond) }),
    };
  }

  renews(renews: Renews): Renews {
    const { events } = this.scope.names;
    if (!events.has(renews.unless)) {
      const detail = `"${renews.unless}" is not an event${suggestion(renews.unless, events)}`;
      this.report(renews.unless, detail, 'an event declared under `events`');
    }
    return renews;
  }

  extends(clause: Extends): Extends {
    const { cap, deductedFrom } = clause;
    return {
      ...clause,
      ...(cap?.type === 'beyond' && { cap: { ...cap, of: this.moment(cap.of) } }),
      ...(deductedFrom !== undefined && { deductedFrom: this.path(deductedFrom) }),
    };
  }

  pauses(pauses: Pauses): Pauses {
    return { ...pauses, while: this.condition(pauses.while) };
  }

  reverts(reverts: Reverts): Reverts {
    const paths = reverts.paths.map((path) => this.path(path));
    return { ...reverts, paths, on: this.moment(reverts.on) };
  }

  /** The full path of an obligation or phase. */
  path(path: string): string {
    const { pointers } = this.scope.names;
    const found = this.candidates(path).find((candidate) => pointers.has(candidate));
    if (found !== undefined) return found;
    const detail = `"${path}" is not an obligation or phase${suggestion(path, pointers.keys())}`;
    this.report(path, detail, 'the id of an obligation or phase');
    return path;
  }

  private every(every: Every): Every {
    const { rhythm, until } = every;
    const resolved = { ...every, of: this.moment(every.of), printed: printRhythm(rhythm) };
    return until === undefined ? resolved : { ...resolved, until: this.moment(until) };
  }

  private bounds(but: readonly Bound[] | undefined): { but?: readonly Bound[] } {
    if (but === undefined) return {};
    return { but: but.map((bound) => ({ ...bound, of: this.moment(bound.of) })) };
  }

  /** In a phase, the sister phase of that name comes before an obligation or event. */
  private candidates(path: string): readonly string[] {
    const { within } = this.scope;
    return within === undefined ? [path] : [`${within}.${path}`, path];
  }

  /**
   * The path of the entry that another is due alongside, or holds during. It must have a single time, or one for each owner
   * like the other entry.
   */
  private interval(name: string, during: boolean): string {
    const { names, each } = this.scope;
    const path = this.path(name);
    const shape = names.shapes.get(path);
    const phases = names.phases.get(path);
    if (phases !== undefined) {
      this.report(name, `"${path}" has phases, each with its own time`, phases.join(' or '));
    } else if (during && shape !== undefined && shape.kind !== 'holds') {
      this.report(name, `"${path}" is not an interval`, 'an entry with the key "holds"');
    }
    if (shape?.repeats || (shape?.each !== undefined && !each)) {
      const expected = 'an entry that is due once, or the key "for each" here as well';
      this.report(name, `"${path}" is due more than once`, expected);
    }
    return path;
  }

  /**
   * The beginning and the end of what an entry is alongside.
   * @param needed it must have these.
   */
  private besides(name: string, needed: readonly Bounding[]): Record<Bounding, Ref> {
    const { shapes, phases } = this.scope.names;
    const path = this.interval(name, false);
    const shape = shapes.get(path);
    const its = shape?.each === undefined ? {} : { its: true as const };
    const of = (moment: ScheduledMoment): Ref => ({ type: 'ref', path, moment, ...its });
    if (shape?.kind === 'holds') return { opens: of('starts'), due: of('ends') };
    for (const moment of phases.has(path) ? [] : needed) {
      if (shape === undefined || scheduledMomentsOf(shape)[moment]) continue;
      const expected = `an entry with "holds", or with "${moment}"`;
      this.report(name, `"${path}" does not say when it ${SAID[moment]}`, expected);
    }
    return { opens: of('opens'), due: of('due') };
  }

  private checkZone(zone: string | undefined): void {
    if (zone === undefined || this.scope.names.knownZone?.(zone) !== false) return;
    this.report(zone, `"${zone}" is not a time zone`, 'an IANA name such as Europe/Kyiv');
  }

  /** Offsets are checked where zones are. */
  private checkInstant(text: string): void {
    if (this.scope.names.knownZone === undefined || parseInstant(text) !== undefined) return;
    this.report(text, `no time zone has the offset of ${text}`, AN_INSTANT);
  }

  private ref(ref: Ref): Ref {
    const { names, each } = this.scope;
    const text = printRef(ref);
    if (ref.its && !each) {
      const detail = `"${text}" needs the key "for each", which this entry does not have`;
      this.report(text, detail, 'the key "for each", or a name without "its"');
    }
    if (ref.path === '') return ref;
    const path = this.candidates(ref.path).find(
      (candidate) => names.pointers.has(candidate) || names.events.has(candidate),
    );
    if (path === undefined) {
      const near = suggestion(ref.path, [...names.events, ...names.pointers.keys()]);
      this.report(
        ref.moment === undefined ? ref.path : `${ref.path}.${ref.moment}`,
        `"${ref.path}" is not an event, obligation or phase${near}`,
        `an event (${[...names.events].join(', ')}) or an obligation’s moment such as elections.fulfilled`,
      );
      return ref;
    }
    const resolved = { ...ref, path };
    checkTarget(resolved, text, names, this.report);
    checkOccurrence(resolved, text, names, this.report);
    checkMoment(resolved, text, names, this.report);
    return resolved;
  }
}

type Bounding = 'opens' | 'due';

const SAID: Readonly<Record<Bounding, string>> = { opens: 'opens', due: 'is due' };

/** An event has no moments; an obligation is named with one of its own, or one of its phases. */
function checkTarget(ref: Ref, text: string, names: Names, report: Report): void {
  const { path, moment } = ref;
  const chosen = ref.its === true || ref.ordinal !== undefined;
  if (names.events.has(path) && moment !== undefined) {
    report(text, `"${path}" is an event and has no "${moment}"`, `"${path}" alone`);
  }
  if (names.many.has(path) && moment === undefined && !chosen) {
    report(
      text,
      `"${path}" happens more than once`,
      `its ${path}, first ${path}, last ${path} or 40th ${path}`,
    );
  }
  if (names.pointers.has(path) && moment === undefined) {
    report(
      text,
      `"${path}" is an obligation: say which of its moments counts`,
      orList(momentsOf(path, names).map((one) => qualifierOf(path, names) + one)),
    );
  }
  const phases = names.phases.get(path) ?? [];
  if (phases.length > 0 && moment !== undefined && isScheduled(moment)) {
    const detail = `"${path}" has phases, each with its own "${moment}"`;
    report(text, detail, `${phases.at(-1)}.${moment}`);
  }
}

/** Says which of several occurrences or clocks is meant, where there are several, and only there. */
function checkOccurrence(ref: Ref, text: string, names: Names, report: Report): void {
  const { path, moment, ordinal } = ref;
  const shape = names.shapes.get(path);
  if (shape === undefined) {
    if (names.events.has(path) && !names.many.has(path) && (ref.its || ordinal !== undefined)) {
      report(text, `"${path}" happens once`, `"${path}" alone`);
    }
    return;
  }
  if (moment === undefined) return;
  const numbered = shape.repeats || shape.each === 'occurrence';
  const one = `${path}.${moment}`;
  if (ordinal !== undefined && !numbered) {
    report(text, `"${path}" does not repeat`, shape.each === undefined ? one : `its ${one}`);
  } else if (ordinal === undefined && shape.repeats) {
    report(text, `"${path}" is due more than once`, `first ${one}, 2nd ${one} or last ${one}`);
  } else if (shape.each !== undefined && !ref.its && ordinal === undefined) {
    report(text, `"${path}" has a clock for each ${shape.each}`, `its ${one}`);
  }
}

/** An entry has only the moments that its keys give it. */
function checkMoment(ref: Ref, text: string, names: Names, report: Report): void {
  const { path, moment } = ref;
  const shape = names.shapes.get(path);
  if (shape === undefined || moment === undefined || names.phases.has(path)) return;
  if (isRecorded(moment) || scheduledMomentsOf(shape)[moment]) return;
  report(
    text,
    shape.undated && moment === 'due'
      ? `"${path}" is undated, so nothing can be counted from it`
      : `"${path}" has no "${moment}"`,
    orList(momentsOf(path, names)),
  );
}

/** The moments that can be counted from an entry, the most usual first, those that facts date included. */
function momentsOf(path: string, { shapes, phases }: Names): string[] {
  const shape = shapes.get(path);
  if (shape === undefined || phases.has(path)) return [`${path}.fulfilled`];
  const scheduled = Object.entries(scheduledMomentsOf(shape))
    .filter(([name, exists]) => exists && name !== 'came' && !name.startsWith('original-'))
    .filter(([name]) => name !== 'ends' || shape.ends)
    .map(([name]) => `${path}.${name}`);
  if (shape.kind === 'falls') return scheduled;
  const recorded = shape.kind === 'holds' ? ['started', 'ended', 'breached'] : ['fulfilled'];
  const own = recorded.map((name) => `${path}.${name}`);
  return shape.kind === 'holds' ? [...scheduled, ...own] : [...own, ...scheduled];
}

/** What precedes a moment of an entry that has several of it. */
function qualifierOf(path: string, { shapes }: Names): string {
  const shape = shapes.get(path);
  if (shape?.repeats || shape?.each === 'occurrence') return 'first ';
  return shape?.each === 'party' ? 'its ' : '';
}

function orList(names: readonly string[]): string {
  const last = names.at(-1) ?? '';
  return names.length < 2 ? last : `${names.slice(0, -1).join(', ')}, or ${last}`;
}
