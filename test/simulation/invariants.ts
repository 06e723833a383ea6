import assert from 'node:assert/strict';
import { Agreements } from '../../src/domain/agreement/agreements';
import { scheduleOf } from '../../src/domain/change/snapshot';
import { Ledger } from '../../src/domain/ledger/ledger';
import { verifyChains } from '../../src/domain/ledger/verify-chain';
import { MilestoneRow } from '../../src/domain/milestone/milestone.entity';
import { statusOfRow } from '../../src/domain/milestone/milestone-row';
import { selectRows } from '../../src/store/sql/rows';
import { run } from '../../src/store/sql/sql';
import type { Store } from '../../src/store/store';
import type { Arrival } from './network';
import type { Parts } from './parts';

/** By what they say: rows come from another realm than the test's. */
export function same(actual: unknown, expected: unknown, promise: string): void {
  assert.equal(JSON.stringify(actual), JSON.stringify(expected), promise);
}

/** What has to be empty, whatever happened: each a statement that finds the rows that break a promise. */
const NONE: Readonly<Record<string, string>> = {
  'an alert twice': `SELECT milestone_id, kind, version, step FROM alert
      GROUP BY milestone_id, kind, version, step HAVING COUNT(*) > 1`,
  'an alert without its one message': `SELECT alert.id FROM alert
      WHERE (SELECT COUNT(*) FROM message WHERE message.id = alert.message_id) <> 1`,
  'a message that an endpoint has not exactly one delivery of': `SELECT message.id FROM message, endpoint
      WHERE message.agreement_id IS NOT NULL AND message.created_at >= endpoint.created_at
        AND (SELECT COUNT(*) FROM delivery WHERE message_id = message.id
               AND endpoint_id = endpoint.id) <> 1`,
  'something waiting to be sent about a superseded date': `SELECT alert.id FROM alert
      JOIN message ON message.id = alert.message_id AND message.milestone_id IS NOT NULL
      JOIN delivery ON delivery.message_id = alert.message_id
      JOIN milestone ON milestone.id = alert.milestone_id
     WHERE delivery.state = 'pending' AND alert.version < milestone.version
       AND alert.kind IN ('upcoming', 'due-soon', 'grace-started', 'overdue')`,
  'an alert told after its date was superseded': `SELECT alert.id FROM alert
      JOIN message ON message.id = alert.message_id
      JOIN deadline ON deadline.milestone_id = alert.milestone_id
                   AND deadline.version = alert.version + 1
     WHERE alert.kind IN ('due-soon', 'grace-started', 'overdue')
       AND message.sequence > (SELECT MAX(sequence) FROM message AS moved
             WHERE moved.agreement_id = alert.agreement_id
               AND moved.type = 'schedule.changed' AND moved.created_at = deadline.recorded_at)`,
};

/** Only once the sweep has looked: before that, the clock may have passed what it has not judged. */
const NONE_AT_REST: Readonly<Record<string, string>> = {
  'a deadline that passed in silence': `SELECT id FROM milestone
     WHERE timeliness = 'overdue' AND state = 'in-effect' AND status_since > versioned_at
       AND NOT EXISTS (SELECT 1 FROM alert WHERE milestone_id = milestone.id
             AND kind = 'overdue' AND alert.version = milestone.version)`,
  'a deadline ahead that was not announced': `SELECT id FROM milestone
     WHERE timeliness = 'due-soon' AND state NOT IN ('discharged', 'suspended', 'terminated')
       AND dropped_at IS NULL
       AND NOT EXISTS (SELECT 1 FROM alert WHERE milestone_id = milestone.id
             AND kind IN ('due-soon', 'upcoming') AND alert.version = milestone.version)`,
};

async function holdNone(store: Store, promises: Readonly<Record<string, string>>): Promise<void> {
  for (const [name, sql] of Object.entries(promises)) {
    const { rows } = await store.read((tx) => run(tx, sql, []));
    same(rows, [], name);
  }
}

/** What must hold after every step. @param furthest the latest the clock has ever been. */
export async function holdAlways(store: Store, furthest: number): Promise<void> {
  await holdNone(store, {
    ...NONE,
    'an alert before its instant': `SELECT id FROM alert
        WHERE kind IN ('upcoming', 'due-soon', 'grace-started', 'overdue') AND at > ${furthest}`,
  });
}

/** What must hold once the sweep has looked. */
export function holdAtRest(store: Store): Promise<void> {
  return holdNone(store, NONE_AT_REST);
}

/**
 * Rows say what the pure functions say of document, facts and clock.
 * @param now not before any instant that the clock has shown; what the sweep has yet to look at is left out.
 */
export async function holdSchedule(
  store: Store,
  parts: Parts,
  agreementId: string,
  now: number,
): Promise<void> {
  const agreements = parts.get(Agreements);
  await store.read(async (tx) => {
    const facts = await parts.get(Ledger).current(tx, agreementId);
    const agreement = agreements.compile(await agreements.find(tx, agreementId));
    const { milestones } = scheduleOf(agreement, facts, false, now);
    const rows = await selectRows(tx, MilestoneRow, 'WHERE dropped_at IS NULL ORDER BY id', []);
    same(
      rows.map(({ id, dueAt, graceEndsAt }) => [id, dueAt, graceEndsAt]),
      milestones
        .map(({ id, dueAt, graceEndsAt }) => [id, dueAt ?? null, graceEndsAt ?? null])
        .sort(([one], [other]) => ((one as string) < (other as string) ? -1 : 1)),
      'dates are those of the pure schedule',
    );
    for (const row of rows) {
      if (row.wakeAt !== null && row.wakeAt <= now) continue;
      const { status, timeliness, state } = statusOfRow(row, now);
      const stored = [row.status, row.timeliness, row.state];
      same(stored, [status, timeliness, state], `${row.id} stands as the pure function says`);
    }
  });
}

/**
 * What receivers saw since the last look: the stored bytes, and nothing of what was superseded by then.
 * Answers what is superseded now.
 */
export async function holdArrivals(
  store: Store,
  arrivals: readonly Arrival[],
  superseded: ReadonlySet<string>,
): Promise<ReadonlySet<string>> {
  const rows = await store.read(
    async (tx) =>
      (
        await run<{ id: string; body: string; state: string }>(
          tx,
          `SELECT message.id, message.body, delivery.state FROM message
             JOIN delivery ON delivery.message_id = message.id`,
          [],
        )
      ).rows,
  );
  const bodies = new Map(rows.map(({ id, body }) => [id, body]));
  for (const { id, body } of arrivals) {
    assert.equal(body, bodies.get(id), `${id} arrives as it is stored`);
    assert.ok(!superseded.has(id), `${id} is not sent once its date is superseded`);
  }
  return new Set(rows.filter(({ state }) => state === 'superseded').map(({ id }) => id));
}

/** Acknowledged is stored, and the ledger's chain is whole. */
export async function holdLedger(store: Store, acknowledged: ReadonlySet<string>): Promise<void> {
  await store.read(async (tx) => {
    const { rows } = await run<{ id: string }>(tx, 'SELECT id FROM fact', []);
    const stored = new Set(rows.map(({ id }) => id));
    same(
      [...acknowledged].filter((id) => !stored.has(id)),
      [],
      'an acknowledged fact is stored',
    );
    same((await verifyChains(tx)).faults, [], 'the chain of the ledger is whole');
  });
}
