import { Client } from 'pg';
import { DATABASE } from '../support/databases';
import { endProcess } from '../support/end-process';
import { figure } from '../support/figures';
import { startOwnPostgres } from '../support/own-postgres';
import { buildForReplicas, type Replica, startReplica } from '../support/replica';
import { runs } from '../support/runs';
import { startTestReceiver, temporaryDirectory } from '../support/service';
import { until } from '../support/until';

const RESTARTS = runs(1, 20);
const PER_RESTART = 20;
const APART_MS = 4_000;
const EVENTS = runs(200, 2_000);

const describeReplicas = DATABASE === 'postgres' ? describe : describe.skip;

/** On a server of its own, since the others' must not stop. */
describeReplicas('a PostgreSQL that is restarted while deadlines pass', () => {
  it('is away as long as it is away: not ready, 503 with Retry-After, nothing lost afterwards', async () => {
    buildForReplicas();
    const directory = temporaryDirectory();
    const receiver = await startTestReceiver();
    const server = await startOwnPostgres();
    const databaseUrl = server.url;
    let replica: Replica | undefined;
    const recoveries: number[] = [];
    const acknowledged: string[] = [];
    try {
      replica = await startReplica(
        { dataDir: directory.path, databaseUrl },
        { delivery: { leaseMs: 2_000, requestTimeoutMs: 1_000 } },
      );
      const { url } = replica;
      const post = (path: string, body: object) =>
        fetch(`${url}${path}`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify(body),
        });
      const ready = async () => (await fetch(`${url}/health/ready`)).status;
      await post('/v1/webhooks', { url: receiver.url, types: ['milestone.overdue'] });
      const first = Math.ceil(Date.now() / 1_000) * 1_000 + 2_000;
      const obligations = Array.from({ length: RESTARTS * PER_RESTART }, (_, i) => {
        const at = first + Math.floor(((i / PER_RESTART) * APART_MS) / 1_000) * 1_000;
        return {
          id: `o${i}`,
          title: `O${i}`,
          due: `at ${new Date(at).toISOString().replace('.000', '')}`,
        };
      });
      const events = Object.fromEntries(
        Array.from({ length: EVENTS }, (_, i) => [`e${i}`, { title: `E${i}` }]),
      );
      await post('/v1/agreements', { id: 'pact', title: 'Pact', zone: 'UTC', events, obligations });
      const recording = { on: true };
      const writing = (async () => {
        for (let i = 0; recording.on && i < EVENTS; i++) {
          const answer = await post('/v1/agreements/pact/facts', {
            event: `e${i}`,
            at: '2026-01-01',
          });
          expect([201, 503]).toContain(answer.status);
          if (answer.status === 201)
            acknowledged.push(((await answer.json()) as { id: string }).id);
          await new Promise((resolve) => setTimeout(resolve, 20));
        }
      })();
      for (let i = 0; i < RESTARTS; i++) {
        const enough = acknowledged.length + 10;
        await until(() => acknowledged.length >= enough || undefined);
        await server.stop();
        expect(await ready()).toBe(503);
        const read = await fetch(`${url}/v1/agreements/pact/milestones`);
        expect(read.status).toBe(503);
        expect(Number(read.headers.get('retry-after'))).toBeGreaterThan(0);
        await server.start();
        const back = process.hrtime.bigint();
        await until(async () => (await ready()) === 200 || undefined);
        recoveries.push(Number(process.hrtime.bigint() - back) / 1e6);
        if (RESTARTS > 1) await new Promise((resolve) => setTimeout(resolve, APART_MS / 2));
      }
      recording.on = false;
      await writing;
      const stored = new Client({ connectionString: databaseUrl });
      await stored.connect();
      const { rows } = await stored.query(
        'SELECT COUNT(*) AS told FROM milestone WHERE due_at > versioned_at',
      );
      const told = Number(rows[0].told);
      if (told > 0) await receiver.nth(told);
      const { rows: facts } = await stored.query('SELECT id FROM fact');
      await stored.end();
      const ids = new Set(facts.map(({ id }) => id));
      expect(acknowledged.filter((id) => !ids.has(id))).toEqual([]);
      const heard = receiver.received.map(({ body }) => JSON.parse(body).data.milestone.id);
      expect([heard.length, new Set(heard).size]).toEqual([told, told]);
      const slowest = recoveries.toSorted((a, b) => a - b).at(Math.ceil(0.99 * RESTARTS) - 1);
      figure(
        12,
        `PostgreSQL restarted ${RESTARTS} times while ${told} deadlines passed: lost 0, acknowledged writes lost 0 of ` +
          `${acknowledged.length}, recovery p99 ${slowest?.toFixed(0)} ms`,
      );
    } finally {
      await endProcess(replica?.child);
      await receiver.close();
      await server.end();
      directory.remove();
    }
  }, 600_000);
});
