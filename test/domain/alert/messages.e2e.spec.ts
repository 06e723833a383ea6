import { messageSchema } from '../../../src/app/openapi';
import { Message } from '../../../src/outbox/message.entity';
import { Store } from '../../../src/store/store';
import { ask, newToken } from '../../access/fixture';
import { allTold } from '../../support/all-told';
import { DATABASE, describeStored } from '../../support/databases';
import { FakeClock } from '../../support/fake-clock';
import {
  itAlone,
  startTestReceiver,
  startTestService,
  type TestReceiver,
  type TestService,
} from '../../support/service';
import { until } from '../../support/until';

const AGREEMENT = `
id: pact
title: Pact of the rivers
zone: Europe/Kyiv
parties: {north: {name: The North}, south: {name: The South}}
events: {handover: {title: Handover}}
obligations:
  - {id: withdrawal, title: Withdrawal, obligor: [north, south], due: within 20 days of handover, grace: 72 hours}
  - {id: calm, title: Calm, obligor: [north, south], holds: from handover}
  - {id: payment, title: Payment, obligor: north, due: within 24 hours of handover}
`;

const REPORT = { title: 'Report 14', url: 'https://example.org/report-14' };

interface Sent {
  type: Parameters<typeof messageSchema>[0];
  data: {
    sequence: number;
    agreementTitle: string;
    text: string;
    url: string;
    who: { id: string; name: string }[];
    reason: string | null;
    evidence: object[];
    facts: { fact: string; was: string; by: { id: string } | null; record: object | null }[];
    remaining?: { id: string }[];
    milestone?: { id: string; title: string };
  };
}

describeStored(`the content of messages on ${DATABASE}`, () => {
  const clock = new FakeClock(0);
  let service: TestService;
  let receiver: TestReceiver;
  let token: string;

  beforeAll(async () => {
    service = await startTestService(clock, {
      openToThisMachine: false,
      publicRead: true,
      publicUrl: 'https://pacta.example.org',
    });
    receiver = await startTestReceiver();
  });
  beforeEach(async () => {
    await service.clear();
    receiver.received.length = 0;
    clock.set('2026-03-02T09:00:00Z');
    token = await newToken(service, { role: 'admin' });
    await call('POST', '/v1/webhooks', { url: receiver.url });
    await call('POST', '/v1/agreements', AGREEMENT);
    await fact({ event: 'handover', at: '2026-03-01', evidence: [REPORT], reason: 'seen by all' });
  });
  afterAll(async () => {
    await service.end();
    await receiver.close();
  });

  const call = <T = { id: string }>(method: string, path: string, body?: unknown) =>
    service.call<T>(method, path, body, { authorization: `Bearer ${token}` });
  const fact = async (more: object) => {
    const answer = await call('POST', '/v1/agreements/pact/facts', more);
    expect([answer.status, answer.body]).toEqual([201, expect.anything()]);
    return answer.body.id;
  };
  /** All messages. On PostgreSQL the list ends before what a transaction that still runs may yet write. */
  const all = () =>
    until(async () => {
      const stored = await service.app.get(Store).read((tx) => tx.count(Message));
      const { items } = (await call<{ items: Sent[] }>('GET', '/v1/changes?limit=1000')).body;
      return items.length === stored ? items : undefined;
    });
  const last = async (type: string) => (await all()).findLast((one) => one.type === type)?.data;
  const reach = async (instant: string) => {
    clock.set(instant);
    await service.sweep();
  };

  it('a breach names the party, the reason and the evidence, in a sentence and with a link', async () => {
    await fact({
      was: 'withdrawal.breached',
      by: 'south',
      at: '2026-03-02',
      reason: 'two battalions stayed',
      evidence: [REPORT],
      actor: 'Anna',
    });
    const told = await last('milestone.violated');
    expect(told).toMatchObject({
      agreementTitle: 'Pact of the rivers',
      text: 'Pact of the rivers: The South breached “Withdrawal” on 2 March 2026.',
      url: 'https://pacta.example.org/?agreement=pact&milestone=withdrawal',
      who: [{ id: 'south', name: 'The South' }],
      reason: 'two battalions stayed',
      evidence: [REPORT],
      facts: [
        {
          was: 'breached',
          by: { id: 'south', name: 'The South' },
          on: '2026-03-02',
          record: { reason: 'two battalions stayed', evidence: [REPORT], internal: false },
        },
      ],
      milestone: { id: 'pact/withdrawal', title: 'Withdrawal' },
    });
    expect(JSON.stringify(told)).not.toContain('Anna');
  });

  it('a fulfilment by one of two has its own message with who remains; the other completes it', async () => {
    await fact({ was: 'withdrawal.fulfilled', by: 'north', at: '2026-03-02', evidence: [REPORT] });
    expect(await last('milestone.fulfilled-in-part')).toMatchObject({
      text: 'Pact of the rivers: The North fulfilled its part of “Withdrawal” on 2 March 2026; The South has not, and it is due by 21 March 2026.',
      who: [{ id: 'north', name: 'The North' }],
      remaining: [{ id: 'south', name: 'The South' }],
      evidence: [REPORT],
    });
    expect(await last('milestone.fulfilled')).toBeUndefined();
    await reach('2026-03-21T22:00:00Z');
    expect(await last('milestone.grace-started')).toMatchObject({
      text: 'Pact of the rivers: “Withdrawal”, owed by The South, was due by 21 March 2026; its grace period runs until 24 March 2026; The North has done its part.',
      who: [{ id: 'south', name: 'The South' }],
      facts: [],
    });
    await reach('2026-03-26T10:00:00Z');
    expect(await last('milestone.overdue')).toMatchObject({
      text: 'Pact of the rivers: “Withdrawal”, owed by The South, is overdue: it was due by 21 March 2026, 5 days ago, and no fulfilment is recorded; The North has done its part.',
      who: [{ id: 'south', name: 'The South' }],
    });
    await fact({ was: 'withdrawal.fulfilled', by: 'south', at: '2026-03-26' });
    expect(await last('milestone.fulfilled-late')).toMatchObject({
      text: 'Pact of the rivers: The North and The South fulfilled “Withdrawal” on 26 March 2026, 5 days after it was due.',
      who: [
        { id: 'north', name: 'The North' },
        { id: 'south', name: 'The South' },
      ],
      facts: [{ by: { id: 'north' } }, { by: { id: 'south' } }],
    });
    expect((await all()).filter(({ type }) => type === 'milestone.fulfilled-in-part')).toHaveLength(
      1,
    );
  });

  it('a part that is retracted and recorded again has a new message, and so has a breach', async () => {
    const count = async (type: string) => (await all()).filter((one) => one.type === type).length;
    const part = { was: 'withdrawal.fulfilled', by: 'north', at: '2026-03-02' };
    await fact({ retracts: await fact(part) });
    await fact({ ...part, at: '2026-03-01' });
    expect(await count('milestone.fulfilled-in-part')).toBe(2);
    const breach = { was: 'calm.breached', by: 'south', at: '2026-03-02' };
    await fact({ retracts: await fact(breach) });
    await fact({ ...breach, at: '2026-03-01' });
    await fact({ ...breach, by: 'north', at: '2026-03-02' });
    expect(await count('milestone.violated')).toBe(3);
    expect(await last('milestone.violated')).toMatchObject({
      who: [{ id: 'north' }],
      text: 'Pact of the rivers: The North breached “Calm” on 2 March 2026; 2 breaches are recorded.',
    });
  });

  it('a fulfilment by one, then by all, is fulfilled by all', async () => {
    await fact({ was: 'withdrawal.fulfilled', by: 'north', at: '2026-03-01' });
    await fact({ was: 'withdrawal.fulfilled', at: '2026-03-02' });
    expect(await last('milestone.fulfilled')).toMatchObject({
      who: [{ id: 'north' }, { id: 'south' }],
      text: 'Pact of the rivers: The North and The South fulfilled “Withdrawal” on 2 March 2026, 19 days before it was due.',
    });
  });

  it('a breach without a party names no one of several obligors', async () => {
    await fact({ was: 'calm.breached', at: '2026-03-02' });
    expect(await last('milestone.violated')).toMatchObject({
      text: 'Pact of the rivers: “Calm” was breached on 2 March 2026.',
      who: [{ id: 'north' }, { id: 'south' }],
      facts: [{ by: null }],
    });
  });

  it('the announcement of a deadline names the fact that dated it', async () => {
    expect(await last('milestone.due-soon')).toMatchObject({
      text: 'Pact of the rivers: “Payment”, owed by The North, is due by 2 March 2026 (today).',
      who: [{ id: 'north', name: 'The North' }],
      reason: 'seen by all',
      evidence: [REPORT],
      facts: [{ was: 'occurred', by: null }],
    });
    expect(await last('schedule.changed')).toMatchObject({
      text: 'Pact of the rivers: the dates of 3 milestones changed (handover recorded as occurred).',
      url: 'https://pacta.example.org/?agreement=pact',
      reason: 'seen by all',
    });
  });

  it('a signing, an acknowledgement and a ping have these fields too', async () => {
    await call('PUT', '/v1/agreements/pact/signing', { date: '2026-02-01', reason: 'a trial' });
    expect(await last('agreement.signed')).toMatchObject({
      text: 'Pact of the rivers is assumed to be signed on 1 February 2026.',
      who: [{ id: 'north' }, { id: 'south' }],
      reason: 'a trial',
    });
    const { body } = await call<{ items: { id: string }[] }>('GET', '/v1/alerts');
    await call('POST', `/v1/alerts/${body.items[0]?.id}/acknowledge`, { note: 'planted' });
    expect(await last('alert.acknowledged')).toMatchObject({
      text: 'Pact of the rivers: somebody has “Payment” in hand; the message that it is due soon was acknowledged.',
      url: 'https://pacta.example.org/?agreement=pact&milestone=payment',
    });
    const hooks = await call<{ items: { id: string }[] }>('GET', '/v1/webhooks');
    const ping = await call('POST', `/v1/webhooks/${hooks.body.items[0]?.id}/ping`);
    expect(ping.status).toBeLessThan(300);
    for (let n = 1; ; n++) {
      const { type, data } = JSON.parse((await receiver.nth(n)).body) as Sent;
      expect(typeof data.text).toBe('string');
      expect(URL.canParse(data.url)).toBe(true);
      if (type === 'ping') break;
    }
  });

  it('every message matches its published schema', async () => {
    await fact({ was: 'withdrawal.fulfilled', by: 'north', at: '2026-03-02', internal: true });
    await fact({ was: 'withdrawal.breached', by: 'south', at: '2026-03-02' });
    await call('PUT', '/v1/agreements/pact/signing', { date: '2026-02-01' });
    await reach('2026-04-26T10:00:00Z');
    await fact({ was: 'payment.fulfilled', at: '2026-03-02' });
    const messages = await all();
    expect(new Set(messages.map(({ type }) => type)).size).toBeGreaterThan(6);
    for (const { type, data } of messages) {
      const sent = { type, timestamp: '2026-03-02T09:00:00.000Z', data };
      expect([type, messageSchema(type).safeParse(sent).error]).toEqual([type, undefined]);
    }
  });

  it('no message shows the public an internal record, an actor or an answer', async () => {
    const secret = { note: 'planted', reason: 'planted', actor: 'planted', internal: true };
    const evidence = [{ title: 'planted', url: 'https://example.org/planted' }];
    await fact({ was: 'withdrawal.fulfilled', by: 'north', at: '2026-03-02', evidence, ...secret });
    await fact({ was: 'withdrawal.breached', by: 'south', at: '2026-03-02', evidence, ...secret });
    const { body } = await call<{ items: { id: string }[] }>('GET', '/v1/alerts');
    await call('POST', `/v1/alerts/${body.items[0]?.id}/acknowledge`, {
      note: 'planted',
      actor: 'planted',
    });
    await allTold(service);
    const shown = await ask(service, undefined, 'GET', '/v1/changes?limit=1000');
    expect(shown.status).toBe(200);
    expect(shown.body).not.toContain('planted');
    const messages = (JSON.parse(shown.body) as { items: Sent[] }).items;
    const told = messages.find(({ type }) => type === 'milestone.violated')?.data;
    expect(told).toMatchObject({
      text: 'Pact of the rivers: The South breached “Withdrawal” on 2 March 2026.',
      reason: null,
      evidence: [],
      facts: [{ was: 'breached', record: null }],
    });
    // Who may read it all is told all of it.
    expect(await last('milestone.violated')).toMatchObject({
      facts: [{ record: { reason: 'planted', evidence } }],
    });
  });

  it('an imported history of many breaches has one message', async () => {
    const days = Array.from({ length: 30 }, (_, i) => ({
      was: 'calm.breached',
      by: i % 2 === 0 ? 'north' : 'south',
      at: new Date(Date.parse('2026-03-01T12:00:00Z') + i * 60_000).toISOString(),
    }));
    await call('POST', '/v1/agreements/pact/facts/import', days);
    const told = (await all()).filter(({ type }) => type === 'milestone.violated');
    expect(told).toHaveLength(1);
    expect(told[0]?.data).toMatchObject({
      who: [{ id: 'north' }, { id: 'south' }],
      text: 'Pact of the rivers: The North and The South breached “Calm” on 1 March 2026; 30 breaches are recorded.',
    });
    expect(told[0]?.data.facts).toHaveLength(20);
  });
});

describeStored(`messages about what is not owed, on ${DATABASE}`, () => {
  const clock = new FakeClock('2026-06-20T09:00:00Z');
  let service: TestService;
  beforeAll(async () => {
    service = await startTestService(clock);
    await service.call(
      'POST',
      '/v1/agreements',
      `
id: lease
title: Lease
zone: Europe/Berlin
parties: {tenant: {name: The Tenant}}
events: {notice: {title: Notice}}
obligations:
  - {id: term, title: Term, obligor: tenant, holds: from 2025-07-01 for 1 year, renews: for 1 year unless notice 3 days before}
  - {id: start, title: New rent takes effect, falls: 2026-06-25}
  - {id: over, title: Guarantee ends, falls: 2026-06-26}
  - {id: meeting, title: Meeting, falls: 2026-06-24}
  - {id: exit, title: Early exit, obligor: tenant, opens: 2026-06-23}
`,
    );
  });
  afterAll(() => service.end());

  const texts = async () => {
    await allTold(service);
    const { body } = await service.call<{ items: Sent[] }>('GET', '/v1/changes');
    return body.items
      .filter(({ type }) => type.startsWith('milestone.'))
      .map(({ type, data }) => `${type} ${data.text}`);
  };

  it('beginnings, ends, moments, rights and the last day for notice have their own verbs', async () => {
    expect((await texts()).sort()).toEqual([
      'milestone.due-soon Lease: “Early exit” opens on 23 June 2026 for The Tenant (in 3 days).',
      'milestone.due-soon Lease: “Guarantee ends” ends on 26 June 2026 (in 6 days).',
      'milestone.due-soon Lease: “Meeting” comes on 24 June 2026 (in 4 days).',
      'milestone.due-soon Lease: “New rent takes effect” takes effect on 25 June 2026 (in 5 days).',
    ]);
    clock.set('2026-06-22T09:00:00Z');
    await service.sweep();
    expect((await texts()).at(-1)).toBe(
      'milestone.due-soon Lease: “Term: last day for notice” is 28 June 2026 (in 6 days).',
    );
    clock.set('2026-06-29T09:00:00Z');
    await service.sweep();
    expect((await texts()).at(-1)).toBe(
      'milestone.redated Lease: “Term: last day for notice” moved from 28 June 2026 to 28 June 2027.',
    );
  });
});

describeStored(`the links of messages on ${DATABASE}`, () => {
  itAlone('lead to where the service listens, where no public address is set', async () => {
    const service = await startTestService(new FakeClock('2026-03-02T09:00:00Z'));
    try {
      await service.call('POST', '/v1/agreements', AGREEMENT);
      await allTold(service);
      const { body } = await service.call<{ items: Sent[] }>('GET', '/v1/changes');
      const url = body.items[0]?.data.url ?? '';
      expect(url).toBe(`${service.url}/?agreement=pact`);
      expect((await fetch(`${url}&milestone=withdrawal`)).status).toBeLessThan(500);
    } finally {
      await service.end();
    }
  });
});
