import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { luxonZones } from '../../../src/base/zones';
import { readFacts } from '../../../src/cli/output/read-facts';
import { workingCalendars } from '../../../src/domain/agreement/calendars';
import { readAgreement } from '../../../src/domain/agreement/document/loader';
import { formatDay } from '../../../src/engine/calendar/epoch-day';
import { schedule } from '../../../src/engine/schedule/schedule';
import { DATABASE, describeStored } from '../../support/databases';
import { FakeClock } from '../../support/fake-clock';
import { startTestService, type TestService } from '../../support/service';

const LIBRARY = join(__dirname, '..', '..', '..', 'config', 'agreements', 'library');
const NAMES = readdirSync(LIBRARY)
  .filter((name) => name.endsWith('.facts.yaml'))
  .map((name) => name.replace('.facts.yaml', ''));

interface Milestone {
  id: string;
  status: string;
  state: string;
  timeliness: string;
  dueOn: string | null;
  startsOn: string | null;
  endsOn: string | null;
  history?: { deadlines: { dueOn: string | null; endsOn: string | null }[] };
}
interface Written {
  at: string;
}

describeStored(`the histories of the library, recorded as they happened, on ${DATABASE}`, () => {
  const clock = new FakeClock(0);
  let service: TestService;
  beforeAll(async () => {
    service = await startTestService(clock);
  });
  afterAll(() => service.end());

  const file = (name: string): string => readFileSync(join(LIBRARY, name), 'utf8');
  const add = async (name: string): Promise<void> => {
    await service.clear();
    clock.set('1990-01-01T00:00:00Z');
    expect((await service.call('POST', '/v1/agreements', file(`${name}.yaml`))).status).toBe(201);
  };
  /** Records a fact on the day after it happened. */
  const record = async (name: string, fact: Written): Promise<void> => {
    clock.set(new Date(Date.parse(fact.at.slice(0, 10)) + 2 * 86_400_000).toISOString());
    const answer = await service.call('POST', `/v1/agreements/${name}/facts`, fact);
    expect({ fact, answer }).toMatchObject({ answer: { status: 201 } });
  };
  const one = async (id: string): Promise<Milestone> =>
    (await service.call<Milestone>('GET', `/v1/milestones/${id}`)).body;

  it.each(NAMES)('%s comes to the schedule of its facts all at once', async (name) => {
    await add(name);
    const written = (parse(file(`${name}.facts.yaml`)) as Written[]).sort((a, b) =>
      a.at.localeCompare(b.at),
    );
    for (const fact of written) await record(name, fact);
    const agreement = readAgreement(file(`${name}.yaml`), name);
    const facts = readFacts(join(LIBRARY, `${name}.facts.yaml`), agreement);
    const { milestones } = schedule(agreement, facts, {
      zones: luxonZones,
      calendars: workingCalendars(),
    });
    const { body } = await service.call<{ items: Milestone[] }>(
      'GET',
      `/v1/agreements/${name}/milestones?limit=1000`,
    );
    const shown = (day: number | undefined) => (day === undefined ? null : formatDay(day));
    expect(
      body.items.map(({ id, dueOn, startsOn, endsOn }) => [id, dueOn, startsOn, endsOn]),
    ).toEqual(
      milestones.map(({ id, dueOn, startsOn, endsOn }) => [
        id,
        shown(dueOn),
        shown(startsOn),
        shown(endsOn),
      ]),
    );
  });

  /** What was printed once a fact was known, by path: a last day, or when it begins. */
  type Printed = readonly [
    fact: Written | undefined,
    days: Readonly<Record<string, string | null>>,
  ];

  /** Records a history fact by fact, and holds each day to what was printed; asked again at the end as known then. */
  const walk = async (name: string, printed: readonly Printed[]): Promise<void> => {
    const days = async (paths: readonly string[], query: string) =>
      Object.fromEntries(
        await Promise.all(
          paths.map(async (path) => {
            const { dueOn, endsOn, startsOn } = await one(`${name}/${path}${query}`);
            return [path, dueOn ?? endsOn ?? startsOn] as const;
          }),
        ),
      );
    const known: { at: string; expected: Printed[1] }[] = [];
    for (const [fact, expected] of printed) {
      if (fact !== undefined) await record(name, fact);
      expect(await days(Object.keys(expected), '')).toEqual(expected);
      known.push({ at: new Date(clock.now()).toISOString(), expected });
    }
    for (const { at, expected } of known) {
      expect(await days(Object.keys(expected), `?knownAt=${at}`)).toEqual(expected);
    }
  };

  it('South Sudan: every extension moves the period and the elections to the published days', async () => {
    await add('r-arcss-2018');
    const [khartoum, signing, addis, entebbe, start, roadmap] = parse(
      file('r-arcss-2018.facts.yaml'),
    ) as Written[];
    await walk('r-arcss-2018', [
      [undefined, { 'permanent-ceasefire': null, 'pre-transition': null, transition: null }],
      [khartoum, { 'permanent-ceasefire': '2018-06-30' }],
      [signing, { 'pre-transition': '2019-05-12', transition: null, elections: null }],
      [addis, { 'pre-transition': '2019-11-12' }],
      [entebbe, { 'pre-transition': '2020-02-20' }],
      [start, { transition: '2023-02-22', elections: '2022-12-24', constitution: '2022-02-22' }],
      [roadmap, { transition: '2025-02-22', elections: '2024-12-24', constitution: '2022-02-22' }],
    ]);
    const { history } = await one('r-arcss-2018/elections');
    expect(history?.deadlines.map((version) => version.dueOn)).toEqual([
      null,
      '2022-12-24',
      '2024-12-24',
    ]);
    expect(await one('r-arcss-2018/pre-transition')).toMatchObject({ originalOn: '2019-05-12' });
    expect(await one('r-arcss-2018/transition')).toMatchObject({ originalOn: '2023-02-22' });
  });

  it('South Sudan, deducted: six months more before the transition shorten it by six months', async () => {
    await service.clear();
    clock.set('2018-09-20T00:00:00Z');
    const text = file('r-arcss-2018.yaml')
      .replace('36 months after transition-start', '36 months after pre-transition.original-ends')
      .replace('extends: by agreement', 'extends: by agreement deducted from transition');
    expect((await service.call('POST', '/v1/agreements', text)).status).toBe(201);
    await record('r-arcss-2018', { event: 'signing', at: '2018-09-12' } as Written);
    expect((await one('r-arcss-2018/elections')).dueOn).toBe('2022-03-13');
    await record('r-arcss-2018', {
      was: 'pre-transition.extended',
      at: '2019-05-03',
      for: '6 months',
    } as Written);
    expect((await one('r-arcss-2018/pre-transition')).endsOn).toBe('2019-11-12');
    expect((await one('r-arcss-2018/transition')).endsOn).toBe('2021-11-12');
    expect((await one('r-arcss-2018/elections')).dueOn).toBe('2021-09-13');
  });

  it('Minsk: every day is the published one, what waits for both sides is undated, and a suspension suspends', async () => {
    await add('minsk-2015');
    const [signing, oneSide, resolution] = parse(file('minsk-2015.facts.yaml')) as Written[];
    const waiting = { 'election-dialogue': null, detainees: null, monitoring: null };
    const started = { was: 'withdrawal-start.fulfilled', at: '2015-02-17' };
    const other = { was: 'withdrawal.fulfilled', by: 'ukraine', at: '2015-03-01' };
    await walk('minsk-2015', [
      [undefined, { ceasefire: '2015-02-15', 'withdrawal-start': '2015-02-17' }],
      [
        signing,
        {
          withdrawal: '2015-03-01',
          'special-status-resolution': '2015-03-14',
          'constitutional-reform': '2015-12-31',
          'border-control': '2015-12-31',
          ...waiting,
        },
      ],
      [started, { ...waiting, monitoring: '2015-02-17' }],
      [oneSide, { ...waiting, monitoring: '2015-02-17' }],
      [resolution, { 'special-status-resolution': '2015-03-14', 'election-dialogue': null }],
    ]);
    expect(await one('minsk-2015/ceasefire')).toMatchObject({ startsAt: '2015-02-14T22:00:00Z' });
    expect(await one('minsk-2015/special-status-resolution')).toMatchObject({
      status: 'met-late',
    });
    const both = await service.call<{ differences: { id: string; dates: { to: string }[] }[] }>(
      'POST',
      '/v1/agreements/minsk-2015/facts?preview=true',
      other,
    );
    expect(
      both.body.differences.flatMap(({ id, dates }) => dates.map(({ to }) => [id, to])),
    ).toEqual([
      ['minsk-2015/election-dialogue', '2015-03-02'],
      ['minsk-2015/detainees', '2015-03-06'],
    ]);
    const suspended = { was: 'constitutional-reform.suspended', at: '2015-09-20', tolling: false };
    await record('minsk-2015', suspended);
    expect(await one('minsk-2015/constitutional-reform')).toMatchObject({
      status: 'suspended',
      dueOn: '2015-12-31',
    });
    await record('minsk-2015', {
      was: 'constitutional-reform.resumed',
      at: '2015-10-10',
    } as Written);
    expect(await one('minsk-2015/constitutional-reform')).toMatchObject({
      state: 'in-effect',
      dueOn: '2015-12-31',
    });
    clock.set('2016-01-01T09:00:00Z');
    await service.sweep();
    expect(await one('minsk-2015/constitutional-reform')).toMatchObject({
      status: 'overdue',
      statusSince: '2015-12-31T22:00:00Z',
    });
    expect((await one('minsk-2015/constitutional-reform?asOf=2015-10-01')).status).toBe(
      'suspended',
    );
    expect((await one('minsk-2015/border-control')).status).toBe('conditional');
  });
});
