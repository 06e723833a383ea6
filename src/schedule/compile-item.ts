import { CONVENTIONS, type Convention, DEFAULT_CONVENTION } from './convention';
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

const EXAMPLES = {
  due: 'within 100 days of signing',
  holds: 'from signing until 2 years after signing',
  falls: '8 years after signing',
  opens: '6 months after signing',
  grace: '72 hours',
} as const;

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

export interface Place {
  document: AgreementDocument;
  names: Names;
  faults: DocumentFault[];
  obligation: Obligation;
  phase?: Phase;
  pointer: string;
  isParent: boolean;
}

/** Parses one obligation or phase; what is wrong goes to `place.faults`. */
export function compileItem(place: Place): Item | undefined {
  const { document, obligation, phase } = place;
  const phrases = {
    ...optional('due', read(place, 'due', parseDue)),
    ...optional('holds', read(place, 'holds', parseHolds)),
    ...optional('falls', read(place, 'falls', parseMoment)),
    ...optional('opens', read(place, 'opens', parseMoment)),
    ...optional('grace', read(place, 'grace', parseGrace)),
  };
  checkKeys(place);
  checkParties(place);
  const convention = conventionOf(place);
  const timing = phase ?? obligation;
  if (place.isParent && timing.due === undefined && timing.holds === undefined) return undefined;
  return {
    path: phase === undefined ? obligation.id : `${obligation.id}.${phase.id}`,
    obligation,
    ...(phase === undefined ? {} : { phase }),
    kind:
      timing.holds === undefined
        ? timing.falls === undefined
          ? 'achievement'
          : 'occasion'
        : 'maintenance',
    ...phrases,
    phrase: phraseOf(phrases),
    zone: phase?.zone ?? obligation.zone ?? document.zone,
    convention,
    obligors: list(phase?.obligor ?? obligation.obligor),
    beneficiaries: list(phase?.beneficiary ?? obligation.beneficiary),
  };
}

/** The tree of one key's phrase with its names resolved; undefined where it is absent or faulty. */
function read<T extends object>(
  place: Place,
  key: keyof typeof EXAMPLES,
  parse: (text: string) => Parsed<T>,
): T | undefined {
  const { faults, names, obligation, phase } = place;
  const pointer = `${place.pointer}/${key}`;
  const text = (phase ?? obligation)[key];
  if (text === undefined) return undefined;
  const example = EXAMPLES[key];
  const result = parse(text);
  if (!result.ok) {
    faults.push({ pointer, example, ...result.fault });
    return undefined;
  }
  if (/\bworking\b/.test(text)) {
    faults.push({
      pointer,
      detail: 'working days are not counted by this version',
      expected: 'calendar days',
      example,
    });
  }
  return resolvePlain(result.tree, names, phase && obligation.id, (ref, detail, expected) => {
    const offset = Math.max(0, text.indexOf(ref));
    faults.push({ pointer, detail, expected, example, at: { offset, length: ref.length } });
  });
}

function optional<K extends string, T>(key: K, value: T | undefined): { [key in K]?: T } {
  return value === undefined ? {} : ({ [key]: value } as { [key in K]?: T });
}

/** A key that this version does not count by, two kinds of timing at once, or none at all. */
function checkKeys({ obligation, phase, faults, pointer, isParent }: Place): void {
  const timing = phase ?? obligation;
  for (const key of UNCOUNTED) {
    if (!(key in timing)) continue;
    const detail = `"${key}" is not counted by this version`;
    faults.push({
      pointer: `${pointer}/${key}`,
      detail,
      expected: 'due, holds, falls, opens, grace or phases',
    });
  }
  const kinds = (['due', 'holds', 'falls'] as const).filter((key) => timing[key] !== undefined);
  if (kinds.length > 1) {
    const detail = `says ${kinds.join(' and ')}`;
    faults.push({
      pointer,
      detail,
      expected: 'one of due, holds and falls',
      example: `due: ${EXAMPLES.due}`,
    });
  }
  if (kinds.length === 0 && timing.opens === undefined && !isParent) {
    const detail = `"${timing.id}" says nothing about time`;
    faults.push({
      pointer,
      detail,
      expected: 'due, holds, falls or opens',
      example: 'due: undated',
    });
  }
}

function phraseOf({ due, holds, falls, opens }: Partial<Item>): string {
  if (due !== undefined) return printDue(due);
  if (holds !== undefined) return printHolds(holds);
  if (falls !== undefined) return printPlain(falls);
  return opens === undefined ? '' : `opens ${printPlain(opens)}`;
}

function conventionOf({ document, obligation, phase, faults, pointer }: Place): Convention {
  const name = phase?.counting ?? obligation.counting ?? document.counting ?? DEFAULT_CONVENTION;
  const own = (phase ?? obligation).counting;
  if (own !== undefined && !CONVENTIONS.has(own))
    faults.push(unknownConvention(`${pointer}/counting`, own));
  return CONVENTIONS.get(name) ?? (CONVENTIONS.get(DEFAULT_CONVENTION) as Convention);
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

export function unknownConvention(pointer: string, name: string): DocumentFault {
  return {
    pointer,
    detail: `there is no counting convention "${name}"${suggestion(name, [...CONVENTIONS.keys()])}`,
    expected: `one of ${[...CONVENTIONS.keys()].join(', ')}`,
    example: `counting: ${DEFAULT_CONVENTION}`,
  };
}

function list(parties: PartyList | undefined): readonly string[] {
  if (parties === undefined) return [];
  return typeof parties === 'string' ? [parties] : parties;
}
