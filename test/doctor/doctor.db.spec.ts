import { createHash } from 'node:crypto';
import { DEFAULT_LIMITS } from '../../src/config/policy';
import { examineData } from '../../src/doctor/examine';
import { repairData } from '../../src/doctor/repair';
import { Store } from '../../src/store/store';
import { type Behind, openBehind } from '../support/behind';
import { DATABASE, describeStored } from '../support/databases';
import { FakeClock } from '../support/fake-clock';
import { figure } from '../support/figures';
import { startTestService, type TestService } from '../support/service';

const START = '2026-01-10T00:00:00Z';
const DAY = 86_400_000;

const PACT = (period: number, more = '') => `
id: pact
title: Pact
zone: Europe/Kyiv
calendars: [ua]
parties: {a: {name: A}, b: {name: B}}
events: {poll: {title: Poll, repeats: true}}
obligations:
  - {id: first, title: First, obligor: a, due: within ${period} days of signing}
  - {id: second, title: Second, obligor: b, due: within 5 working days of first.fulfilled, grace: 2 days}
  - {id: held, title: Held, holds: from signing until 60 days after signing}
${more}`;
const EXTRA = '  - {id: extra, title: Extra, due: within 20 days of signing}\n';

const OTHER = `
id: other
title: Other
zone: UTC
events: {notice: {title: Notice}}
obligations:
  - {id: soon, title: Soon, due: by 2026-01-14}
  - {id: later, title: Later, due: by 2026-06-30}
  - {id: term, title: Term, holds: from 2026-01-01 for 2 months, renews: for 2 months unless notice 2 weeks before}
`;

/** Changes made past the service, what the doctor must report, and whether a repair can undo them. */
interface Change {
  what: string;
  sql: string;
  says: RegExp;
  derived: boolean;
}

const CHANGES: readonly Change[] = [
  {
    what: 'a due date',
    sql: "UPDATE milestone SET due_on = due_on + 400, due_at = due_at + 34560000000 WHERE id = 'pact/first'",
    says: /pact\/first: dueOn is 2027-03-11, not 2026-02-04/,
    derived: true,
  },
  {
    what: 'a due instant alone',
    sql: "UPDATE milestone SET due_at = due_at + 1 WHERE id = 'pact/first'",
    says: /pact\/first: dueAt is .*, not 2026-02-04T22:00/,
    derived: true,
  },
  {
    what: 'a title',
    sql: "UPDATE milestone SET title = 'Other' WHERE id = 'pact/held'",
    says: /pact\/held: title is "Other", not "Held"/,
    derived: true,
  },
  {
    what: 'who owes it',
    sql: `UPDATE milestone SET obligors = '["b"]' WHERE id = 'pact/first'`,
    says: /pact\/first: obligors is \["b"\], not \["a"\]/,
    derived: true,
  },
  {
    what: 'an outcome',
    sql: `UPDATE milestone SET outcome = '{}' WHERE id = 'pact/first'`,
    says: /pact\/first: outcome is/,
    derived: true,
  },
  {
    what: 'a status',
    sql: "UPDATE milestone SET status = 'met' WHERE id = 'other/soon'",
    says: /other\/soon: status is "met", not "due-soon"/,
    derived: true,
  },
  {
    what: 'a timeliness',
    sql: "UPDATE milestone SET timeliness = 'upcoming' WHERE id = 'other/soon'",
    says: /other\/soon: timeliness is "upcoming", not "due-soon"/,
    derived: true,
  },
  {
    what: 'the next change',
    sql: "UPDATE milestone SET next_change_at = NULL WHERE id = 'other/soon'",
    says: /other\/soon: nextChangeAt is nothing, not 2026-01-15T00:00/,
    derived: true,
  },
  {
    what: 'the next look',
    sql: "UPDATE milestone SET wake_at = NULL WHERE id = 'other/soon'",
    says: /other\/soon: the sweep looks at it never/,
    derived: true,
  },
  {
    what: 'a deadline version',
    sql: "UPDATE milestone SET version = version + 1 WHERE id = 'pact/first'",
    says: /pact\/first: version is \d, not \d/,
    derived: true,
  },
  {
    what: 'a milestone marked as dropped',
    sql: "UPDATE milestone SET dropped_at = 1 WHERE id = 'pact/held'",
    says: /pact\/held: droppedAt is 1970/,
    derived: true,
  },
  {
    what: 'a dropped milestone',
    sql: "UPDATE milestone SET dropped_at = NULL WHERE id = 'pact/extra'",
    says: /pact\/extra: the document and the facts have no such milestone/,
    derived: true,
  },
  {
    what: 'the last deadline',
    sql: "UPDATE deadline SET due_on = due_on + 1 WHERE milestone_id = 'other/soon'",
    says: /other\/soon: version 1 of its deadline says dueOn 2026-01-15, the facts give 2026-01-14/,
    derived: true,
  },
  {
    what: 'the status in the history',
    sql: "UPDATE transition SET to_status = 'met' WHERE milestone_id = 'other/soon'",
    says: /other\/soon: its history ends with met/,
    derived: false,
  },
  {
    what: 'the document in force',
    sql: "UPDATE agreement SET document = REPLACE(document, '30 days', '300 days') WHERE id = 'pact'",
    says: /pact: the document in force is not version \d: document differ/,
    derived: false,
  },
  {
    what: 'a document and its version',
    sql: "UPDATE agreement_version SET document = REPLACE(document, '60 days', '600 days') WHERE agreement_id = 'pact' AND number = 1",
    says: /pact: version 1 of the document: its compiled form differs from its text/,
    derived: false,
  },
  {
    what: 'a text',
    sql: "UPDATE agreement_version SET source = REPLACE(source, '60 days', '600 days') WHERE agreement_id = 'pact' AND number = 1",
    says: /pact: version 1 of the document: its text was changed/,
    derived: false,
  },
  {
    what: 'a hash',
    sql: "UPDATE agreement SET document_hash = 'x' WHERE id = 'pact'",
    says: /pact: the document in force is not version \d: documentHash differ/,
    derived: false,
  },
  {
    what: 'the title of an agreement',
    sql: "UPDATE agreement SET title = 'Other' WHERE id = 'pact'",
    says: /pact: the document in force is not version \d: title differ/,
    derived: false,
  },
  {
    what: 'the zone of an agreement',
    sql: "UPDATE agreement SET zone = 'UTC' WHERE id = 'pact'",
    says: /pact: its zone is "UTC", the document says "Europe\/Kyiv"/,
    derived: false,
  },
  {
    what: 'a version',
    sql: "DELETE FROM agreement_version WHERE agreement_id = 'pact' AND number = 1",
    says: /pact: version 1 of the document is missing/,
    derived: false,
  },
  {
    what: 'a calendar',
    sql: "UPDATE calendar_version SET document = REPLACE(document, '2026-01-01', '2026-01-02')",
    says: /the calendar "ua" of .* was changed/,
    derived: false,
  },
  {
    what: 'a fact',
    sql: "UPDATE fact SET occurred_on = occurred_on + 1 WHERE subject = 'first'",
    says: /pact, fact_\w+: the fact was changed/,
    derived: false,
  },
  {
    what: 'the count of facts',
    sql: "UPDATE agreement SET facts = facts - 1 WHERE id = 'pact'",
    says: /pact: the ledger should have/,
    derived: false,
  },
  {
    what: 'the head of the facts',
    sql: "UPDATE agreement SET ledger_head = 'x' WHERE id = 'pact'",
    says: /pact: the ledger should have/,
    derived: false,
  },
  {
    what: 'a message',
    sql: "UPDATE message SET body = REPLACE(body, 'Soon', 'Late') WHERE milestone_id = 'other/soon'",
    says: /msg_\w+: it was changed: the hash differs/,
    derived: false,
  },
  {
    what: 'the type of a message',
    sql: "UPDATE message SET type = 'milestone.overdue' WHERE milestone_id = 'other/soon'",
    says: /msg_\w+: it was changed/,
    derived: false,
  },
  {
    what: 'a message',
    sql: "DELETE FROM message WHERE milestone_id = 'other/soon'",
    says: /msg_\w+: (an alert was announced by it|it has a place)/,
    derived: false,
  },
  {
    what: 'the place of a message',
    sql: 'DELETE FROM message_order',
    says: /msg_\w+: it has no place in the order of messages/,
    derived: false,
  },
  {
    what: 'the sequence',
    sql: "UPDATE agreement SET sequence = 1 WHERE id = 'pact'",
    says: /pact: its sequence is 1, and a (fact|message) has \d+ already/,
    derived: false,
  },
  {
    what: 'the revision',
    sql: "UPDATE agreement SET revision = 1 WHERE id = 'pact'",
    says: /pact: its revision is 1, and a transition has \d+ already/,
    derived: false,
  },
];

/** A column that tells the rows of a table apart, or those of one agreement: versions and deadlines have two. */
const KEYS: Readonly<Record<string, string>> = {
  deadline: 'milestone_id',
  agreement_version: 'document_hash',
  calendar_version: 'hash',
  message_order: 'position',
};

describeStored(`the doctor on ${DATABASE}`, () => {
  const clock = new FakeClock(START);
  let service: TestService;
  let store: Store;
  let behind: Behind;

  const faults = async (): Promise<string[]> => {
    const checks = await examineData(store, service.settings, DEFAULT_LIMITS, clock.now());
    return checks.filter(({ name }) => name !== 'clock').flatMap((check) => check.faults);
  };
  const sent = async (method: string, path: string, body: unknown) => {
    const { status } = await service.call(method, path, body, { 'if-match': '*' });
    expect([200, 201]).toContain(status);
  };
  /** Everything in some tables, as one hash. */
  const contents = async (...tables: readonly string[]): Promise<string> => {
    const hash = createHash('sha256');
    for (const table of tables) {
      const rows = await behind.rows(table);
      hash.update(JSON.stringify(rows.map((row) => JSON.stringify(row)).sort()));
    }
    return hash.digest('hex');
  };
  /** Undoes afterwards what is changed in some tables. */
  const undoing = async (tables: readonly string[], work: () => Promise<void>): Promise<void> => {
    const before: Awaited<ReturnType<Behind['rows']>>[] = [];
    for (const table of tables) before.push(await behind.rows(table));
    try {
      await work();
    } finally {
      for (const [i, table] of tables.entries()) {
        await behind.restore(table, KEYS[table] ?? 'id', before[i] ?? []);
      }
    }
  };

  beforeAll(async () => {
    service = await startTestService(clock);
    store = service.app.get(Store);
    behind = await openBehind(service.settings);
    await sent('POST', '/v1/agreements', PACT(20, EXTRA));
    await sent('POST', '/v1/agreements', OTHER);
    await sent('PUT', '/v1/agreements/pact/signing', { date: '2026-01-05' });
    await sent('POST', '/v1/agreements/pact/facts', { was: 'first.fulfilled', at: '2026-01-08' });
    await sent('POST', '/v1/agreements/pact/facts', { event: 'poll', at: '2026-01-07' });
    await sent('PUT', '/v1/agreements/pact', PACT(30));
    await service.sweep();
  }, 120_000);
  afterAll(async () => {
    await behind.close();
    await service.end();
    const count = CHANGES.length;
    figure(48, `${count} kinds of changes behind the service, ${DATABASE}: seen ${count}/${count}`);
  });
  /** No test leaves a change behind. */
  const mustBeSound = async () => expect(await faults()).toEqual([]);
  afterEach(mustBeSound);

  it.each(CHANGES)('reports that $what was changed', async ({ sql, says, derived }) => {
    const [, table = ''] = /^(?:UPDATE|DELETE FROM) (\w+)/.exec(sql) ?? [];
    // A repair raises the revision.
    await undoing([table, 'milestone', 'deadline', 'agreement'], async () => {
      await behind.run(sql);
      const found = await faults();
      expect(found.filter((fault) => says.test(fault))).not.toEqual([]);
      const kept = await contents('fact', 'agreement_version', 'message');
      await repairData(store, clock);
      expect(await contents('fact', 'agreement_version', 'message')).toBe(kept);
      expect((await faults()).length === 0).toBe(derived);
    });
  });

  it('writes a missing milestone again', async () => {
    const id = 'pact/held';
    const row = async () => (await behind.rows('milestone')).find((one) => one.id === id);
    const before = await row();
    await behind.run(`DELETE FROM milestone WHERE id = '${id}'`);
    expect(await faults()).toContain(`${id}: it is missing`);
    await repairData(store, clock);
    expect(await row()).toEqual(before);
  });

  it('does not repair an agreement whose facts or document were changed, and says why', async () => {
    await undoing(['fact', 'milestone', 'agreement'], async () => {
      await behind.run("UPDATE fact SET occurred_on = occurred_on + 1 WHERE subject = 'first'");
      await behind.run("UPDATE milestone SET due_on = 0 WHERE agreement_id = 'pact'");
      await behind.run(
        "UPDATE agreement SET document = REPLACE(document, '14', '15') WHERE id = 'other'",
      );
      const before = await contents('milestone', 'deadline', 'agreement');
      const refused = (reason: RegExp) => expect.stringMatching(reason);
      expect(await repairData(store, clock)).toEqual([
        { agreement: 'other', milestones: [], refused: refused(/its document was changed/) },
        { agreement: 'pact', milestones: [], refused: refused(/its facts were changed/) },
      ]);
      expect(await contents('milestone', 'deadline', 'agreement')).toBe(before);
    });
  });

  it('repairs a date so that a missed alert is announced once', async () => {
    const soon = '/v1/milestones/other/soon';
    const told = async () => {
      const { body } = await service.call<{ items: unknown[] }>(
        'GET',
        '/v1/alerts?milestone=other/soon',
      );
      return body.items.length;
    };
    const revision = async () =>
      (await service.call<{ revision: number }>('GET', '/v1/agreements/other')).body.revision;
    await behind.run(
      "UPDATE milestone SET due_at = due_at + 34560000000, next_change_at = NULL, wake_at = NULL WHERE id = 'other/soon'",
    );
    clock.advance(10 * DAY);
    await service.sweep();
    const [alerts, before] = [await told(), await revision()];
    expect(await repairData(store, clock)).toEqual([
      { agreement: 'other', milestones: ['other/soon'], refused: null },
    ]);
    expect(await revision()).toBe(before + 1);
    await service.sweep();
    expect(await told()).toBe(alerts + 1);
    const { body } = await service.call<object>('GET', soon);
    expect(body).toMatchObject({ status: 'overdue', dueOn: '2026-01-14' });
    expect(await repairData(store, clock)).toEqual([]);
  });

  it('repairs over HTTP: each repaired agreement has a revision and an audit entry of its own', async () => {
    const repair = async () =>
      (await service.call<{ items: object[] }>('POST', '/v1/repair')).body.items;
    const status = async () =>
      (await service.call<{ status: string }>('GET', '/v1/milestones/pact/first')).body.status;
    const written = async () =>
      (
        await service.call<{ items: { route: string; agreement: string }[] }>(
          'GET',
          '/v1/audit?outcome=written&limit=1000',
        )
      ).body.items.filter(({ route }) => route === '/v1/repair');
    const right = await status();
    for (const id of ['pact/first', 'other/later']) {
      await behind.run(`UPDATE milestone SET due_at = 0, status = 'void' WHERE id = '${id}'`);
    }
    expect(await repair()).toEqual([
      { agreement: 'other', milestones: ['other/later'], refused: null },
      { agreement: 'pact', milestones: ['pact/first'], refused: null },
    ]);
    expect(await status()).toBe(right);
    expect((await written()).map(({ agreement }) => agreement)).toEqual(['other', 'pact']);
    // Nothing is left to repair, so nothing is written.
    expect(await repair()).toEqual([]);
    expect(await written()).toHaveLength(2);
  });

  it('finds nothing wrong with what the service wrote, before and after the sweep', async () => {
    for (const days of [1, 4, 1, 30, 200]) {
      clock.advance(days * DAY);
      expect(await faults()).toEqual([]);
      await service.sweep();
      expect(await faults()).toEqual([]);
    }
  });
});
