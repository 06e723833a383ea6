import type { Milestone } from '../../../src/engine/model/milestone';
import { sortOf } from '../../../src/engine/status/status-words';
import type { Row } from '../../state/rows';
import { say } from '../../words/format';
import type { ShownStatus } from '../../words/shown-status';
import { StatusMark } from './status-mark';

type Judged = Pick<Row, 'shown' | 'supposed'> & Partial<Pick<Row, 'milestone'>>;

/** The word for a status; under an assumption the word for what would be, where the status claims anything. */
export function statusText({ milestone, shown, supposed }: Judged): string {
  const { status, would } = say.value;
  const own = milestone && ownWord(milestone, shown);
  // What "starts soon" claims nothing yet.
  const ahead = shown === 'upcoming' || shown === 'due-soon';
  return (ahead && own) || (supposed && would[shown]) || own || status[shown];
}

/** A status in the words of what the milestone is about: an entry into force took effect, a term ended. */
export function wordFor(one: Pick<Milestone, 'kind' | 'nature'>, shown: ShownStatus): string {
  return ownWord(one, shown) ?? say.value.status[shown];
}

function ownWord(one: Pick<Milestone, 'kind' | 'nature'>, shown: ShownStatus): string | undefined {
  const [ahead, soon, over] = say.value.coming[sortOf(one)] ?? [];
  const own: Partial<Record<ShownStatus, string | undefined>> = {
    upcoming: ahead,
    'due-soon': soon,
    expired: over,
  };
  return own[shown];
}

/** Of characters: longer texts are set smaller, so that two lines of a row hold them. */
const LONG = 20;

/** The shape and the word of a milestone's status. */
export function Status({ of }: { of: Judged }) {
  const text = statusText(of);
  return (
    <span class={`standing${text.length > LONG ? ' long' : ''}`}>
      <StatusMark status={of.shown} />
      <span>{text}</span>
    </span>
  );
}
