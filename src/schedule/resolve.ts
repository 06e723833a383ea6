import { type Plain, type Ref, SCHEDULED_MOMENTS } from './phrase/tree';
import { suggestion } from './suggest';

/** What a phrase may name. */
export interface Names {
  events: ReadonlySet<string>;
  /** Every obligation and phase by path, with its JSON Pointer. */
  pointers: ReadonlyMap<string, string>;
  phases: ReadonlyMap<string, readonly string[]>;
}

type Report = (ref: string, detail: string, expected: string) => void;

/**
 * The same tree with every name written out in full: a phase may name its sisters by their own ids alone.
 * @param within the obligation whose phase speaks.
 */
export function resolvePlain<T extends object>(
  tree: T,
  names: Names,
  within: string | undefined,
  report: Report,
): T {
  if (isRef(tree)) return resolveRef(tree, names, within, report) as T;
  const copy: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(tree)) {
    if (Array.isArray(value))
      copy[key] = value.map((inner) => resolvePlain(inner, names, within, report));
    else copy[key] = isObject(value) ? resolvePlain(value, names, within, report) : value;
  }
  return copy as T;
}

function resolveRef(ref: Ref, names: Names, within: string | undefined, report: Report): Plain {
  const text = ref.moment === undefined ? ref.path : `${ref.path}.${ref.moment}`;
  const candidates = within === undefined ? [ref.path] : [`${within}.${ref.path}`, ref.path];
  const path = candidates.find(
    (candidate) => names.pointers.has(candidate) || names.events.has(candidate),
  );
  if (path === undefined) {
    const [first, ...rest] = [...names.events, ...names.pointers.keys()];
    report(
      text,
      `"${ref.path}" is no event, obligation or phase${suggestion(ref.path, [first ?? '', ...rest])}`,
      `an event (${[...names.events].join(', ')}) or an obligation’s moment such as elections.fulfilled`,
    );
    return ref;
  }
  if (names.events.has(path) && ref.moment !== undefined) {
    report(text, `"${path}" is an event and has no "${ref.moment}"`, `${path} alone`);
  }
  if (names.pointers.has(path) && ref.moment === undefined) {
    report(
      text,
      `"${path}" is an obligation, and which of its moments counts must be said`,
      `${path}.fulfilled, or ${path}.due`,
    );
  }
  const parentOnly = (names.phases.get(path)?.length ?? 0) > 0;
  if (parentOnly && ref.moment !== undefined && isScheduled(ref.moment)) {
    report(
      text,
      `"${path}" has phases, each with its own "${ref.moment}"`,
      `${names.phases.get(path)?.at(-1)}.${ref.moment}`,
    );
  }
  return { ...ref, path };
}

function isScheduled(moment: string): boolean {
  return (SCHEDULED_MOMENTS as readonly string[]).includes(moment);
}

function isRef(value: object): value is Ref {
  return (value as { type?: unknown }).type === 'ref';
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
