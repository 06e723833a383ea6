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

/** Days before and after every fact of an agreement: 1950 and 2150. */
const EARLY: EpochDay = -7_305;
const LATE: EpochDay = 65_744;

/**
 * Whether two moments of an entry cannot stand in their order whatever happens: tried with what only the first
 * counts from long ago, what only the second counts from far ahead, and what both count from on some day.
 * @param isWrong whether a milestone of the entry has them in the wrong order.
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
      ...[...first.values()].flatMap((ref) => happening(ref, EARLY, agreement)),
      ...[...second.values()].flatMap((ref) => happening(ref, LATE, agreement)),
      ...shared.flatMap(([, ref]) => happening(ref, day, agreement)),
    ];
    const quiet = { ...context, derivations: false };
    const found = milestonesAt(item.path, agreement, new FactIndex(facts), quiet);
    return found.length > 0 && found.every(isWrong);
  });
}

/** Days that a document names: between two of them there may be room that there is not before or after. */
function namedDays({ items }: Agreement): EpochDay[] {
  const days = items.flatMap((item) =>
    momentsIn(item).flatMap((plain) => (plain.type === 'day' ? [plain.day] : [])),
  );
  return [...new Set(days)].slice(0, MOST_DAYS);
}

/** More named days than this are not tried; what they alone would make room for counts as wrong by the text. */
const MOST_DAYS = 50;

/** Events and recorded moments that a date rests on, by name, through everything it is counted from. */
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

/** The facts by which a moment came on a day, for every party. */
function happening(ref: Ref, day: EpochDay, { document, phases }: Agreement): Fact[] {
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
