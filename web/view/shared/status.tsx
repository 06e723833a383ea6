import type { Milestone } from '../../../src/engine/model/milestone';
import type { ShownStatus } from '../../../src/engine/status/shown-status';
import { sortOf } from '../../../src/engine/status/status-words';
import type { Row } from '../../state/timeline/rows';
import { texts } from '../../words/format';
import { StatusMark } from './status-mark';

type Judged = Pick<Row, 'shown' | 'assumed'> & Partial<Pick<Row, 'milestone'>>;

/** The word for a status; under an assumption in the conditional, where the status claims anything. */
export function statusText({ milestone, shown, assumed }: Judged): string {
  const { status, would } = texts.value;
  const own = milestone && ownWord(milestone, shown);
  // Words such as "starts soon" claim nothing, so that they need no conditional.
  const ahead = shown === 'upcoming' || shown === 'due-soon';
  return (ahead && own) || (assumed && would[shown]) || own || status[shown];
}

/** The word for a status of this milestone: an entry into force "took effect", a term "ended". */
export function statusWord(one: Pick<Milestone, 'kind' | 'nature'>, shown: ShownStatus): string {
  return ownWord(one, shown) ?? texts.value.status[shown];
}

/** The word that replaces the general one for a milestone that is no deadline; undefined for a deadline. */
export function ownWord(
  one: Pick<Milestone, 'kind' | 'nature'>,
  shown: ShownStatus,
): string | undefined {
  const [ahead, soon, over, done] = texts.value.coming[sortOf(one)] ?? [];
  const own: Partial<Record<ShownStatus, string | undefined>> = {
    upcoming: ahead,
    'due-soon': soon,
    expired: over,
    open: over,
    met: done,
  };
  return own[shown];
}

/** Characters; longer texts get a smaller font, so that they fit into two lines of a row. */
const LONG = 20;

/** The shape and the word of a milestone's status. */
export function Status({ of }: { of: Judged }) {
  const text = statusText(of);
  return (
    <span class={`status-text${text.length > LONG ? ' long' : ''}`}>
      <StatusMark status={of.shown} />
      <span>{text}</span>
    </span>
  );
}
