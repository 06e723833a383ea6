import type { AgreementDocument, DocumentFault, PartyList, Timing } from '../model/document';
import type { ScheduledMoment } from '../phrase/tree';

/** What phrases may name. */
export interface Names {
  events: ReadonlySet<string>;
  /** Events that happen once per party or repeatedly: a phrase must say which occurrence it means. */
  many: ReadonlySet<string>;
  /** Groups and ids of parties. */
  groups: ReadonlySet<string>;
  /** Every obligation and phase by path, with its JSON Pointer. */
  pointers: ReadonlyMap<string, string>;
  /** The paths of the phases of each obligation that has some. */
  phases: ReadonlyMap<string, readonly string[]>;
  /** The timing keys of every obligation and phase, by path. */
  shapes: ReadonlyMap<string, TimingShape>;
  /** Whether a zone exists; absent: every zone is accepted. */
  knownZone?: ((zone: string) => boolean) | undefined;
}

/** The timing keys of an entry, from which its moments follow. */
interface TimingShape {
  kind: 'due' | 'holds' | 'falls' | 'none';
  /** `due: undated`: it never has a date. */
  undated: boolean;
  /** `holds` says when it ends. */
  ends: boolean;
  /** `every …`: a phrase must say which occurrence it means. */
  repeats: boolean;
  opens: boolean;
  extends: boolean;
  renews: boolean;
  /** What it has a clock for each of. */
  each?: 'party' | 'occurrence';
}

/** Which moments the timing keys of an entry give it. */
export function scheduledMomentsOf(shape: TimingShape): Record<ScheduledMoment, boolean> {
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
    came: shape.kind === 'falls',
    'original-ends': lasts,
  };
}

/** The id of the last day for notice that `renews` adds to a term. */
export const NOTICE_CLOSES = 'notice-closes' satisfies ScheduledMoment;

/** Everything that the phrases of a document may name; ids that are used twice are added to the faults. */
export function collectNames(document: AgreementDocument, faults: DocumentFault[]): Names {
  const { pointers, phases } = collectPaths(document, faults);
  const declared = Object.entries(document.events ?? {});
  const events = new Set(['signing', ...declared.map(([event]) => event)]);
  for (const event of events) {
    const pointer = pointers.get(event);
    if (pointer === undefined) continue;
    faults.push({
      pointer: `${pointer}/id`,
      detail: `the id "${event}" is already the name of an event`,
      expected: 'different names for events and obligations',
      example: `id: ${event}-obligation`,
    });
  }
  const many = declared.filter(
    ([, { by, repeats }]) => repeats === true || isSeveral(document, by),
  );
  const groups = Object.entries(document.parties ?? {}).flatMap(([id, party]) => [
    id,
    ...(party.groups ?? []),
  ]);
  return {
    events,
    many: new Set(many.map(([event]) => event)),
    groups: new Set(groups),
    pointers,
    phases,
    shapes: shapesOf(document),
  };
}

function collectPaths(
  document: AgreementDocument,
  faults: DocumentFault[],
): { pointers: Map<string, string>; phases: Map<string, string[]> } {
  const pointers = new Map<string, string>();
  const phases = new Map<string, string[]>();
  const add = (path: string, pointer: string): void => {
    const before = pointers.get(path);
    if (before === undefined) {
      pointers.set(path, pointer);
      return;
    }
    faults.push({
      pointer: `${pointer}/id`,
      detail: `the id "${path}" is already used at ${before}`,
      expected: 'a different id for every obligation and phase',
      example: `id: ${path.split('.').at(-1)}-2`,
    });
  };
  for (const [i, obligation] of document.obligations.entries()) {
    const pointer = `/obligations/${i}`;
    add(obligation.id, pointer);
    for (const [j, phase] of (obligation.phases ?? []).entries()) {
      const path = `${obligation.id}.${phase.id}`;
      add(path, `${pointer}/phases/${j}`);
      if (phase.id === NOTICE_CLOSES && obligation.renews !== undefined) {
        faults.push({
          pointer: `${pointer}/phases/${j}/id`,
          detail: `the id "${path}" is reserved: "renews" adds the last day for notice under it`,
          expected: 'another id for this phase',
          example: 'id: notice-given',
        });
      }
      phases.set(obligation.id, [...(phases.get(obligation.id) ?? []), path]);
    }
  }
  return { pointers, phases };
}

function shapesOf(document: AgreementDocument): Map<string, TimingShape> {
  const shapes = new Map<string, TimingShape>();
  for (const obligation of document.obligations) {
    const each = eachOf(obligation['for each'], document);
    shapes.set(obligation.id, shapeOf(obligation, each));
    for (const phase of obligation.phases ?? []) {
      shapes.set(`${obligation.id}.${phase.id}`, shapeOf(phase, each));
    }
  }
  return shapes;
}

function shapeOf(timing: Timing, each: TimingShape['each']): TimingShape {
  const { due, holds, falls } = timing.cases?.[0] ?? timing;
  let kind: TimingShape['kind'] = 'none';
  if (due !== undefined) kind = 'due';
  else if (falls !== undefined) kind = 'falls';
  else if (holds !== undefined) kind = 'holds';
  return {
    kind,
    undated: due?.trim() === 'undated',
    ends: /\b(?:until|for|while|during|alongside)\b/.test(holds ?? ''),
    repeats: /^\s*every\b/.test(due ?? falls ?? ''),
    opens: timing.opens !== undefined || timing.cases?.[0]?.opens !== undefined,
    extends: timing.extends !== undefined,
    renews: timing.renews !== undefined,
    ...(each === undefined ? {} : { each }),
  };
}

function eachOf(each: PartyList | undefined, document: AgreementDocument): TimingShape['each'] {
  if (each === undefined) return undefined;
  return typeof each === 'string' && Object.hasOwn(document.events ?? {}, each)
    ? 'occurrence'
    : 'party';
}

/** The ids of the parties that an id or a group names. */
export function partiesOf(document: AgreementDocument, name: string): string[] {
  const parties = Object.entries(document.parties ?? {});
  return parties
    .filter(([id, party]) => id === name || party.groups?.includes(name) === true)
    .map(([id]) => id);
}

/** Whether an event happens once for each of several parties. */
function isSeveral(document: AgreementDocument, by: PartyList | undefined): boolean {
  if (by === undefined) return false;
  if (typeof by !== 'string') return by.length > 1;
  return !Object.hasOwn(document.parties ?? {}, by);
}
