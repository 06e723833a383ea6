import { DATABASE, describeStored } from '../../../support/databases';
import { FakeClock } from '../../../support/fake-clock';
import { startTestService, type TestService } from '../../../support/service';

const AGREEMENT = `
id: pact
title: Pact
zone: Europe/Kyiv
obligations:
  - {id: first, title: First, due: by 2025-12-10}
  - {id: second, title: Second, due: by 2026-01-10}
`;

interface Agreement {
  standing: string;
  changed: boolean;
}

describeStored(`the standing of an agreement on ${DATABASE}`, () => {
  const clock = new FakeClock(0);
  let service: TestService;

  beforeAll(async () => {
    service = await startTestService(clock);
  });
  beforeEach(async () => {
    clock.set('2025-12-01T09:00:00Z');
    await service.clear();
    await service.call('POST', '/v1/agreements', AGREEMENT);
    await service.sweep();
  });
  afterAll(() => service.end());

  const call: TestService['call'] = (...rest) => service.call(...rest);
  const stand = (standing: string, more: object = {}) =>
    call<Agreement>('PUT', '/v1/agreements/pact/standing', { standing, ...more });
  const alerts = async () => {
    await service.sweep();
    const { body } = await call<{ items: { type: string; milestone: string }[] }>(
      'GET',
      '/v1/alerts',
    );
    return body.items.map(({ milestone, type }) => `${milestone} ${type}`);
  };
  const statuses = async () => {
    const { body } = await call<{ items: { status: string }[] }>(
      'GET',
      '/v1/agreements/pact/milestones',
    );
    return body.items.map(({ status }) => status);
  };

  it('when paused, sends no alerts, also not later about what passed meanwhile', async () => {
    expect(await stand('paused', { actor: 'desk', reason: 'talks' })).toMatchObject({
      status: 200,
      body: { standing: 'paused', changed: true },
    });
    clock.set('2025-12-20T09:00:00Z');
    expect(await alerts()).toEqual([]);
    expect(await statuses()).toEqual(['overdue', 'upcoming']);
    await stand('active');
    expect(await alerts()).toEqual([]);
    clock.set('2026-01-05T09:00:00Z');
    expect(await alerts()).toEqual(['pact/second milestone.due-soon']);
  });

  it('when paused, sends nothing about facts and new dates, and a preview says so', async () => {
    await stand('paused');
    const fact = { was: 'first.fulfilled', at: '2025-11-30' };
    await call('POST', '/v1/agreements/pact/facts', fact);
    expect(await alerts()).toEqual([]);
    const preview = await call<{ alerts: object }>('PUT', '/v1/agreements/pact?preview=true', {
      id: 'pact',
      title: 'Pact',
      zone: 'Europe/Kyiv',
      obligations: [{ id: 'first', title: 'First', due: 'by 2025-12-15' }],
    });
    expect(preview.body.alerts).toMatchObject({ total: 0, scheduleChanged: 0 });
  });

  it('is recorded as a note when its standing changes, and only then', async () => {
    await stand('paused', { reason: 'talks' });
    expect(await stand('paused')).toMatchObject({ body: { changed: false } });
    const { body } = await call<{ items: object[] }>('GET', '/v1/agreements/pact/facts');
    expect(body.items).toMatchObject([
      {
        kind: 'note',
        subject: '*',
        note: 'Paused: no alerts until it is active again.',
        reason: 'talks',
      },
    ]);
  });

  it('when archived, can be read, sends nothing and refuses changes until it is active again', async () => {
    await stand('archived');
    clock.set('2025-12-20T09:00:00Z');
    expect(await alerts()).toEqual([]);
    expect(await statuses()).toEqual(['overdue', 'upcoming']);
    const sign = () => call('PUT', '/v1/agreements/pact/signing', { date: '2025-11-27' });
    expect(await sign()).toMatchObject({ status: 409 });
    await stand('active');
    expect(await sign()).toMatchObject({ status: 200 });
  });

  it('refuses an unknown standing', async () => {
    expect(await stand('sleeping')).toMatchObject({ status: 422 });
  });

  describe('removed', () => {
    const remove = (query = '') => call('DELETE', `/v1/agreements/pact${query}`);

    it('without its id as confirmation is refused with what would be lost', async () => {
      for (const query of ['', '?confirm=pakt', '?confirm=true']) {
        const answer = await remove(query);
        expect(answer.status).toBe(428);
        expect(answer.body.detail).toContain('0 facts, 2 milestones and 1 version of its document');
      }
      expect(await statuses()).toHaveLength(2);
    });

    it('is deleted with everything recorded, and its id is free', async () => {
      await call('PUT', '/v1/agreements/pact/signing', { date: '2025-11-27' });
      await call('PUT', '/v1/agreements/pact/alert-policy', { rules: [] });
      expect(await remove('?confirm=pact&reason=a%20trial')).toMatchObject({ status: 204 });
      for (const rest of ['', '/facts', '/milestones', '/signing']) {
        expect(await call('GET', `/v1/agreements/pact${rest}`)).toMatchObject({ status: 404 });
      }
      expect(await remove('?confirm=pact')).toMatchObject({ status: 404 });
      expect(await call('POST', '/v1/agreements', AGREEMENT)).toMatchObject({ status: 201 });
    });

    it('sends no pending messages', async () => {
      await call('POST', '/v1/webhooks', { url: 'http://127.0.0.1:9/' });
      clock.set('2025-12-04T09:00:00Z');
      expect(await alerts()).toHaveLength(1);
      await remove('?confirm=pact');
      const { body } = await call<{ items: { id: string }[] }>('GET', '/v1/webhooks');
      const deliveries = await call<{ items: { state: string; type: string }[] }>(
        'GET',
        `/v1/webhooks/${body.items[0]?.id}/deliveries`,
      );
      const waiting = deliveries.body.items.filter(({ state }) => state === 'pending');
      expect(waiting.filter(({ type }) => type !== 'ping')).toEqual([]);
    });
  });
});
