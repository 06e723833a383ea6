import { DEFAULT_CONVENTION } from '../counting/conventions';
import type { AgreementDocument, DocumentFault } from '../model/document';
import { type Agreement, buildAgreement } from './agreement';
import { compileItem } from './compile-item';
import { findCycles, refsNeeded } from './cycles/find-cycles';
import type { Item } from './item';
import { collectNames } from './names';
import { noticeItem } from './notice';
import { conventionsOf, unknownConvention } from './own-conventions';

export type Compiled = { ok: true; agreement: Agreement } | FaultyDocument;

interface FaultyDocument {
  ok: false;
  faults: DocumentFault[];
  /** How many obligations were not compiled, since there were `mostFaults` before them. */
  unexamined: number;
}

/**
 * Parses every phrase of a document and resolves every name in it. All faults are returned at once, each with the
 * JSON Pointer of what is wrong; nothing is thrown.
 * @param knownZone whether a zone exists; without it every zone and offset in a phrase is accepted.
 * @param stored the document was accepted by an earlier release: circular references are not refused, their moments
 * stay undated.
 * @param mostFaults after so many no further obligation is compiled: a fault costs more than what is sound.
 */
export function compile(
  document: AgreementDocument,
  knownZone?: (zone: string) => boolean,
  stored = false,
  mostFaults = Number.POSITIVE_INFINITY,
): Compiled {
  const faults: DocumentFault[] = [];
  const names = { ...collectNames(document, faults), knownZone };
  const conventions = conventionsOf(document, faults);
  const { counting = DEFAULT_CONVENTION } = document;
  if (!conventions.has(counting))
    faults.push(unknownConvention('/counting', counting, conventions.keys()));
  const items: Item[] = [];
  let unexamined = 0;
  for (const [i, obligation] of document.obligations.entries()) {
    if (faults.length >= mostFaults) {
      unexamined = document.obligations.length - i;
      break;
    }
    const pointer = `/obligations/${i}`;
    const common = { document, conventions, names, faults, obligation };
    const whole = compileItem({ ...common, pointer, isParent: obligation.phases !== undefined });
    const phases = (obligation.phases ?? []).map((phase, j) =>
      compileItem({ ...common, phase, pointer: `${pointer}/phases/${j}`, isParent: false }),
    );
    for (const item of [whole, ...phases]) {
      if (item === undefined) continue;
      items.push(item);
      const notice = noticeItem(item);
      if (notice !== undefined) items.push(notice);
    }
  }
  if (unexamined > 0) return { ok: false, faults, unexamined };
  const needs = new Map(items.map((item) => [item.path, refsNeeded(item)]));
  const agreement = buildAgreement(document, items, names.phases, needs);
  if (!stored) faults.push(...findCycles(agreement, names.pointers));
  if (faults.length > 0) return { ok: false, faults, unexamined };
  return { ok: true, agreement };
}
