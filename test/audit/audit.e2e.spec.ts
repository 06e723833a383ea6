import { parse } from 'yaml';
import { Gate } from '../../src/access/gate';
import { AuditEntryRow } from '../../src/audit/audit-entry.entity';
import { MergedEntries } from '../../src/audit/merged-entries';
import type { PresentedEntry } from '../../src/audit/present';
import { verifyAudit } from '../../src/audit/verify';
import { Vault } from '../../src/base/vault';
import { unsubscribeLink } from '../../src/delivery/mail/unsubscribe-link';
import { AlertRow } from '../../src/domain/notification/alert.entity';
import { acknowledgeLink } from '../../src/outbox/acknowledge-link';
import { selectRows } from '../../src/store/sql/rows';
import { run } from '../../src/store/sql/sql';
import { Store } from '../../src/store/store';
import { ask, FIRST, newToken, SECOND } from '../access/fixture';
import { rawRequest } from '../access/raw-request';
import { DATABASE, describeStored } from '../support/databases';
import { FakeClock } from '../support/fake-clock';
import {
  itAlone,
  startTestReceiver,
  startTestService,
  type TestReceiver,
  type TestService,
} from '../support/service';
import { until } from '../support/until';

const DAY = 86_400_000;

type Write = readonly [method: string, route: string, path: string, body?: unknown];

/** Refused on PostgreSQL, where other processes may go on with the former key. */
const REKEY = '/v1/secrets/rekey';
const REKEYING: readonly Write[] = [['POST', REKEY, REKEY]];

/** Writes only where a stored date is wrong, so one is made wrong first. */
const REPAIR = '/v1/repair';
const WRONG_DATE = "UPDATE milestone SET due_on = due_on + 1 WHERE id = 'first/duty'";

const MAIL_SERVER = { host: 'smtp.example.org', port: 587, from: 'pacta@example.org' };

/** Every route that writes, once, with what it wants: `$name` stands for what an earlier answer named so. */
const WRITES: readonly Write[] = [
  ['POST', '/acknowledge/:message/:proof', '$link'],
  ['POST', '/unsubscribe/:endpoint/:proof', '$unsubscribe'],
  ['POST', '/v1/alerts/:id/acknowledge', '/v1/alerts/$alert/acknowledge', {}],
  ['POST', '/v1/alerts/:id/snooze', '/v1/alerts/$alert/snooze', { until: '2026-03-01T00:00:00Z' }],
  ['PUT', '/v1/agreements/:id/signing', '/v1/agreements/first/signing', { date: '2026-01-09' }],
  [
    'POST',
    '/v1/agreements/:id/facts',
    '/v1/agreements/first/facts',
    { was: 'duty.fulfilled', at: '2026-01-10' },
  ],
  [
    'POST',
    '/v1/agreements/:id/facts/import',
    '/v1/agreements/first/facts/import',
    [{ was: 'duty.note', at: '2026-01-10', note: 'Said' }],
  ],
  ['PUT', '/v1/agreements/:id/alert-policy', '/v1/agreements/first/alert-policy', { rules: [] }],
  ['PUT', '/v1/agreements/:id/standing', '/v1/agreements/first/standing', { standing: 'paused' }],
  ['PUT', '/v1/agreements/:id/tags', '/v1/agreements/first/tags', { tags: ['A'] }],
  ['POST', '/v1/agreements/:id/scenarios', '/v1/agreements/first/scenarios', { name: 'A' }],
  [
    'PUT',
    '/v1/agreements/:id/scenarios/:scenario',
    '/v1/agreements/first/scenarios/$scenario',
    { name: 'B' },
  ],
  [
    'POST',
    '/v1/agreements/:id/scenarios/:scenario/fork',
    '/v1/agreements/first/scenarios/$scenario/fork',
    { name: 'C' },
  ],
  ['DELETE', '/v1/agreements/:id/scenarios/:scenario', '/v1/agreements/first/scenarios/$scenario'],
  ['POST', '/v1/webhooks', '/v1/webhooks', { url: '$receiver' }],
  ['PATCH', '/v1/webhooks/:id', '/v1/webhooks/$webhook', { types: ['milestone.overdue'] }],
  ['POST', '/v1/webhooks/:id/test', '/v1/webhooks/$webhook/test'],
  ['POST', '/v1/webhooks/:id/ping', '/v1/webhooks/$webhook/ping'],
  ['POST', '/v1/webhooks/:id/rotate', '/v1/webhooks/$webhook/rotate', {}],
  [
    'POST',
    '/v1/webhooks/:id/replay',
    '/v1/webhooks/$webhook/replay',
    { since: '2026-01-01T00:00:00Z' },
  ],
  [
    'POST',
    '/v1/webhooks/:id/deliveries/:delivery/redeliver',
    '/v1/webhooks/$webhook/deliveries/$delivery/redeliver',
  ],
  ['DELETE', '/v1/webhooks/:id', '/v1/webhooks/$webhook'],
  ['PUT', '/v1/mail-server', '/v1/mail-server', MAIL_SERVER],
  ['DELETE', '/v1/mail-server', '/v1/mail-server'],
  ['POST', '/v1/tokens', '/v1/tokens', { role: 'reader', name: 'A dashboard' }],
  ['POST', '/v1/tokens/operator', '/v1/tokens/operator'],
  ...(DATABASE === 'sqlite' ? REKEYING : []),
  ['POST', REPAIR, REPAIR],
  ['POST', '/v1/session', '/v1/session'],
  ['POST', '/v1/session/links', '/v1/session/links'],
  ['DELETE', '/v1/session', '/v1/session'],
  ['DELETE', '/v1/tokens/:id', '/v1/tokens/$token'],
  ['POST', '/v1/agreements', '/v1/agreements', SECOND],
  ['PUT', '/v1/agreements/:id', '/v1/agreements/second', SECOND.replace('5 days', '6 days')],
  ['DELETE', '/v1/agreements/:id/signing', '/v1/agreements/first/signing'],
  ['DELETE', '/v1/agreements/:id', '/v1/agreements/first?confirm=first'],
];

/** These look at what they are sent, and write nothing. */
const LOOKS = [
  '/v1/agreements/check',
  '/v1/agreements/draft',
  '/v1/agreements/:id/alert-policy/rehearsal',
  ...(DATABASE === 'postgres' ? [REKEY] : []),
];

describeStored(`the audit on ${DATABASE}`, () => {
  const clock = new FakeClock(Date.parse('2026-01-10T12:00:00Z'));
  let service: TestService;
  let receiver: TestReceiver;
  let admin: string;
  const entries = async (query = ''): Promise<PresentedEntry[]> => {
    // Writes that changed nothing are recorded after their answer.
    await service.app.get(MergedEntries).flush();
    return JSON.parse((await ask(service, admin, 'GET', `/v1/audit?limit=1000${query}`)).body)
      .items;
  };
  const verified = () => service.app.get(Store).read(verifyAudit);

  beforeAll(async () => {
    service = await startTestService(clock);
    receiver = await startTestReceiver();
    admin = await newToken(service, { role: 'admin', name: 'Anna' });
  });
  afterAll(async () => {
    await receiver.close();
    await service.end();
  });

  describe('every write', () => {
    const named: Record<string, string> = {};
    const filled = (text: string) =>
      text.replace(/\$(\w+)/g, (_, name: string) => named[name] ?? '');

    beforeAll(async () => {
      await ask(service, admin, 'POST', '/v1/agreements', parse(FIRST));
      await ask(service, admin, 'PUT', '/v1/agreements/first/signing', { date: '2026-01-10' });
      clock.advance(10 * DAY);
      await service.sweep();
      const { items } = JSON.parse((await ask(service, admin, 'GET', '/v1/alerts')).body);
      const id = items[0].id;
      const [alert] = await service.app
        .get(Store)
        .read((tx) => selectRows(tx, AlertRow, 'WHERE id = ?', [id]));
      const link = acknowledgeLink(
        service.app.get(Vault),
        { id: alert?.messageId ?? '', type: 'milestone.overdue', page: service.url },
        'en',
      );
      const { pathname } = new URL(link ?? '');
      const mailbox = await ask(service, admin, 'POST', '/v1/webhooks', {
        kind: 'email',
        to: 'monitor@example.org',
        types: ['digest'],
        digest: { every: 'week', at: '08:00', zone: 'UTC' },
      });
      const ending = unsubscribeLink(
        service.app.get(Vault),
        { id: JSON.parse(mailbox.body).id, address: 'monitor@example.org' },
        service.url,
        'en',
      );
      const unsubscribe = new URL(ending).pathname;
      Object.assign(named, { alert: id, link: pathname, unsubscribe, receiver: receiver.url });
    });

    it('has its entry: who, what, when, from where', async () => {
      const unexpected: string[] = [];
      for (const [method, route, path, body] of WRITES) {
        if (path === REPAIR) await service.app.get(Store).write((tx) => tx.query(WRONG_DATE));
        const before = (await entries()).length;
        const sent = typeof body === 'string' ? parse(body) : body;
        const answer = await rawRequest(
          service.url,
          method,
          filled(path),
          {
            host: new URL(service.url).host,
            authorization: `Bearer ${admin}`,
            'if-match': '*',
            ...(named.cookie === undefined ? {} : { cookie: named.cookie }),
            ...(sent === undefined ? {} : { 'content-type': 'application/json' }),
          },
          sent === undefined ? undefined : filled(JSON.stringify(sent)),
        );
        const written = (await entries()).slice(before);
        const [entry] = written;
        const right =
          answer.status < 300 &&
          written.length === 1 &&
          entry?.outcome === 'written' &&
          entry.method === method &&
          entry.route === route &&
          // The proof of a link is a secret.
          entry.path ===
            filled(path)
              .split('?')[0]
              ?.replace(/^(.(?:acknowledge|unsubscribe).\w+).*/, '$1/…') &&
          entry.actor.name === 'Anna' &&
          entry.actor.role === 'admin' &&
          entry.address === '127.0.0.1' &&
          entry.at === new Date(clock.now()).toISOString() &&
          (!/^.(v1.(agreements|alerts|repair)|acknowledge)/.test(path) || entry.agreement !== null);
        if (!right)
          unexpected.push(
            `${method} ${path}: ${answer.status} ${answer.body.slice(0, 200)} ${JSON.stringify(written)}`,
          );
        const { id } = answer.body.startsWith('{') ? JSON.parse(answer.body) : {};
        if (method === 'POST' && path.endsWith('/scenarios')) named.scenario = id;
        if (path === '/v1/webhooks') named.webhook = id;
        if (path === '/v1/tokens') named.token = id;
        if (path === '/v1/session') named.cookie = answer.headers['set-cookie'] ?? '';
        if (path.endsWith('/ping')) {
          // The first was the trial.
          await receiver.nth(2);
          const deliveries = `/v1/webhooks/${named.webhook}/deliveries`;
          await until(async () => {
            const { items } = JSON.parse((await ask(service, admin, 'GET', deliveries)).body);
            named.delivery = items[0].id;
            return items[0].state === 'delivered' || undefined;
          });
        }
      }
      expect(unexpected).toEqual([]);
      expect((await verified()).faults).toEqual([]);
    });

    it('is covered: no route of the router is forgotten', () => {
      const routes = service.app
        .get(Gate)
        .routes.filter(({ method }) => !['GET', 'HEAD'].includes(method))
        .map(({ method, pattern }) => `${method} ${pattern}`)
        .filter((route) => !LOOKS.some((look) => route === `POST ${look}`));
      expect(WRITES.map(([method, route]) => `${method} ${route}`).sort()).toEqual(routes.sort());
    });

    it('leaves no secret in it', async () => {
      const all = JSON.stringify(await entries());
      expect(all).not.toContain(admin);
      expect(all).not.toMatch(/whsec_|pacta_[0-9A-Z]{26}/);
    });

    it('names the caller; work of the sweeper and the courier has no entry', async () => {
      const before = (await entries()).length;
      await ask(service, admin, 'PUT', '/v1/agreements/second/signing', { date: '2026-01-19' });
      clock.advance(30 * DAY);
      await service.sweep();
      const { items } = JSON.parse(
        (await ask(service, admin, 'GET', '/v1/agreements/second/milestones')).body,
      );
      expect(items[0].status).toBe('overdue');
      expect((await entries()).slice(before).map(({ route }) => route)).toEqual([
        '/v1/agreements/:id/signing',
      ]);
    });

    it('that fails or is a preview has no entry', async () => {
      const before = (await entries('&outcome=written')).length;
      const signing = '/v1/agreements/second/signing';
      expect((await ask(service, admin, 'PUT', signing, { date: 'soon' })).status).toBe(422);
      const preview = `${signing}?preview=true`;
      expect((await ask(service, admin, 'PUT', preview, { date: '2026-02-01' })).status).toBe(200);
      expect((await entries('&outcome=written')).length).toBe(before);
    });
  });

  describe('every refusal', () => {
    const refusals = async (query = '') => {
      await service.app.get(MergedEntries).flush();
      return entries(`&outcome=refused${query}`);
    };

    it.each([
      [401, 'GET', '/v1/agreements', undefined],
      [403, 'GET', '/v1/tokens', 'reader'],
      [403, 'POST', '/v1/agreements', 'reader'],
      [404, 'PUT', '/v1/agreements/none/signing', 'admin'],
      [422, 'PUT', '/v1/agreements/no%00body/signing', 'admin'],
      [409, 'POST', '/v1/agreements', 'admin'],
      [412, 'PUT', '/v1/agreements/second/signing', 'admin'],
      [422, 'PUT', '/v1/agreements/second/signing', 'monitor'],
    ] as const)('%i on %s %s leaves its entry', async (status, method, path, role) => {
      clock.advance(61_000);
      const before = (await refusals()).length;
      const token =
        role === undefined ? undefined : await newToken(service, { role, name: `A ${role}` });
      const body = status === 409 ? parse(SECOND) : status === 422 ? {} : { date: '2026-02-01' };
      const reply = await rawRequest(
        service.url,
        method,
        path,
        {
          host: new URL(service.url).host,
          ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
          ...(method === 'GET' ? {} : { 'content-type': 'application/json' }),
          ...(status === 412 ? { 'if-match': '"999"' } : {}),
        },
        method === 'GET' ? undefined : JSON.stringify(body),
      );
      expect(reply.status).toBe(status);
      await until(async () => (await refusals()).length > before || undefined);
      const [entry, ...others] = (await refusals()).slice(before);
      expect(others).toEqual([]);
      expect(entry).toMatchObject({
        outcome: 'refused',
        status,
        method,
        path,
        times: 1,
        address: '127.0.0.1',
        actor:
          role === undefined ? { kind: 'stranger' } : { kind: 'token', name: `A ${role}`, role },
      });
    });

    itAlone('a flood is counted, not written down one by one', async () => {
      clock.advance(61_000);
      const before = (await refusals()).length;
      for (let i = 0; i < 300; i++) {
        await ask(service, undefined, 'POST', `/v1/agreements/agreement-${i % 100}/facts`, {});
      }
      for (let i = 0; i < 20; i++) await ask(service, undefined, 'GET', '/v1/agreements');
      await until(async () => {
        const flood = (await refusals()).slice(before);
        return flood.reduce((sum, { times }) => sum + times, 0) === 320 || undefined;
      });
      const flood = (await refusals()).slice(before);
      // Sixty kinds, once at first and once for the rest, and everybody else the same way.
      expect(flood.length).toBeLessThanOrEqual(122);
      expect((await verified()).faults).toEqual([]);
    });
  });

  describe('reading it', () => {
    it('is for admins only, page by page, as JSON or one entry a line', async () => {
      const reader = await newToken(service, { role: 'editor' });
      expect((await ask(service, reader, 'GET', '/v1/audit')).status).toBe(403);
      const all = await entries();
      const paged: PresentedEntry[] = [];
      for (let cursor = ''; ; ) {
        const { body, headers } = await ask(
          service,
          admin,
          'GET',
          `/v1/audit?limit=50&format=ndjson${cursor}`,
        );
        paged.push(
          ...body
            .trim()
            .split('\n')
            .map((line) => JSON.parse(line)),
        );
        if (headers['pacta-next'] === undefined) break;
        cursor = `&cursor=${headers['pacta-next']}`;
      }
      expect(paged.slice(0, all.length)).toEqual(all);
    });

    it('can be narrowed by agreement, actor, outcome and instant', async () => {
      const all = await entries();
      const from = all[3]?.at as string;
      const to = all.at(-5)?.at as string;
      const anna = all.find(({ actor }) => actor.name === 'Anna')?.actor.token;
      const cases: [string, (entry: PresentedEntry) => boolean][] = [
        ['&agreement=second', ({ agreement }) => agreement === 'second'],
        ['&actor=Anna', ({ actor }) => actor.name === 'Anna'],
        [`&actor=${anna}`, ({ actor }) => actor.token === anna],
        ['&outcome=refused', ({ outcome }) => outcome === 'refused'],
        [`&from=${from}&to=${to}`, ({ at }) => at >= from && at < to],
      ];
      for (const [query, fits] of cases) {
        const wanted = all.filter(fits);
        expect(wanted.length).toBeGreaterThan(0);
        expect((await entries(query)).slice(0, wanted.length)).toEqual(wanted);
      }
      expect((await ask(service, admin, 'GET', '/v1/audit?since=now')).status).toBe(422);
    });
  });

  describe('verification finds changes made outside the service', () => {
    const faultsAfter = async (...statements: [string, unknown[]?][]) => {
      let faults: string[] = [];
      await service.app
        .get(Store)
        .write(async (tx) => {
          for (const [sql, values = []] of statements) await run(tx, sql, values);
          ({ faults } = await verifyAudit(tx));
          throw new Error('never kept');
        })
        .catch(() => undefined);
      return faults;
    };

    it.each([
      ['when', 'at = at + 1'],
      ['who', "name = 'Boris'"],
      ['from where', "address = '192.0.2.1'"],
      ['what', "path = '/v1/agreements/other'"],
      ['how often', 'times = times + 1'],
      ['what facts there were', "ledger_head = 'x'"],
    ])('a changed row: %s', async (_, change) => {
      const faults = await faultsAfter([`UPDATE audit_entry SET ${change} WHERE sequence = 5`]);
      expect(faults).toEqual(expect.arrayContaining(['entry 5 was changed']));
    });

    it('a removed row, also the last one', async () => {
      expect(await faultsAfter(['DELETE FROM audit_entry WHERE sequence = 5'])).toEqual([
        'entries 5 to 5 are missing',
      ]);
      const { entries: last } = await verified();
      expect(await faultsAfter(['DELETE FROM audit_entry WHERE sequence = ?', [last]])).toEqual([
        `the chain should end with entry ${last}, but ends with entry ${last - 1}`,
      ]);
    });

    it('a row that replaces a removed one', async () => {
      const { entries: last } = await verified();
      const faults = await faultsAfter(
        ['DELETE FROM audit_entry WHERE sequence = 5'],
        ['UPDATE audit_entry SET sequence = 5 WHERE sequence = ?', [last]],
      );
      expect(faults).toEqual(expect.arrayContaining(['entry 5 was changed']));
    });

    it('a swapped pair', async () => {
      const faults = await faultsAfter(
        ['UPDATE audit_entry SET sequence = -1 WHERE sequence = 5'],
        ['UPDATE audit_entry SET sequence = 5 WHERE sequence = 6'],
        ['UPDATE audit_entry SET sequence = 6 WHERE sequence = -1'],
      );
      expect(faults).toEqual(
        expect.arrayContaining(['entry 5 was changed', 'entry 6 was changed']),
      );
    });

    it('a cut ledger whose count and end were adjusted', async () => {
      const faults = await faultsAfter(
        ["DELETE FROM fact WHERE agreement_id = 'second'"],
        ["UPDATE agreement SET facts = 0, ledger_head = NULL WHERE id = 'second'"],
      );
      expect(faults).toEqual([
        expect.stringMatching(/^second: its ledger lacks the last fact that entry \d+ recorded$/),
      ]);
    });

    it('nothing where nothing was changed', async () => {
      expect((await verified()).faults).toEqual([]);
      const rows = await service.app.get(Store).read((tx) => selectRows(tx, AuditEntryRow, '', []));
      expect((await verified()).entries).toBe(rows.length);
    });
  });

  it('is one chain however many write at once', async () => {
    const before = (await verified()).entries;
    await Promise.all(
      Array.from({ length: 24 }, (_, i) =>
        ask(service, admin, 'POST', '/v1/agreements/second/facts', {
          was: 'duty.note',
          at: '2026-02-01',
          note: `The ${i}th`,
        }),
      ),
    );
    const { entries: after, faults } = await verified();
    expect([after - before, faults]).toEqual([24, []]);
  });
});
