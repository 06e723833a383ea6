import fc from 'fast-check';
import { DATABASE, describeStored } from '../support/databases';
import { FakeClock } from '../support/fake-clock';
import { runs } from '../support/runs';
import { startTestService, type TestService } from '../support/service';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const START = Date.parse('2026-01-01T00:00:00Z');

const AGREEMENT = `
id: pact
title: Pact
zone: Europe/Kyiv
events: {deposit: {title: Deposit, repeats: true}}
obligations:
  - {id: near, title: Near, due: within 5 days of signing}
  - {id: graced, title: "=Graced", due: within 12 days of signing, grace: 48 hours}
  - {id: after, title: After, due: within 10 days of near.fulfilled}
  - {id: calm, title: Calm, holds: from signing until 30 days after signing}
  - {id: quorum, title: Quorum, due: within 7 days of 2nd deposit}
`;

interface Milestone {
  id: string;
  status: string;
  dueOn: string | null;
  version: number;
  statusSince: string | null;
}

interface Told {
  asOf: string;
  knownAt: string;
  items: Milestone[];
}

const TOLD_SINCE = new Set(['met', 'met-late', 'overdue', 'in-grace', 'due-soon', 'breached']);

type Step =
  | { do: 'sign'; day: number }
  | { do: 'unsign' }
  | { do: 'fact'; body: object; agoHours: number }
  | { do: 'amend'; days: number; drop: boolean }
  | { do: 'retract'; nth: number };

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ do: fc.constant('sign' as const), day: fc.nat(20) }),
  fc.constant({ do: 'unsign' as const }),
  fc.record({
    do: fc.constant('fact' as const),
    body: fc.constantFrom(
      { was: 'near.fulfilled' },
      { was: 'graced.fulfilled' },
      { was: 'graced.waived' },
      { was: 'calm.breached' },
      { was: 'calm.cured' },
      { event: 'deposit' },
    ),
    agoHours: fc.nat(100),
  }),
  fc.record({
    do: fc.constant('amend' as const),
    days: fc.integer({ min: 1, max: 9 }),
    drop: fc.boolean(),
  }),
  fc.record({ do: fc.constant('retract' as const), nth: fc.nat(6) }),
);

describeStored(`the past on ${DATABASE}`, () => {
  const clock = new FakeClock(START);
  let service: TestService;
  beforeAll(async () => {
    service = await startTestService(clock);
  });
  beforeEach(async () => {
    await service.clear();
    clock.set(START);
    await service.call('POST', '/v1/agreements', AGREEMENT);
  });
  afterAll(() => service.end());

  const act = async (doing: Step): Promise<void> => {
    const facts = '/v1/agreements/pact/facts';
    if (doing.do === 'sign') {
      const date = new Date(START + doing.day * DAY).toISOString().slice(0, 10);
      await service.call('PUT', '/v1/agreements/pact/signing', { date });
    } else if (doing.do === 'amend') {
      const lines = AGREEMENT.replace('within 5 days', `within ${doing.days} days`).split('\n');
      const amended = lines
        .filter((line) => !doing.drop || !line.includes('id: quorum'))
        .join('\n');
      await service.call('PUT', '/v1/agreements/pact', amended, { 'if-match': '*' });
    } else if (doing.do === 'unsign') {
      await service.call('DELETE', '/v1/agreements/pact/signing');
    } else if (doing.do === 'fact') {
      const at = new Date(clock.now() - doing.agoHours * HOUR).toISOString();
      await service.call('POST', facts, { ...doing.body, at });
    } else {
      const { body } = await service.call<{ items: { id: string }[] }>('GET', facts);
      const fact = body.items[doing.nth % Math.max(1, body.items.length)];
      if (fact !== undefined) await service.call('POST', facts, { retracts: fact.id });
    }
  };
  const iso = (instant: number) => new Date(instant).toISOString();
  const groups = async (query: string) => {
    const by = query === '' ? '?by=kind' : `${query}&by=kind`;
    const { body } = await service.call<{
      groups: { next: Milestone[]; longestOverdue: Milestone | null }[];
    }>('GET', `/v1/agreements/pact/rollup${by}`);
    return body.groups.map(({ next, longestOverdue, ...counted }) => ({
      ...counted,
      next: next.map(({ id }) => id),
      longestOverdue: longestOverdue?.id,
    }));
  };
  /** The report in Markdown, with its basis. */
  const report = async (knownAt: number) => {
    const period = 'from=2026-01-01&to=2026-01-20&format=md';
    const response = await fetch(
      `${service.url}/v1/agreements/pact/report?${period}&knownAt=${iso(knownAt)}`,
    );
    return response.text();
  };
  /**
   * An answer without the fields that depend on when the service ran: versions, and `statusSince` where no date or fact
   * determines it.
   */
  const answers = async (query = '') => {
    const list = await service.call<{ items: Milestone[] }>(
      'GET',
      `/v1/agreements/pact/milestones${query}`,
    );
    const detail = await service.call<{ derivation: object[]; dueOn: string | null }>(
      'GET',
      `/v1/milestones/pact/after${query}`,
    );
    const summary = await service.call<{ agreements: { counts: object }[] }>(
      'GET',
      `/v1/summary${query}`,
    );
    return {
      items: list.body.items.map(({ statusSince, version: _version, ...rest }) => ({
        ...rest,
        statusSince: TOLD_SINCE.has(rest.status) ? statusSince : null,
      })),
      derivation: detail.body.derivation,
      counts: summary.body.agreements.map(({ counts }) => counts),
      groups: await groups(query),
    };
  };

  it('an answer about the past stays the same, whatever was recorded since', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.integer({ min: 1, max: 100 }), step), { minLength: 2, maxLength: 8 }),
        async (steps) => {
          await service.clear();
          clock.set(START);
          await service.call('POST', '/v1/agreements', AGREEMENT);
          const given: { at: number; answer: object; printed: string }[] = [];
          for (const [hours, doing] of steps) {
            clock.advance(hours * HOUR);
            await act(doing);
            await service.sweep();
            const at = clock.now();
            given.push({ at, answer: await answers(), printed: await report(at) });
          }
          clock.advance(60 * DAY);
          await service.sweep();
          for (const { at, answer, printed } of given) {
            expect(await report(at)).toBe(printed);
            expect(await answers(`?asOf=${iso(at)}&knownAt=${iso(at)}`)).toEqual(answer);
          }
        },
      ),
      { numRuns: runs(6, DATABASE === 'sqlite' ? 1_000 : 300) },
    );
  }, 3_600_000);

  it('an answer about the present instant never changes afterwards: under concurrent writes, on a clock that stands still or is set back', async () => {
    const post = (i: number) =>
      service.call('POST', '/v1/agreements/pact/facts', {
        event: 'deposit',
        ordinal: i,
        at: '2025-12-20',
      });
    const read = async (query: string) =>
      (await service.call<Told>('GET', `/v1/agreements/pact/milestones?${query}`)).body;
    const given: Told[] = [];
    const ask = async (query: string) => {
      const told = await read(query);
      if (told.items !== undefined) given.push(told);
    };
    const at = iso(START);
    for (let i = 1; i <= 8; i++) {
      const [, , posted] = await Promise.all([
        ask(`asOf=${at}`),
        ask(`asOf=${at}&knownAt=${at}`),
        post(i),
        ask(`asOf=${at}`),
      ]);
      expect(posted.status).toBe(201);
    }
    clock.advance(-HOUR);
    await service.call('POST', '/v1/agreements/pact/facts', {
      was: 'calm.breached',
      at: '2025-12-01',
    });
    clock.advance(DAY);
    expect(given).toHaveLength(24);
    expect(new Set(given.map(({ knownAt }) => knownAt)).size).toBeGreaterThan(1);
    for (const told of given) {
      expect(await read(`asOf=${told.asOf}&knownAt=${told.knownAt}`)).toEqual(told);
    }
  });

  it('asOf by present knowledge differs from knownAt', async () => {
    await service.call('PUT', '/v1/agreements/pact/signing', { date: '2026-01-01' });
    clock.set(START + 10 * DAY);
    const late = iso(START + 3 * DAY);
    await service.call('POST', '/v1/agreements/pact/facts', { was: 'near.fulfilled', at: late });
    const near = async (query: string) =>
      (await service.call<{ items: Milestone[] }>('GET', `/v1/agreements/pact/milestones${query}`))
        .body.items[0]?.status;
    const then = iso(START + 8 * DAY);
    expect(await near(`?asOf=${then}`)).toBe('met');
    expect(await near(`?knownAt=${then}`)).toBe('overdue');
    expect(await near(`?asOf=2026-01-02&knownAt=${then}`)).toBe('due-soon');
  });

  it('facts after the instant do not appear: fulfilment, breach, judgement, verification', async () => {
    await service.call('PUT', '/v1/agreements/pact/signing', { date: '2026-01-01' });
    clock.set(START + 10 * DAY);
    for (const [was, days, more] of [
      ['near.progress', 2, { level: 1 }],
      ['near.fulfilled', 4, {}],
      ['near.verified', 6, {}],
      ['calm.breached', 5, {}],
      ['calm.breached', 7, {}],
    ] as const) {
      const fact = { was, at: iso(START + days * DAY), ...more };
      expect(await service.call('POST', '/v1/agreements/pact/facts', fact)).toMatchObject({
        status: 201,
      });
    }
    const told = async (days: number) => {
      const query = `asOf=${iso(START + days * DAY)}&fields=fulfilledAt,incidents,progress,verification`;
      const { body } = await service.call<{ items: object[] }>(
        'GET',
        `/v1/agreements/pact/milestones?${query}`,
      );
      const [near, , , calm] = body.items;
      return [near, calm];
    };
    const nothing = { fulfilledAt: null, incidents: 0, progress: null, verification: null };
    expect(await told(1)).toEqual([nothing, nothing]);
    expect(await told(3)).toEqual([
      { ...nothing, progress: expect.objectContaining({ level: 1 }) },
      nothing,
    ]);
    expect(await told(5)).toMatchObject([
      { fulfilledAt: '2026-01-05T00:00:00Z', verification: null },
      { incidents: 1 },
    ]);
    expect(await told(8)).toMatchObject([{ verification: 'verified' }, { incidents: 2 }]);
  });

  it('an asOf after knownAt is a forecast, and says so', async () => {
    await service.call('PUT', '/v1/agreements/pact/signing', { date: '2026-01-01' });
    const { body } = await service.call<{ forecast: boolean; items: Milestone[] }>(
      'GET',
      '/v1/agreements/pact/milestones?asOf=2026-06-01',
    );
    expect(body.forecast).toBe(true);
    expect(body.items.map(({ status }) => status)).toEqual([
      'overdue',
      'overdue',
      'undated',
      'expired',
      'undated',
    ]);
  });

  it('refuses an invalid `asOf` or `knownAt`, with every fault', async () => {
    const { status, body } = await service.call(
      'GET',
      '/v1/agreements/pact/milestones?asOf=soon&knownAt=2027-01-01',
    );
    expect(status).toBe(422);
    expect(body.errors.map(({ pointer }) => pointer)).toEqual(['/asOf', '/knownAt']);
    const before = await service.call('GET', '/v1/agreements/pact/milestones?knownAt=2025-01-01');
    expect(before).toMatchObject({
      status: 404,
      body: { detail: expect.stringContaining('it was added at 2026-01-01T00:00:00Z') },
    });
    const all = await service.call<{ items: object[] }>('GET', '/v1/milestones?knownAt=2025-01-01');
    expect(all.body.items).toEqual([]);
  });

  it('pages of the past are complete and in order', async () => {
    await service.call('POST', '/v1/agreements', AGREEMENT.replace('id: pact', 'id: second'));
    clock.advance(DAY);
    const ids: string[] = [];
    let cursor = '';
    do {
      const { body } = await service.call<{ items: Milestone[]; next: string | null }>(
        'GET',
        `/v1/milestones?asOf=2026-01-01&limit=3${cursor}`,
      );
      ids.push(...body.items.map(({ id }) => id));
      cursor = body.next === null ? '' : `&cursor=${body.next}`;
    } while (cursor !== '');
    const now = await service.call<{ items: Milestone[] }>('GET', '/v1/milestones');
    expect(ids).toEqual(now.body.items.map(({ id }) => id));
  });

  it('the CSV has the same data, and no cell is a formula', async () => {
    const read = async (query: string) =>
      (await fetch(`${service.url}/v1/agreements/pact/milestones.csv${query}`)).text();
    const lines = (await read('')).trimEnd().split('\r\n');
    expect(lines[0]).toMatch(/^id,title,ref,status,dueOn/);
    expect(lines).toHaveLength(6);
    expect(lines[2]).toContain(",'=Graced,");
    clock.advance(DAY);
    await service.call('PUT', '/v1/agreements/pact/signing', { date: '2026-01-01' });
    expect(await read(`?knownAt=${iso(START + 1)}`)).not.toBe(await read(''));
    expect((await read('?status=upcoming')).split('\r\n').length).toBeGreaterThan(2);
  });
});
