import { DATABASE, describeStored } from '../support/databases';
import { FakeClock } from '../support/fake-clock';
import { startTestService, type TestService } from '../support/service';

const START = Date.parse('2026-01-01T10:00:00Z');
const DAY = 86_400_000;

const first = (more = ''): string => `
id: first
title: First
zone: Europe/Kyiv
parties: {north: {name: North}, south: {name: South}}
obligations:
${more}  - {id: withdrawal, ref: "1", title: Withdrawal, theme: security, obligor: north, due: within 5 days of signing}
  - {id: vote, ref: "2", title: Вибори, theme: politics, obligor: south, due: within 60 days of signing}
  - {id: calm, ref: "3", title: Calm, theme: security, obligor: north, holds: from signing}
  - {id: fund, ref: "4", title: Fund, due: undated}
`;

const SECOND = `
id: second
title: Second
zone: America/New_York
obligations:
  - {id: report, title: Report, due: within 30 days of signing}
`;

interface Item {
  id: string;
  title: string;
  dueOn: string | null;
}
interface Page {
  items: Item[];
  next: string | null;
}

describeStored(`reading milestones on ${DATABASE}`, () => {
  const clock = new FakeClock(START);
  let service: TestService;

  beforeAll(async () => {
    service = await startTestService(clock);
  });
  beforeEach(async () => {
    await service.clear();
    clock.set(START);
    for (const source of [first(), SECOND]) await service.call('POST', '/v1/agreements', source);
    for (const id of ['first', 'second']) {
      await service.call('PUT', `/v1/agreements/${id}/signing`, { date: '2026-01-01' });
    }
  });
  afterAll(() => service.end());

  const read = async (query: string, path = '/v1/milestones'): Promise<Page> =>
    (await service.call<Page>('GET', `${path}?${query}`)).body;
  const ids = async (query: string): Promise<string[]> =>
    (await read(query)).items.map(({ id }) => id);

  it.each([
    ['theme=security', ['first/withdrawal', 'first/calm']],
    ['party=south', ['first/vote']],
    ['state=holding', ['first/calm']],
    ['timeliness=due-soon,upcoming', ['first/withdrawal', 'first/vote', 'second/report']],
    ['status=undated&status=holding', ['first/calm', 'first/fund']],
    ['dueAfter=2026-01-06&dueBefore=2026-03-02', ['second/report']],
    ['dueAfter=2026-01-05', ['first/withdrawal', 'first/vote', 'second/report']],
    ['text=within%2060', ['first/vote']],
    ['text=REPORT', ['second/report']],
    ['text=%D0%92%D0%98%D0%91%D0%9E%D0%A0', ['first/vote']],
    ['sort=title&theme=security', ['first/calm', 'first/withdrawal']],
    [
      'sort=-due,title',
      ['first/vote', 'second/report', 'first/withdrawal', 'first/calm', 'first/fund'],
    ],
    ['sort=due&limit=2', ['first/withdrawal', 'second/report']],
  ])('%s: the same now and in the past', async (query, expected) => {
    expect(await ids(query)).toEqual(expected);
    const now = new Date(clock.now()).toISOString();
    expect(await ids(`${query}&asOf=${now}&knownAt=${now}`)).toEqual(expected);
  });

  it('finds a text in any case and Unicode composition, now and in the past', async () => {
    const titles = ['Київська угода й мир', 'Élections été', 'STRASSE', 'Maßnahme', 'ΟΔΟΣ'];
    const written = titles.map((title, i) => (i % 2 === 0 ? title.normalize('NFD') : title));
    const obligations = written
      .map((title, i) => `  - {id: a-${i}, title: "${title}", due: within 9 days of signing}`)
      .join('\n');
    await service.call(
      'POST',
      '/v1/agreements',
      `id: accents\ntitle: Accents\nzone: UTC\nobligations:\n${obligations}`,
    );
    const now = new Date(clock.now()).toISOString();
    for (const [words, found] of [
      ['київська', 0],
      ['УГОДА Й', 0],
      ['élections', 1],
      ['ÉTÉ', 1],
      ['straße', 2],
      ['MASSNAHME', 3],
      ['οδος', 4],
    ] as const) {
      for (const form of ['NFC', 'NFD'] as const) {
        const query = `text=${encodeURIComponent(words.normalize(form))}`;
        expect([words, form, await ids(query)]).toEqual([words, form, [`accents/a-${found}`]]);
        const past = await ids(`${query}&asOf=${now}&knownAt=${now}`);
        expect([words, form, past]).toEqual([words, form, [`accents/a-${found}`]]);
      }
    }
    expect(await ids('text=kyiv')).toEqual([]);
  });

  it('returns only milestones that changed since an instant', async () => {
    clock.advance(DAY);
    await service.call('POST', '/v1/agreements/first/facts', {
      was: 'withdrawal.fulfilled',
      at: '2026-01-02T08:00:00Z',
    });
    expect(await ids('changedSince=2026-01-02T00:00:00Z')).toEqual(['first/withdrawal']);
  });

  it('returns only the requested fields', async () => {
    const { items } = await read('fields=id,dueOn&limit=1', '/v1/agreements/first/milestones');
    expect(items).toEqual([{ id: 'first/withdrawal', dueOn: '2026-01-06' }]);
  });

  it('reports every fault of a query at once', async () => {
    const { status, body } = await service.call(
      'GET',
      '/v1/milestones?status=lost&sort=-size&dueAfter=soon&fields=secret&colour=red',
    );
    expect(status).toBe(422);
    expect(body.errors.map(({ pointer }) => pointer).sort()).toEqual([
      '/colour',
      '/dueAfter',
      '/fields/0',
      '/sort/0',
      '/status/0',
    ]);
  });

  it.each(['sort=', 'sort=due', 'sort=-title', 'sort=-due,title'])(
    'with %s the pages and their Link give every milestone once',
    async (sort) => {
      const query = sort === 'sort=' ? '' : sort;
      const whole = await ids(query);
      const seen: string[] = [];
      let path: string | undefined = `/v1/milestones?limit=2&${query}`;
      while (path !== undefined) {
        const { headers, body }: { headers: Headers; body: Page } = await service.call<Page>(
          'GET',
          path,
        );
        seen.push(...body.items.map(({ id }) => id));
        path = /^<(.+)>; rel="next"$/.exec(headers.get('link') ?? '')?.[1];
      }
      expect(seen).toEqual(whole);
      expect(new Set(seen).size).toBe(5);
    },
  );

  it('skips nothing and repeats nothing while facts and amendments come between pages', async () => {
    const seen: string[] = [];
    let cursor = '';
    for (let page = 0; ; page++) {
      const { items, next } = await read(`limit=1${cursor}`);
      seen.push(...items.map(({ id }) => id));
      if (next === null) break;
      cursor = `&cursor=${next}`;
      await service.call('PUT', '/v1/agreements/first/signing', { date: `2026-01-0${page + 2}` });
      if (page === 1) {
        const added = '  - {id: early, title: Early, due: within 2 days of signing}\n';
        await service.call('PUT', '/v1/agreements/first', first(added), { 'if-match': '*' });
      }
    }
    expect(seen).toEqual([
      'first/withdrawal',
      'first/vote',
      'first/calm',
      'first/fund',
      'second/report',
    ]);
  });

  it('refuses the cursor of a list in another order', async () => {
    const { next } = await read('limit=1&sort=due');
    const { status, body } = await service.call('GET', `/v1/milestones?cursor=${next}`);
    expect([status, body.errors[0]?.pointer]).toEqual([422, '/cursor']);
  });

  it('returns the same lines as CSV, NDJSON and flat JSON, with days and flags as numbers', async () => {
    clock.advance(6 * DAY);
    await service.sweep();
    const query = 'fields=id,daysUntilDue,overdue,dueAtMs&theme=security';
    const text = async (kind: string): Promise<string> =>
      (await fetch(`${service.url}/v1/milestones.${kind}?${query}`)).text();
    const due = Date.parse('2026-01-06T22:00:00Z');
    const lines = [
      { id: 'first/withdrawal', daysUntilDue: -1, overdue: 1, dueAtMs: due },
      { id: 'first/calm', daysUntilDue: null, overdue: 0, dueAtMs: null },
    ];
    expect(await text('csv')).toBe(
      `id,daysUntilDue,overdue,dueAtMs\r\nfirst/withdrawal,-1,1,${due}\r\nfirst/calm,,0,\r\n`,
    );
    expect(
      (await text('ndjson'))
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line)),
    ).toEqual(lines);
    expect(JSON.parse(await text('json'))).toEqual(lines);
  });

  it('answers 404 for an unknown agreement before a file begins', async () => {
    const { status } = await service.call('GET', '/v1/agreements/nowhere/milestones.json');
    expect(status).toBe(404);
  });
});
