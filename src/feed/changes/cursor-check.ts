import type { EntityManager } from 'typeorm';
import { Refusal } from '../../base/refusal';
import { isIssuedCursor, START_CURSOR } from '../../outbox/message-order';

/** Where a request says what it has read already, and what follows without it. */
const PLACES = {
  since: {
    pointer: '/since',
    expected: `the \`cursor\` of a change or the \`next\` of an answer, such as 0.17; left out, or ${START_CURSOR}, to start with the first change kept`,
    example: `?since=${START_CURSOR}`,
  },
  'Last-Event-ID': {
    pointer: '/Last-Event-ID',
    expected: `the id of an event, such as 0.17; left out for what comes from now on, or ${START_CURSOR} for everything kept`,
    example: `Last-Event-ID: ${START_CURSOR}`,
  },
} as const;

/**
 * A cursor from elsewhere would answer nothing for ever, or leave out what comes before it.
 * @param granted the agreements whose messages the caller was shown; undefined for all of them.
 * @throws Refusal 'invalid' for a cursor that this service never gave out.
 */
export async function refuseUnknownCursor(
  tx: EntityManager,
  cursor: string,
  place: keyof typeof PLACES,
  granted: readonly string[] | undefined,
): Promise<void> {
  if (await isIssuedCursor(tx, cursor, granted)) return;
  const { pointer, expected, example } = PLACES[place];
  const detail = `"${cursor}" was never given out`;
  throw new Refusal('invalid', `${place} is not a cursor that this service gave out.`, [
    { pointer, detail, expected, example },
  ]);
}
