import type { EntityManager } from 'typeorm';
import { Refusal } from '../../base/refusal';
import { isIssuedCursor, START_CURSOR } from '../../outbox/message-order';

/** Where a request has its cursor, and what a valid one is. */
const PLACES = {
  since: {
    pointer: '/since',
    expected: `the \`cursor\` of a change or the \`next\` of a response, such as 0.17; ${START_CURSOR}, or no \`since\`, for all changes that are kept`,
    example: `?since=${START_CURSOR}`,
  },
  'Last-Event-ID': {
    pointer: '/Last-Event-ID',
    expected: `the id of an event, such as 0.17; ${START_CURSOR} for all events that are kept; no \`Last-Event-ID\` for new events only`,
    example: `Last-Event-ID: ${START_CURSOR}`,
  },
} as const;

/**
 * Refuses cursors that this service never returned: they would skip messages, or return none for ever.
 * @param granted ids of the agreements whose messages the caller may read; undefined for all.
 * @throws Refusal 'invalid'
 */
export async function refuseUnknownCursor(
  tx: EntityManager,
  cursor: string,
  place: keyof typeof PLACES,
  granted: readonly string[] | undefined,
): Promise<void> {
  if (await isIssuedCursor(tx, cursor, granted)) return;
  const { pointer, expected, example } = PLACES[place];
  const detail = `"${cursor}" is not a cursor of this service`;
  throw new Refusal('invalid', `Invalid \`${place}\`: unknown cursor.`, [
    { pointer, detail, expected, example },
  ]);
}
