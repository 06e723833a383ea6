import { isDoneByAssumption, partlyDone } from '../../state/parties';
import { asOf } from '../../state/plan';
import type { Row } from '../../state/timeline/rows';
import { outlook } from '../../state/what-if/what-if';
import { allTexts, away, days, longDay } from '../../words/format';
import { localDay } from '../shared/day';
import { statusText } from '../shared/status';
import { dueText } from './due';

/** How a milestone was fulfilled or when it is due, and whether that rests on a hypothetical signing, in sentences. */
export function sentenceOf(row: Row): string {
  const { drawer } = allTexts.value;
  const signing = outlook.value?.signing;
  const rests =
    row.milestone.hypothetical && signing?.hypothetical === true
      ? ` ${drawer.hypothetical(longDay(signing.day))}`
      : '';
  const text = `${doneText(row) ?? dueSentence(row)}${rests}`;
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}

/** "Fulfilled on Saturday 20 December 2025, 7 days early."; undefined for what is not fulfilled. */
function doneText({ milestone, status }: Row): string | undefined {
  const { drawer } = allTexts.value;
  const { dueOn, dueAt = Number.POSITIVE_INFINITY, outcome } = milestone;
  const { fulfilledOn, fulfilledAt = 0 } = outcome;
  if (fulfilledOn === undefined) return undefined;
  const assumed = isDoneByAssumption(milestone);
  if (!assumed && status.state !== 'fulfilled') return undefined;
  const on = longDay(fulfilledOn);
  const done = assumed ? drawer.wouldBeDone(on) : drawer.done(on);
  if (dueOn === undefined || milestone.rough !== undefined) return `${done}.`;
  return `${done}, ${earlyOrLate(dueOn - fulfilledOn, fulfilledAt >= dueAt)}.`;
}

/** "7 days early" from the days between fulfilment and due day; on the due day itself the hour may make it late. */
export function earlyOrLate(ahead: number, late: boolean): string {
  const { drawer } = allTexts.value;
  if (ahead === 0) return late ? drawer.lateThatDay : drawer.onTheDay;
  return ahead > 0 ? drawer.early(days(ahead)) : drawer.late(days(-ahead));
}

function dueSentence(row: Row): string {
  const { milestone, shown, assumed } = row;
  const { drawer } = allTexts.value;
  const { dueOn, dueAt, nature } = milestone;
  if (dueOn === undefined) return `${dueText(milestone)}.`;
  if (milestone.rough !== undefined) return `${statusText(row)}: ${dueText(milestone)}.`;
  const date = longDay(dueOn);
  if (nature !== undefined) return `${statusText(row)}: ${date}.`;
  const past = dueAt !== undefined && dueAt <= asOf.value;
  if (!past) return (assumed ? drawer.wouldBeDue : drawer.due)(date);
  const ago = away(dueOn - localDay(asOf.value));
  if (assumed) return drawer.wouldHaveBeenDue(date, ago);
  const owed = shown === 'overdue' || shown === 'in-grace' || shown === 'unrecorded';
  if (!owed) return drawer.wasDue(date, ago);
  return (partlyDone(milestone) ? drawer.wasDuePartly : drawer.wasDueOpen)(date, ago);
}
