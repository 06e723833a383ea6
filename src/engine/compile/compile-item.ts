import type { Convention } from '../counting/convention';
import { CONVENTIONS, DEFAULT_CONVENTION } from '../counting/conventions';
import type { AgreementDocument, DocumentFault, PartyList } from '../model/document';
import { printCond, printDue, printFalls, printHolds, printMoment } from '../phrase/print';
import { checkKeys } from './compile-keys';
import { type EntryContext, type ParsedTiming, parseTiming } from './compile-timing';
import type { Case, Item } from './item';
import { partiesOf } from './names';
import { natureOf } from './nature';
import { suggestion } from './suggest';

/** Parses one obligation or phase; what is wrong goes to `place.faults`. */
export function compileItem(place: EntryContext): Item | undefined {
  const { document, obligation, phase, pointer } = place;
  const timing = phase ?? obligation;
  const timed = parseTiming(place, timing, pointer);
  const cases = timing.cases?.map((one, i) => parseTiming(place, one, `${pointer}/cases/${i}`));
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

function eachOf(place: EntryContext): Pick<Item, 'eachParty' | 'eachEvent'> {
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

function phraseOf({ due, holds, falls, opens }: ParsedTiming): string {
  if (due !== undefined) return printDue(due);
  if (holds !== undefined) return printHolds(holds);
  if (falls !== undefined) return printFalls(falls);
  return opens === undefined ? '' : `opens ${printMoment(opens)}`;
}

function phraseOfCase(one: Case): string {
  return one.when === undefined ? phraseOf(one) : `when ${printCond(one.when)}: ${phraseOf(one)}`;
}

function conventionOf({ document, obligation, phase, faults, pointer }: EntryContext): Convention {
  const name = phase?.counting ?? obligation.counting ?? document.counting ?? DEFAULT_CONVENTION;
  const own = (phase ?? obligation).counting;
  if (own !== undefined && !CONVENTIONS.has(own))
    faults.push(unknownConvention(`${pointer}/counting`, own));
  return CONVENTIONS.get(name) ?? (CONVENTIONS.get(DEFAULT_CONVENTION) as Convention);
}

function checkParties({ document, obligation, phase, faults, pointer }: EntryContext): void {
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
