import { Injectable } from '@nestjs/common';
import { run } from '../../store/sql/sql';
import { Store } from '../../store/store';

const WAITING = "SELECT 1 FROM delivery WHERE endpoint_id = endpoint.id AND state = 'pending'";

/** Finds destinations whose messages wait and do not arrive. */
@Injectable()
export class StuckDestinations {
  constructor(private readonly store: Store) {}

  /**
   * The ids of destinations with waiting messages that are disabled because of failures, or have been failing since
   * `before`, or whose messages have been due since then without an attempt. Messages that wait for a rate limit, for the end
   * of quiet hours or because a person disabled their destination are not stuck.
   * @param before epoch milliseconds, inclusive.
   */
  async find(now: number, before: number): Promise<string[]> {
    const { rows } = await this.store.readOnce((tx) =>
      run<{ id: string }>(
        tx,
        `SELECT id FROM endpoint
          WHERE EXISTS (${WAITING})
            AND (state = 'disabled' AND disabled_reason <> 'by-request'
              OR state = 'enabled' AND (failing_since <= ?
                OR EXISTS (${WAITING} AND next_attempt_at <= ?)
                   AND COALESCE(paced_until, 0) <= ?
                   AND NOT EXISTS (SELECT 1 FROM delivery
                                    WHERE endpoint_id = endpoint.id AND lease_until > ?)))
          ORDER BY id`,
        [before, before, before, now],
      ),
    );
    return rows.map(({ id }) => id);
  }
}
