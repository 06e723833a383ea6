import { Refusal } from '../../src/base/refusal';
import { run } from '../../src/store/sql/sql';
import type { Store } from '../../src/store/store';

/** Every table; those that refer to others come first. */
const TABLES = [
  'kept_answer',
  // The audit's head first: its lock waits for refusals that are still being written.
  'audit_head',
  'audit_entry',
  'sign_in_code',
  'token',
  'attempt',
  'delivery',
  'endpoint',
  'message_order',
  'message',
  'alert_answer',
  'alert_policy',
  'alert',
  'deadline',
  'transition',
  'milestone',
  'fact',
  'scenario',
  'agreement_tag',
  'agreement_listing',
  'agreement_version',
  'calendar_version',
  'agreement_removal',
  'agreement',
];

/** Empties the database of a service or a store; again where work of the service's own deadlocked with it. */
export async function clear(store: Store): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await empty(store);
    } catch (error) {
      if (!(error instanceof Refusal && error.kind === 'unavailable') || attempt === 5) throw error;
    }
  }
}

function empty(store: Store): Promise<void> {
  return store.write(async (tx) => {
    // Whoever writes has locked an agreement's row first: the clock's last work ends, and none begins in between.
    if (store.dialect.name === 'postgres') {
      await run(tx, 'LOCK TABLE agreement IN EXCLUSIVE MODE', []);
    }
    for (const table of TABLES) {
      // The operator's token belongs to the installation.
      const kept = table === 'token' ? "WHERE kind <> 'operator'" : '';
      await run(tx, `DELETE FROM ${table} ${kept}`, []);
    }
  });
}
