import { ask, newToken } from '../access/fixture';
import { DATABASE, describeStored } from '../support/databases';
import { FakeClock } from '../support/fake-clock';
import { startTestService, type TestService } from '../support/service';

const AGREEMENT = `
id: pact
title: Pact
zone: Europe/Kyiv
parties: {north: {name: North}, south: {name: South}}
obligations:
  - {id: withdrawal, title: Withdrawal, obligor: [north, south], due: within 5 days of signing}
  - {id: calm, title: Calm, obligor: [north, south], holds: from signing}
`;

interface Party {
  party: string;
  state: string;
  on: string | null;
  at: string | null;
  fact: string | null;
  record: object | null;
}
interface Item {
  id: string;
  status: string;
  byParty: Party[];
}

const REPORT = { title: 'Report 14', url: 'https://example.org/14' };

describeStored(`the state of each obligor on ${DATABASE}`, () => {
  const clock = new FakeClock('2026-01-20T10:00:00Z');
  let service: TestService;
  let token: string;

  beforeAll(async () => {
    service = await startTestService(clock, { publicRead: true });
    token = await newToken(service, { role: 'admin' });
    const write = (path: string, body: object) =>
      ask(service, token, path.endsWith('signing') ? 'PUT' : 'POST', path, body);
    await service.call('POST', '/v1/agreements', AGREEMENT, { authorization: `Bearer ${token}` });
    await write('/v1/agreements/pact/signing', { date: '2026-01-01' });
    const fact = (more: object) => write('/v1/agreements/pact/facts', more);
    await fact({
      was: 'withdrawal.fulfilled',
      by: 'north',
      at: '2026-01-04',
      reason: 'seen',
      note: 'all of it',
      evidence: [REPORT],
      actor: 'Anna',
    });
    await fact({
      was: 'withdrawal.breached',
      by: 'south',
      at: '2026-01-08',
      evidence: [REPORT],
      note: 'planted',
      internal: true,
    });
    await fact({ was: 'calm.breached', by: 'south', at: '2026-01-10', reason: 'shelling' });
  });
  afterAll(() => service.end());

  const get = async <T = Item>(path: string, as: string | undefined = token): Promise<T> =>
    JSON.parse((await ask(service, as, 'GET', path)).body) as T;

  const NORTH = {
    party: 'north',
    state: 'done',
    on: '2026-01-04',
    at: '2026-01-03T22:00:00Z',
    fact: expect.stringMatching(/^fact_/),
    record: { reason: 'seen', note: 'all of it', evidence: [REPORT], internal: false },
  };
  const SOUTH = {
    party: 'south',
    state: 'breached',
    on: '2026-01-08',
    at: '2026-01-07T22:00:00Z',
    fact: expect.stringMatching(/^fact_/),
    record: { reason: null, note: 'planted', evidence: [REPORT], internal: true },
  };

  it('one milestone has it with day, reason and evidence', async () => {
    const { status, byParty } = await get('/v1/milestones/pact/withdrawal');
    expect(status).toBe('violated');
    expect(byParty).toEqual([NORTH, SOUTH]);
  });

  it.each([
    ['of an agreement', '/v1/agreements/pact/milestones'],
    ['of all', '/v1/milestones'],
    ['with this field alone', '/v1/milestones?fields=byParty'],
  ])('the list %s has it, too', async (_name, path) => {
    const { items } = await get<{ items: Item[] }>(path);
    expect(items[0]?.byParty).toEqual([NORTH, SOUTH]);
    expect(items[1]?.byParty).toEqual([
      { party: 'north', state: 'open', on: null, at: null, fact: null, record: null },
      {
        party: 'south',
        state: 'breached',
        on: '2026-01-10',
        at: '2026-01-09T22:00:00Z',
        fact: expect.any(String),
        record: { reason: 'shelling', note: null, evidence: [], internal: false },
      },
    ]);
  });

  it('the flat lines have it as a short text', async () => {
    const lines = await get<{ byParty: string }[]>('/v1/agreements/pact/milestones.json');
    expect(lines.map(({ byParty }) => byParty)).toEqual([
      'north done 2026-01-04; south breached 2026-01-08',
      'north open; south breached 2026-01-10',
    ]);
  });

  it('at an earlier instant it has only the facts up to then', async () => {
    for (const query of ['asOf=2026-01-06', 'asOf=2026-01-06&knownAt=2026-01-20T10:00:00Z']) {
      const one = await get(`/v1/milestones/pact/withdrawal?${query}`);
      expect(one.byParty.map(({ state }) => state)).toEqual(['done', 'open']);
      const { items } = await get<{ items: Item[] }>(`/v1/milestones?${query}`);
      expect(items[0]?.byParty).toEqual(one.byParty);
    }
  });

  it('a what-if has it, too', async () => {
    const { scenarios } = await get<{ scenarios: { milestones: Item[] }[] }>(
      '/v1/agreements/pact/schedule?signing=2026-01-01',
    );
    expect(scenarios[0]?.milestones[0]?.byParty.map(({ state }) => state)).toEqual([
      'done',
      'breached',
    ]);
  });

  it('public reading shows who did what, and nothing of an internal fact', async () => {
    for (const path of ['/v1/milestones/pact/withdrawal', '/v1/milestones?limit=1']) {
      const answer = await ask(service, undefined, 'GET', path);
      expect(answer.status).toBe(200);
      expect(answer.body).not.toContain('planted');
      expect(answer.body).not.toContain('Anna');
      const read = JSON.parse(answer.body) as Item & { items?: Item[] };
      const [north, south] = (read.items?.[0] ?? read).byParty;
      expect(north).toEqual(NORTH);
      expect(south).toEqual({ ...SOUTH, record: null });
    }
  });
});
