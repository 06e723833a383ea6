import { lastCursor, START_CURSOR } from '../../src/outbox/message-order';
import { run } from '../../src/store/sql/sql';
import { Store } from '../../src/store/store';
import type { TestService } from './service';
import { until } from './until';

/**
 * Waits until readers get every message. On PostgreSQL a message is held back until transactions that began before it have
 * ended, in every database of the server.
 */
export async function allTold(service: TestService): Promise<void> {
  const store = service.app.get(Store);
  await until(() =>
    store.read(async (tx) => {
      const { rows } = await run<{ cursor: string }>(
        tx,
        `SELECT transaction_number || '.' || position AS cursor FROM message_order
          ORDER BY transaction_number DESC, position DESC LIMIT 1`,
        [],
      );
      return (rows[0]?.cursor ?? START_CURSOR) === (await lastCursor(tx)) || undefined;
    }),
  );
}
