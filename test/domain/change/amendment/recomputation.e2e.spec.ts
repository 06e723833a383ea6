import { luxonZones } from '../../../../src/base/zones';
import { Store } from '../../../../src/store/store';
import { documentOf } from '../../../support/agreements';
import { allTold } from '../../../support/all-told';
import { DATABASE, describeStored, emptyDatabase } from '../../../support/databases';
import { FakeClock } from '../../../support/fake-clock';
import { figure } from '../../../support/figures';
import { startTestService, type TestService } from '../../../support/service';

interface Milestone {
  id: string;
  dueOn: string | null;
  dueAt: string | null;
  history: { deadlines: { cause: string }[] };
}

const HOUR = 3_600_000;
const BEFORE = 'Pacta 0.0.9, zone tables 2020a, calendars none';

const OBLIGATIONS = [
  { id: 'soon', title: 'Soon', due: 'within 10 days of signing' },
  { id: 'late', title: 'Late', due: 'within 100 days of signing' },
  { id: 'held', title: 'Held', holds: 'from signing' },
];

/** As if an earlier release of the tables had not known yet that Kyiv would go on with summer time. */
function olderTables(): jest.SpyInstance {
  const { instantAt } = luxonZones;
  return jest.spyOn(luxonZones, 'instantAt').mockImplementation((day, minute, zone) => {
    const at = instantAt(day, minute, zone);
    const summer = new Date(at).getUTCMonth() > 2 && new Date(at).getUTCMonth() < 9;
    return zone === 'Europe/Kyiv' && summer ? at + HOUR : at;
  });
}

describeStored(`zone tables that change between two starts, on ${DATABASE}`, () => {
  let database: Awaited<ReturnType<typeof emptyDatabase>>;
  let service: TestService | undefined;
  const clock = new FakeClock('2026-01-10T12:00:00Z');
  const start = async (): Promise<TestService> => {
    service = await startTestService(clock, {}, database.settings);
    return service;
  };
  beforeEach(async () => {
    database = await emptyDatabase();
  });
  afterEach(async () => {
    jest.restoreAllMocks();
    await service?.end();
    await database.remove();
  });

  const read = async (from: TestService, agreement: string) => {
    const path = `/v1/agreements/${agreement}/milestones`;
    const { body } = await from.call<{ items: Milestone[] }>('GET', path);
    return Object.fromEntries(body.items.map(({ id, dueAt }) => [id, dueAt]));
  };
  const revision = async (from: TestService, agreement: string) =>
    (await from.call<{ revision: number }>('GET', `/v1/agreements/${agreement}`)).body.revision;

  it('move the dates that they change, log them, and change nothing else', async () => {
    const tables = olderTables();
    const first = await start();
    for (const [id, zone] of [
      ['kyiv', 'Europe/Kyiv'],
      ['vienna', 'Europe/Vienna'],
    ] as const) {
      await first.call('POST', '/v1/agreements', documentOf(OBLIGATIONS, { id, zone }));
      await first.call('PUT', `/v1/agreements/${id}/signing`, { date: '2026-01-05' });
    }
    await first.sweep();
    const before = await read(first, 'kyiv');
    const [kyiv, vienna] = [await revision(first, 'kyiv'), await revision(first, 'vienna')];
    await allTold(first);
    const { next } = (await first.call<{ next: string }>('GET', '/v1/changes?limit=500')).body;
    await first.app
      .get(Store)
      .write((tx) => tx.query(`UPDATE agreement SET counted_by = '${BEFORE}'`));
    await first.end();
    tables.mockRestore();

    clock.advance(HOUR);
    const second = await start();
    const after = await read(second, 'kyiv');
    expect(before['kyiv/late']).toBe('2026-04-15T22:00:00Z');
    expect(after).toEqual({ ...before, 'kyiv/late': '2026-04-15T21:00:00Z' });
    expect([await revision(second, 'kyiv'), await revision(second, 'vienna')]).toEqual([
      kyiv + 1,
      vienna,
    ]);
    const { body: late } = await second.call<Milestone>('GET', '/v1/milestones/kyiv/late');
    expect(late.history.deadlines.at(-1)?.cause).toMatch(
      /^counted by Pacta .*zone tables .*, before by Pacta 0\.0\.9, zone tables 2020a/,
    );
    await allTold(second);
    const { body: told } = await second.call<{ items: { type: string; data: object }[] }>(
      'GET',
      `/v1/changes?since=${next}`,
    );
    const changed = told.items.filter(({ type }) => type === 'schedule.changed');
    expect(changed).toHaveLength(1);
    await second.end();

    const third = await start();
    expect(await read(third, 'kyiv')).toEqual(after);
    expect(await revision(third, 'kyiv')).toBe(kyiv + 1);
    figure(
      38,
      `zone tables changed between two starts, ${DATABASE}: 1 of 6 milestones moved and listed, silent moves 0`,
    );
  });

  it('derive what search and lists read again, as for a database of an earlier release', async () => {
    const first = await start();
    const titles = { en: 'Ärmel', uk: 'Рукав' };
    await first.call('POST', '/v1/agreements', {
      ...documentOf(OBLIGATIONS, { id: 'pact' }),
      title: titles,
    });
    await first.app.get(Store).write(async (tx) => {
      await tx.query('DELETE FROM agreement_listing');
      await tx.query('UPDATE agreement SET counted_by = NULL');
    });
    const found = async (from: TestService) =>
      (await from.call<{ total: number }>('GET', '/v1/agreements?text=armel')).body.total;
    expect(await found(first)).toBe(0);
    await first.end();
    const second = await start();
    expect(await found(second)).toBe(1);
    const { body } = await second.call<{ items: { title: string }[] }>(
      'GET',
      '/v1/agreements?lang=uk',
    );
    expect(body.items.map(({ title }) => title)).toEqual(['Рукав']);
  });
});
