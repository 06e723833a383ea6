import type { Milestone } from '../../../src/engine/model/milestone';
import { asOf, loaded } from '../../state/plan';
import { say, weekDay } from '../../words/format';

/** The dates of a milestone in a few words: a deadline, a window, what is held, or what it waits for. */
export function dueText(one: Milestone): string {
  const w = say.value;
  const { kind, dueOn, opensOn, startsOn, endsOn, nature, comesAt } = one;
  if (kind === 'maintenance' && startsOn !== undefined) {
    return endsOn === undefined
      ? w.due.from(weekDay(startsOn))
      : w.due.span(unbroken(weekDay(startsOn)), unbroken(weekDay(endsOn)));
  }
  if (dueOn !== undefined) return weekDay(dueOn);
  if (opensOn !== undefined) {
    const isOpen = nature === 'right' && comesAt !== undefined && comesAt <= asOf.value;
    return (isOpen ? w.due.openSince : w.due.from)(weekDay(opensOn));
  }
  if (one.waitsFor.length > 0) return w.due.waits(one.waitsFor.map(nameOf).join(', '));
  return w.due.none;
}

/** A line ends between the two dates, never within one. */
const unbroken = (text: string): string => text.replaceAll(' ', '\u00a0');

/** What people call an event or a moment such as "sanctions-relief.stage-1.fulfilled". */
export function nameOf(moment: string): string {
  const now = loaded.value;
  if (now === undefined) return moment;
  const event = now.agreement.document.events?.[moment];
  if (event !== undefined) return event.title;
  if (moment === 'signing') return say.value.signing.event;
  const dot = moment.lastIndexOf('.');
  const item = now.agreement.byPath.get(moment) ?? now.agreement.byPath.get(moment.slice(0, dot));
  return item?.title ?? moment;
}

/** What people call a party. */
export function partyName(id: string): string {
  return loaded.value?.agreement.document.parties?.[id]?.name ?? id;
}
