import { Client } from 'pg';
import { Claims } from '../../src/delivery/queue/claims';
import { Sweep } from '../../src/domain/transition/sweep';
import { DATABASE } from '../support/databases';
import { FakeClock } from '../support/fake-clock';
import { figure } from '../support/figures';
import { runs } from '../support/runs';
import { startTestService, type TestService } from '../support/service';

const MILESTONES = runs(30_000, 1_000_000);
const PER_AGREEMENT = 300;
const START = '2026-01-10T00:00:00Z';
const FAR_MS = Date.parse('2027-01-01T00:00:00Z');

interface Plan {
  'Node Type': string;
  'Relation Name'?: string;
  Plans?: Plan[];
}

interface Asked {
  text: string;
  values: unknown[];
}

const describeReplicas = DATABASE === 'postgres' ? describe : describe.skip;

describeReplicas(`${MILESTONES} milestones with history in PostgreSQL`, () => {
  const clock = new FakeClock(START);
  let service: TestService;
  let examining: Client;

  beforeAll(async () => {
    service = await startTestService(clock);
    await service.call('POST', '/v1/webhooks', { url: 'http://127.0.0.1:9/', types: ['ping'] });
    await service.call('POST', '/v1/agreements', {
      id: 'a0',
      title: 'Pact',
      zone: 'UTC',
      obligations: [{ id: 'law', title: 'Law', due: 'within 2 days of signing' }],
    });
    await service.call('PUT', '/v1/agreements/a0/signing', { date: '2026-01-01' });
    examining = new Client({ connectionString: service.settings.databaseUrl as string });
    await examining.connect();
    await multiply();
  }, 600_000);
  afterAll(async () => {
    await examining?.end();
    await service?.end();
  });

  /** Copies of the one agreement's rows, each with what tells it from the others. */
  async function multiply(): Promise<void> {
    const copy = (table: string, where: string, from: string, changed: Record<string, string>) => {
      const pairs = Object.entries(changed).flatMap(([name, value]) => [`'${name}'`, value]);
      return examining.query(
        `INSERT INTO ${table} SELECT filled.*
           FROM (SELECT to_jsonb(one) AS row FROM ${table} AS one WHERE ${where} LIMIT 1) AS given, ${from},
                LATERAL jsonb_populate_record(NULL::${table}, row || jsonb_build_object(${pairs.join(', ')})) AS filled`,
      );
    };
    // Copies refer to what the one they are copied from refers to: nothing need be looked up a million times.
    await examining.query('SET session_replication_role = replica');
    const agreements = `generate_series(1, ${MILESTONES / PER_AGREEMENT}) AS a`;
    const each = `${agreements}, generate_series(1, ${PER_AGREEMENT}) AS n`;
    const agreement = "'a' || a";
    const milestone = "'a' || a || '/o' || n";
    const number = `a * ${PER_AGREEMENT} + n`;
    const message = `'msg_' || lpad((${number})::text, 26, '0')`;
    await copy('agreement', "id = 'a0'", agreements, { id: agreement });
    await copy('milestone', "id = 'a0/law'", each, {
      id: milestone,
      agreement_id: agreement,
      position: 'n',
      wake_at: `${FAR_MS} + n * 60000`,
    });
    const of = { agreement_id: agreement, milestone_id: milestone };
    await copy('transition', 'true', each, { ...of, id: `'tr_' || ${number}` });
    await copy('deadline', "milestone_id = 'a0/law'", each, of);
    await copy('fact', 'true', each, {
      id: `'fact_' || ${number}`,
      agreement_id: agreement,
      sequence: 'n',
    });
    await copy('message', 'agreement_id IS NOT NULL', each, {
      id: message,
      agreement_id: agreement,
      sequence: '1000000 + n',
    });
    await examining.query(
      `INSERT INTO agreement_tag (agreement_id, folded, tag)
       SELECT id, 'group ' || n, 'Group ' || n FROM agreement, generate_series(1, 20) AS n`,
    );
    await copy('message_order', 'true', each, {
      position: `1000 + ${number}`,
      message_id: message,
    });
    await examining.query(
      `INSERT INTO delivery (message_id, endpoint_id, state, attempts, fence, releases, next_attempt_at, finished_at)
       SELECT message.id, endpoint.id, 'delivered', 1, 1, 0, message.created_at, message.created_at FROM message, endpoint`,
    );
    // What is due now, and what waits to be sent: few among many.
    const soon = Date.parse(START) + 60_000;
    await examining.query(`UPDATE milestone SET wake_at = ${soon} WHERE id LIKE 'a1/%'`);
    await examining.query(
      `UPDATE delivery SET state = 'pending', finished_at = NULL
        WHERE message_id IN (SELECT id FROM message WHERE agreement_id = 'a2')`,
    );
    await examining.query('ANALYZE');
  }

  async function bytesARow(): Promise<string> {
    const { rows } = await examining.query(
      `SELECT relname AS name, round(pg_total_relation_size(oid) / reltuples) AS bytes FROM pg_class
        WHERE relkind = 'r' AND relnamespace = current_schema()::regnamespace AND reltuples >= ${MILESTONES * 0.9}
        ORDER BY relname`,
    );
    return rows.map(({ name, bytes }) => `${name} ${bytes}`).join(', ');
  }

  /** Every statement the program sent to the database while it worked. */
  async function asked(work: () => Promise<unknown>): Promise<Asked[]> {
    const seen = new Map<string, Asked>();
    const original = Client.prototype.query;
    Client.prototype.query = function (this: Client, ...given: unknown[]) {
      const [first, second] = given as [string | { text: string; values?: unknown[] }, unknown[]?];
      const text = typeof first === 'string' ? first : first.text;
      const values = (typeof first === 'string' ? second : first.values) ?? [];
      if (/^\s*(SELECT|WITH|UPDATE|DELETE)/i.test(text) && !text.includes('pg_')) {
        seen.set(text, { text, values });
      }
      return Reflect.apply(original, this, given);
    } as typeof original;
    try {
      await work();
    } finally {
      Client.prototype.query = original;
    }
    return [...seen.values()];
  }

  const scansOf = (plan: Plan): string[] => [
    ...(plan['Node Type'] === 'Seq Scan' ? [plan['Relation Name'] ?? ''] : []),
    ...(plan.Plans ?? []).flatMap(scansOf),
  ];

  /** Tables that stay small however many agreements there are. */
  const SMALL = ['endpoint', 'message_lead', 'token', 'secret_key', 'alert_policy', 'alert_answer'];

  it('none of the statements of the sweep, the courier and the polls scans a table', async () => {
    clock.advance(120_000);
    const sweep = service.app.get(Sweep);
    const paths = [
      '/v1/agreements/a7',
      '/v1/agreements/a7/milestones?limit=100',
      '/v1/milestones/a7/o1',
      '/v1/changes?limit=50',
      '/v1/changes?agreement=a7',
      '/v1/agreements/a7/facts',
    ];
    const statements = await asked(async () => {
      await sweep.batch();
      await sweep.nextWake();
      await service.app.get(Claims).take(50);
      await service.app.get(Claims).nextInstant();
      for (const path of paths) expect((await service.call('GET', path)).status).toBe(200);
    });
    const scans: string[] = [];
    for (const { text, values } of statements) {
      const { rows } = await examining.query({ text: `EXPLAIN (FORMAT JSON) ${text}`, values });
      const [{ Plan: plan }] = rows[0]['QUERY PLAN'] as [{ Plan: Plan }];
      const tables = scansOf(plan).filter((table) => !SMALL.includes(table));
      if (tables.length > 0) scans.push(`${tables.join(', ')}: ${text.replace(/\s+/g, ' ')}`);
    }
    expect(scans).toEqual([]);
    expect(statements.length).toBeGreaterThan(15);
    figure(
      37,
      `${statements.length} hot statements beside ${MILESTONES} milestones, PostgreSQL: scans ${scans.length}\n` +
        `bytes a row, indexes included: ${await bytesARow()}`,
    );
  }, 120_000);
});
