import { Attempt } from '../../src/delivery/queue/attempt.entity';
import { Delivery, newDelivery } from '../../src/delivery/queue/delivery.entity';
import { LeftDeliveries1763800000190 } from '../../src/store/migration/left-deliveries';
import { insertRows, selectRows } from '../../src/store/sql/rows';
import { DATABASE, describeStored } from '../support/databases';
import { until } from '../support/until';
import { type Sending, startSending } from './fixture';

/** A promise and the function that resolves it. */
function gate(): { opened: Promise<void>; open: () => void } {
  let open = (): void => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open };
}

describeStored(`deliveries of deleted endpoints on ${DATABASE}`, () => {
  let sending: Sending;
  beforeEach(async () => {
    sending = await startSending();
  });

  const endpointsOfDeliveries = async () => [
    ...new Set((await sending.deliveries()).map(({ endpointId }) => endpointId)),
  ];

  /** Whether a transaction waits for a lock of another one; on SQLite the second one waits for the first to end. */
  const someoneWaits = async () => {
    if (DATABASE === 'sqlite') return true;
    const [{ waiting }] = await sending.opened.store.read<[{ waiting: string }]>((tx) =>
      tx.query(
        `SELECT COUNT(*) AS waiting FROM pg_locks
          WHERE NOT granted AND pid IN (SELECT pid FROM pg_stat_activity WHERE datname = current_database())`,
      ),
    );
    return Number(waiting) > 0;
  };

  /** Runs `first` in a transaction that stays open until `second`, begun meanwhile, waits for it or has ended. */
  const interleave = async (first: () => Promise<unknown>, second: () => Promise<unknown>) => {
    const written = gate();
    const ending = gate();
    const one = sending.opened.store.write(async () => {
      await first();
      written.open();
      await ending.opened;
    });
    await written.opened;
    let ended = false;
    const two = second().finally(() => {
      ended = true;
    });
    await until(async () => (ended || (await someoneWaits()) ? true : undefined));
    ending.open();
    await Promise.all([one, two]);
  };

  it('are deleted if the endpoint is deleted while messages are being written', async () => {
    const gone = await sending.endpoint();
    const kept = await sending.endpoint();
    await sending.tell(2);
    await interleave(
      () => sending.tell(3),
      () => sending.endpoints.remove(gone),
    );
    expect(await endpointsOfDeliveries()).toEqual([kept]);
    expect((await sending.deliveries()).length).toBe(5);
  });

  it('are not written if messages are written while the endpoint is being deleted', async () => {
    const gone = await sending.endpoint();
    const kept = await sending.endpoint();
    await interleave(
      () => sending.endpoints.remove(gone),
      () => sending.tell(3),
    );
    expect(await endpointsOfDeliveries()).toEqual([kept]);
  });

  it('are not written by a ping or a replay while the endpoint is being deleted', async () => {
    await sending.tell(3);
    for (const send of [
      (id: string) => sending.pings.send(id),
      (id: string) =>
        sending.replay.run(id, { what: 'missed', since: 0, until: sending.clock.now() + 1 }),
    ]) {
      const gone = await sending.endpoint();
      await interleave(
        () => sending.endpoints.remove(gone),
        () => send(gone).catch(() => undefined),
      );
      expect(await endpointsOfDeliveries()).toEqual([]);
    }
  });

  it('do not stop a transaction that first supersedes them and then writes others', async () => {
    const gone = await sending.endpoint();
    const kept = await sending.endpoint();
    const told = await sending.tell(2);
    const superseded = gate();
    const removing = gate();
    const writing = sending.opened.store.write(async (tx) => {
      await sending.outbox.withdraw(tx, told);
      superseded.open();
      await removing.opened;
      await sending.tell(1);
    });
    await superseded.opened;
    let ended = false;
    const removal = sending.endpoints.remove(gone).finally(() => {
      ended = true;
    });
    await until(async () => (ended || (await someoneWaits()) ? true : undefined));
    removing.open();
    await Promise.all([writing, removal]);
    expect(await sending.deliveries()).toMatchObject([
      { endpointId: kept, state: 'superseded' },
      { endpointId: kept, state: 'superseded' },
      { endpointId: kept, state: 'pending' },
    ]);
  });

  it('are claimed while a long transaction writes messages', async () => {
    await sending.endpoint();
    await sending.tell(1);
    const claimed: number[] = [];
    const written = gate();
    const ending = gate();
    const writing = sending.opened.store.write(async () => {
      await sending.tell(1);
      written.open();
      await ending.opened;
    });
    await written.opened;
    const claiming = sending.claims.take(8).then((claims) => claimed.push(claims.length));
    if (DATABASE === 'postgres') await claiming;
    ending.open();
    await Promise.all([writing, claiming]);
    expect(claimed).toEqual([DATABASE === 'postgres' ? 1 : 2]);
  });

  it('that an older version left are deleted by the migration', async () => {
    const kept = await sending.endpoint();
    await sending.tell(1);
    await sending.round();
    const [message] = await sending.tell(1);
    await sending.opened.store.write(async (tx) => {
      await insertRows(tx, Delivery, [newDelivery(String(message), 'ep_gone', 0)]);
      const [attempt] = await selectRows(tx, Attempt, 'WHERE endpoint_id = ?', [kept]);
      if (attempt === undefined) throw new Error('there was no attempt');
      await insertRows(tx, Attempt, [{ ...attempt, endpointId: 'ep_gone' }]);
      const runner = tx.queryRunner;
      if (runner === undefined) throw new Error('there is no query runner');
      await new LeftDeliveries1763800000190().up(runner);
      expect(await selectRows(tx, Attempt, '', [])).toEqual([attempt]);
    });
    expect(await endpointsOfDeliveries()).toEqual([kept]);
    expect((await sending.deliveries()).length).toBe(2);
  });
});
