import { Webhook } from 'standardwebhooks';
import { DATABASE, describeStored } from '../../support/databases';
import { FakeClock } from '../../support/fake-clock';
import {
  type Received,
  startTestReceiver,
  startTestService,
  type TestReceiver,
  type TestService,
} from '../../support/service';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

const AGREEMENT = `
id: pact
title: Pact
zone: Europe/Kyiv
obligations:
  - {id: withdrawal, title: Withdrawal, due: within 10 days of signing, grace: 72 hours}
  - {id: elections, title: Elections, due: within 100 days of signing}
  - {id: calm, title: Calm, holds: from signing}
`;

interface Sent {
  type: string;
  timestamp: string;
  data: {
    sequence: number;
    milestone?: { id: string; status: string; dueOn: string; hypothetical: boolean };
    corrects?: string;
    changed?: number;
  };
}

describeStored(`from a missed deadline to its webhook on ${DATABASE}`, () => {
  let clock: FakeClock;
  let service: TestService;
  let receiver: TestReceiver;
  let secret: string;

  beforeEach(async () => {
    // The receiver's library compares the signature's time with the machine's own clock.
    clock = new FakeClock(Date.now());
    receiver = await startTestReceiver();
    service = await startTestService(clock);
    const { body } = await service.call<{ secret: string }>('POST', '/v1/webhooks', {
      url: receiver.url,
    });
    secret = body.secret;
    await service.call('POST', '/v1/agreements', AGREEMENT);
  });
  afterEach(async () => {
    await service.end();
    await receiver.close();
  });

  const today = () => new Date(clock.now()).toISOString().slice(0, 10);
  const sign = (date: string) => service.call('PUT', '/v1/agreements/pact/signing', { date });
  const read = (message: Received) => JSON.parse(message.body) as Sent;
  /** In the order of their sequence: nobody promises the order of arrival. */
  const messages = () =>
    receiver.received.map(read).sort((a, b) => a.data.sequence - b.data.sequence);
  const types = () => messages().map(({ type }) => type);
  const dueAt = async (path: string) =>
    Date.parse(
      (await service.call<{ dueAt: string }>('GET', `/v1/milestones/pact/${path}`)).body.dueAt,
    );
  /** Moves the clock to an instant and has everything due judged and sent. */
  const reach = async (instant: number) => {
    clock.set(instant);
    await service.sweep();
  };

  it('sends one alert for each step of a date: due soon, grace, overdue', async () => {
    await sign(today());
    const due = await dueAt('withdrawal');
    await reach(due - 7 * DAY);
    await reach(due);
    await reach(due + 72 * HOUR);
    await reach(due + 80 * HOUR);
    await service.sweep();
    await receiver.nth(6);
    expect(types()).toEqual([
      'schedule.changed',
      'agreement.signed',
      'schedule.changed',
      'milestone.due-soon',
      'milestone.grace-started',
      'milestone.overdue',
    ]);
    expect(messages().at(-1)?.data.milestone).toMatchObject({
      id: 'pact/withdrawal',
      status: 'overdue',
      hypothetical: true,
    });
  });

  it('the standardwebhooks package accepts the signature, and only for these bytes', async () => {
    await sign(today());
    const message = await receiver.nth(2);
    const webhook = new Webhook(secret);
    expect(webhook.verify(message.body, message.headers)).toEqual(JSON.parse(message.body));
    expect(() => webhook.verify(`${message.body} `, message.headers)).toThrow();
    expect(message.headers['webhook-id']).toMatch(/^msg_/);
  });

  it('deadlines that are past when they are recorded have one message together', async () => {
    await sign('2020-01-01');
    await service.sweep();
    await receiver.nth(3);
    await sign(today());
    await receiver.nth(5);
    expect(types()).toEqual([
      'schedule.changed',
      'agreement.signed',
      'schedule.changed',
      'agreement.signed',
      'schedule.changed',
    ]);
    expect(messages()[2]?.data.changed).toBe(3);
  });

  it('after an outage through several steps the latest is sent, and the history has all', async () => {
    await sign(today());
    await reach((await dueAt('withdrawal')) + 100 * DAY);
    await receiver.nth(5);
    expect(types()).toEqual([
      'schedule.changed',
      'agreement.signed',
      'schedule.changed',
      'milestone.overdue',
      'milestone.overdue',
    ]);
    const { body } = await service.call<{ history: { transitions: { to: string; at: string }[] } }>(
      'GET',
      '/v1/milestones/pact/withdrawal',
    );
    expect(body.history.transitions.map((step) => step.to)).toEqual([
      'undated',
      'upcoming',
      'due-soon',
      'in-grace',
      'overdue',
    ]);
    expect(Date.parse(body.history.transitions.at(-1)?.at as string)).toBe(
      (await dueAt('withdrawal')) + 72 * HOUR,
    );
  });

  it('an overdue message that a timely fulfilment proves wrong gets a correction that names it', async () => {
    await sign(today());
    const due = await dueAt('elections');
    await reach(due + DAY);
    await receiver.nth(5);
    const overdue = receiver.received.find(
      (message) => read(message).data.milestone?.id === 'pact/elections',
    );
    await service.call('POST', '/v1/agreements/pact/facts', {
      was: 'elections.fulfilled',
      at: new Date(due - DAY).toISOString(),
    });
    await receiver.nth(7);
    const corrected = receiver.received
      .map(read)
      .find(({ type }) => type === 'milestone.corrected');
    expect(corrected?.data.corrects).toBe(overdue?.headers['webhook-id']);
    expect(types()).toContain('milestone.fulfilled');
  });

  it('pending messages about a superseded date are not sent', async () => {
    receiver.answers.push(500, 500, 500, 500);
    await sign(today());
    const due = await dueAt('elections');
    await reach(due + DAY);
    await sign(new Date(clock.now()).toISOString().slice(0, 10));
    const { body } = await service.call<{ items: { id: string }[] }>('GET', '/v1/webhooks');
    const log = await service.call<{ items: { type: string; state: string }[] }>(
      'GET',
      `/v1/webhooks/${body.items[0]?.id}/deliveries`,
    );
    const overdue = log.body.items.filter(({ type }) => type === 'milestone.overdue');
    expect(overdue.length).toBeGreaterThan(0);
    expect(overdue.every(({ state }) => state === 'superseded')).toBe(true);
  });
});
