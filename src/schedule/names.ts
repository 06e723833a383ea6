import type { AgreementDocument, DocumentFault, PartyList } from './document';
import type { Names } from './resolve';

/** Everything a phrase of the document may name; ids used twice are faults. */
export function namesOf(document: AgreementDocument, faults: DocumentFault[]): Names {
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
  const each = document.obligations
    .filter((obligation) => obligation['for each'] !== undefined)
    .flatMap(({ id, phases: own = [] }) => [id, ...own.map((phase) => `${id}.${phase.id}`)]);
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
    each: new Set(each),
  };
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
