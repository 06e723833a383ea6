import Database from 'better-sqlite3';
import type { DataSource } from 'typeorm';
import { Claims } from '../../src/delivery/queue/claims';
import { MilestoneRow } from '../../src/domain/milestone/milestone.entity';
import { Sweep } from '../../src/domain/transition/sweep';
import { Message } from '../../src/outbox/message.entity';
import { insertRows, selectRows } from '../../src/store/sql/rows';
import { Store } from '../../src/store/store';
import { DATABASE, describeStored } from '../support/databases';
import { FakeClock } from '../support/fake-clock';
import { figure } from '../support/figures';
import { runs } from '../support/runs';
import { startTestService, type TestService } from '../support/service';

/**
 * All rows belong to one agreement. With a million of them PostgreSQL rightly scans the table, so it gets few here;
 * `test/replicas/plans.e2e.spec.ts` has a million rows of many agreements.
 */
const ROWS = DATABASE === 'sqlite' ? runs(2_000, 1_000_000) : 2_000;
const CHUNK = 10_000;
const MESSAGES = 1_000;
/** The tables that grow with use. Agreements and endpoints stay few. */
const GROWING = /\b(milestone|delivery|message|message_order|fact|transition|deadline|alert)\b/;

/** PostgreSQL plans by row counts, so its plan for a nearly empty table says nothing about a full one. */
const JUDGED = DATABASE === 'sqlite' ? GROWING : /^milestone$/;

interface Statement {
  sql: string;
  parameters: unknown[];
}

type Note = (sql: string, parameters: unknown[]) => void;

interface Node {
  'Node Type': string;
  'Relation Name'?: string;
  'Index Name'?: string;
  'Index Cond'?: string;
  Plans?: Node[];
}

describeStored(`query plans of frequent requests on ${DATABASE}`, () => {
  const clock = new FakeClock('2026-01-01T00:00:00Z');
  let service: TestService;
  let store: Store;

  beforeAll(async () => {
    service = await startTestService(clock);
    store = service.app.get(Store);
    await service.call('POST', '/v1/agreements', {
      id: 'pact',
      title: 'Pact',
      zone: 'UTC',
      obligations: [{ id: 'first', title: 'First', due: 'within 900 days of signing' }],
    });
    await service.call('PUT', '/v1/agreements/pact/signing', { date: '2026-01-01' });
    const [row] = await store.read((tx) => selectRows(tx, MilestoneRow, 'LIMIT 1', []));
    for (let first = 1; first < ROWS; first += CHUNK) {
      const rows = Array.from({ length: Math.min(CHUNK, ROWS - first) }, (_, i) => ({
        ...(row as MilestoneRow),
        id: `pact/many-${first + i}`,
        position: first + i,
        dueAt: Number(row?.dueAt) + first + i,
      }));
      await store.write((tx) => insertRows(tx, MilestoneRow, rows));
    }
    // SQLite rightly scans a table of two rows.
    const [message] = await store.read((tx) => selectRows(tx, Message, 'LIMIT 1', []));
    const messages = Array.from({ length: MESSAGES }, (_, i) => ({
      ...(message as Message),
      id: `msg_${i}`,
      agreementId: null,
    }));
    await store.write((tx) => insertRows(tx, Message, messages));
    await store.write((tx) => tx.query('ANALYZE'));
  }, 600_000);
  afterAll(() => service.end());

  /** Every statement about growing tables that the work executes. */
  async function sentBy(work: () => Promise<unknown>): Promise<Statement[]> {
    const sent: Statement[] = [];
    const note = (sql: string, parameters: unknown[]): void => {
      if (GROWING.test(sql)) sent.push({ sql, parameters });
    };
    const spies = DATABASE === 'sqlite' ? spiesOnSqlite(note) : await spiesOnPostgres(note);
    await work();
    for (const spy of spies) spy.mockRestore();
    return sent;
  }

  /** Recorded in the driver, because bulk reads bypass TypeORM. */
  function spiesOnSqlite(note: Note): jest.SpyInstance[] {
    const database = new Database(':memory:');
    const statement: Database.Statement = Object.getPrototypeOf(database.prepare('SELECT 1'));
    database.close();
    return (['all', 'get', 'run'] as const).map((method) => {
      const original = statement[method];
      return jest.spyOn(statement, method).mockImplementation(function (
        this: Database.Statement,
        ...given: unknown[]
      ) {
        note(this.source, given.flat());
        return original.apply(this, given);
      });
    });
  }

  async function spiesOnPostgres(note: Note): Promise<jest.SpyInstance[]> {
    const sources = new Set<DataSource>([
      await store.read(async (tx) => tx.connection),
      await store.write(async (tx) => tx.connection),
    ]);
    return [...sources].map((source) =>
      jest.spyOn(source.logger, 'logQuery').mockImplementation((sql, parameters) => {
        note(sql, Array.isArray(parameters) ? parameters : []);
      }),
    );
  }

  /** The scans of a statement: of a growing table, or of a whole index of it without a limit. */
  function scansOf({ sql, parameters }: Statement): Promise<string[]> {
    return store.read(async (tx) => {
      if (DATABASE === 'sqlite') {
        const plan: { detail: string }[] = await tx.query(`EXPLAIN QUERY PLAN ${sql}`, parameters);
        return plan
          .map(({ detail }) => detail)
          .filter((detail) => detail.startsWith('SCAN') && JUDGED.test(detail))
          .filter((detail) => !(/USING (COVERING )?INDEX/.test(detail) && /\bLIMIT\b/.test(sql)));
      }
      await tx.query('SET LOCAL enable_seqscan = off');
      const [{ 'QUERY PLAN': plan }] = await tx.query(`EXPLAIN (FORMAT JSON) ${sql}`, parameters);
      return scansBelow((plan as { Plan: Node }[])[0]?.Plan as Node, false);
    });
  }

  function scansBelow(node: Node, limited: boolean): string[] {
    const { 'Node Type': type, 'Relation Name': table = '', 'Index Name': index } = node;
    // This index has late milestones only, and the overview counts all of them.
    if (index === 'milestone_late') return [];
    const whole =
      type === 'Seq Scan' || (type.startsWith('Index') && !node['Index Cond'] && !limited);
    const below = (node.Plans ?? []).flatMap((each) =>
      scansBelow(each, limited || type === 'Limit'),
    );
    return whole && JUDGED.test(table) ? [`${type} on ${table}`, ...below] : below;
  }

  const get =
    (path: string, expected = 200) =>
    async () => {
      const { status } = await service.call('GET', path);
      expect(status).toBe(expected);
    };
  const second = async () => {
    const { body } = await service.call<{ next: string }>('GET', '/v1/milestones?limit=1');
    await get(`/v1/milestones?limit=1&cursor=${body.next}`)();
  };

  const following = async () => {
    const { body } = await service.call<{ next: string }>('GET', '/v1/changes?limit=1');
    await get(`/v1/changes?since=${body.next}`)();
  };

  const WORKS: readonly [string, () => Promise<unknown>][] = [
    ['the first page of an agreement', get('/v1/agreements/pact/milestones')],
    ['a page that follows another', second],
    ['the summary', get('/v1/summary')],
    ['the agreements by their next deadline', get('/v1/agreements?sort=next')],
    ['the agreements by what is late', get('/v1/agreements?sort=late')],
    ['the overview', get('/v1/overview?limit=10')],
    ['one milestone', get('/v1/milestones/pact/first')],
    ['what follows a cursor', following],
    ['whether a cursor was given out', get('/v1/changes?since=5.5', 422)],
    ['a look of the sweep', () => service.app.get(Sweep).batch()],
    ['when the sweep must look next', () => service.app.get(Sweep).nextWake()],
    ['when a delivery is due next', () => service.app.get(Claims).nextInstant()],
  ];

  it.each(WORKS)('%s scans no table', async (name, work) => {
    const sent = await sentBy(work);
    expect(sent.length).toBeGreaterThan(0);
    const scans: Record<string, string[]> = {};
    for (const statement of sent) {
      const found = await scansOf(statement);
      if (found.length > 0) scans[statement.sql] = found;
    }
    figure(
      37,
      `${name}, ${sent.length} statements beside ${ROWS} milestones, ${DATABASE}: scans ${Object.keys(scans).length}`,
    );
    expect(scans).toEqual({});
  });

  it('detects a statement that scans a table', async () => {
    const sql = "SELECT id FROM milestone WHERE phrase = 'on no index'";
    expect(await scansOf({ sql, parameters: [] })).toHaveLength(1);
  });
});
