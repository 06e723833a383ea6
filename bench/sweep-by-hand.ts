import type { Database } from 'better-sqlite3';
import type { Clock } from '../src/base/clock';
import { newId, type Randomness } from '../src/base/randomness';

interface DueRow {
  id: string;
  agreement_id: string;
  title: string;
  due_at: number;
  version: number;
  status: string;
}

/**
 * The minimum of a sweep that knows already that each of these milestones is overdue: the same rows in one transaction of
 * prepared statements.
 */
export function handWritten(
  database: Database,
  clock: Clock,
  randomness: Randomness,
): (agreementId: string) => void {
  database.pragma('synchronous = FULL');
  database.pragma('foreign_keys = ON');
  const raise = database.prepare(
    'UPDATE agreement SET revision = revision + 1, sequence = sequence + ?, recorded_at = ? WHERE id = ? RETURNING revision, sequence',
  );
  const due = database.prepare('SELECT * FROM milestone WHERE agreement_id = ? AND wake_at <= ?');
  const update = database.prepare(
    "UPDATE milestone SET timeliness = 'overdue', status = 'overdue', status_since = ?, next_change_at = NULL, wake_at = NULL WHERE id = ?",
  );
  const transition = database.prepare(
    "INSERT INTO transition (id, agreement_id, milestone_id, from_status, to_status, revision, timeliness, state, at, recorded_at, cause) VALUES (?, ?, ?, ?, 'overdue', ?, 'overdue', 'in-effect', ?, ?, 'clock')",
  );
  const alert = database.prepare(
    "INSERT INTO alert (id, agreement_id, milestone_id, kind, version, step, at, message_id, recorded_at) VALUES (?, ?, ?, 'overdue', ?, 0, ?, ?, ?)",
  );
  const message = database.prepare(
    "INSERT INTO message (id, agreement_id, sequence, type, milestone_id, parties, themes, hypothetical, body, created_at) VALUES (?, ?, ?, 'milestone.overdue', ?, '[\"a\"]', '[]', 0, ?, ?)",
  );
  const order = database.prepare('INSERT INTO message_order (message_id) VALUES (?)');
  return database.transaction((agreementId: string) => {
    const now = clock.now();
    const rows = due.all(agreementId, now) as DueRow[];
    const raised = raise.get(rows.length, now, agreementId) as {
      revision: number;
      sequence: number;
    };
    let sequence = raised.sequence - rows.length;
    for (const row of rows) {
      const messageId = newId('msg', clock, randomness);
      update.run(row.due_at, row.id);
      transition.run(
        newId('tr', clock, randomness),
        agreementId,
        row.id,
        row.status,
        raised.revision,
        row.due_at,
        now,
      );
      alert.run(
        newId('alert', clock, randomness),
        agreementId,
        row.id,
        row.version,
        row.due_at,
        messageId,
        now,
      );
      const body = JSON.stringify({
        type: 'milestone.overdue',
        timestamp: new Date(now).toISOString(),
        data: {
          sequence: ++sequence,
          agreement: agreementId,
          revision: raised.revision,
          milestone: row,
        },
      });
      message.run(messageId, agreementId, sequence, row.id, body, now);
      order.run(messageId);
    }
  });
}
