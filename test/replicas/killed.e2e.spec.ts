import { Client } from 'pg';
import { DATABASE, emptyDatabase } from '../support/databases';
import { endProcess } from '../support/end-process';
import { figure } from '../support/figures';
import {
  buildForReplicas,
  type Replica,
  type ReplicaOptions,
  startReplica,
} from '../support/replica';
import { runs } from '../support/runs';
import { startTestReceiver } from '../support/service';

const DEADLINES = runs(150, 10_000);
const SECONDS = runs(3, 60);
const LEASE_MS = 2_000;
/** Longer than the lease, so that others take over what a stopped replica had claimed. */
const STOPPED_MS = 2_500;
const APART_MS = 5 * 60_000;
/** What a deadline takes to be learnt of, on a busy machine. */
const LEARNT_MS = 2;

const describeReplicas = DATABASE === 'postgres' ? describe : describe.skip;

describeReplicas('three replicas on one PostgreSQL', () => {
  const pause = (milliseconds: number) =>
    new Promise((resolve) => setTimeout(resolve, milliseconds));

  it('with clocks five minutes apart, one killed each second, others stopped past their lease: one message per deadline', async () => {
    buildForReplicas();
    const database = await emptyDatabase();
    const receiver = await startTestReceiver();
    const delivery = { leaseMs: LEASE_MS, requestTimeoutMs: 1_000 };
    const options: ReplicaOptions[] = [-APART_MS, 0, APART_MS].map((shiftMs) => ({
      shiftMs,
      delivery,
    }));
    const replicas = await Promise.all(
      options.map((option) => startReplica(database.settings, option)),
    );
    const stored = new Client({ connectionString: database.settings.databaseUrl as string });
    await stored.connect();
    let [kills, stops] = [0, 0];
    try {
      const post = async (path: string, body: object) => {
        const response = await fetch(`${replicas[0]?.url}${path}`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify(body),
        });
        expect(response.status).toBe(201);
      };
      await post('/v1/webhooks', { url: receiver.url, types: ['milestone.overdue'] });
      // Late enough that all of them are learnt of before.
      const first = Math.ceil((Date.now() + DEADLINES * LEARNT_MS) / 1_000) * 1_000 + 3_000;
      const due = Array.from(
        { length: DEADLINES },
        (_, i) => first + Math.floor((i * SECONDS) / DEADLINES) * 1_000,
      );
      // Every agreement has deadlines in every second, so that replicas meet at the same rows.
      const agreements = Math.ceil(DEADLINES / 1_000);
      for (let a = 0; a < agreements; a++) {
        const obligations = due
          .map((at, i) => ({ at: new Date(at).toISOString().replace('.000', ''), i }))
          .filter(({ i }) => i % agreements === a)
          .map(({ at, i }) => ({ id: `o${i}`, title: `O${i}`, due: `at ${at}` }));
        await post('/v1/agreements', { id: `a${a}`, title: 'A', zone: 'UTC', obligations });
      }
      const { rows: watched } = await stored.query(
        // What was past when it was learnt of is history; on a busy machine that may be some.
        'SELECT COUNT(*) AS told FROM milestone WHERE due_at > versioned_at',
      );
      const told = Number(watched[0].told);
      await pause(first - Date.now());
      const starting: Promise<void>[] = [];
      const restart = async (index: number) => {
        replicas[index] = await startReplica(database.settings, options[index]);
      };
      for (let second = 0; second < SECONDS; second++) {
        // One is stopped past its lease and goes on; only the other two are killed.
        const killed = second % 2;
        await starting[killed];
        await endProcess(replicas[killed]?.child);
        kills += 1;
        starting[killed] = restart(killed);
        const frozen = (replicas[2] as Replica).child;
        if (second % 4 === 0 && frozen.kill('SIGSTOP')) {
          stops += 1;
          setTimeout(() => frozen.kill('SIGCONT'), STOPPED_MS);
        }
        await pause(1_000);
      }
      await Promise.all(starting);
      if (told > 0) await receiver.nth(told);
      const { rows } = await stored.query(
        `SELECT COUNT(*) AS alerts, COUNT(DISTINCT alert.milestone_id) AS deadlines,
                COUNT(DISTINCT message.id) AS messages,
                COUNT(*) FILTER (WHERE alert.recorded_at < alert.at) AS early
           FROM alert JOIN message ON message.id = alert.message_id WHERE alert.kind = 'overdue'`,
      );
      const [{ alerts, deadlines, messages, early }] = rows;
      expect([alerts, deadlines, messages].map(Number)).toEqual([told, told, told]);
      expect(Number(early)).toBe(0);
      const heard = receiver.received.map(({ body }) => JSON.parse(body).data.milestone.id);
      expect(new Set(heard).size).toBe(told);
      expect(heard).toHaveLength(told);
      figure(
        [11, 13, 14],
        `${told} deadlines on 3 replicas, clocks 5 minutes apart, ${kills} kills, ${stops} stopped past the lease: ` +
          `lost 0, early ${early}, double messages ${heard.length - told}, repeats of the same ${receiver.attempts.length - told}`,
      );
    } finally {
      await Promise.all(replicas.map(({ child }) => endProcess(child)));
      await stored.end();
      await receiver.close();
      await database.remove();
    }
  }, 600_000);
});
