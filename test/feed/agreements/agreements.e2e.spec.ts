import type { ListedAgreement } from '../../../src/feed/agreements/agreement-list';
import { ask, newToken } from '../../access/fixture';
import { DATABASE, describeStored } from '../../support/databases';
import { FakeClock } from '../../support/fake-clock';
import { startTestService, type TestService } from '../../support/service';

interface List {
  items: ListedAgreement[];
  next: string | null;
  total: number;
}

const AGREEMENTS = [
  {
    id: 'grain',
    title: 'Grain corridor',
    titles: { en: 'Grain corridor', uk: 'Зерновий коридор' },
    zone: 'Europe/Kyiv',
    parties: { ua: { name: 'Ukraine' }, tr: { name: 'Türkiye' } },
    obligations: [
      {
        id: 'inspect',
        ref: '4',
        title: 'Inspection of ships',
        obligor: 'tr',
        due: 'by 2026-03-20',
      },
      { id: 'report', ref: '7', title: 'First report', obligor: 'ua', due: 'by 2026-02-10' },
      {
        id: 'talks',
        title: 'Переговори про п’ять портів',
        quote: 'Сторони проведуть переговори.',
        due: 'within 10 days of signing',
      },
    ],
  },
  {
    id: 'truce',
    title: 'Ärea truce',
    status: 'draft, not signed',
    zone: 'UTC',
    parties: { a: { name: 'Łódź' } },
    obligations: [
      { id: 'exchange', title: 'Prisoner exchange', due: 'by 2026-03-05' },
      { id: 'hold', title: 'Ceasefire', holds: 'from 2026-01-01' },
      { id: 'old', title: 'Old duty', due: 'by 2025-12-01' },
    ],
  },
  {
    id: 'lease',
    title: 'Lease of a port',
    zone: 'UTC',
    obligations: [{ id: 'rent', title: 'Rent', due: 'undated' }],
  },
] as const;

describeStored(`the list of agreements on ${DATABASE}`, () => {
  const clock = new FakeClock('2026-02-01T09:00:00Z');
  let service: TestService;

  beforeAll(async () => {
    service = await startTestService(clock);
    for (const { titles, ...document } of AGREEMENTS.map((one) => ({
      titles: undefined,
      ...one,
    }))) {
      await call('POST', '/v1/agreements', { ...document, title: titles ?? document.title });
      clock.advance(60_000);
    }
    await call('POST', '/v1/agreements/truce/facts', {
      was: 'hold.breached',
      by: 'a',
      at: '2026-01-20',
      reason: 'shelling',
    });
    clock.set('2026-03-01T09:00:00Z');
    await service.sweep();
    clock.advance(60_000);
    await call('PUT', '/v1/agreements/lease/tags', { tags: ['Ports', 'trade'] });
    clock.advance(60_000);
    await call('PUT', '/v1/agreements/grain/tags', { tags: ['ports'] });
  });
  afterAll(() => service.end());

  const call = async <T = unknown>(method: string, path: string, body?: unknown) => {
    const answer = await service.call<T>(method, path, body);
    expect({ path, ...answer, done: answer.status < 300 }).toEqual({ path, ...answer, done: true });
    return answer;
  };
  const list = async (query = '') => (await call<List>('GET', `/v1/agreements${query}`)).body;
  const idsOf = async (query: string) => (await list(query)).items.map(({ id }) => id);

  it('says what is next, late and counted in each', async () => {
    const { items, total } = await list('?sort=next');
    expect(total).toBe(3);
    const told = items.map((one) => ({
      id: one.id,
      status: one.status,
      tags: one.tags,
      milestones: one.milestones,
      counts: one.counts,
      next: one.next && [one.next.id, one.next.dueOn, one.next.status],
      late: one.late,
      longestLate: one.longestLate && [one.longestLate.id, one.longestLate.status],
      unrecorded: one.unrecorded,
    }));
    expect(told).toEqual([
      {
        id: 'truce',
        status: 'draft, not signed',
        tags: [],
        milestones: 3,
        counts: { breached: 1, 'due-soon': 1, overdue: 1 },
        next: ['truce/exchange', '2026-03-05', 'due-soon'],
        late: 1,
        longestLate: ['truce/hold', 'breached'],
        unrecorded: 1,
      },
      {
        id: 'grain',
        status: null,
        tags: ['ports'],
        milestones: 3,
        counts: { overdue: 1, undated: 1, upcoming: 1 },
        next: ['grain/inspect', '2026-03-20', 'upcoming'],
        late: 1,
        longestLate: ['grain/report', 'overdue'],
        unrecorded: 0,
      },
      {
        id: 'lease',
        status: null,
        tags: ['Ports', 'trade'],
        milestones: 1,
        counts: { undated: 1 },
        next: null,
        late: 0,
        longestLate: null,
        unrecorded: 0,
      },
    ]);
  });

  it.each([
    ['', ['grain', 'lease', 'truce']],
    ['?sort=-id', ['truce', 'lease', 'grain']],
    ['?sort=title', ['grain', 'lease', 'truce']],
    ['?sort=next', ['truce', 'grain', 'lease']],
    ['?sort=-next', ['grain', 'truce', 'lease']],
    ['?sort=late', ['truce', 'grain', 'lease']],
    ['?sort=-late', ['grain', 'truce', 'lease']],
    ['?sort=changed', ['truce', 'lease', 'grain']],
    ['?sort=-changed', ['grain', 'lease', 'truce']],
    ['?tag=PORTS', ['grain', 'lease']],
    ['?tag=ports,Trade', ['lease']],
    ['?tag=nosuch', []],
    ['?shipped=true', []],
    ['?shipped=false&standing=active', ['grain', 'lease', 'truce']],
    ['?standing=archived', []],
  ])('is selected and ordered by %s', async (query, ids) => {
    expect(await idsOf(query)).toEqual(ids);
    expect((await list(query)).total).toBe(ids.length);
  });

  it.each([
    ['AREA', ['truce']],
    ['turkiye', ['grain']],
    ['lodz', ['truce']],
    ['зерновий', ['grain']],
    ["п'ять ПОРТІВ", ['grain']],
    ['first grain', ['grain']],
    ['port', ['grain', 'lease']],
    ['переговоры', []],
  ])('finds %s', async (text, ids) => {
    const query = `?text=${encodeURIComponent(text)}`;
    expect(await idsOf(query)).toEqual(ids);
    expect((await list(query)).total).toBe(ids.length);
  });

  it('names the clauses that have the words which the title lacks', async () => {
    const [one] = (await list('?text=grain%20report')).items;
    expect(one?.found).toEqual([{ path: 'report', ref: '7', title: 'First report', titles: null }]);
    expect((await list('?text=grain')).items[0]?.found).toEqual([]);
    expect((await list()).items[0]?.found).toBeNull();
  });

  it.each([
    'id',
    '-id',
    'title',
    '-title',
    'changed',
    '-changed',
    'next',
    '-next',
    'late',
    '-late',
  ])('has the same agreements page by page, by %s', async (sort) => {
    const whole = await idsOf(`?sort=${sort}`);
    const paged: string[] = [];
    for (let cursor = ''; ; ) {
      const { items, next, total } = await list(`?sort=${sort}&limit=1${cursor}`);
      expect(total).toBe(3);
      paged.push(...items.map(({ id }) => id));
      if (next === null) break;
      cursor = `&cursor=${next}`;
    }
    expect(paged).toEqual(whole);
  });

  it('refuses a cursor of another order, an unknown order, and a tag with a comma in it', async () => {
    const { next } = await list('?sort=next&limit=1');
    for (const query of [`?sort=title&cursor=${next}`, '?sort=nosuch', '?tag=', '?standing=gone']) {
      const { status, body } = await service.call('GET', `/v1/agreements${query}`);
      expect({ query, status }).toEqual({ query, status: 422 });
      expect(body.errors.length).toBe(1);
    }
  });

  it('is in the language of the reader, milestones too', async () => {
    const { body } = await service.call<List>('GET', '/v1/agreements?lang=uk');
    expect(body.items.map(({ title }) => title)).toContain('Зерновий коридор');
    expect(body.items[0]?.next?.agreementTitle).toBe('Зерновий коридор');
  });

  it('is what the sweep will record, before the sweep has recorded it', async () => {
    clock.set('2026-03-07T09:00:00Z');
    const before = await list('?sort=id');
    await service.sweep();
    const after = await list('?sort=id');
    const told = ({ items }: List) =>
      items.map(({ counts, next, late }) => ({ counts, next, late }));
    expect(told(before)).toEqual(told(after));
    expect(after.items[2]?.counts).toEqual({ breached: 1, overdue: 2 });
  });

  it('has only the agreements of a token', async () => {
    const token = await newToken(service, { agreements: ['lease'] });
    for (const query of ['', '?sort=next', '?text=port', '?text=grain', '?tag=ports']) {
      const { body } = await ask(service, token, 'GET', `/v1/agreements${query}`);
      const { items, total }: List = JSON.parse(body);
      const expected = query === '?text=grain' ? [] : ['lease'];
      expect({ query, ids: items.map(({ id }) => id), total }).toEqual({
        query,
        ids: expected,
        total: expected.length,
      });
    }
  });
});
