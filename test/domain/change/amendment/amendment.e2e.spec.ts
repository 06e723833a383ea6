import { DATABASE, describeStored } from '../../../support/databases';
import { FakeClock } from '../../../support/fake-clock';
import { startTestService, type TestService } from '../../../support/service';

interface Preview {
  preview: true;
  revision: number;
  etag: string;
  changes: boolean;
  signing: { from: string | null; to: string | null; days: number | null };
  differences: {
    id: string;
    change: string;
    dates: { which: string; from: string; to: string; days: number; reasons: { kind: string }[] }[];
    status: { from: string | null; to: string | null };
  }[];
  unmoved: { id: string; reasons: { kind: string }[] }[];
  newlyOverdue: string[];
  noLongerOverdue: string[];
  findings: { appear: { kind: string; path: string }[]; vanish: object[] };
  alerts: {
    told: Record<string, number>;
    total: number;
    withdrawn: number;
    scheduleChanged: number;
  };
}

interface Milestone {
  id: string;
  title: string;
  dueOn: string | null;
  status: string;
  history: { deadlines: { cause: string; dueOn: string | null }[]; transitions: { to: string }[] };
}

const AGREEMENT = `
id: pact
title: Pact
zone: Europe/Kyiv
events: {line: {title: Line verified}}
obligations:
  - {id: elections, title: Elections, due: within 100 days of signing}
  - {id: report, title: Report, due: within 1 month of signing}
  - {id: fixed, title: Fixed, due: by 2026-06-30}
  - {id: open, title: Open, due: within 5 days of line}
`;

describeStored(`changes on ${DATABASE}`, () => {
  const clock = new FakeClock(0);
  let service: TestService;

  beforeAll(async () => {
    service = await startTestService(clock);
  });
  beforeEach(async () => {
    clock.set('2025-12-01T09:00:00Z');
    await service.clear();
    await service.call('POST', '/v1/agreements', AGREEMENT);
    await put('signing', { date: '2025-11-27' });
  });
  afterAll(() => service.end());

  const call: TestService['call'] = (...rest) => service.call(...rest);
  const path = (rest = '') =>
    `/v1/agreements/pact${rest === '' || rest.startsWith('?') ? rest : `/${rest}`}`;
  const put = <T = Preview>(rest: string, body: unknown, headers = {}) =>
    call<T>('PUT', path(rest), body, headers);
  const milestone = async (id: string) =>
    (await call<Milestone>('GET', `/v1/milestones/pact/${id}`)).body;
  const etag = async () => (await call('GET', path())).headers.get('etag') as string;
  const everything = async () => {
    const urls = [path(), path('facts'), path('milestones?limit=1000'), '/v1/alerts'];
    return Promise.all(urls.map(async (url) => (await call<object>('GET', url)).body));
  };

  describe('an amendment', () => {
    const amended = AGREEMENT.replace('within 100 days', 'within 120 days')
      .replace('  - {id: fixed, title: Fixed, due: by 2026-06-30}\n', '')
      .replace('title: Open', 'title: Opened');
    const amend = async (source: string, query = '') =>
      call<{ changed: boolean; redated: number; documentVersion: number }>(
        'PUT',
        `${path()}${query}`,
        source,
        { 'if-match': await etag() },
      );

    it('re-dates, keeps the history of what it drops, and is recorded as a fact', async () => {
      const answer = await amend(amended, '?actor=depositary&reason=Protocol%20of%20December');
      expect(answer).toMatchObject({
        status: 200,
        body: { changed: true, redated: 2, documentVersion: 2, obligations: 3 },
      });
      expect(await milestone('elections')).toMatchObject({ dueOn: '2026-03-27' });
      expect((await milestone('elections')).history.deadlines.at(-1)?.cause).toBe(
        'document amended to version 2',
      );
      expect(await milestone('open')).toMatchObject({ title: 'Opened' });
      const dropped = await milestone('fixed');
      expect(dropped).toMatchObject({ status: 'discharged' });
      expect(dropped.history.deadlines.map(({ dueOn }) => dueOn)).toEqual([
        '2026-06-30',
        '2026-06-30',
      ]);
      const { body } = await call<{ items: object[] }>('GET', path('milestones'));
      expect(body.items).toHaveLength(3);
      const facts = (await call<{ items: object[] }>('GET', path('facts'))).body.items;
      expect(facts.at(-1)).toMatchObject({
        kind: 'amended',
        subject: '*',
        documentVersion: 2,
        actor: 'depositary',
        reason: 'Protocol of December',
      });
    });

    it('to the document in force changes nothing', async () => {
      expect((await amend(AGREEMENT)).body).toMatchObject({ changed: false, documentVersion: 1 });
    });

    it('when retracted, restores the version before it as a new one', async () => {
      await amend(amended);
      const { items } = (await call<{ items: { id: string }[] }>('GET', path('facts'))).body;
      await call('POST', path('facts'), { retracts: items.at(-1)?.id });
      const { body } = await call<object>('GET', path());
      expect(body).toMatchObject({ documentVersion: 3, obligations: 4 });
      expect(await milestone('elections')).toMatchObject({ dueOn: '2026-03-07' });
      expect(await milestone('fixed')).toMatchObject({ status: 'upcoming' });
      expect(await milestone('open')).toMatchObject({ title: 'Open' });
    });

    it('is in force while it is the last one that holds, also after earlier ones are retracted', async () => {
      await amend(amended);
      await amend(amended.replace('120 days', '130 days'));
      const { items } = (
        await call<{ items: { id: string; kind: string }[] }>('GET', path('facts'))
      ).body;
      const [first, second] = items.filter(({ kind }) => kind === 'amended');
      await call('POST', path('facts'), { retracts: first?.id });
      expect(await milestone('elections')).toMatchObject({ dueOn: '2026-04-06' });
      await call('POST', path('facts'), { retracts: second?.id });
      expect(await milestone('elections')).toMatchObject({ dueOn: '2026-03-07' });
    });

    it('withdraws pending messages about an obligation that it drops', async () => {
      await call('POST', '/v1/webhooks', { url: 'http://127.0.0.1:9/' });
      clock.set('2025-12-21T09:00:00Z');
      await service.sweep();
      const told = (await call<{ items: { type: string }[] }>('GET', '/v1/alerts')).body.items;
      expect(told.map(({ type }) => type)).toEqual(['milestone.due-soon']);
      const without = AGREEMENT.replace(/ {2}- \{id: report.*\n/, '');
      const preview = await put(`?preview=true`, without);
      expect(preview.body.alerts).toMatchObject({ withdrawn: 1, total: 0 });
      await amend(without);
      clock.set('2026-02-01T09:00:00Z');
      await service.sweep();
      const later = (await call<{ items: { type: string }[] }>('GET', '/v1/alerts')).body.items;
      expect(later).toHaveLength(1);
    });

    it('is refused without If-Match, and with an old one, naming the current revision', async () => {
      expect(await put('', amended)).toMatchObject({ status: 428 });
      const old = await etag();
      await put('signing', { date: '2025-11-28' });
      const stale = await call('PUT', path(), amended, { 'if-match': old });
      expect(stale.status).toBe(412);
      expect(stale.body.detail).toContain('revision 3');
      expect((await call<{ documentVersion: number }>('GET', path())).body.documentVersion).toBe(1);
    });

    it('with faults is refused with all of them, including a different id', async () => {
      const faulty = amended
        .replace('id: pact', 'id: pakt')
        .replace('of signing', 'of sining')
        .replace('1 month', '1 moon');
      const { status, body } = (await amend(faulty)) as unknown as {
        status: number;
        body: { errors: { pointer: string }[] };
      };
      expect(status).toBe(422);
      expect(body.errors.map(({ pointer }) => pointer)).toEqual([
        '/id',
        '/obligations/0/due',
        '/obligations/1/due',
      ]);
    });
  });

  describe('a preview', () => {
    it('of another signing date says what moves, by how much, and why shifts differ', async () => {
      const { status, body, headers } = await put('signing?preview=true', { date: '2025-12-31' });
      expect(status).toBe(200);
      expect(headers.get('etag')).toBe('"2"');
      expect(body).toMatchObject({
        preview: true,
        changes: true,
        revision: 2,
        etag: '"2"',
        signing: { from: '2025-11-27', to: '2025-12-31', days: 34 },
        alerts: { total: 0, scheduleChanged: 2 },
      });
      expect(body.differences.map(({ id, dates }) => [id, dates[0]?.days])).toEqual([
        ['pact/elections', 34],
        ['pact/report', 35],
      ]);
      expect(body.differences[1]?.dates[0]?.reasons).toMatchObject([
        { kind: 'month-length', days: 1 },
      ]);
      expect(body.unmoved).toMatchObject([
        { id: 'pact/fixed', on: '2026-06-30', reasons: [{ kind: 'fixed' }] },
      ]);
    });

    it('names what becomes overdue, without alerts for what was past', async () => {
      const { body } = await put('signing?preview=true', { date: '2025-08-01' });
      expect(body.newlyOverdue).toEqual(['pact/elections', 'pact/report']);
      expect(body.alerts).toMatchObject({ total: 0, scheduleChanged: 2 });
    });

    it('counts the alerts that a fact would send', async () => {
      const { body } = await call<Preview>('POST', path('facts?preview=true'), {
        was: 'elections.fulfilled',
        at: '2025-11-30',
      });
      expect(body).toMatchObject({
        preview: true,
        differences: [{ id: 'pact/elections', status: { from: 'upcoming', to: 'met' } }],
        alerts: { told: { fulfilled: 1 }, total: 1 },
      });
    });

    it('of retracting an amendment shows the document before it', async () => {
      const amended = AGREEMENT.replace('within 100 days', 'within 120 days');
      await call('PUT', path(), amended, { 'if-match': await etag() });
      const { items } = (await call<{ items: { id: string }[] }>('GET', path('facts'))).body;
      const { body } = await call<Preview>('POST', path('facts?preview=true'), {
        retracts: items.at(-1)?.id,
      });
      expect(body.differences).toMatchObject([{ id: 'pact/elections', dates: [{ days: -20 }] }]);
    });

    it('of a document names findings that appear', async () => {
      const more = `${AGREEMENT}  - {id: later, title: Later, due: undated}\n`;
      const { body } = await put('?preview=true', more);
      expect(body.differences).toMatchObject([{ id: 'pact/later', change: 'added' }]);
      expect(body.findings.appear).toMatchObject([{ kind: 'undated-duty', path: 'later' }]);
    });

    it('of no change says that nothing changes', async () => {
      const { body } = await put('signing?preview=true', { date: '2025-11-27' });
      expect(body).toMatchObject({ changes: false, differences: [], alerts: { total: 0 } });
    });

    it('writes nothing: no fact, no version, no revision, no number', async () => {
      const before = await everything();
      await put('signing?preview=true', { date: '2026-01-10', pin: ['pact/elections'] });
      await call('DELETE', path('signing?preview=true'));
      await call('POST', path('facts?preview=true'), { event: 'line', at: '2025-11-30' });
      await put('?preview=true', AGREEMENT.replace('100 days', '50 days'));
      expect(await everything()).toEqual(before);
      const { body } = await call<{ sequence: number }>('POST', path('facts'), {
        event: 'line',
        at: '2025-11-30',
      });
      expect(body.sequence).toBe(await last());
    });

    const last = async () =>
      (await call<{ items: { sequence: number }[] }>('GET', path('facts'))).body.items.at(-1)
        ?.sequence;

    it('is applied with its revision, unless something has changed since', async () => {
      const { headers } = await put('signing?preview=true', { date: '2025-12-31' });
      const version = { 'if-match': headers.get('etag') as string };
      await call('POST', path('facts'), { event: 'line', at: '2025-11-30' });
      expect(await put('signing', { date: '2025-12-31' }, version)).toMatchObject({ status: 412 });
      expect(await milestone('elections')).toMatchObject({ dueOn: '2026-03-07' });
      const again = await put('signing?preview=true', { date: '2025-12-31' });
      const applied = await put<{ changed: boolean }>(
        'signing',
        { date: '2025-12-31' },
        { 'if-match': again.headers.get('etag') as string },
      );
      expect(applied).toMatchObject({ status: 200, body: { changed: true } });
      const moved = again.body.differences.map(({ id, dates }) => [id, dates[0]?.to]);
      for (const [id, to] of moved) {
        expect(await milestone(String(id).slice('pact/'.length))).toMatchObject({ dueOn: to });
      }
    });

    it('with a misspelt parameter is refused and writes nothing', async () => {
      const before = await everything();
      expect(await put('signing?previev=true', { date: '2026-01-10' })).toMatchObject({
        status: 422,
      });
      expect(await put('signing?preview=yes', { date: '2026-01-10' })).toMatchObject({
        status: 422,
      });
      expect(await everything()).toEqual(before);
    });
  });

  describe('a pin', () => {
    it('keeps a date while the rest moves, with its reason, until it is retracted', async () => {
      const request = { date: '2025-12-31', pin: ['pact/elections'], reason: 'agreed so' };
      const { body } = await put('signing?preview=true', request);
      expect(body.differences.map(({ id }) => id)).toEqual(['pact/report']);
      await put('signing', request);
      expect(await milestone('elections')).toMatchObject({ dueOn: '2026-03-07' });
      expect(await milestone('report')).toMatchObject({ dueOn: '2026-01-31' });
      const { items } = (
        await call<{ items: { id: string; kind: string; to: string; reason: string }[] }>(
          'GET',
          path('facts'),
        )
      ).body;
      const pin = items.find(({ kind }) => kind === 'pinned');
      expect(pin).toMatchObject({ to: '2026-03-07', reason: 'agreed so' });
      await call('POST', path('facts'), { retracts: pin?.id });
      expect(await milestone('elections')).toMatchObject({ dueOn: '2026-04-10' });
    });

    it('is accepted in the query of a signing', async () => {
      await put('signing?pin=pact/elections', { date: '2025-12-31' });
      expect(await milestone('elections')).toMatchObject({ dueOn: '2026-03-07' });
      expect(await milestone('report')).toMatchObject({ dueOn: '2026-01-31' });
    });

    it('is accepted with a fact', async () => {
      await call('POST', path('facts'), { event: 'line', at: '2025-11-28' });
      const { items } = (await call<{ items: { id: string }[] }>('GET', path('facts'))).body;
      await call('POST', path('facts?pin=pact/open'), { retracts: items.at(-1)?.id });
      expect(await milestone('open')).toMatchObject({ dueOn: '2025-12-03' });
    });

    it('of an unknown milestone or one without a date is refused with both faults', async () => {
      const answer = await call('PUT', path('signing'), {
        date: '2025-12-31',
        pin: ['pact/none', 'pact/open'],
      });
      expect(answer.status).toBe(422);
      expect(answer.body.errors.map(({ pointer }) => pointer)).toEqual(['/pin/0', '/pin/1']);
      expect(await milestone('elections')).toMatchObject({ dueOn: '2026-03-07' });
    });
  });

  it('a signing can be retracted by its fact', async () => {
    const { items } = (await call<{ items: { id: string }[] }>('GET', path('facts'))).body;
    await call('POST', path('facts'), { retracts: items[0]?.id });
    expect(await milestone('elections')).toMatchObject({ dueOn: null });
  });
});
