import { type Fault, nameList } from '../../../base/refusal';
import type { Agreement } from '../../../engine/compile/agreement';
import type { Item } from '../../../engine/compile/item';
import { noticeFault, subjectsOf } from '../../../engine/compile/notice';
import { suggestion } from '../../../engine/compile/suggest';
import { isScheduled } from '../../../engine/model/fact';
import {
  APPLIES_TO_EVERY_CLOCK,
  type FactSubject,
  factKind,
  type RecordedKind,
  WHOLE_AGREEMENT,
} from '../../../engine/model/fact-kinds';
import { isMoveOf } from '../../../engine/status/moves';
import { type FactRequest, KINDS_RECORDED, type ObservedRequest } from './fact-request';

/** What a fact is about: an event, an obligation or phase, or the whole agreement. */
export interface Subject {
  kind: RecordedKind;
  subject: string;
}

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
    detail: `"${event}" is not an event of this agreement${suggestion(event, known)}`,
    expected: `one of ${nameList(known)}`,
  };
}

function momentOf(agreement: Agreement, was: string): Subject | Fault {
  if (agreement.byPath.has(was)) return momentMissing(agreement, was);
  const dot = was.lastIndexOf('.');
  const [subject, kind] = [was.slice(0, Math.max(dot, 0)), was.slice(dot + 1)];
  if (!agreement.byPath.has(subject)) {
    // Without a known moment the whole text is taken for the path.
    return subjectUnknown(agreement, isAbout(kind, 'obligation') ? subject : was);
  }
  const notice = noticeFault(agreement, subject);
  if (notice !== undefined) {
    const { detail, expected, event } = notice;
    return { pointer: '/was', detail, expected, example: `"event": "${event}"` };
  }
  if (isAbout(kind, 'obligation')) return { kind, subject };
  const kinds = kindsAbout('obligation');
  return {
    pointer: '/was',
    detail: `"${kind}" cannot be recorded${suggestion(kind, kinds)}`,
    expected: `one of ${kinds.join(', ')}`,
    example: exampleOf(agreement, subject),
  };
}

function momentMissing(agreement: Agreement, path: string): Fault {
  const what = path.includes('.') ? 'phase' : 'obligation';
  return {
    pointer: '/was',
    detail: `"${path}" does not say what happened to the ${what}`,
    expected: `"${path}." and one of ${kindsAbout('obligation').join(', ')}`,
    example: exampleOf(agreement, path),
  };
}

/** The fault of a path that is unknown, or of an obligation that has phases. */
function subjectUnknown(agreement: Agreement, path: string): Fault {
  const phases = agreement.phases.get(path);
  const paths = phases ?? subjectsOf(agreement);
  const example = exampleOf(agreement, paths[0] ?? '');
  if (phases !== undefined) {
    const detail = `"${path}" has phases and is fulfilled when they all are`;
    return { pointer: '/was', detail, expected: `one of its phases: ${nameList(phases)}`, example };
  }
  const detail = `"${path}" is not an obligation or phase${suggestion(path, paths)}`;
  return { pointer: '/was', detail, expected: `one of ${nameList(paths)}`, example };
}

/** A moment of a path that may be recorded. */
function exampleOf({ byPath }: Agreement, path: string): string {
  const kind = byPath.get(path)?.kind;
  return `${path}.${kind === undefined || isMoveOf('fulfilled', kind) ? 'fulfilled' : 'breached'}`;
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

/** Faults of `by`: an unknown party, or one that does not owe what it is said to have fulfilled. */
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
        detail: `"${by}" is not a party${suggestion(by, parties)}`,
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
      expected: `one of ${nameList(obligors)}; leave it out if all have fulfilled it`,
    },
  ];
}

/** Faults of a fact that must say which of several milestones of an obligation it is about. */
export function clockFaults(
  agreement: Agreement,
  { kind, subject }: Subject,
  { by, ordinal }: Pick<ObservedRequest, 'by' | 'ordinal'>,
): Fault[] {
  const item = agreement.byPath.get(subject);
  if (item === undefined || APPLIES_TO_EVERY_CLOCK.includes(kind) || !isScheduled(kind)) return [];
  const faults: Fault[] = [];
  const { eachParty, eachEvent } = item;
  if (eachParty !== undefined && by === undefined) {
    const detail = `"by" is required: "${subject}" is tracked per party`;
    faults.push({ pointer: '/by', detail, expected: `one of ${nameList(eachParty)}` });
  }
  if ((eachEvent !== undefined || recurs(item)) && ordinal === undefined) {
    const detail = `"ordinal" is required: "${subject}" falls due more than once`;
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

/** The pointer of the key that names the subject of a request. */
export function namingKey(request: FactRequest): '/event' | '/was' | '/agreement' | '/retracts' {
  if ('event' in request) return '/event';
  if ('was' in request) return '/was';
  return 'agreement' in request ? '/agreement' : '/retracts';
}
