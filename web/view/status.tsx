import type { Row } from '../state/rows';
import { say } from '../words/format';
import { Mark } from './mark';

type Judged = Pick<Row, 'shown' | 'supposed'>;

/** The word for a status; under an assumption the word for what would be, where the status claims anything. */
export function statusText({ shown, supposed }: Judged): string {
  const { status, would } = say.value;
  return (supposed ? would[shown] : undefined) ?? status[shown];
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
