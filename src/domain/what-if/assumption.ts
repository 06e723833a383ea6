import { type Fault, nameList, Refusal } from '../../base/refusal';
import { withPlus } from '../../base/text/instant';
import type { Agreement } from '../../engine/compile/agreement';
import { noticeFault, subjectsOf } from '../../engine/compile/notice';
import { suggestion } from '../../engine/compile/suggest';
import { type FactKind, isScheduled } from '../../engine/model/fact';
import { FACT_KINDS, factKind } from '../../engine/model/fact-kinds';
import type { Assumption, Delay } from '../../engine/what-if/assume';
import { readOccurrence } from '../ledger/occurrence';

/** The kinds of fact about an obligation or phase that can be assumed: those that need no field besides a time. */
const MOMENTS: readonly FactKind[] = Object.keys(FACT_KINDS)
  .filter(isScheduled)
  .filter((kind) => {
    const { of = [], requiresOneOf } = factKind(kind) ?? {};
    return of.includes('obligation') && requiresOneOf === undefined;
  });

/** A space is accepted for the plus sign, since a query string decodes "+" to a space. */
const DELAY = /^([+ -]?)P(?:(\d{1,4})Y)?(?:(\d{1,4})M)?(?:(\d{1,4})W)?(?:(\d{1,5})D)?$/;
const SUBJECT = /^([a-z0-9.-]+?)(?:@([a-z0-9-]+))?(?:#(\d{1,5}))?(?:\.([a-z-]+))?$/;

type Named = Pick<Assumption, 'kind' | 'subject' | 'by' | 'ordinal'>;

/**
 * Reads `event:WHEN` or `path[@party][#n][.moment]:WHEN`, where WHEN is a day, an instant with its offset,
 * or a delay after the due day such as +P14D. The moment is `fulfilled` if it is left out.
 * @param pointer the pointer of faults.
 */
export function readAssumption(
  text: string,
  agreement: Agreement,
  pointer: string,
): { assumption: Assumption } | { faults: Fault[] } {
  const colon = text.indexOf(':');
  const [subject, when] = [text.slice(0, Math.max(0, colon)), text.slice(colon + 1)];
  const shape = SUBJECT.exec(subject);
  if (colon < 0 || shape === null) {
    const expected =
      'an event or a moment of an obligation, a colon, and a day, an instant or a delay';
    const detail = `"${text}" is not an assumption`;
    return { faults: [{ pointer, detail, expected, example: exampleOf(agreement) }] };
  }
  const faults: Fault[] = [];
  const named = readSubject(shape, agreement, (fault) => faults.push({ pointer, ...fault }));
  const read = readWhen(
    when,
    named,
    agreement,
    (fault) => faults.push({ pointer, ...fault }),
    pointer,
  );
  if (named === undefined || read === undefined || faults.length > 0) return { faults };
  return { assumption: { text, ...named, when: read } };
}

type Report = (fault: Omit<Fault, 'pointer'>) => void;

function readSubject(
  shape: RegExpExecArray,
  agreement: Agreement,
  report: Report,
): Named | undefined {
  const [, name = '', by, ordinal, suffix] = shape;
  const whose = {
    ...(by === undefined ? {} : { by }),
    ...(ordinal === undefined ? {} : { ordinal: Number(ordinal) }),
  };
  const parties = Object.keys(agreement.document.parties ?? {});
  if (by !== undefined && !parties.includes(by)) {
    report({
      detail: `"${by}" is not a party${suggestion(by, parties)}`,
      expected: nameList(parties),
    });
  }
  const events = [...new Set(['signing', ...Object.keys(agreement.document.events ?? {})])];
  if (suffix === undefined && events.includes(name)) {
    return { kind: 'occurred', subject: name, ...whose };
  }
  const [path, moment] = pathAndMoment(name, suffix, agreement);
  const phases = agreement.phases.get(path);
  if (!agreement.byPath.has(path) && phases !== undefined) {
    const detail = `"${path}" has phases and is fulfilled when they all are`;
    report({ detail, expected: `one of its phases: ${nameList(phases)}` });
    return undefined;
  }
  if (!agreement.byPath.has(path)) {
    const known = [...events, ...subjectsOf(agreement)];
    const detail = `"${path}" is not an event, obligation or phase${suggestion(path, known)}`;
    report({ detail, expected: `one of ${nameList(known)}` });
    return undefined;
  }
  const notice = noticeFault(agreement, path);
  if (notice !== undefined) {
    const { detail, expected, event } = notice;
    report({ detail, expected, example: `${event}:2026-01-10` });
    return undefined;
  }
  const kind = MOMENTS.find((one) => one === moment);
  if (kind === undefined) {
    const detail = `"${moment}" cannot be assumed of "${path}"${suggestion(moment, MOMENTS)}`;
    report({ detail, expected: `one of ${MOMENTS.join(', ')}` });
    return undefined;
  }
  return { kind, subject: path, ...whose };
}

/** Tells a moment (`stage.fulfilled`) from a phase (`stage.phase`) by what the agreement has. */
function pathAndMoment(
  name: string,
  suffix: string | undefined,
  agreement: Agreement,
): [string, string] {
  const whole = suffix === undefined ? name : `${name}.${suffix}`;
  if (agreement.byPath.has(whole) || agreement.phases.has(whole)) return [whole, 'fulfilled'];
  if (suffix !== undefined) return [name, suffix];
  const dot = name.lastIndexOf('.');
  return dot < 0 ? [name, 'fulfilled'] : [name.slice(0, dot), name.slice(dot + 1)];
}

function readWhen(
  text: string,
  named: Named | undefined,
  agreement: Agreement,
  report: Report,
  pointer: string,
): Assumption['when'] | undefined {
  const delay = readDelay(text);
  if (delay !== undefined) {
    const item = named === undefined ? undefined : agreement.byPath.get(named.subject);
    if (item?.due?.type === 'undated') {
      const detail = `"${item.path}" has no due date that a delay could be added to`;
      report({ detail, expected: 'a day', example: `${item.path}.fulfilled:2026-01-10` });
      return undefined;
    }
    return { delay };
  }
  try {
    const { zone } = agreement.document;
    const { occurredOn, occurredAt } = readOccurrence(withPlus(text), zone, pointer);
    return { day: occurredOn, ...(occurredAt === null ? {} : { instant: occurredAt }) };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    for (const { detail, expected } of error.faults) {
      const wanted = `${expected}, or a delay such as +P14D`;
      report({ detail, expected: wanted, example: exampleOf(agreement) });
    }
    return undefined;
  }
}

function readDelay(text: string): Delay | undefined {
  const match = DELAY.exec(text);
  if (match === null || text.endsWith('P')) return undefined;
  const [years, months, weeks, days] = match.slice(2).map((part) => Number(part ?? 0));
  return {
    sign: match[1] === '-' ? -1 : 1,
    months: (years ?? 0) * 12 + (months ?? 0),
    days: (weeks ?? 0) * 7 + (days ?? 0),
  };
}

/** An assumption that is valid for this agreement. */
function exampleOf({ byPath }: Agreement): string {
  const dated = [...byPath.values()].find(({ kind, eachEvent }) => {
    return kind === 'achievement' && eachEvent === undefined;
  });
  return dated === undefined ? 'signing:2026-01-10' : `${dated.path}.fulfilled:2026-01-10`;
}
