import { MESSAGE_TYPES } from '../../../src/outbox/message-type';
import { DATABASE, describeStored } from '../../support/databases';
import { FakeClock } from '../../support/fake-clock';
import { startTestService, type TestService } from '../../support/service';

interface Milestone {
  id: string;
  status: string;
  dueOn: string | null;
  dueAt: string | null;
  hypothetical: boolean;
  waitsFor: string[];
  derivation: { text: string; citation: string }[];
  alternatives: { reading: string; on: string; text: string }[];
  history: {
    deadlines: { version: number; dueOn: string | null; cause: string }[];
    transitions: { from: string | null; to: string; at: string; cause: string }[];
  };
}
interface Page<T> {
  items: T[];
  next: string | null;
}
interface Signing {
  date: string | null;
  hypothetical: boolean;
  changed: boolean;
  redated: number;
  revision: number;
}

const AGREEMENT = `
id: pact
title: Pact
zone: Europe/Kyiv
parties: {a: {name: A}, b: {name: B}}
events: {verified-line: {title: Line verified}, deposit: {title: Deposit, repeats: true}}
obligations:
  - {id: ceasefire, title: Ceasefire, obligor: [a, b], holds: from signing}
  - {id: elections, title: Elections, obligor: a, due: within 100 days of signing}
  - {id: fixed, title: Fixed, due: by 2026-06-30}
  - {id: open, title: Open, due: within 5 days of verified-line}
  - {id: promptly, title: Promptly, due: undated}
`;

describeStored(`agreements over HTTP on ${DATABASE}`, () => {
  const clock = new FakeClock(0);
  let service: TestService;

  beforeAll(async () => {
    service = await startTestService(clock);
  });
  beforeEach(async () => {
    clock.set('2025-12-01T09:00:00Z');
    await service.clear();
  });
  afterAll(() => service.end());

  const call: TestService['call'] = (...rest) => service.call(...rest);
  const post = () => call<{ id: string; revision: number }>('POST', '/v1/agreements', AGREEMENT);
  const sign = (date: string, more: object = {}) =>
    call<Signing>('PUT', '/v1/agreements/pact/signing', { date, ...more });
  const milestone = async (path: string) =>
    (await call<Milestone>('GET', `/v1/milestones/pact/${path}`)).body;
  const record = (body: object) => call<{ id: string }>('POST', '/v1/agreements/pact/facts', body);

  describe('a document', () => {
    it('is stored with its milestones, undated while nothing is signed', async () => {
      expect(await post()).toMatchObject({ status: 201, body: { id: 'pact', obligations: 5 } });
      const { body } = await call<Page<Milestone>>('GET', '/v1/agreements/pact/milestones');
      expect(body.items.map(({ id, status }) => [id, status])).toEqual([
        ['pact/ceasefire', 'undated'],
        ['pact/elections', 'undated'],
        ['pact/fixed', 'upcoming'],
        ['pact/open', 'undated'],
        ['pact/promptly', 'undated'],
      ]);
      expect(await milestone('elections')).toMatchObject({ waitsFor: ['signing'], dueOn: null });
    });

    it('is accepted as JSON too', async () => {
      const document = {
        id: 'json',
        title: 'J',
        zone: 'UTC',
        obligations: [{ id: 'a', title: 'A', due: 'by 2026-01-01' }],
      };
      expect((await call('POST', '/v1/agreements', document)).status).toBe(201);
      expect(
        (await call<{ document: object }>('GET', '/v1/agreements/json')).body.document,
      ).toEqual(document);
    });

    it('with three faults is refused with all three, and nothing is written', async () => {
      const faulty = AGREEMENT.replace('of signing', 'of sining')
        .replace('by 2026-06-30', 'by 2026-02-30')
        .replace('id: open', 'id: fixed');
      const { status, body, headers } = await call('POST', '/v1/agreements', faulty);
      expect(status).toBe(422);
      expect(headers.get('content-type')).toContain('application/problem+json');
      expect(body.errors.map((error) => [error.pointer, error.line])).toEqual([
        ['/obligations/1/due', 9],
        ['/obligations/2/due', 10],
        ['/obligations/3/id', 11],
      ]);
      expect((await call<Page<object>>('GET', '/v1/agreements')).body.items).toEqual([]);
    });

    it('with an id that is taken is refused, and the first one stays', async () => {
      await post();
      expect(await post()).toMatchObject({ status: 409 });
    });

    it('can be checked without writing', async () => {
      expect(await call('POST', '/v1/agreements/check', AGREEMENT)).toMatchObject({
        status: 200,
        body: { id: 'pact', obligations: 5, sound: true, read: [] },
      });
      expect((await call('GET', '/v1/agreements/pact')).status).toBe(404);
    });
  });

  describe('the signing date', () => {
    beforeEach(post);

    it('dates milestones, marks them hypothetical, and explains each day', async () => {
      expect(await sign('2025-11-27')).toMatchObject({
        status: 200,
        body: { hypothetical: true, changed: true },
      });
      const elections = await milestone('elections');
      expect(elections).toMatchObject({
        dueOn: '2026-03-07',
        dueAt: '2026-03-07T22:00:00Z',
        hypothetical: true,
        status: 'upcoming',
      });
      expect(elections.derivation.length).toBeGreaterThanOrEqual(3);
      expect(elections.derivation.every((step) => step.citation !== '')).toBe(true);
      expect(elections.alternatives).toMatchObject([{ reading: 'inclusive-count' }]);
      expect(await milestone('fixed')).toMatchObject({ hypothetical: false });
    });

    it('when changed, moves them and keeps both dates with the reason', async () => {
      await sign('2025-11-27');
      await sign('2025-12-25');
      const { dueOn, history } = await milestone('elections');
      expect(dueOn).toBe('2026-04-04');
      expect(history.deadlines.map((deadline) => deadline.dueOn)).toEqual([
        null,
        '2026-03-07',
        '2026-04-04',
      ]);
      expect(history.deadlines.at(-1)?.cause).toBe(
        'signing changed from 2025-11-27 (hypothetical) to 2025-12-25 (hypothetical)',
      );
    });

    it('when set to the same day, changes nothing', async () => {
      const first = await sign('2025-11-27');
      const second = await sign('2025-11-27');
      expect(second.body).toMatchObject({
        changed: false,
        redated: 0,
        revision: first.body.revision,
      });
      expect((await milestone('elections')).history.deadlines).toHaveLength(2);
    });

    it('when changed back, gives a third version, not the first again', async () => {
      await sign('2025-11-27');
      await sign('2025-11-28');
      await sign('2025-11-27');
      const { history } = await milestone('elections');
      expect(history.deadlines.map((deadline) => deadline.version)).toEqual([1, 2, 3, 4]);
    });

    it('when retracted, leaves everything undated and waiting for it', async () => {
      await sign('2025-11-27');
      expect((await call<Signing>('DELETE', '/v1/agreements/pact/signing')).body).toMatchObject({
        date: null,
        changed: true,
      });
      expect(await milestone('elections')).toMatchObject({
        dueOn: null,
        waitsFor: ['signing'],
        hypothetical: false,
      });
    });

    it('at an instant in another zone counts from the agreement’s own day', async () => {
      await sign('2025-11-27T23:30:00-05:00');
      expect((await call<Signing>('GET', '/v1/agreements/pact/signing')).body).toMatchObject({
        date: '2025-11-28',
      });
      await sign('2025-11-27T23:30', { zone: 'America/New_York' });
      expect(await milestone('elections')).toMatchObject({ dueOn: '2026-03-08' });
    });

    it.each([
      ['no date', { date: 'soon' }, '/date'],
      ['a day that does not exist', { date: '2025-02-30' }, '/date'],
      ['a year out of range', { date: '1899-12-31' }, '/date'],
      ['a year far out of range', { date: '2201-01-01' }, '/date'],
      ['a local time in no zone', { date: '2025-11-27T10:00' }, '/date'],
      ['a zone that is none', { date: '2025-11-27T10:00', zone: 'Europe/Kiew' }, '/zone'],
      ['an actual signing in the future', { date: '2026-11-27', hypothetical: false }, '/date'],
      ['an unknown key', { date: '2025-11-27', hypothetic: true }, '/hypothetic'],
      ['nothing', {}, '/date'],
    ])(
      'that is %s is refused with its pointer, and nothing is written',
      async (_name, body, pointer) => {
        const answer = await call('PUT', '/v1/agreements/pact/signing', body);
        expect(answer.status).toBe(422);
        expect(answer.body.errors.map((error) => error.pointer)).toContain(pointer);
        expect((await call<Signing>('GET', '/v1/agreements/pact/signing')).body).toMatchObject({
          date: null,
          revision: 1,
        });
      },
    );
  });

  describe('a fact', () => {
    beforeEach(async () => {
      await post();
      await sign('2025-11-27');
    });

    it('that something was fulfilled in time makes it met', async () => {
      expect((await record({ was: 'elections.fulfilled', at: '2025-11-30' })).status).toBe(201);
      expect(await milestone('elections')).toMatchObject({ status: 'met', timeliness: 'on-time' });
    });

    it('that it was fulfilled too late makes it met late', async () => {
      clock.set('2026-05-01T00:00:00Z');
      await record({ was: 'elections.fulfilled', at: '2026-03-08' });
      expect(await milestone('elections')).toMatchObject({
        status: 'met-late',
        timeliness: 'late',
      });
    });

    it('that it was waived discharges it; a breach and its cure show on a hold', async () => {
      await record({ was: 'elections.waived', at: '2025-11-30', reason: 'by agreement' });
      expect(await milestone('elections')).toMatchObject({ status: 'discharged' });
      await record({ was: 'ceasefire.breached', at: '2025-11-29T10:00:00Z' });
      expect(await milestone('ceasefire')).toMatchObject({ status: 'breached', incidents: 1 });
      await record({ was: 'ceasefire.cured', at: '2025-11-29T18:00:00Z' });
      expect(await milestone('ceasefire')).toMatchObject({ status: 'holding', incidents: 1 });
    });

    it('about an event dates the milestones that wait for it', async () => {
      await record({ event: 'verified-line', at: '2025-11-28' });
      expect(await milestone('open')).toMatchObject({ dueOn: '2025-12-03', waitsFor: [] });
    });

    it('about a repeating event can be recorded each time it happens', async () => {
      expect((await record({ event: 'deposit', at: '2025-11-28' })).status).toBe(201);
      expect((await record({ event: 'deposit', at: '2025-11-29' })).status).toBe(201);
      expect((await record({ event: 'deposit', at: '2025-11-29', actor: 'x' })).status).toBe(409);
    });

    it('that is wrong is retracted and stays in the ledger', async () => {
      const { body } = await record({ was: 'elections.fulfilled', at: '2025-11-30' });
      await record({ retracts: body.id, reason: 'mistaken' });
      expect(await milestone('elections')).toMatchObject({ status: 'upcoming' });
      const ledger = await call<Page<{ kind: string; sequence: number }>>(
        'GET',
        '/v1/agreements/pact/facts',
      );
      expect(ledger.body.items.map((fact) => fact.kind)).toEqual([
        'occurred',
        'fulfilled',
        'retracted',
      ]);
      expect(await record({ retracts: body.id })).toMatchObject({ status: 409 });
    });

    it.each([
      ['an event nobody declared', { event: 'armistice', at: '2025-11-30' }, 422, '/event'],
      ['an obligation that is none', { was: 'election.fulfilled', at: '2025-11-30' }, 422, '/was'],
      ['a moment that cannot be recorded', { was: 'elections.due', at: '2025-11-30' }, 422, '/was'],
      [
        'a party that is none',
        { was: 'elections.fulfilled', at: '2025-11-30', by: 'c' },
        422,
        '/by',
      ],
      ['the future', { was: 'elections.fulfilled', at: '2026-01-30' }, 422, '/at'],
      ['no day', { was: 'elections.fulfilled', at: 'yesterday' }, 422, '/at'],
      ['the signing once more', { event: 'signing', at: '2025-11-28' }, 409, '/at'],
    ])('about %s is refused', async (_name, body, status, pointer) => {
      const answer = await call('POST', '/v1/agreements/pact/facts', body);
      expect(answer.status).toBe(status);
      expect(answer.body.errors.map((error) => error.pointer)).toContain(pointer);
    });
  });

  describe('the list of milestones', () => {
    beforeEach(async () => {
      await post();
      await sign('2025-11-27');
    });

    it('is filtered by status, once or several', async () => {
      const ids = async (query: string) =>
        (await call<Page<Milestone>>('GET', `/v1/milestones?${query}`)).body.items.map(
          ({ id }) => id,
        );
      expect(await ids('status=holding')).toEqual(['pact/ceasefire']);
      expect(await ids('status=holding,upcoming')).toEqual([
        'pact/ceasefire',
        'pact/elections',
        'pact/fixed',
      ]);
      expect(await ids('status=holding&status=upcoming')).toHaveLength(3);
      expect(await ids('status=overdue')).toEqual([]);
    });

    it('has pages that together contain all, in order', async () => {
      const seen: string[] = [];
      let cursor: string | null = null;
      do {
        const query: string = cursor === null ? '' : `&cursor=${cursor}`;
        const page: Page<Milestone> = (
          await call<Page<Milestone>>('GET', `/v1/agreements/pact/milestones?limit=2${query}`)
        ).body;
        seen.push(...page.items.map(({ id }) => id));
        cursor = page.next;
      } while (cursor !== null);
      expect(seen).toEqual(
        ['ceasefire', 'elections', 'fixed', 'open', 'promptly'].map((path) => `pact/${path}`),
      );
    });

    it.each([
      '/v1/milestones?stat=met',
      '/v1/milestones?status=lost',
      '/v1/milestones?limit=0',
      '/v1/milestones?cursor=x',
      '/v1/summary?preview=true',
      '/v1/agreements/pact/signing?preview=true',
      '/health/live?x',
    ])('%s is refused', async (path) => expect((await call('GET', path)).status).toBe(422));

    it.each([
      '/v1/agreements/none',
      '/v1/agreements/none/milestones',
      '/v1/agreements/none/signing',
      '/v1/agreements/none/facts',
      '/v1/milestones/pact/none',
      '/v1/nowhere',
    ])('%s is not found, and says so as a problem', async (path) => {
      const answer = await call('GET', path);
      expect(answer).toMatchObject({ status: 404, body: { title: 'Not found' } });
    });
  });

  it('the summary counts every status and names the next deadline', async () => {
    await post();
    await sign('2025-11-27');
    const { body } = await call<{
      agreements: { counts: Record<string, number>; next: Milestone; hypothetical: boolean }[];
    }>('GET', '/v1/summary');
    expect(body.agreements[0]?.counts).toMatchObject({
      holding: 1,
      upcoming: 2,
      undated: 2,
      overdue: 0,
    });
    expect(body.agreements[0]).toMatchObject({
      hypothetical: true,
      next: { id: 'pact/elections' },
    });
  });

  it('health answers, and OpenAPI 3.1 describes every route', async () => {
    expect(await call('GET', '/health/live')).toMatchObject({ status: 200 });
    const { body } = await call<{
      openapi: string;
      paths: Record<string, object>;
      webhooks: Record<string, object>;
    }>('GET', '/openapi.json');
    expect(body.openapi).toBe('3.1.0');
    expect(Object.keys(body.webhooks)).toEqual([...MESSAGE_TYPES]);
    expect(Object.keys(body.paths)).toEqual(
      expect.arrayContaining([
        '/v1/agreements',
        '/v1/agreements/{id}',
        '/v1/agreements/{id}/signing',
        '/v1/agreements/{id}/facts',
        '/v1/agreements/{id}/milestones',
        '/v1/milestones',
        '/v1/milestones/{id}',
        '/v1/webhooks',
        '/v1/summary',
        '/health/live',
        '/health/ready',
      ]),
    );
    expect((await fetch(`${service.url}/docs`)).status).toBe(200);
  });

  it('refuses a path that cannot be decoded, with a problem', async () => {
    const answer = await fetch(`${service.url}/v1/agreements/%E0%A4%A`);
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
    expect(await answer.json()).toMatchObject({ status: 400, instance: '/v1/agreements/%E0%A4%A' });
  });

  it('refuses a text with U+0000 or half a surrogate pair with its place, on either database', async () => {
    const duty = { id: 'x', title: 'X', due: 'undated' };
    const bad = { id: 'odd', title: 'Odd\0', zone: 'UTC', obligations: [{ ...duty, 'i\0d': 'x' }] };
    const refused = await call('POST', '/v1/agreements', bad);
    expect([refused.status, refused.body.errors.map(({ pointer }) => pointer)]).toEqual([
      422,
      ['/title', '/obligations/0/i\0d'],
    ]);
    const half = { ...bad, title: 'Half \ud83d', obligations: [duty] };
    expect((await call('POST', '/v1/agreements', half)).body.errors).toMatchObject([
      { pointer: '/title', detail: expect.stringContaining('unpaired surrogate') },
    ]);
    for (const path of ['/v1/milestones?text=%00', '/v1/milestones/a%00b', '/v1/agreements/%00']) {
      expect((await call('GET', path)).status).toBe(422);
    }
  });
});
