import type { Limits } from '../../../src/base/limits/limits';
import { DEFAULT_LIMITS } from '../../../src/config/policy';
import type { Check } from '../../../src/doctor/check';
import { examineData } from '../../../src/doctor/examine';
import type { Obligation } from '../../../src/engine/model/document';
import { Store } from '../../../src/store/store';
import { documentOf } from '../../support/agreements';
import { DATABASE, describeStored } from '../../support/databases';
import { FakeClock } from '../../support/fake-clock';
import { startTestService, type TestService } from '../../support/service';

const START = '2026-01-05T10:00:00Z';

const list = <T>(length: number, make: (i: number) => T): T[] =>
  Array.from({ length }, (_, i) => make(i));

const agreement = (id: string, obligations: Obligation[]) =>
  documentOf(obligations, {
    id,
    zone: 'UTC',
    events: { visit: { title: 'Visit', repeats: true } },
  });

const duty = (i: number, due = 'within 10 days of signing') => ({ id: `o${i}`, title: 'A', due });

const DAILY = 'every 1 day from signing until 9 days after signing';

/** Sixteen entries: five of them in a chain, and one with nine dates once it is signed. */
const large = (id: string) =>
  agreement(id, [
    ...list(5, (i) => duty(i, i === 0 ? 'on signing' : `1 day after o${i - 1}.due`)),
    ...list(10, (i) => duty(i + 5)),
    duty(15, DAILY),
  ]);

const SMALLER: Partial<Limits> = { entries: 10, occurrences: 20, dependence: 5 };

describeStored(`limits of agreements on ${DATABASE}`, () => {
  const clock = new FakeClock(START);
  let service: TestService;

  const restart = async (limits: Partial<Limits>): Promise<void> => {
    const { settings } = service;
    await service.close();
    service = await startTestService(clock, { limits: { ...DEFAULT_LIMITS, ...limits } }, settings);
  };
  const sign = (id: string, date: string, query = '') =>
    service.call('PUT', `/v1/agreements/${id}/signing${query}`, { date, hypothetical: true });

  beforeAll(async () => {
    service = await startTestService(clock);
  });
  afterAll(() => service.end());
  afterEach(() => service.clear());

  it('are said by check, and hold for check, add, preview and amend alike', async () => {
    expect((await service.call('POST', '/v1/agreements/check', large('x'))).body).toMatchObject({
      size: { entries: 16, occurrences: 24, dependence: 5 },
    });
    expect((await service.call('POST', '/v1/agreements', agreement('x', [duty(0)]))).status).toBe(
      201,
    );
    await restart({ entries: 10, occurrences: 20, dependence: 4 });
    const deep = agreement(
      'x',
      list(6, (i) => duty(i, i === 0 ? 'on signing' : `on o${i - 1}.due`)),
    );
    const many = agreement('x', [duty(0, DAILY), duty(1, DAILY), duty(2, DAILY)]);
    const each: [object, string, string][] = [
      [large('x'), 'has 16 obligations and phases', 'at most 10 '],
      [deep, 'has 6 entries that are dated one from another', 'at most 4 '],
      [many, 'has 21 milestones or more; the rest was not counted', 'at most 20 '],
    ];
    for (const [document, detail, expected] of each) {
      for (const [method, path] of [
        ['POST', '/v1/agreements/check'],
        ['POST', '/v1/agreements'],
        ['PUT', '/v1/agreements/x?preview=true'],
        ['PUT', '/v1/agreements/x'],
      ] as const) {
        const answer = await service.call(method, path, document, { 'if-match': '*' });
        expect([path, answer.status]).toEqual([path, 422]);
        expect(answer.body.errors).toEqual([
          expect.objectContaining({
            pointer: '/obligations',
            detail,
            expected: expect.stringContaining(expected),
          }),
        ]);
        expect(answer.body.errors[0]?.expected).toMatch(/the setting limits\.\w+, PACTA_LIMIT_/);
      }
    }
    expect((await service.call('GET', '/v1/agreements/x')).body).toMatchObject({ revision: 1 });
  });

  it('stop signing and facts that give too many milestones, and leave what is stored served', async () => {
    await restart({});
    await service.call('POST', '/v1/agreements', large('before'));
    const growing = agreement('growing', [
      ...list(18, (i) => duty(i)),
      { ...duty(18, 'within 10 days of it'), 'for each': 'visit' },
    ]);
    expect((await service.call('POST', '/v1/agreements', growing)).status).toBe(201);
    await restart(SMALLER);
    // Unsigned it has 16 milestones; signed it would have 24.
    for (const query of ['', '?preview=true']) {
      const refused = await sign('before', '2026-01-05', query);
      expect(refused.status).toBe(422);
      expect(refused.body.errors).toMatchObject([
        { detail: 'has 21 milestones or more; the rest was not counted' },
      ]);
    }
    const visit = (day: string) =>
      service.call('POST', '/v1/agreements/growing/facts', { event: 'visit', at: day });
    expect((await visit('2026-01-01')).status).toBe(201);
    expect((await visit('2026-01-02')).status).toBe(201);
    expect((await visit('2026-01-03')).status).toBe(422);

    await restart(DEFAULT_LIMITS);
    expect((await sign('before', '2026-01-05')).status).toBe(200);
    await restart(SMALLER);
    // It has more than the limit already: its date may move, it is served, swept and exported.
    expect((await sign('before', '2026-01-04')).body).toMatchObject({ changed: true });
    clock.advance(40 * 86_400_000);
    await service.sweep();
    for (const path of ['milestones', 'schedule', 'plan', 'timeline.ics']) {
      const { status } = await service.call('GET', `/v1/agreements/before/${path}`);
      expect([path, [200, 404].includes(status)]).toEqual([path, true]);
    }
    const { body } = await service.call<{ items: { status: { timeliness: string } }[] }>(
      'GET',
      '/v1/agreements/before/milestones',
    );
    expect(body.items).toHaveLength(24);
    const amended = await service.call(
      'PUT',
      '/v1/agreements/before',
      { ...large('before'), title: 'Another' },
      { 'if-match': '*' },
    );
    expect(amended.status).toBe(422);
  });

  it('are compared by doctor with what an earlier limit let in', async () => {
    await restart({});
    await service.call('POST', '/v1/agreements', large('before'));
    await sign('before', '2026-01-05');
    const store = service.app.get(Store);
    const examined = async (limits: Partial<Limits>): Promise<Check | undefined> => {
      const all = { ...DEFAULT_LIMITS, ...limits };
      const checks = await examineData(store, service.settings, all, clock.now());
      return checks.find(({ name }) => name === 'limits');
    };
    expect(await examined({})).toMatchObject({ well: '1 agreements, none beyond a limit' });
    const lower = await examined({ ...SMALLER, dependence: 3, documentBytes: 100 });
    expect(lower).toMatchObject({ faults: [] });
    for (const said of [
      'before has 16 obligations and phases; at most 10 ',
      'before has 24 milestones; at most 20 ',
      'before has 5 entries that are dated one from another; at most 3 ',
      ' bytes; at most 100 bytes',
    ]) {
      expect(lower?.well).toContain(said);
    }
  });
});
