import { type Fault, Refusal } from '../../base/refusal';
import { withPlus } from '../../base/text/instant';
import type { Agreement } from '../../engine/compile/agreement';
import { noticeFault, subjectsOf } from '../../engine/compile/notice';
import { suggestion } from '../../engine/compile/suggest';
import type { FactKind } from '../../engine/model/fact';
import {
  FACT_KINDS,
  type FactKindRule,
  type RecordedKind,
  UNSCHEDULED_KINDS,
} from '../../engine/model/fact-kinds';
import type { Assumption, Delay } from '../../engine/what-if/assume';
import { readOccurrence } from '../ledger/occurrence';

/** What may be assumed of an obligation or phase: whatever a fact may say of it with nothing but a time. */
const MOMENTS: readonly FactKind[] = Object.entries<FactKindRule>(FACT_KINDS)
  .filter(([, { of, requiresOneOf }]) => of.includes('obligation') && requiresOneOf === undefined)
  .map(([kind]) => kind as RecordedKind)
  .filter(
    (kind): kind is FactKind => !(UNSCHEDULED_KINDS as readonly RecordedKind[]).includes(kind),
  );

/** How many names a fault lists before it stops. */
const NAMES_SHOWN = 12;

/** The plus of a delay or an offset comes out of a query string as a space, as forms encode it. */
const DELAY = /^([+ -]?)P(?:(\d{1,4})Y)?(?:(\d{1,4})M)?(?:(\d{1,4})W)?(?:(\d{1,5})D)?$/;
const SUBJECT = /^([a-z0-9.-]+?)(?:@([a-z0-9-]+))?(?:#(\d{1,5}))?(?:\.([a-z-]+))?$/;

type Named = Pick<Assumption, 'kind' | 'subject' | 'by' | 'ordinal'>;

/**
 * Reads `event:WHEN` or `path[@party][#n][.moment]:WHEN`, where WHEN is a day, an instant with its offset,
 * or a delay against the due day such as +P14D. Without a moment, `fulfilled` is meant.
 * @param pointer where the text stands, for faults.
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
    const expected = 'an event or an obligation’s moment, a colon, and when';
    const detail = `"${text}" does not say what is assumed, and when`;
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
  const [, name = '', by, ordinal, said] = shape;
  const whose = {
    ...(by === undefined ? {} : { by }),
    ...(ordinal === undefined ? {} : { ordinal: Number(ordinal) }),
  };
  const parties = Object.keys(agreement.document.parties ?? {});
  if (by !== undefined && !parties.includes(by)) {
    report({
      detail: `"${by}" is no party${suggestion(by, parties)}`,
      expected: nameList(parties),
    });
  }
  const events = [...new Set(['signing', ...Object.keys(agreement.document.events ?? {})])];
  if (said === undefined && events.includes(name)) {
    return { kind: 'occurred', subject: name, ...whose };
  }
  const [path, moment] = pathAndMoment(name, said, agreement);
  const phases = agreement.phases.get(path);
  if (!agreement.byPath.has(path) && phases !== undefined) {
    const detail = `"${path}" is fulfilled when all its phases are`;
    report({ detail, expected: `one of its phases: ${nameList(phases)}` });
    return undefined;
  }
  if (!agreement.byPath.has(path)) {
    const known = [...events, ...subjectsOf(agreement)];
    const detail = `"${path}" is no event, obligation or phase${suggestion(path, known)}`;
    report({ detail, expected: `one of ${nameList(known)}` });
    return undefined;
  }
  const notice = noticeFault(agreement, path);
  if (notice !== undefined) {
    const { detail, expected, event } = notice;
    report({ detail, expected, example: `${event}:2026-01-10` });
    return undefined;
  }
  if (!(MOMENTS as readonly string[]).includes(moment)) {
    const detail = `"${moment}" cannot be assumed of "${path}"${suggestion(moment, MOMENTS)}`;
    report({ detail, expected: `one of ${MOMENTS.join(', ')}` });
    return undefined;
  }
  return { kind: moment as FactKind, subject: path, ...whose };
}

/** `stage.fulfilled` names a moment, `stage.phase` a phase: what the agreement has decides. */
function pathAndMoment(
  name: string,
  said: string | undefined,
  agreement: Agreement,
): [string, string] {
  const whole = said === undefined ? name : `${name}.${said}`;
  if (agreement.byPath.has(whole) || agreement.phases.has(whole)) return [whole, 'fulfilled'];
  if (said !== undefined) return [name, said];
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
      const detail = `the text gives "${item.path}" no date that a delay could count from`;
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

/** An assumption that the agreement can be asked about. */
function exampleOf({ byPath }: Agreement): string {
  const dated = [...byPath.values()].find(({ kind, eachEvent }) => {
    return kind === 'achievement' && eachEvent === undefined;
  });
  return dated === undefined ? 'signing:2026-01-10' : `${dated.path}.fulfilled:2026-01-10`;
}

function nameList(names: readonly string[]): string {
  const more = names.length > NAMES_SHOWN ? ` and ${names.length - NAMES_SHOWN} more` : '';
  return names.slice(0, NAMES_SHOWN).join(', ') + more;
}
