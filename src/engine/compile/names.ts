import type { AgreementDocument, DocumentFault, PartyList, Timing } from '../model/document';
import type { ScheduledMoment } from '../phrase/tree';
import type { Names, TimingShape } from './resolve';

/** The id that a term which renews itself gives to its last day for notice. */
export const NOTICE_CLOSES = 'notice-closes' satisfies ScheduledMoment;

/** Everything a phrase of the document may name; ids used twice are faults. */
export function collectNames(document: AgreementDocument, faults: DocumentFault[]): Names {
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
      detail: `the id "${path}" is used already at ${before}`,
      expected: 'an id of its own for every obligation and phase',
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
          detail: `"${path}" is the last day for notice, which "renews" brings with it`,
          expected: 'another id for this phase',
          example: 'id: notice-given',
        });
      }
      phases.set(obligation.id, [...(phases.get(obligation.id) ?? []), path]);
    }
  }
  const events = new Set(['signing', ...Object.keys(document.events ?? {})]);
  for (const event of events) {
    if (!pointers.has(event)) continue;
    faults.push({
      pointer: `${pointers.get(event)}/id`,
      detail: `"${event}" is the name of an event, too`,
      expected: 'different names for an event and an obligation',
    });
  }
  const many = Object.entries(document.events ?? {})
    .filter(([, { by, repeats }]) => repeats === true || isSeveral(document, by))
    .map(([event]) => event);
  const shapes = new Map<string, TimingShape>();
  for (const obligation of document.obligations) {
    const each = eachOf(obligation['for each'], document);
    shapes.set(obligation.id, shapeOf(obligation, each));
    for (const phase of obligation.phases ?? []) {
      shapes.set(`${obligation.id}.${phase.id}`, shapeOf(phase, each));
    }
  }
  const groups = Object.entries(document.parties ?? {}).flatMap(([id, party]) => [
    id,
    ...(party.groups ?? []),
  ]);
  return {
    events,
    many: new Set(many),
    groups: new Set(groups),
    pointers,
    phases,
    shapes,
  };
}

function shapeOf(timing: Timing, each: TimingShape['each']): TimingShape {
  const { due, holds, falls } = timing.cases?.[0] ?? timing;
  return {
    kind:
      due === undefined
        ? falls === undefined
          ? holds === undefined
            ? 'none'
            : 'holds'
          : 'falls'
        : 'due',
    undated: due?.trim() === 'undated',
    ends: /\b(?:until|for|while|during)\b/.test(holds ?? ''),
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

/** The parties that an id or a group stands for. */
export function partiesOf(document: AgreementDocument, name: string): string[] {
  const parties = Object.entries(document.parties ?? {});
  return parties
    .filter(([id, party]) => id === name || party.groups?.includes(name) === true)
    .map(([id]) => id);
}

function isSeveral(document: AgreementDocument, by: PartyList | undefined): boolean {
  if (by === undefined) return false;
  if (typeof by !== 'string') return by.length > 1;
  return !Object.hasOwn(document.parties ?? {}, by);
}
