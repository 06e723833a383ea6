import type { Fault } from '../../../base/refusal';
import type { Agreement } from '../../../engine/compile/agreement';
import type { Item } from '../../../engine/compile/item';
import { noticeFault, subjectsOf } from '../../../engine/compile/notice';
import { suggestion } from '../../../engine/compile/suggest';
import {
  APPLIES_TO_EVERY_CLOCK,
  type FactSubject,
  factKind,
  type RecordedKind,
  UNSCHEDULED_KINDS,
  WHOLE_AGREEMENT,
} from '../../../engine/model/fact-kinds';
import { type FactRequest, KINDS_RECORDED, type ObservedRequest } from './fact-request';

/** What a fact is about: an event, an obligation or phase, or the whole agreement. */
export interface Subject {
  kind: RecordedKind;
  subject: string;
}

/** How many names an error lists before it stops. */
const NAMES_SHOWN = 20;

/** The kind and subject of a fact, or the fault of the key that names them. */
export function subjectOf(agreement: Agreement, request: ObservedRequest): Subject | Fault {
  if ('event' in request) return eventOf(agreement, request.event);
  if ('was' in request) return momentOf(agreement, request.was);
  return wholeOf(request.agreement);
}

function eventOf(agreement: Agreement, event: string): Subject | Fault {
  const known = [...new Set(['signing', ...Object.keys(agreement.document.events ?? {})])];
  if (known.includes(event)) return { kind: 'occurred', subject: event };
  return {
    pointer: '/event',
    detail: `"${event}" is no event${suggestion(event, known)}`,
    expected: `one of ${nameList(known)}`,
  };
}

function momentOf(agreement: Agreement, was: string): Subject | Fault {
  const dot = was.lastIndexOf('.');
  const [subject, kind] = [was.slice(0, Math.max(dot, 0)), was.slice(dot + 1)];
  const paths = subjectsOf(agreement);
  const fault = (detail: string, expected: string): Fault => ({
    pointer: '/was',
    detail,
    expected,
    example: `${paths[0]}.fulfilled`,
  });
  const phases = agreement.phases.get(subject);
  if (!agreement.byPath.has(subject)) {
    return phases === undefined
      ? fault(
          `"${subject}" is no obligation or phase${suggestion(subject, paths)}`,
          `one of ${nameList(paths)}`,
        )
      : fault(
          `"${subject}" is fulfilled when all its phases are`,
          `one of its phases: ${nameList(phases)}`,
        );
  }
  const notice = noticeFault(agreement, subject);
  if (notice !== undefined) {
    const { detail, expected, event } = notice;
    return { pointer: '/was', detail, expected, example: `"event": "${event}"` };
  }
  if (isAbout(kind, 'obligation')) return { kind, subject };
  const kinds = kindsAbout('obligation');
  const detail = `"${kind}" cannot be recorded${suggestion(kind, kinds)}`;
  return fault(detail, `one of ${kinds.join(', ')}`);
}

function wholeOf(kind: string): Subject | Fault {
  if (isAbout(kind, 'agreement')) return { kind, subject: WHOLE_AGREEMENT };
  return {
    pointer: '/agreement',
    detail: `"${kind}" cannot be recorded of an agreement`,
    expected: `one of ${kindsAbout('agreement').join(', ')}`,
  };
}

function isAbout(kind: string, subject: FactSubject): kind is RecordedKind {
  return KINDS_RECORDED.includes(kind) && (factKind(kind)?.of.includes(subject) ?? false);
}

function kindsAbout(subject: FactSubject): string[] {
  return KINDS_RECORDED.filter((kind) => isAbout(kind, subject));
}

/** A party that is none, or one that does not owe what it is said to have fulfilled: it would change nothing. */
export function partyFaults(
  agreement: Agreement,
  { kind, subject }: Subject,
  by: string | undefined,
): Fault[] {
  if (by === undefined) return [];
  const parties = Object.keys(agreement.document.parties ?? {});
  if (!parties.includes(by)) {
    return [
      {
        pointer: '/by',
        detail: `"${by}" is no party${suggestion(by, parties)}`,
        expected: `one of ${nameList(parties)}`,
      },
    ];
  }
  const obligors = agreement.byPath.get(subject)?.obligors ?? [];
  if (kind !== 'fulfilled' || obligors.length === 0 || obligors.includes(by)) return [];
  return [
    {
      pointer: '/by',
      detail: `"${by}" does not owe "${subject}"`,
      expected: `one of ${nameList(obligors)}, or nobody when all have fulfilled it`,
    },
  ];
}

/** A duty that runs several clocks, and no word of whose or which: it would be told of the wrong one. */
export function clockFaults(
  agreement: Agreement,
  { kind, subject }: Subject,
  { by, ordinal }: Pick<ObservedRequest, 'by' | 'ordinal'>,
): Fault[] {
  const item = agreement.byPath.get(subject);
  if (item === undefined || APPLIES_TO_EVERY_CLOCK.includes(kind) || isUnread(kind)) return [];
  const faults: Fault[] = [];
  const { eachParty, eachEvent } = item;
  if (eachParty !== undefined && by === undefined) {
    const detail = `"${subject}" runs a clock for each party, and whose this is about is not said`;
    faults.push({ pointer: '/by', detail, expected: `one of ${nameList(eachParty)}` });
  }
  if ((eachEvent !== undefined || recurs(item)) && ordinal === undefined) {
    const detail = `"${subject}" falls due more than once, and which time this is about is not said`;
    const expected = 'the number after # in the id of its milestone';
    faults.push({ pointer: '/ordinal', detail, expected, example: '{"ordinal": 1}' });
  }
  return faults;
}

function recurs(item: Item): boolean {
  return [item, ...(item.cases ?? [])].some(
    ({ due, falls }) => due?.type === 'every' || falls?.type === 'every',
  );
}

function isUnread(kind: RecordedKind): boolean {
  return (UNSCHEDULED_KINDS as readonly RecordedKind[]).includes(kind);
}

/** The key that names what a request is about. */
export function namingKey(request: FactRequest): '/event' | '/was' | '/agreement' | '/retracts' {
  if ('event' in request) return '/event';
  if ('was' in request) return '/was';
  return 'agreement' in request ? '/agreement' : '/retracts';
}

function nameList(names: readonly string[]): string {
  const more = names.length > NAMES_SHOWN ? ` and ${names.length - NAMES_SHOWN} more` : '';
  return names.slice(0, NAMES_SHOWN).join(', ') + more;
}
