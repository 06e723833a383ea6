import { parseInstant } from '../calendar/instant';
import { AN_INSTANT } from '../phrase/parse-moment';
import { printRef } from '../phrase/print';
import { isRecorded, isScheduled, type Ref, type ScheduledMoment } from '../phrase/tree';
import { suggestion } from './suggest';

/** What a phrase may name. */
export interface Names {
  events: ReadonlySet<string>;
  /** Events that happen once per party or many times: which one is meant must be said. */
  many: ReadonlySet<string>;
  /** Groups and ids of parties. */
  groups: ReadonlySet<string>;
  /** Every obligation and phase by path, with its JSON Pointer. */
  pointers: ReadonlyMap<string, string>;
  phases: ReadonlyMap<string, readonly string[]>;
  /** What each obligation and phase says about time. */
  shapes: ReadonlyMap<string, TimingShape>;
  /** Whether a zone is one the tables know; absent where nobody can say. */
  knownZone?: ((zone: string) => boolean) | undefined;
}

/** Which of its moments an entry has. */
export interface TimingShape {
  kind: 'due' | 'holds' | 'falls' | 'none';
  /** `due: undated`: the text never dates it. */
  undated: boolean;
  /** `holds` says when it ends. */
  ends: boolean;
  /** It falls due again and again, so which time is meant must be said. */
  repeats: boolean;
  opens: boolean;
  extends: boolean;
  renews: boolean;
  /** What it runs a clock for each of. */
  each?: 'party' | 'occurrence';
}

/** Where a phrase stands. */
export interface Scope {
  names: Names;
  /** The obligation whose phase speaks; its sisters may be named by their own ids alone. */
  within: string | undefined;
  /** The path of what speaks. */
  own: string;
  /** It runs a clock for each party or occurrence, so that "its" has a meaning. */
  each: boolean;
}

type Report = (ref: string, detail: string, expected: string) => void;

/** Keys of trees that hold a bare path. */
const PATHS = ['during', 'deductedFrom'] as const;

/** The same tree with every name written out in full. */
export function resolveNames<T extends object>(tree: T, scope: Scope, report: Report): T {
  if (isRef(tree)) return resolveRef(tree, scope, report) as object as T;
  const copy: Record<string, unknown> = {};
  const type = (tree as { type?: unknown }).type;
  if (type === 'instant') checkInstant((tree as { text?: string }).text, scope, report);
  if (type === 'clock') checkZone((tree as { zone?: string }).zone, scope, report);
  for (const [key, value] of Object.entries(tree)) {
    if (typeof value === 'string' && (type === 'beside' ? key === 'path' : isPathKey(key))) {
      copy[key] = resolvePath(value, scope, report);
      if (key !== 'deductedFrom') {
        const within = key === 'during' || (tree as { relation?: string }).relation === 'during';
        checkBeside(copy[key] as string, within, scope, report);
      }
    } else if (type === 'reverts' && key === 'paths') {
      copy[key] = (value as string[]).map((path) => resolvePath(path, scope, report));
    } else if (type === 'renews' && key === 'unless') {
      if (!scope.names.events.has(value as string)) {
        const near = suggestion(value as string, scope.names.events);
        report(value as string, `"${value}" is no event${near}`, 'an event such as notice');
      }
      copy[key] = value;
    } else if (Array.isArray(value)) {
      copy[key] = value.map((one) => (isObject(one) ? resolveNames(one, scope, report) : one));
    } else copy[key] = isObject(value) ? resolveNames(value, scope, report) : value;
  }
  return copy as T;
}

function isPathKey(key: string): boolean {
  return (PATHS as readonly string[]).includes(key);
}

function checkZone(zone: string | undefined, { names }: Scope, report: Report): void {
  if (zone === undefined || names.knownZone?.(zone) !== false) return;
  report(zone, `there is no zone "${zone}"`, 'an IANA name such as Europe/Kyiv');
}

/** Where zones are judged, offsets are too. */
function checkInstant(text: string | undefined, { names }: Scope, report: Report): void {
  if (text === undefined || names.knownZone === undefined) return;
  if (parseInstant(text) !== undefined) return;
  report(text, `the offset of ${text} is that of no zone`, AN_INSTANT);
}

/** What it goes along with must have one time, or a clock for the same owner. */
function checkBeside(path: string, during: boolean, { names, each }: Scope, report: Report): void {
  const shape = names.shapes.get(path);
  const phases = names.phases.get(path);
  if (phases !== undefined) {
    report(path, `"${path}" has phases, each with its own time`, phases.join(' or '));
  } else if (during && shape !== undefined && shape.kind !== 'holds') {
    report(path, `"${path}" does not last`, 'an entry with the key "holds"');
  }
  if (shape?.repeats || (shape?.each !== undefined && !each)) {
    const expected = 'an entry with one time, or the key "for each" here, too';
    report(path, `"${path}" falls due more than once`, expected);
  }
}

/** The full path of an obligation or phase. */
export function resolvePath(path: string, scope: Scope, report: Report): string {
  const { names, within } = scope;
  const candidates = within === undefined ? [path] : [`${within}.${path}`, path];
  const found = candidates.find((candidate) => names.pointers.has(candidate));
  if (found !== undefined) return found;
  const near = suggestion(path, names.pointers.keys());
  report(path, `"${path}" is no obligation or phase${near}`, 'the id of an obligation or phase');
  return path;
}

function resolveRef(ref: Ref, scope: Scope, report: Report): Ref {
  const { names, within } = scope;
  const text = printRef(ref);
  if (ref.its && !scope.each) {
    report(text, `"${text}" has no owner here`, 'the key "for each", or a name without "its"');
  }
  if (ref.path === '') return ref;
  const candidates = within === undefined ? [ref.path] : [`${within}.${ref.path}`, ref.path];
  const path = candidates.find(
    (candidate) => names.pointers.has(candidate) || names.events.has(candidate),
  );
  if (path === undefined) {
    report(
      ref.moment === undefined ? ref.path : `${ref.path}.${ref.moment}`,
      `"${ref.path}" is no event, obligation or phase${suggestion(ref.path, [...names.events, ...names.pointers.keys()])}`,
      `an event (${[...names.events].join(', ')}) or an obligation’s moment such as elections.fulfilled`,
    );
    return ref;
  }
  check({ ...ref, path }, text, names, report);
  checkChoice({ ...ref, path }, text, names, report);
  checkMoment({ ...ref, path }, text, names, report);
  return { ...ref, path };
}

function check(ref: Ref, text: string, names: Names, report: Report): void {
  const { path, moment } = ref;
  const chosen = ref.its === true || ref.ordinal !== undefined;
  if (names.events.has(path) && moment !== undefined) {
    report(text, `"${path}" is an event and has no "${moment}"`, `${path} alone`);
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
      `"${path}" is an obligation, and which of its moments counts must be said`,
      orList(momentsOf(path, names).map((one) => chosenOf(path, names) + one)),
    );
  }
  const parentOnly = (names.phases.get(path)?.length ?? 0) > 0;
  if (parentOnly && moment !== undefined && isScheduled(moment)) {
    report(
      text,
      `"${path}" has phases, each with its own "${moment}"`,
      `${names.phases.get(path)?.at(-1)}.${moment}`,
    );
  }
}

/** Which of several is meant must be said, and where there is one only must not. */
function checkChoice(ref: Ref, text: string, names: Names, report: Report): void {
  const { path, moment, ordinal } = ref;
  const shape = names.shapes.get(path);
  if (shape === undefined) {
    if (names.events.has(path) && !names.many.has(path) && (ref.its || ordinal !== undefined)) {
      report(text, `"${path}" happens once`, path);
    }
    return;
  }
  if (moment === undefined) return;
  const numbered = shape.repeats || shape.each === 'occurrence';
  const one = `${path}.${moment}`;
  if (ordinal !== undefined && !numbered) {
    report(text, `"${path}" does not repeat`, shape.each === undefined ? one : `its ${one}`);
  } else if (ordinal === undefined && shape.repeats) {
    report(text, `"${path}" falls due more than once`, `first ${one}, 2nd ${one} or last ${one}`);
  } else if (shape.each !== undefined && !ref.its && ordinal === undefined) {
    report(text, `"${path}" runs a clock for each ${shape.each}`, `its ${one}`);
  }
}

/** An entry has only the moments that its keys give it. */
function checkMoment(ref: Ref, text: string, names: Names, report: Report): void {
  const { path, moment } = ref;
  const shape = names.shapes.get(path);
  if (shape === undefined || moment === undefined || names.phases.has(path)) return;
  if (isRecorded(moment) || scheduledOf(shape)[moment]) return;
  report(
    text,
    shape.undated && moment === 'due'
      ? `the text gives "${path}" no date, so nothing can count from it`
      : `"${path}" has no "${moment}"`,
    orList(momentsOf(path, names)),
  );
}

/** The moments that the keys of an entry give it. */
function scheduledOf(shape: TimingShape): Record<ScheduledMoment, boolean> {
  const dated = (shape.kind === 'due' || shape.kind === 'falls') && !shape.undated;
  const lasts = shape.kind === 'holds';
  return {
    due: dated,
    starts: lasts,
    ends: lasts,
    opens: shape.opens,
    'notice-closes': shape.renews,
    latest: shape.extends,
    'original-due': dated,
    'original-ends': lasts,
  };
}

/** What may be counted from an entry, what most mean first: also the facts that can be recorded of its kind. */
function momentsOf(path: string, { shapes, phases }: Names): string[] {
  const shape = shapes.get(path);
  if (shape === undefined || phases.has(path)) return [`${path}.fulfilled`];
  const scheduled = Object.entries(scheduledOf(shape))
    .filter(([name, there]) => there && !name.startsWith('original-'))
    .filter(([name]) => name !== 'ends' || shape.ends)
    .map(([name]) => `${path}.${name}`);
  if (shape.kind === 'falls') return scheduled;
  const recorded = shape.kind === 'holds' ? ['started', 'ended', 'breached'] : ['fulfilled'];
  const own = recorded.map((name) => `${path}.${name}`);
  return shape.kind === 'holds' ? [...scheduled, ...own] : [...own, ...scheduled];
}

/** What must stand before a moment of an entry that has several of it. */
function chosenOf(path: string, { shapes }: Names): string {
  const shape = shapes.get(path);
  if (shape?.repeats || shape?.each === 'occurrence') return 'first ';
  return shape?.each === 'party' ? 'its ' : '';
}

function orList(names: readonly string[]): string {
  const last = names.at(-1) ?? '';
  return names.length < 2 ? last : `${names.slice(0, -1).join(', ')}, or ${last}`;
}

function isRef(value: object): value is Ref {
  return (value as { type?: unknown }).type === 'ref';
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
