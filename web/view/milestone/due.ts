import type { Milestone } from '../../../src/engine/model/milestone';
import { asOf, loaded } from '../../state/plan';
import { texts, weekDay } from '../../words/format';

/** The dates of a milestone in a few words: its deadline, window or term, or what it waits for. */
export const dueText = (one: Milestone): string => dueParts(one).join('');

/**
 * The same in two parts; the first is the start of a span, "Mon 1 Dec 2025 – ", and empty without one.
 * @param short a span whose ends are known only roughly is "≈ Mon 1 Dec 2025 – …", the longest possible.
 */
export function dueParts(one: Milestone, short = false): readonly [start: string, text: string] {
  const { kind, startsOn, endsOn, rough } = one;
  if (kind !== 'maintenance' || startsOn === undefined || endsOn === undefined)
    return ['', singleText(one)];
  const { span } = texts.value.due;
  if (short && rough !== undefined)
    return [span(`≈\u00a0${noBreak(startsOn)}`, ''), noBreak(endsOn)];
  const start = range(startsOn, rough?.startsOnLatest, noBreak);
  return [span(start, ''), range(rough?.endsOnEarliest ?? endsOn, endsOn, noBreak)];
}

function singleText(one: Milestone): string {
  const w = texts.value;
  const { kind, dueOn, opensOn, startsOn, targetOn, nature, comesAt, rough } = one;
  if (kind === 'maintenance' && startsOn !== undefined)
    return beginning(w.due.from, startsOn, rough?.startsOnLatest);
  if (dueOn !== undefined) return range(rough?.dueOnEarliest ?? dueOn, dueOn);
  if (nature === 'goal' && targetOn !== undefined)
    return `${w.coming.goal?.[0]}: ${range(rough?.targetOnEarliest ?? targetOn, targetOn)}`;
  if (opensOn !== undefined) {
    const isOpen = nature === 'right' && comesAt !== undefined && comesAt <= asOf.value;
    return beginning(isOpen ? w.due.openSince : w.due.from, opensOn, rough?.opensOnLatest);
  }
  if (one.waitsFor.length > 0) return w.due.waits(one.waitsFor.map(nameOf).join(', '));
  return w.due.none;
}

/** A beginning, in the words for a day that is known, or between two days. */
function beginning(word: (day: string) => string, earliest: number, latest?: number): string {
  return latest === undefined ? word(weekDay(earliest)) : range(earliest, latest);
}

/** A day, or the two between which it lies; a line breaks between two dates, never within one of them. */
function range(from: number, to = from, exact = weekDay): string {
  return from === to ? exact(from) : texts.value.due.between(noBreak(from), noBreak(to));
}

const noBreak = (day: number): string => weekDay(day).replaceAll(' ', '\u00a0');

/** The title of an event, or of the obligation of a moment such as "sanctions-relief.stage-1.fulfilled". */
export function nameOf(moment: string): string {
  const now = loaded.value;
  if (now === undefined) return moment;
  const event = now.agreement.document.events?.[moment];
  if (event !== undefined) return event.title;
  if (moment === 'signing') return texts.value.signing.event;
  const dot = moment.lastIndexOf('.');
  const item = now.agreement.byPath.get(moment) ?? now.agreement.byPath.get(moment.slice(0, dot));
  return item?.title ?? moment;
}

/** The name of a party. */
export function partyName(id: string): string {
  return loaded.value?.agreement.document.parties?.[id]?.name ?? id;
}
