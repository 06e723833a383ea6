import type { Milestone } from '../../src/schedule/model';
import { sortOf } from '../../src/schedule/status-words';
import type { Row } from '../state/rows';
import { say } from '../words/format';
import type { ShownStatus } from '../words/shown-status';
import { Mark } from './mark';

type Judged = Pick<Row, 'shown' | 'supposed'> & Partial<Pick<Row, 'milestone'>>;

/** The word for a status; under an assumption the word for what would be, where the status claims anything. */
export function statusText({ milestone, shown, supposed }: Judged): string {
  const { would } = say.value;
  const claims = supposed && shown !== 'upcoming' && !(shown === 'due-soon' && milestone?.nature);
  return (claims ? would[shown] : undefined) ?? wordFor(milestone, shown);
}

/** A status in the words of what the milestone is about: an entry into force took effect, a term ended. */
export function wordFor(
  one: Pick<Milestone, 'kind' | 'nature'> | undefined,
  shown: ShownStatus,
): string {
  const { coming, status } = say.value;
  const [ahead, soon, over] = (one && coming[sortOf(one)]) ?? [];
  const own: Partial<Record<ShownStatus, string | undefined>> = {
    upcoming: ahead,
    'due-soon': soon,
    expired: over,
  };
  return own[shown] ?? status[shown];
}

/** Of characters: longer texts are set smaller, so that two lines of a row hold them. */
const LONG = 20;

/** The shape and the word of a milestone's status. */
export function Status({ of }: { of: Judged }) {
  const text = statusText(of);
  return (
    <span class={`standing${text.length > LONG ? ' long' : ''}`}>
      <Mark status={of.shown} />
      <span>{text}</span>
    </span>
  );
}
