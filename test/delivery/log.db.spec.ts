import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SchedulerRegistry } from '@nestjs/schedule';
import { DELIVERY_DEFAULTS, type DeliverySettings } from '../../src/delivery/delivery-settings';
import { Archive } from '../../src/delivery/log/archive';
import { DeliveryCounts, deliveryCountsSchema } from '../../src/delivery/log/delivery-counts';
import type { ReplayRange } from '../../src/delivery/log/replay';
import { DeliveryRetention } from '../../src/delivery/log/retention';
import { DATABASE, describeStored } from '../support/databases';
import { rejected, type Sending, startSending, WELL } from './fixture';

const DAY = 86_400_000;
const NO_END = Number.MAX_SAFE_INTEGER;

describeStored(`the delivery log on ${DATABASE}`, () => {
  let sending: Sending;
  beforeEach(async () => {
    sending = await startSending();
  });

  const drain = async () => {
    while ((await sending.round()) > 0);
  };
  /** Runs rounds until nothing is due. */
  const exhaust = async () => {
    for (;;) {
      const next = await sending.claims.nextInstant();
      if (next === undefined) return;
      sending.clock.set(Math.max(next, sending.clock.now()));
      await sending.round();
    }
  };
  const replay = (endpoint: string, range: Partial<ReplayRange> = {}) =>
    sending.replay.run(endpoint, { what: 'failed', since: 0, until: NO_END, ...range });
  const sent = () => sending.transport.posts.map((post) => post.headers['webhook-id'] ?? '');

  it('filters by state, type, agreement, code and time', async () => {
    const endpoint = await sending.endpoint();
    sending.transport.answer = ({ body }) => (body.includes('bad') ? rejected(503) : WELL);
    const start = sending.clock.now();
    const [first] = await sending.tell(1);
    sending.clock.advance(DAY);
    const [second] = await sending.tell(1, { type: 'schedule.changed', agreementId: 'other' });
    sending.clock.advance(DAY);
    const [third] = await sending.tell(1, { data: { bad: true } });
    await drain();
    const ids = async (filter: Parameters<typeof sending.log.list>[1]) =>
      (await sending.log.list(endpoint, filter, 10)).map((delivery) => delivery.id);
    expect(await ids({})).toEqual([third, second, first]);
    expect(await ids({ state: 'pending' })).toEqual([third]);
    expect(await ids({ type: 'schedule.changed' })).toEqual([second]);
    expect(await ids({ agreement: 'other' })).toEqual([second]);
    expect(await ids({ code: 503 })).toEqual([third]);
    expect(await ids({ since: start + DAY })).toEqual([third, second]);
    expect(await ids({ since: start, until: start + DAY })).toEqual([first]);
  });

  it('counts deliveries by state and attempts by success', async () => {
    const endpoint = await sending.endpoint();
    const counts = async () =>
      deliveryCountsSchema.parse(await new DeliveryCounts(sending.opened.store).read(endpoint, 0));
    expect((await counts()).attempts).toEqual({ made: 0, succeeded: 0, successRate: null });
    await sending.tell(3);
    await drain();
    sending.transport.answer = () => rejected(500);
    const [superseded = ''] = await sending.tell(2);
    await sending.opened.store.write((tx) => sending.outbox.withdraw(tx, [superseded]));
    await sending.round();
    expect(await counts()).toEqual({
      deliveries: { pending: 1, held: 0, delivered: 3, failed: 0, superseded: 1 },
      attempts: { made: 4, succeeded: 3, successRate: 0.75 },
    });
  });

  it('replays what failed, everything, or what was missed in a period', async () => {
    const early = await sending.endpoint();
    sending.transport.answer = () => rejected(500);
    const failed = await sending.tell(3);
    await exhaust();
    sending.transport.answer = () => WELL;
    const between = sending.clock.now() + 1;
    sending.clock.advance(60_000);
    const well = await sending.tell(2);
    await drain();
    const late = await sending.endpoint({ url: 'https://late.example.org/' });
    const replayed = async (endpoint: string, range: Partial<ReplayRange>) => {
      sending.transport.posts.length = 0;
      const count = await replay(endpoint, range);
      await drain();
      expect(sent().length).toBe(count);
      return sent().sort();
    };
    expect(await replayed(early, { until: between })).toEqual([...failed].sort());
    expect(await replayed(early, {})).toEqual([]);
    expect(await replayed(early, { what: 'everything', since: between })).toEqual([...well].sort());
    expect(await replayed(late, { what: 'missed' })).toEqual([...failed, ...well].sort());
    expect(await replayed(late, { what: 'missed' })).toEqual([]);
    await expect(replay('ep_none')).rejects.toMatchObject({ kind: 'not-found' });
  });

  it('replays more than one batch, and never superseded messages', async () => {
    const endpoint = await sending.endpoint();
    const told = await sending.tell(1_203);
    await sending.opened.store.write((tx) => sending.outbox.withdraw(tx, told.slice(0, 3)));
    await drain();
    expect(await replay(endpoint, { what: 'everything' })).toBe(1_200);
    expect(await replay(endpoint, { what: 'everything' })).toBe(0);
  });

  it('archives and then purges old attempts and finished deliveries, never waiting ones', async () => {
    const endpoint = await sending.endpoint();
    const settings = { ...DELIVERY_DEFAULTS, attemptsKeptDays: 10, deliveriesKeptDays: 20 };
    const directory = join(sending.opened.settings.dataDir, 'archive');
    const housekeeping = housekeepingBy(settings, new Archive(directory));
    await sending.tell(700);
    await drain();
    await sending.endpoints.change(endpoint, { state: 'disabled' });
    const held = await sending.tell(5);
    expect(await housekeeping.purge()).toBe(0);
    expect(existsSync(directory)).toBe(false);
    sending.clock.advance(11 * DAY);
    expect(await housekeeping.purge()).toBe(700);
    sending.clock.advance(10 * DAY);
    expect(await housekeeping.purge()).toBe(700);
    const left = (await sending.deliveries()).map((row) => row.messageId);
    expect(left.sort()).toEqual([...held].sort());
    const [file = ''] = readdirSync(directory);
    expect(file).toBe('deliveries-2026-03.jsonl');
    expect(statSync(join(directory, file)).mode & 0o777).toBe(0o600);
    const lines = readFileSync(join(directory, file), 'utf8').trim().split('\n');
    const kept = lines.map((line) => JSON.parse(line));
    const start = '2026-03-01T00:00:00.000Z';
    const of = (message: string) => ({ message, endpoint, statusCode: 200, error: null });
    const messages = sending.transport.posts.map((post) => post.headers['webhook-id'] as string);
    for (const [i, message] of messages.sort().entries()) {
      if (i % 100 !== 0) continue;
      expect(kept).toContainEqual({
        attempt: {
          ...of(message),
          number: 1,
          startedAt: start,
          durationMs: 0,
          outcome: 'delivered',
          excerpt: 'thanks',
        },
      });
      expect(kept).toContainEqual({
        delivery: { ...of(message), state: 'delivered', attempts: 1, finishedAt: start },
      });
    }
    expect(lines.length).toBe(1_400);
  });

  it('purges nothing that cannot be archived', async () => {
    await sending.endpoint();
    await sending.tell(3);
    await drain();
    // A file has the name of the archive directory.
    const directory = join(sending.opened.settings.dataDir, 'archive');
    writeFileSync(directory, '');
    sending.clock.advance(500 * DAY);
    await expect(
      housekeepingBy(DELIVERY_DEFAULTS, new Archive(directory)).purge(),
    ).rejects.toThrow();
    expect((await sending.deliveries()).length).toBe(3);
    rmSync(directory);
    expect(await housekeepingBy(DELIVERY_DEFAULTS, new Archive(directory)).purge()).toBe(6);
  });

  const housekeepingBy = (settings: DeliverySettings, archive: Archive) =>
    new DeliveryRetention(
      sending.opened.store,
      sending.clock,
      new SchedulerRegistry(),
      archive,
      settings,
    );
});
