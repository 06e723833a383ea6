import { DATABASE, describeStored } from '../support/databases';
import { type Sending, startSending } from './fixture';

describeStored(`fan-out on ${DATABASE}`, () => {
  let sending: Sending;
  beforeEach(async () => {
    sending = await startSending();
  });

  const pairs = async () =>
    (await sending.deliveries()).map((row) => `${row.messageId} ${row.endpointId}`).sort();

  it('writes one delivery per message and endpoint whose filter matches', async () => {
    const all = await sending.endpoint();
    const types = await sending.endpoint({
      types: ['milestone.due-soon', 'milestone.fulfilled-late'],
    });
    const other = await sending.endpoint({ agreements: ['pact-2', 'other'] });
    const actual = await sending.endpoint({ includeHypothetical: false });
    const [overdue] = await sending.tell(1);
    const [late] = await sending.tell(1, { type: 'milestone.fulfilled-late', hypothetical: true });
    // "fulfilled" is not "fulfilled-late", nor is "pact" "pact-2".
    const [fulfilled] = await sending.tell(1, { type: 'milestone.fulfilled' });
    const [elsewhere] = await sending.tell(1, { agreementId: 'other' });
    expect(await pairs()).toEqual(
      [
        `${overdue} ${all}`,
        `${overdue} ${actual}`,
        `${late} ${all}`,
        `${late} ${types}`,
        `${fulfilled} ${all}`,
        `${fulfilled} ${actual}`,
        `${elsewhere} ${all}`,
        `${elsewhere} ${other}`,
        `${elsewhere} ${actual}`,
      ].sort(),
    );
  });

  it('filters by party, theme, hypothetical and actual', async () => {
    const ukraine = await sending.endpoint({ parties: ['ukraine'] });
    const humanitarian = await sending.endpoint({ parties: ['ukraine', 'un'], themes: ['aid'] });
    const imagined = await sending.endpoint({ includeActual: false });
    const about = { parties: ['ukraine', 'russia'], themes: ['aid'] };
    const [both] = await sending.tell(1, about);
    const [party] = await sending.tell(1, { ...about, themes: ['security'] });
    const [assumed] = await sending.tell(1, { ...about, parties: ['un'], hypothetical: true });
    const [nobody] = await sending.tell(1, { hypothetical: true });
    const [everybody] = await sending.tell(1, { parties: null, themes: null });
    expect(await pairs()).toEqual(
      [
        `${both} ${ukraine}`,
        `${both} ${humanitarian}`,
        `${party} ${ukraine}`,
        `${assumed} ${humanitarian}`,
        `${assumed} ${imagined}`,
        `${nobody} ${imagined}`,
        `${everybody} ${ukraine}`,
        `${everybody} ${humanitarian}`,
      ].sort(),
    );
  });

  it('holds the messages of a disabled endpoint, and sends them once it is enabled', async () => {
    const id = await sending.endpoint();
    await sending.endpoints.change(id, { state: 'disabled' });
    const told = await sending.tell(2);
    expect(await sending.round()).toBe(0);
    const held = await sending.log.list(id, { state: 'held' }, 10);
    expect(held.map((delivery) => delivery.id).sort()).toEqual([...told].sort());
    await sending.endpoints.change(id, { state: 'enabled' });
    expect(await sending.round()).toBe(2);
    expect((await sending.log.list(id, { state: 'delivered' }, 10)).length).toBe(2);
  });

  it('writes nothing if the transaction rolls back', async () => {
    await sending.endpoint();
    const rolledBack = sending.opened.store.write(async () => {
      await sending.tell(3);
      throw new Error('rolled back on purpose');
    });
    await expect(rolledBack).rejects.toThrow('on purpose');
    expect(await pairs()).toEqual([]);
  });

  it('writes the deliveries of 10,000 messages to three endpoints in one transaction', async () => {
    for (let i = 0; i < 3; i++) await sending.endpoint();
    const ids = await sending.tell(10_000);
    expect(new Set(await pairs()).size).toBe(30_000);
    await sending.opened.store.write((tx) => sending.outbox.withdraw(tx, ids));
    const states = new Set((await sending.deliveries()).map((row) => row.state));
    expect([...states]).toEqual(['superseded']);
  });

  it('stores the body as it is sent, with sequence, type and instant', async () => {
    await sending.endpoint();
    await sending.tell(1, { hypothetical: true, data: { milestone: 'pact/a', note: 'є' } });
    await sending.round();
    expect(sending.transport.posts[0]?.body).toBe(
      '{"type":"milestone.overdue","timestamp":"2026-03-01T00:00:00.000Z",' +
        '"data":{"sequence":1,"hypothetical":true,"milestone":"pact/a","note":"є"}}',
    );
  });
});
