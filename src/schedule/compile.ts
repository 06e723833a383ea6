import { CONVENTIONS, type Convention, DEFAULT_CONVENTION } from './convention';
import { findCycle } from './cycle';
import type { AgreementDocument, DocumentFault, Obligation, PartyList, Phase } from './document';
import type { Kind } from './model';
import { parseDue, parseGrace, parseHolds, parseMoment } from './phrase/parse';
import { printDue, printHolds, printPlain } from './phrase/print';
import type { Due, Holds, Parsed, Period, Plain } from './phrase/tree';
import { type Names, resolvePlain } from './resolve';
import { suggestion } from './suggest';

/** One obligation or phase, its phrases parsed and every name resolved. */
export interface Item {
  path: string;
  obligation: Obligation;
  phase?: Phase;
  kind: Kind;
  due?: Due;
  holds?: Holds;
  falls?: Plain;
  opens?: Plain;
  grace?: Period;
  /** The timing printed back from its tree. */
  phrase: string;
  zone: string;
  convention: Convention;
  obligors: readonly string[];
  beneficiaries: readonly string[];
}

/** A document ready to be scheduled. */
export interface Agreement {
  document: AgreementDocument;
  items: readonly Item[];
  byPath: ReadonlyMap<string, Item>;
  /** The paths of the phases of each obligation that has some. */
  phases: ReadonlyMap<string, readonly string[]>;
}

export type Compiled = { ok: true; agreement: Agreement } | { ok: false; faults: DocumentFault[] };

const UNCOUNTED = [
  'target',
  'when',
  'unless',
  'renews',
  'extends',
  'pauses',
  'reverts',
  'supersedes',
  'cases',
  'for each',
] as const;

/**
 * Parses every phrase of a document and resolves every name in it. All faults come back at once, each with
 * the JSON Pointer of what is wrong; nothing is thrown.
 */
export function compile(document: AgreementDocument): Compiled {
  const faults: DocumentFault[] = [];
  const names = namesOf(document, faults);
  const conventionName = document.counting ?? DEFAULT_CONVENTION;
  if (CONVENTIONS[conventionName] === undefined)
    faults.push(unknownConvention('/counting', conventionName));
  const items: Item[] = [];
  for (const [i, obligation] of document.obligations.entries()) {
    const pointer = `/obligations/${i}`;
    const whole = compileItem({
      document,
      names,
      faults,
      obligation,
      pointer,
      isParent: obligation.phases !== undefined,
    });
    if (whole !== undefined) items.push(whole);
    for (const [j, phase] of (obligation.phases ?? []).entries()) {
      const item = compileItem({
        document,
        names,
        faults,
        obligation,
        phase,
        pointer: `${pointer}/phases/${j}`,
        isParent: false,
      });
      if (item !== undefined) items.push(item);
    }
  }
  const byPath = new Map(items.map((item) => [item.path, item]));
  faults.push(...findCycle(items, byPath, names.phases, names.pointers));
  if (faults.length > 0) return { ok: false, faults };
  return { ok: true, agreement: { document, items, byPath, phases: names.phases } };
}

function namesOf(document: AgreementDocument, faults: DocumentFault[]): Names {
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
  return { events, pointers, phases };
}

interface Place {
  document: AgreementDocument;
  names: Names;
  faults: DocumentFault[];
  obligation: Obligation;
  phase?: Phase;
  pointer: string;
  isParent: boolean;
}

function compileItem(place: Place): Item | undefined {
  const { document, names, faults, obligation, phase, pointer } = place;
  const timing = phase ?? obligation;
  for (const key of UNCOUNTED) {
    if (key in timing)
      faults.push({
        pointer: `${pointer}/${key}`,
        detail: `"${key}" is not counted by this version`,
      });
  }
  const read = <T>(
    key: 'due' | 'holds' | 'falls' | 'opens' | 'grace',
    parse: (text: string) => Parsed<T>,
  ): T | undefined => {
    const text = timing[key];
    if (text === undefined) return undefined;
    const result = parse(text);
    if (result.ok) return result.tree;
    faults.push({ pointer: `${pointer}/${key}`, ...result.fault });
    return undefined;
  };
  const within = phase === undefined ? undefined : obligation.id;
  const resolve = <T extends object>(key: string, tree: T | undefined): T | undefined => {
    if (tree === undefined) return undefined;
    return resolvePlain(tree, names, within, (ref, detail, expected) => {
      const text = String((timing as unknown as Record<string, unknown>)[key]);
      const offset = Math.max(0, text.indexOf(ref));
      faults.push({
        pointer: `${pointer}/${key}`,
        detail,
        expected,
        example: 'within 100 days of signing',
        at: { offset, length: ref.length },
      });
    });
  };
  const due = resolve('due', read('due', parseDue));
  const holds = resolve('holds', read('holds', parseHolds));
  const falls = resolve('falls', read('falls', parseMoment));
  const opens = resolve('opens', read('opens', parseMoment));
  const grace = read('grace', parseGrace);
  const kinds = (['due', 'holds', 'falls'] as const).filter((key) => timing[key] !== undefined);
  if (kinds.length > 1) {
    faults.push({
      pointer,
      detail: `says ${kinds.join(' and ')}`,
      expected: 'one of due, holds and falls',
      example: 'due: within 100 days of signing',
    });
  }
  if (kinds.length === 0 && opens === undefined && !place.isParent && timing.opens === undefined) {
    faults.push({
      pointer,
      detail: `"${timing.id}" says nothing about time`,
      expected: 'due, holds, falls or opens',
      example: 'due: undated',
    });
  }
  const convention = conventionOf(place);
  checkParties(place);
  if (place.isParent && kinds.length === 0) return undefined;
  return {
    path: phase === undefined ? obligation.id : `${obligation.id}.${phase.id}`,
    obligation,
    ...(phase === undefined ? {} : { phase }),
    kind:
      holds !== undefined || timing.holds !== undefined
        ? 'maintenance'
        : falls !== undefined
          ? 'occasion'
          : 'achievement',
    ...(due === undefined ? {} : { due }),
    ...(holds === undefined ? {} : { holds }),
    ...(falls === undefined ? {} : { falls }),
    ...(opens === undefined ? {} : { opens }),
    ...(grace === undefined ? {} : { grace }),
    phrase: phraseOf(due, holds, falls, opens),
    zone: phase?.zone ?? obligation.zone ?? document.zone,
    convention,
    obligors: list(phase?.obligor ?? obligation.obligor),
    beneficiaries: list(phase?.beneficiary ?? obligation.beneficiary),
  };
}

function phraseOf(due?: Due, holds?: Holds, falls?: Plain, opens?: Plain): string {
  if (due !== undefined) return printDue(due);
  if (holds !== undefined) return printHolds(holds);
  if (falls !== undefined) return printPlain(falls);
  return opens === undefined ? '' : `opens ${printPlain(opens)}`;
}

function conventionOf({ document, obligation, phase, faults, pointer }: Place): Convention {
  const name = phase?.counting ?? obligation.counting ?? document.counting ?? DEFAULT_CONVENTION;
  const own = (phase ?? obligation).counting;
  if (own !== undefined && CONVENTIONS[own] === undefined)
    faults.push(unknownConvention(`${pointer}/counting`, own));
  return CONVENTIONS[name] ?? (CONVENTIONS[DEFAULT_CONVENTION] as Convention);
}

function checkParties({ document, obligation, phase, faults, pointer }: Place): void {
  const known = new Set(
    Object.entries(document.parties ?? {}).flatMap(([id, party]) => [id, ...(party.groups ?? [])]),
  );
  for (const key of ['obligor', 'beneficiary'] as const) {
    for (const party of list((phase ?? obligation)[key])) {
      if (known.has(party)) continue;
      faults.push({
        pointer: `${pointer}/${key}`,
        detail: `"${party}" is no party${suggestion(party, known)}`,
        expected:
          known.size === 0 ? 'a party declared under parties' : `one of ${[...known].join(', ')}`,
        example: `parties: {${party}: {name: …}}`,
      });
    }
  }
}

function unknownConvention(pointer: string, name: string): DocumentFault {
  return {
    pointer,
    detail: `there is no counting convention "${name}"${suggestion(name, Object.keys(CONVENTIONS))}`,
    expected: `one of ${Object.keys(CONVENTIONS).join(', ')}`,
    example: `counting: ${DEFAULT_CONVENTION}`,
  };
}

function list(parties: PartyList | undefined): readonly string[] {
  if (parties === undefined) return [];
  return typeof parties === 'string' ? [parties] : parties;
}
