import type { Convention } from '../counting/convention';
import { D_PLUS_N, DEFAULT_CONVENTION } from '../counting/conventions';
import type {
  AgreementDocument,
  Obligation,
  PartyList,
  Phase,
  Texts,
  Timing,
} from '../model/document';
import type { Kind } from '../model/milestone';
import { printCond, printDue, printFalls, printHolds, printMoment } from '../phrase/print';
import { parseQuantity } from '../phrase/quantity';
import { checkKeys } from './compile-keys';
import { type EntryContext, type ParsedTiming, parseTiming } from './compile-timing';
import type { Case, Item } from './item';
import { partiesOf } from './names';
import { natureOf } from './nature';
import { unknownConvention } from './own-conventions';
import { suggestion } from './suggest';

/**
 * Compiles one obligation or phase; what is wrong is added to `entry.faults`.
 * @returns undefined for an obligation that only groups its phases.
 */
export function compileItem(entry: EntryContext): Item | undefined {
  const { document, obligation, phase, pointer } = entry;
  const own = phase ?? obligation;
  const parsed = parseTiming(entry, own, pointer);
  const cases = own.cases?.map((one, i) => parseTiming(entry, one, `${pointer}/cases/${i}`));
  checkKeys(entry, parsed);
  checkParties(entry);
  const convention = conventionOf(entry);
  const calendars = phase?.calendars ?? obligation.calendars;
  if (entry.isParent && own.due === undefined && own.holds === undefined) return undefined;
  const path = phase === undefined ? obligation.id : `${obligation.id}.${phase.id}`;
  const part = phase && `: ${phase.title ?? phase.id}`;
  const all = cases === undefined ? parsed : { ...parsed, cases };
  const kind = kindOf(own.cases?.[0] ?? own);
  // What is held or comes by itself is not delivered.
  const amount = kind === 'achievement' ? (own.quantity ?? obligation.quantity) : undefined;
  const quantity = amount === undefined ? undefined : parseQuantity(amount);
  const nature = natureOf(all, own.marks, `${own.title ?? ''} ${own.id}`);
  return {
    ...parsed,
    id: `${document.id}/${path}`,
    path,
    title: `${obligation.title}${part ?? ''}`,
    ...titlesOf(obligation, phase),
    obligation,
    ...(phase === undefined ? {} : { phase }),
    kind,
    ...(quantity === undefined ? {} : { quantity }),
    ...(nature === undefined ? {} : { nature }),
    ...(cases === undefined ? {} : { cases }),
    ...eachOf(entry),
    phrase: cases === undefined ? phraseOf(parsed) : cases.map(phraseOfCase).join('; otherwise '),
    zone: phase?.zone ?? obligation.zone ?? document.zone,
    convention,
    calendars: calendars ?? convention.calendars ?? document.calendars ?? [],
    obligors: members(document, phase?.obligor ?? obligation.obligor),
    beneficiaries: members(document, phase?.beneficiary ?? obligation.beneficiary),
  };
}

/** The titles in each language that the obligation or the phase has. */
export function titlesOf(obligation: Obligation, phase: Phase | undefined): { titles?: Texts } {
  const languages = [...Object.keys(obligation.titles ?? {}), ...Object.keys(phase?.titles ?? {})];
  if (languages.length === 0) return {};
  const titleIn = (language: string): string => {
    const whole = obligation.titles?.[language] ?? obligation.title;
    if (phase === undefined) return whole;
    return `${whole}: ${phase.titles?.[language] ?? phase.title ?? phase.id}`;
  };
  return { titles: Object.fromEntries(languages.map((one) => [one, titleIn(one)])) };
}

function kindOf({ holds, falls }: Timing): Kind {
  if (holds !== undefined) return 'maintenance';
  return falls === undefined ? 'achievement' : 'occasion';
}

function eachOf(entry: EntryContext): Pick<Item, 'eachParty' | 'eachEvent'> {
  const { obligation, document, names, faults, pointer } = entry;
  const each = obligation['for each'];
  if (each === undefined) return {};
  if (typeof each === 'string' && names.events.has(each)) return { eachEvent: each };
  const parties = [...new Set(list(each).flatMap((one) => partiesOf(document, one)))];
  if (parties.length === 0) {
    const known = [...names.groups, ...names.events];
    faults.push({
      pointer: `${pointer}/for each`,
      detail: `"${list(each).join(', ')}" is not a party, a group of parties or an event${suggestion(list(each)[0] ?? '', known)}`,
      expected: 'a group of parties, a list of parties, or an event that repeats',
      ...(known.length === 0 ? {} : { example: `for each: ${known[0]}` }),
    });
  }
  return { eachParty: parties };
}

function phraseOf({ due, holds, falls, opens, target }: ParsedTiming): string {
  if (due !== undefined) return printDue(due);
  if (holds !== undefined) return printHolds(holds);
  if (falls !== undefined) return printFalls(falls);
  if (target !== undefined) return `target ${printMoment(target)}`;
  return opens === undefined ? '' : `opens ${printMoment(opens)}`;
}

function phraseOfCase(one: Case): string {
  return one.when === undefined ? phraseOf(one) : `when ${printCond(one.when)}: ${phraseOf(one)}`;
}

function conventionOf(entry: EntryContext): Convention {
  const { document, conventions, obligation, phase, faults, pointer } = entry;
  const name = phase?.counting ?? obligation.counting ?? document.counting ?? DEFAULT_CONVENTION;
  const own = (phase ?? obligation).counting;
  if (own !== undefined && !conventions.has(own))
    faults.push(unknownConvention(`${pointer}/counting`, own, conventions.keys()));
  return conventions.get(name) ?? D_PLUS_N;
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
        detail: `"${party}" is not a declared party${suggestion(party, known)}`,
        expected:
          known.size === 0 ? 'a party declared under parties' : `one of ${[...known].join(', ')}`,
        example: `parties: {${party}: {name: ${titleOf(party)}}}`,
      });
    }
  }
}

/** An example of a name for a party id: "Guarantor states" for "guarantor-states". */
function titleOf(id: string): string {
  return id.charAt(0).toUpperCase() + id.slice(1).replaceAll('-', ' ');
}

/** The ids of parties, each group replaced by its members. */
function members(document: AgreementDocument, parties: PartyList | undefined): string[] {
  return [...new Set(list(parties).flatMap((name) => partiesOf(document, name)))];
}

function list(parties: PartyList | undefined): readonly string[] {
  if (parties === undefined) return [];
  return typeof parties === 'string' ? [parties] : parties;
}
