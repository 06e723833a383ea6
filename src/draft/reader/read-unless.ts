import { nameEvent } from '../anchors/event-name';
import type { Found } from '../finder/found';
import { textOf } from '../layout/tokens';
import type { Surroundings } from './context';
import type { Reading, Unread } from './reading';

/** "unless the Council decides earlier": an event that excepts the duty beside it. */
export function unless({ moment }: Found, { sentence }: Surroundings): Reading | Unread {
  const { tokens } = sentence;
  if (moment?.type !== 'event') return { why: 'The exception is not stated.' };
  const words = textOf(tokens, moment.range);
  const named = nameEvent(tokens, moment.range);
  if (named === undefined) return { why: `"${words}" names no event.` };
  return {
    key: 'unless',
    phrase: named.id,
    confidence: 'low',
    anchor: { ref: named.id, words },
    rules: ['"unless" excepts the duty beside it'],
    doubt: `Which event is "${words}"? It has to be recorded when it happens.`,
    alternatives: [],
  };
}
