import { allTold } from '../support/all-told';
import { DATABASE, describeStored } from '../support/databases';
import { FakeClock } from '../support/fake-clock';
import { startTestService, type TestService } from '../support/service';

const AGREEMENT = `
id: truce
title: Truce
zone: UTC
parties: {government: {name: Government}}
obligations:
  - {id: ships, title: Fuel ships, obligor: government, quantity: 18 ships, due: within 60 days of signing}
  - {id: flights, title: Flights, obligor: government, quantity: 2 flights a week, due: within 60 days of signing}
`;

interface Milestone {
  status: string;
  quantity: object | null;
  byParty: { party: string; state: string }[];
}

describeStored(`a quantity of which parts are delivered, on ${DATABASE}`, () => {
  const clock = new FakeClock('2022-04-01T00:00:00Z');
  let service: TestService;
  beforeAll(async () => {
    service = await startTestService(clock);
    await service.call('POST', '/v1/agreements', AGREEMENT);
    await record({ event: 'signing', at: '2022-04-01' });
    clock.set(Date.parse('2022-05-20T00:00:00Z'));
    await service.sweep();
  });
  afterAll(() => service.end());

  const record = (fact: object, query = '') =>
    service.call<{ id: string; quantity: number }>(
      'POST',
      `/v1/agreements/truce/facts${query}`,
      fact,
    );
  const read = async (id = 'ships') =>
    (await service.call<Milestone>('GET', `/v1/milestones/truce%2F${id}`)).body;

  it('is null where the text gives no number of things, and nothing is delivered of it', async () => {
    expect((await read('flights')).quantity).toBeNull();
    const { status, body } = await record({
      was: 'flights.delivered',
      at: '2022-05-01',
      quantity: 1,
    });
    expect([status, body]).toMatchObject([
      422,
      {
        errors: [
          { pointer: '/was', detail: '"flights" owes no quantity of which parts can be delivered' },
        ],
      },
    ]);
  });

  it.each([
    [{ was: 'ships.delivered', at: '2022-05-01' }, '/quantity', '"delivered" lacks quantity'],
    [{ was: 'ships.delivered', at: '2022-05-01', quantity: -1 }, '/quantity', ''],
    [{ was: 'ships.fulfilled', at: '2022-05-01', quantity: 4 }, '/quantity', 'does not go with'],
  ])('%j is refused', async (fact, pointer, detail) => {
    const { status, body } = await record(fact);
    expect([status, body]).toMatchObject([
      422,
      {
        errors: expect.arrayContaining([
          expect.objectContaining({ pointer, detail: expect.stringContaining(detail) }),
        ]),
      },
    ]);
  });

  it('shows what was delivered, what remains, and whether the pace meets the deadline', async () => {
    expect(
      (await record({ was: 'ships.delivered', at: '2022-04-11', quantity: 4 })).body,
    ).toMatchObject({
      quantity: 4,
    });
    const { quantity, status } = await read();
    expect([status, quantity]).toEqual([
      'upcoming',
      {
        owed: 18,
        unit: 'ships',
        delivered: 4,
        remaining: 14,
        over: 0,
        fulfilledBy: null,
        onTrack: true,
        how: '4 of 18 ships, 14 to go; 22 % after 16 % of the time, fast enough for the deadline',
      },
    ]);
  });

  it('is fulfilled by the delivery that completes it, once, and that is announced', async () => {
    const last = { was: 'ships.delivered', at: '2022-05-19', quantity: 16 };
    const before = await record(last, '?preview=true');
    expect(before.status).toBe(200);
    const { body: fact } = await record(last);
    const { quantity, status, byParty } = await read();
    expect([status, quantity, byParty]).toMatchObject([
      'met',
      { delivered: 20, remaining: 0, over: 2, fulfilledBy: 'deliveries', onTrack: null },
      [{ party: 'government', state: 'done', fact: fact.id }],
    ]);
    await record({ was: 'ships.delivered', at: '2022-05-19', quantity: 1, note: 'one more' });
    expect((await read()).quantity).toMatchObject({ delivered: 21, over: 3 });
    await allTold(service);
    const { items } = (
      await service.call<{ items: { type: string; data: { text: string } }[] }>(
        'GET',
        '/v1/changes?limit=500',
      )
    ).body;
    expect(
      items.filter(({ type }) => type === 'milestone.fulfilled').map(({ data }) => data.text),
    ).toEqual([
      'Truce: Government fulfilled “Fuel ships” on 19 May 2022, 12 days before it was due.',
    ]);
  });

  it('is open again where the delivery that completed it is retracted', async () => {
    const { items } = (
      await service.call<{ items: { id: string; quantity: number }[] }>(
        'GET',
        '/v1/agreements/truce/facts',
      )
    ).body;
    const completing = items.find(({ quantity }) => quantity === 16);
    await record({ retracts: completing?.id, reason: 'counted twice' });
    const { quantity, status } = await read();
    expect([status, quantity]).toMatchObject(['upcoming', { delivered: 5, remaining: 13 }]);
  });
});
