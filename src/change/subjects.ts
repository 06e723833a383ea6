import { Refusal } from '../refusal';
import type { Agreement } from '../schedule/compile';
import type { RecordedKind } from '../schedule/fact-kinds';

/** What a fact may be about: an event, or a recorded moment of an obligation or phase. */
export interface Subject {
  kind: RecordedKind;
  subject: string;
}

/** What may be recorded of an obligation. */
const MOMENTS = ['fulfilled', 'verified', 'waived', 'breached', 'cured'] as const;

/** How many names an error lists before it stops. */
const NAMES_SHOWN = 20;

/** @throws Refusal 'invalid' at `/event`, with the events there are. */
export function eventOf(agreement: Agreement, event: string): Subject {
  const known = [...new Set(['signing', ...Object.keys(agreement.document.events ?? {})])];
  if (known.includes(event)) return { kind: 'occurred', subject: event };
  throw refusal(`The agreement has no event "${event}"`, '/event', {
    detail: `"${event}" is no event`,
    expected: `one of ${shown(known)}`,
  });
}

/** @throws Refusal 'invalid' at `/was`: no such obligation, one in phases, or no moment that is recorded. */
export function momentOf(agreement: Agreement, was: string): Subject {
  const dot = was.lastIndexOf('.');
  const [subject, kind] = [was.slice(0, Math.max(dot, 0)), was.slice(dot + 1)];
  const paths = [...agreement.byPath.keys()];
  const fault = faultOf(agreement, subject, kind, paths);
  if (fault === undefined) return { kind: kind as RecordedKind, subject };
  throw refusal(`"${was}" names no moment`, '/was', { ...fault, example: `${paths[0]}.fulfilled` });
}

function faultOf(agreement: Agreement, subject: string, kind: string, paths: readonly string[]) {
  const phases = agreement.phases.get(subject);
  if (!agreement.byPath.has(subject) && phases !== undefined) {
    return {
      detail: `"${subject}" is fulfilled when all its phases are`,
      expected: `one of its phases: ${shown(phases)}`,
    };
  }
  if (!agreement.byPath.has(subject)) {
    return { detail: `"${subject}" is no obligation or phase`, expected: `one of ${shown(paths)}` };
  }
  const known: readonly string[] = MOMENTS;
  if (known.includes(kind)) return undefined;
  return { detail: `"${kind}" cannot be recorded`, expected: `one of ${MOMENTS.join(', ')}` };
}

/**
 * @throws Refusal 'invalid' at `/by`: no party of the agreement, or one that does not owe what it is said to
 * have fulfilled, whose fact would change nothing.
 */
export function refuseWrongParty(
  agreement: Agreement,
  kind: string,
  subject: string,
  by: string | undefined,
): void {
  if (by === undefined) return;
  const parties = Object.keys(agreement.document.parties ?? {});
  if (!parties.includes(by)) {
    throw refusal(`The agreement has no party "${by}"`, '/by', {
      detail: `"${by}" is no party`,
      expected: `one of ${shown(parties)}`,
    });
  }
  const obligors = agreement.byPath.get(subject)?.obligors ?? [];
  if (kind !== 'fulfilled' || obligors.length === 0 || obligors.includes(by)) return;
  throw refusal(`"${by}" does not owe "${subject}"`, '/by', {
    detail: `"${by}" is no obligor of it`,
    expected: `one of ${shown(obligors)}, or nobody when all have fulfilled it`,
  });
}

function shown(names: readonly string[]): string {
  const more = names.length > NAMES_SHOWN ? ` and ${names.length - NAMES_SHOWN} more` : '';
  return names.slice(0, NAMES_SHOWN).join(', ') + more;
}

function refusal(
  what: string,
  pointer: string,
  fault: { detail: string; expected: string; example?: string },
): Refusal {
  return new Refusal('invalid', `${what}; nothing was written.`, [{ pointer, ...fault }]);
}
