import type { Agreement } from '../compile/agreement';
import type { Item } from '../compile/item';
import { momentsIn } from '../compile/moments';
import { FactIndex } from '../evaluate/fact-index';
import type { Fact, FactKind } from '../model/fact';
import type { Milestone } from '../model/milestone';
import type { EpochDay } from '../model/time';
import { printRef } from '../phrase/print';
import { isRecorded, type Ref, type ScheduledMoment } from '../phrase/tree';
import { milestonesAt } from '../schedule/milestones-at';
import type { ScheduleContext } from '../schedule/options';

/** Days before and after every fact of an agreement: 1 January 1950 and 1 January 2150. */
const EARLY: EpochDay = -7_305;
const LATE: EpochDay = 65_744;

/**
 * Whether two moments of an entry are in the wrong order whatever facts are recorded. Tries the facts that favour the right
 * order: anchors of the first moment alone very early, anchors of the second alone very late, shared anchors on some day.
 * @param isWrong whether the two moments of a milestone are in the wrong order.
 */
export function isWrongByText(
  item: Item,
  moments: readonly [first: ScheduledMoment, second: ScheduledMoment],
  agreement: Agreement,
  context: ScheduleContext,
  isWrong: (milestone: Milestone) => boolean,
): boolean {
  const [first, second] = moments.map((moment) => anchorsOf(item, moment, agreement));
  if (first === undefined || second === undefined) return true;
  const shared = [...first].filter(([name]) => second.has(name));
  return [EARLY, LATE, ...namedDays(agreement)].every((day) => {
    const facts = [
      ...[...first.values()].flatMap((ref) => factsFor(ref, EARLY, agreement)),
      ...[...second.values()].flatMap((ref) => factsFor(ref, LATE, agreement)),
      ...shared.flatMap(([, ref]) => factsFor(ref, day, agreement)),
    ];
    const quiet = { ...context, derivations: false };
    const found = milestonesAt(item.path, agreement, new FactIndex(facts), quiet);
    return found.length > 0 && found.every(isWrong);
  });
}

/** Days that a document names: the order may be right only for shared anchors between two of them. */
function namedDays({ items }: Agreement): EpochDay[] {
  const days = items.flatMap((item) =>
    momentsIn(item).flatMap((plain) => (plain.type === 'day' ? [plain.day] : [])),
  );
  return [...new Set(days)].slice(0, MOST_DAYS);
}

/** At most this many named days are tried. */
const MOST_DAYS = 50;

/** Events and recorded moments that a date depends on, directly or through other dates, by name. */
function anchorsOf(item: Item, moment: ScheduledMoment, agreement: Agreement): Map<string, Ref> {
  const found = new Map<string, Ref>();
  const seen = new Set<string>();
  const visit = (one: Item, at: ScheduledMoment): void => {
    const name = `${one.path}.${at}`;
    if (seen.has(name)) return;
    seen.add(name);
    for (const ref of agreement.dependencies.refsOf(one, at)) {
      const path = ref.path === '' && ref.moment === undefined ? (one.eachEvent ?? '') : ref.path;
      const named = { ...ref, path: path === '' ? one.path : path };
      if (named.moment === undefined || isRecorded(named.moment)) found.set(printRef(named), named);
      else {
        const target = agreement.byPath.get(named.path);
        if (target !== undefined) visit(target, named.moment);
      }
    }
  };
  visit(item, moment);
  return found;
}

/** Facts that put a moment on a day, for every party. */
function factsFor(ref: Ref, day: EpochDay, { document, phases }: Agreement): Fact[] {
  const kind: FactKind =
    ref.moment !== undefined && isRecorded(ref.moment) ? ref.moment : 'occurred';
  const ordinal = typeof ref.ordinal === 'number' ? { ordinal: ref.ordinal } : {};
  const by = [undefined, ...Object.keys(document.parties ?? {})];
  return (phases.get(ref.path) ?? [ref.path]).flatMap((subject) =>
    by.map((party, i): Fact => {
      const whose = party === undefined ? {} : { by: party };
      return { id: `${kind}-${subject}-${i}`, kind, subject, day, ...ordinal, ...whose };
    }),
  );
}
