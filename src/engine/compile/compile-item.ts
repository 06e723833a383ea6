import { CONVENTIONS, type Convention, DEFAULT_CONVENTION } from '../counting/convention';
import type {
  AgreementDocument,
  DocumentFault,
  Obligation,
  PartyList,
  Phase,
} from '../model/document';
import type { Instant, Kind, Nature } from '../model/milestone';
import type { Value } from '../model/value';
import { printCond, printDue, printFalls, printHolds, printMoment } from '../phrase/print';
import { checkKeys } from './compile-keys';
import { readTiming, type Timed } from './compile-timing';
import { partiesOf } from './names';
import { natureOf } from './nature';
import type { Names } from './resolve';
import { suggestion } from './suggest';

/** One of the alternatives of `cases`; the last has no `when`. */
export type Case = Timed;

/** One obligation or phase, its phrases parsed and every name resolved. */
export interface Item extends Timed {
  /** What its milestones' ids begin with: `agreement/obligation[.phase]`. */
  id: string;
  path: string;
  title: string;
  obligation: Obligation;
  phase?: Phase;
  kind: Kind;
  /** As of its milestones. */
  nature?: Nature;
  /** Of the last day for notice: the path of the term that notice keeps from being renewed. */
  noticeOf?: string;
  cases?: readonly Case[];
  /** A clock for each of these parties, or for each occurrence of this event. */
  eachParty?: readonly string[];
  eachEvent?: string;
  /** The timing printed back from its tree. */
  phrase: string;
  zone: string;
  convention: Convention;
  calendars: readonly string[];
  obligors: readonly string[];
  beneficiaries: readonly string[];
  /** Of one clock among several: whose it is, and what its milestone's id ends in. */
  party?: string;
  each?: number;
  suffix?: string;
  /** Of one occurrence among several: its date and number. */
  fixed?: Value;
  ordinal?: number;
  /** Of an item with cases: what could still choose another case. */
  open?: readonly string[];
  assumed?: boolean;
  /** Since when the condition of the case chosen is met; absent where it has none. */
  chosenAt?: Instant;
  /** Overrides the convention: whether the last day rolls off a non-working day. */
  rolls?: boolean;
}

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
  const { document, obligation, phase, pointer } = place;
  const timing = phase ?? obligation;
  const timed = readTiming(place, timing, pointer);
  const cases = timing.cases?.map((one, i) => readTiming(place, one, `${pointer}/cases/${i}`));
  checkKeys(place, timed);
  checkParties(place);
  const convention = conventionOf(place);
  const kinds = timing.cases?.[0] ?? timing;
  if (place.isParent && timing.due === undefined && timing.holds === undefined) return undefined;
  const path = phase === undefined ? obligation.id : `${obligation.id}.${phase.id}`;
  const part = phase && `: ${phase.title ?? phase.id}`;
  const own = phase ?? obligation;
  const all = cases === undefined ? timed : { ...timed, cases };
  const nature = natureOf(all, own.marks, `${own.title ?? ''} ${own.id}`);
  return {
    ...timed,
    id: `${document.id}/${path}`,
    path,
    title: `${obligation.title}${part ?? ''}`,
    obligation,
    ...(phase === undefined ? {} : { phase }),
    kind:
      kinds.holds === undefined
        ? kinds.falls === undefined
          ? 'achievement'
          : 'occasion'
        : 'maintenance',
    ...(nature === undefined ? {} : { nature }),
    ...(cases === undefined ? {} : { cases }),
    ...eachOf(place),
    phrase: cases === undefined ? phraseOf(timed) : cases.map(phraseOfCase).join('; otherwise '),
    zone: phase?.zone ?? obligation.zone ?? document.zone,
    convention,
    calendars: phase?.calendars ?? obligation.calendars ?? document.calendars ?? [],
    obligors: members(document, phase?.obligor ?? obligation.obligor),
    beneficiaries: members(document, phase?.beneficiary ?? obligation.beneficiary),
  };
}

function eachOf(place: Place): Pick<Item, 'eachParty' | 'eachEvent'> {
  const { obligation, document, names, faults, pointer } = place;
  const each = obligation['for each'];
  if (each === undefined) return {};
  if (typeof each === 'string' && names.events.has(each)) return { eachEvent: each };
  const parties = [...new Set(list(each).flatMap((one) => partiesOf(document, one)))];
  if (parties.length === 0) {
    const known = [...names.groups, ...names.events];
    faults.push({
      pointer: `${pointer}/for each`,
      detail: `"${list(each).join(', ')}" is no party, group of parties or event${suggestion(list(each)[0] ?? '', known)}`,
      expected: 'a group of parties, a list of parties, or an event that repeats',
      ...(known.length === 0 ? {} : { example: `for each: ${known[0]}` }),
    });
  }
  return { eachParty: parties };
}

function phraseOf({ due, holds, falls, opens }: Timed): string {
  if (due !== undefined) return printDue(due);
  if (holds !== undefined) return printHolds(holds);
  if (falls !== undefined) return printFalls(falls);
  return opens === undefined ? '' : `opens ${printMoment(opens)}`;
}

function phraseOfCase(one: Case): string {
  return one.when === undefined ? phraseOf(one) : `when ${printCond(one.when)}: ${phraseOf(one)}`;
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
        example: `parties: {${party}: {name: ${titleOf(party)}}}`,
      });
    }
  }
}

/** A name for a party that has an id only: "guarantor-states" becomes "Guarantor states". */
function titleOf(id: string): string {
  return id.charAt(0).toUpperCase() + id.slice(1).replaceAll('-', ' ');
}

export function unknownConvention(pointer: string, name: string): DocumentFault {
  return {
    pointer,
    detail: `there is no counting convention "${name}"${suggestion(name, [...CONVENTIONS.keys()])}`,
    expected: `one of ${[...CONVENTIONS.keys()].join(', ')}`,
    example: `counting: ${DEFAULT_CONVENTION}`,
  };
}

/** Parties by id, a group as its members: each of them owes it. */
function members(document: AgreementDocument, parties: PartyList | undefined): string[] {
  return [...new Set(list(parties).flatMap((name) => partiesOf(document, name)))];
}

function list(parties: PartyList | undefined): readonly string[] {
  if (parties === undefined) return [];
  return typeof parties === 'string' ? [parties] : parties;
}
