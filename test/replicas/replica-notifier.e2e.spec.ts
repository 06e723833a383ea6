import { get } from 'node:http';
import { POLICY } from '../../src/config/policy';
import { Outbox } from '../../src/outbox/outbox';
import { Store } from '../../src/store/store';
import { allTold } from '../support/all-told';
import { DATABASE, emptyDatabase } from '../support/databases';
import { FakeClock } from '../support/fake-clock';
import { REPLICAS, startTestService, type TestService } from '../support/service';
import { until } from '../support/until';

const describeReplicas = DATABASE === 'postgres' ? describe : describe.skip;

describeReplicas('two replicas on one PostgreSQL', () => {
  let replicas: [TestService, TestService];
  let remove: () => Promise<void>;

  beforeAll(async () => {
    const database = await emptyDatabase();
    remove = database.remove;
    const clock = new FakeClock('2026-01-10T00:00:00Z');
    replicas = [
      await startTestService(clock, {}, database.settings),
      await startTestService(clock, {}, database.settings),
    ];
    await replicas[0].call('POST', '/v1/agreements', {
      id: 'pact',
      title: 'Pact',
      zone: 'UTC',
      obligations: [{ id: 'law', title: 'Law', due: 'within 10 days of signing' }],
    });
  });
  afterAll(async () => {
    for (const replica of replicas) await replica.end();
    await remove();
  });

  it('answer alike, entity tags included, whichever a client reaches', async () => {
    await allTold(replicas[0]);
    const answers = await Promise.all(
      ['/v1/agreements/pact', '/v1/agreements/pact/milestones', '/v1/changes'].flatMap((path) =>
        replicas.map((replica) => replica.call('GET', path)),
      ),
    );
    for (let i = 0; i < answers.length; i += 2) {
      expect(answers[i]?.body).toEqual(answers[i + 1]?.body);
      expect(answers[i]?.headers.get('etag')).toBe(answers[i + 1]?.headers.get('etag'));
    }
  });

  it('tell each other of what was written, and an event stream of one carries what the other wrote', async () => {
    const [writing, listening] = replicas;
    let heard = 0;
    const stop = listening.app.get(Outbox).onAppended(() => (heard += 1));
    let text = '';
    const request = get(`${listening.url}/v1/events`, (response) =>
      response.on('data', (part) => (text += String(part))).on('error', () => undefined),
    ).on('error', () => undefined);
    await until(() => text !== '' || undefined);
    await writing.call('PUT', '/v1/agreements/pact/signing', { date: '2026-01-05' });
    await until(() => heard > 0 || undefined);
    await until(() => text.includes('event: agreement.signed') || undefined);
    request.destroy();
    stop();
  });

  it('hear each other again after their connections were cut', async () => {
    const [writing, listening] = replicas;
    const cut = await writing.app.get(Store).read((tx) =>
      tx.query(
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
            WHERE application_name = 'pacta notices' AND datname = current_database()`,
      ),
    );
    expect(cut).toHaveLength(2 * REPLICAS);
    let heard = 0;
    const stop = listening.app.get(Outbox).onAppended(() => (heard += 1));
    // Once for the reconnection, since something may have been missed, and then for what is told.
    await until(() => heard > 0 || undefined);
    const before = heard;
    await until(async () => {
      writing.app.get(Store).replicas.notify('messages');
      await new Promise((resolve) => setImmediate(resolve));
      return heard > before || undefined;
    });
    stop();
  });

  it('refuse together whoever knocks too often, whichever is reached', async () => {
    const knock = async (replica: TestService) =>
      (
        await replica.call('GET', '/v1/agreements', undefined, {
          authorization: `Bearer pacta_${'x'.repeat(43)}`,
        })
      ).status;
    // More of each than half the limit and what a replica keeps to itself.
    for (let i = 0; i < 0.56 * POLICY.requestsPerAddressPerMinute; i += 48) {
      await Promise.all(
        replicas.flatMap((replica) => Array.from({ length: 48 }, () => knock(replica))),
      );
    }
    for (const replica of replicas) {
      await until(async () => (await knock(replica)) === 429 || undefined);
    }
  });
});
