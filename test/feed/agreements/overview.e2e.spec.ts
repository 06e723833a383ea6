import type { overviewSchema } from '../../../src/feed/agreements/overview';
import type { ResponseOf } from '../../../src/http/response-of';
import { ask, newToken } from '../../access/fixture';
import { DATABASE, describeStored } from '../../support/databases';
import { FakeClock } from '../../support/fake-clock';
import { startTestService, type TestService } from '../../support/service';

type Overview = ResponseOf<typeof overviewSchema>;

/** An agreement with one deadline on each of these days. */
const pact = (id: string, zone: string, days: readonly string[], more: object = {}) => ({
  id,
  title: `The pact ${id}`,
  zone,
  obligations: days.map((day) => ({ id: `on-${day}`, title: `Due ${day}`, due: `by ${day}` })),
  ...more,
});

describeStored(`the overview of all agreements on ${DATABASE}`, () => {
  const clock = new FakeClock(0);
  let service: TestService;

  beforeAll(async () => {
    service = await startTestService(clock);
  });
  beforeEach(async () => {
    // In Kyiv it is already 2 March, in New York still 1 March.
    clock.set('2026-03-01T23:00:00Z');
    await service.clear();
  });
  afterAll(() => service.end());

  const add = async (document: object) => {
    expect((await service.call('POST', '/v1/agreements', document)).status).toBe(201);
  };
  const put = async (path: string, body: object) => {
    expect((await service.call('PUT', `/v1/agreements/${path}`, body)).status).toBe(200);
  };
  const overview = async (query = '') => {
    const { status, body } = await service.call<Overview>('GET', `/v1/overview${query}`);
    expect(status).toBe(200);
    return body;
  };
  const idsOf = (section: Overview['due']) => section.items.map(({ id }) => id);

  it('counts days from today in the zone of each agreement, both ends inclusive', async () => {
    const days = ['2026-03-01', '2026-03-02', '2026-03-31', '2026-04-01'];
    await add(pact('east', 'Europe/Kyiv', days));
    await add(pact('west', 'America/New_York', days));
    const { due } = await overview('?days=30');
    expect(idsOf(due)).toEqual([
      'west/on-2026-03-01',
      'east/on-2026-03-02',
      'west/on-2026-03-02',
      'east/on-2026-03-31',
      'west/on-2026-03-31',
      'east/on-2026-04-01',
    ]);
    expect(due.total).toBe(6);
    expect(due.items.map(({ daysUntilDue }) => daysUntilDue)).toEqual([0, 0, 1, 29, 30, 30]);
    expect((await overview('?days=0')).due.total).toBe(2);
    const first = await overview('?days=30&limit=2');
    expect(idsOf(first.due)).toEqual(['west/on-2026-03-01', 'east/on-2026-03-02']);
    expect(first.due.total).toBe(6);
  });

  it('has what is late, the latest first, and apart what had passed before it was added', async () => {
    await add(pact('old', 'UTC', ['2026-01-10', '2026-03-03']));
    await add(
      pact('new', 'UTC', ['2026-03-02'], {
        obligations: [{ id: 'after', title: 'After', due: 'within 2 days of signing' }],
      }),
    );
    await put('new/signing', { date: '2026-03-01', hypothetical: true });
    clock.set('2026-03-05T12:00:00Z');
    await service.sweep();
    const { late, unrecorded, due } = await overview();
    expect(idsOf(late)).toEqual(['old/on-2026-03-03', 'new/after']);
    expect(late).toMatchObject({ total: 2, hypothetical: 1 });
    expect(late.items[0]).toMatchObject({ agreementTitle: 'The pact old', status: 'overdue' });
    expect(unrecorded).toBe(1);
    expect(due.total).toBe(0);
  });

  it('leaves archived agreements out, and selects by standing and tag', async () => {
    for (const id of ['a', 'b', 'c']) await add(pact(id, 'UTC', ['2026-03-10']));
    await put('a/standing', { standing: 'archived' });
    await put('b/standing', { standing: 'paused' });
    await put('b/tags', { tags: ['Гуманітарні'] });
    const all = await overview();
    expect(idsOf(all.due)).toEqual(['b/on-2026-03-10', 'c/on-2026-03-10']);
    expect(all.agreements).toEqual({ total: 3, active: 1, paused: 1, archived: 1, shipped: 0 });
    expect(all.tags).toEqual([{ tag: 'Гуманітарні', agreements: 1 }]);
    expect(idsOf((await overview('?standing=archived')).due)).toEqual(['a/on-2026-03-10']);
    const tag = encodeURIComponent('ГУМАНІТАРНІ');
    expect(idsOf((await overview(`?tag=${tag}`)).due)).toEqual(['b/on-2026-03-10']);
  });

  it('is what the sweep will record, before the sweep has recorded it', async () => {
    await add(pact('a', 'UTC', ['2026-03-02', '2026-03-09']));
    await add(pact('b', 'UTC', ['2026-03-03', '2026-03-20']));
    clock.set('2026-03-03T06:00:00Z');
    const before = await overview();
    await service.sweep();
    expect(before).toEqual(await overview());
    expect(idsOf(before.late)).toEqual(['a/on-2026-03-02']);
  });

  it('is not modified until a midnight, a change of status or a tag', async () => {
    await add(pact('a', 'UTC', ['2026-03-02', '2026-04-05']));
    const tag = async () =>
      (await service.call('GET', '/v1/overview')).headers.get('etag') ?? 'none';
    const unchanged = async (known: string) =>
      (await service.call('GET', '/v1/overview', undefined, { 'if-none-match': known })).status;
    const first = await tag();
    expect(await unchanged(first)).toBe(304);
    await put('a/tags', { tags: ['one'] });
    const second = await tag();
    expect(await unchanged(first)).toBe(200);
    expect(await unchanged(second)).toBe(304);
    clock.set('2026-03-02T00:00:00Z');
    expect(await unchanged(second)).toBe(200);
    clock.set('2026-03-06T00:00:00Z');
    await service.sweep();
    expect((await overview()).due.total).toBe(1);
  });

  it('refuses days that are no number, and a misspelt parameter', async () => {
    for (const query of ['?days=many', '?days=-1', '?dys=3', '?limit=201']) {
      const { status } = await service.call('GET', `/v1/overview${query}`);
      expect({ query, status }).toEqual({ query, status: 422 });
    }
  });

  it('has only the agreements of a token', async () => {
    await add(pact('a', 'UTC', ['2026-03-10']));
    await add(pact('b', 'UTC', ['2026-03-10']));
    await put('a/tags', { tags: ['secret'] });
    const token = await newToken(service, { agreements: ['b'] });
    const seen: Overview = JSON.parse((await ask(service, token, 'GET', '/v1/overview')).body);
    expect(idsOf(seen.due)).toEqual(['b/on-2026-03-10']);
    expect(seen.agreements.total).toBe(1);
    expect(seen.tags).toEqual([]);
  });
});
