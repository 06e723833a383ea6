import { type Fault, Refusal } from '../../../base/refusal';
import type { Agreement } from '../../../engine/compile/agreement';
import { type FactField, factKind, type RecordedKind } from '../../../engine/model/fact-kinds';
import { parseGrace } from '../../../engine/phrase/parse';
import { type FactDraft, factDraft } from '../../ledger/draft';
import { readEventTime, readOccurrence, refuseFuture } from '../../ledger/occurrence';
import { CARRIED_KEYS, type ObservedRequest } from './fact-request';
import { clockFaults, partyFaults, type Subject, subjectOf } from './fact-subjects';

/**
 * Reads a request into a draft for the ledger, or into all of its faults.
 * @param now epoch milliseconds; facts that are not hypothetical must be before it.
 */
export function readFact(
  agreement: Agreement,
  request: ObservedRequest,
  now: number,
): { draft: FactDraft } | { faults: Fault[] } {
  const faults: Fault[] = [];
  const subject = subjectOf(agreement, request);
  if ('pointer' in subject) faults.push(subject);
  else {
    faults.push(...partyFaults(agreement, subject, request.by));
    faults.push(...clockFaults(agreement, subject, request));
    faults.push(...carriedFaults(agreement, subject.kind, request));
    faults.push(...quantityFaults(agreement, subject));
  }
  const { zone } = agreement.document;
  const occurrence = collectFaults(faults, () => {
    const read =
      'event' in request
        ? readEventTime(request.at, zone, '/at')
        : readOccurrence(request.at, zone, '/at');
    if (!request.hypothetical) refuseFuture(read, zone, now, '/at');
    return read;
  });
  const carried = 'event' in request ? {} : collectFaults(faults, () => carriedOf(request, zone));
  if ('pointer' in subject || occurrence === undefined || faults.length > 0) return { faults };
  return {
    draft: factDraft({
      ...subject,
      ...occurrence,
      ...carried,
      about: request.about,
      by: request.by ?? null,
      ordinal: request.ordinal ?? null,
      hypothetical: request.hypothetical,
      internal: request.internal,
      note: request.note ?? null,
      actor: request.actor ?? null,
      reason: request.reason ?? null,
      evidence: request.evidence ?? null,
    }),
  };
}

type CarryingRequest = Exclude<ObservedRequest, { event: string }>;

/** @throws Refusal 'invalid' if `to` is outside the years that Pacta counts. */
function carriedOf(request: CarryingRequest, zone: string): Partial<FactDraft> {
  const { to, level, quantity, tolling, surviving, instead } = request;
  const last = to === undefined ? undefined : readOccurrence(to, zone, '/to');
  return {
    to: last?.occurredOn ?? null,
    toAt: last?.occurredAt ?? null,
    for: request.for ?? null,
    level: level ?? null,
    quantity: quantity ?? null,
    tolling: tolling ?? null,
    surviving: surviving ?? null,
    instead: instead ?? null,
  };
}

/** Faults of keys that do not go with the kind or are missing, and of invalid paths and periods. */
function carriedFaults(
  agreement: Agreement,
  kind: RecordedKind,
  request: ObservedRequest,
): Fault[] {
  if ('event' in request) return [];
  const { requiresOneOf = [], allows = [] } = factKind(kind) ?? {};
  const allowed: readonly FactField[] = [...requiresOneOf, ...allows];
  const faults: Fault[] = CARRIED_KEYS.filter(
    (key) => request[key] !== undefined && !allowed.includes(key),
  ).map((key) => ({
    pointer: `/${key}`,
    detail: `"${key}" does not go with "${kind}"`,
    expected:
      allowed.length === 0 ? `no keys of this kind with "${kind}"` : `only ${allowed.join(', ')}`,
  }));
  const sent = requiresOneOf.filter((key) => isGiven(request, key));
  if (requiresOneOf.length > 0 && sent.length !== 1) {
    const one = requiresOneOf.join(' or ');
    const detail = sent.length === 0 ? `"${kind}" lacks ${one}` : `"${kind}" has both ${one}`;
    faults.push({ pointer: `/${requiresOneOf[0]}`, detail, expected: one });
  }
  const period = request.for === undefined ? undefined : parseGrace(request.for);
  if (period?.ok === false) {
    const detail = `"${request.for}" is not a period`;
    faults.push({ pointer: '/for', detail, expected: 'a period', example: '6 months' });
  }
  const named = [
    ...(request.surviving ?? []).map((path, i) => [`/surviving/${i}`, path] as const),
    ...(request.instead === undefined ? [] : [['/instead', request.instead] as const]),
  ];
  const known = (path: string) => agreement.byPath.has(path) || agreement.phases.has(path);
  for (const [pointer, path] of named) {
    if (known(path)) continue;
    const expected = 'a path of the agreement';
    faults.push({ pointer, detail: `"${path}" is not an obligation or phase`, expected });
  }
  return faults;
}

/** A delivery is a part of a quantity that the document gives as a number. */
function quantityFaults(agreement: Agreement, { kind, subject }: Subject): Fault[] {
  const item = agreement.byPath.get(subject);
  if (kind !== 'delivered' || item === undefined || item.quantity !== undefined) return [];
  return [
    {
      pointer: '/was',
      detail: `"${subject}" owes no quantity of which parts can be delivered`,
      expected: 'an obligation with a deadline and a quantity such as "18 ships"',
      example: `{"was": "${subject}.fulfilled", "at": "2026-03-01"}`,
    },
  ];
}

function isGiven(request: CarryingRequest, key: FactField): boolean {
  if (key === 'documentVersion') return false;
  return request[key] !== undefined;
}

function collectFaults<T>(faults: Fault[], read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    faults.push(...error.faults);
    return undefined;
  }
}
