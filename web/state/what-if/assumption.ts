import { parseDay } from '../../../src/engine/calendar/epoch-day';
import { parseInstant } from '../../../src/engine/calendar/instant';
import type { Agreement } from '../../../src/engine/compile/agreement';
import type { FactKind } from '../../../src/engine/model/fact';
import type { Zones } from '../../../src/engine/model/time';
import type { Assumption, Delay } from '../../../src/engine/what-if/assume';

/** The instant in a link, where the `+` of an offset may have become a space. */
export const readInstant = (text: string): number | undefined =>
  parseInstant(text.replace(/ (?=\d{2}:\d{2}$)/, '+'));

const DELAY = /^([+ -]?)P(?:(\d{1,4})Y)?(?:(\d{1,4})M)?(?:(\d{1,4})W)?(?:(\d{1,5})D)?$/;
const SUBJECT = /^([a-z0-9.-]+?)(?:@([a-z0-9-]+))?(?:#(\d{1,5}))?(?:\.([a-z-]+))?$/;

/** What may be assumed of an obligation or phase: each kind of fact about one that carries nothing but its time. */
export const ASSUMABLE_KINDS = [
  'started',
  'ended',
  'fulfilled',
  'breached',
  'could-not-verify',
  'cured',
  'disputed',
  'resolved',
  'waived',
  'superseded',
  'suspended',
  'resumed',
  'renewed',
  'terminated',
  'verified',
] as const satisfies readonly FactKind[];
const isAssumable = (kind: string): kind is (typeof ASSUMABLE_KINDS)[number] =>
  ASSUMABLE_KINDS.some((one) => one === kind);

/**
 * Reads an assumption of a link, `event:WHEN` or `path[@party][#n][.moment]:WHEN`, as the service does.
 * @returns undefined for what is no assumption about this agreement; the page lists it as left out.
 */
export function readAssumption(
  text: string,
  agreement: Agreement,
  zones: Zones,
): Assumption | undefined {
  const colon = text.indexOf(':');
  const shape = SUBJECT.exec(text.slice(0, Math.max(0, colon)));
  const when = readWhen(text.slice(colon + 1), agreement.document.zone, zones);
  if (shape === null || when === undefined) return undefined;
  const [, name = '', by, n, moment] = shape;
  const whose = {
    ...(by === undefined ? {} : { by }),
    ...(n === undefined ? {} : { ordinal: Number(n) }),
  };
  const events = ['signing', ...Object.keys(agreement.document.events ?? {})];
  if (moment === undefined && events.includes(name)) {
    return { text, kind: 'occurred', subject: name, ...whose, when };
  }
  const whole = moment === undefined ? name : `${name}.${moment}`;
  // A last day for notice follows from its term and has no facts of its own.
  const isSubject = (path: string): boolean => {
    const item = agreement.byPath.get(path);
    return item !== undefined && item.noticeOf === undefined;
  };
  if (isSubject(whole)) return { text, kind: 'fulfilled', subject: whole, ...whose, when };
  const dot = whole.lastIndexOf('.');
  const subject = whole.slice(0, dot);
  const kind = whole.slice(dot + 1);
  if (dot < 0 || !isSubject(subject) || !isAssumable(kind)) return undefined;
  return { text, kind, subject, ...whose, when };
}

function readWhen(text: string, zone: string, zones: Zones): Assumption['when'] | undefined {
  const day = parseDay(text);
  if (day !== undefined) return { day };
  const delay = readDelay(text);
  if (delay !== undefined) return { delay };
  const instant = readInstant(text);
  if (instant === undefined) return undefined;
  return { day: zones.localOf(instant, zone).day, instant };
}

function readDelay(text: string): Delay | undefined {
  const match = DELAY.exec(text);
  if (match === null || text.endsWith('P')) return undefined;
  const [years = 0, months = 0, weeks = 0, days = 0] = match
    .slice(2)
    .map((part) => Number(part ?? 0));
  return { sign: match[1] === '-' ? -1 : 1, months: years * 12 + months, days: weeks * 7 + days };
}
