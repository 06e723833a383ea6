import { DATABASE, describeStored } from '../support/databases';
import { FakeClock } from '../support/fake-clock';
import { type Problem, startTestService, type TestService } from '../support/service';

describeStored(`one date over HTTP on ${DATABASE}`, () => {
  let service: TestService;
  beforeAll(async () => {
    service = await startTestService(new FakeClock('2026-01-01T00:00:00Z'));
  });
  afterAll(() => service.end());

  const ask = <T = Problem>(query: Record<string, string>) =>
    service.call<T>('GET', `/v1/dates?${new URLSearchParams(query).toString()}`);

  it('has the last day in time, the first late instant and the steps', async () => {
    const { status, body } = await ask<{
      dueOn: string;
      dueAt: string;
      derivation: { citation: string }[];
    }>({
      phrase: 'within 100 days of 2025-11-27',
      zone: 'Europe/Kyiv',
    });
    expect(status).toBe(200);
    expect(body).toMatchObject({ dueOn: '2026-03-07', dueAt: '2026-03-07T22:00:00Z' });
    expect(body.derivation.every((step) => step.citation !== '')).toBe(true);
  });

  it('counts working days by a calendar, or by a list of holidays', async () => {
    const phrase = 'within 2 working days of 2025-12-24';
    expect((await ask({ phrase, calendar: 'be' })).body).toMatchObject({ dueOn: '2025-12-29' });
    expect((await ask({ phrase, holidays: '2025-12-25,2025-12-26' })).body).toMatchObject({
      dueOn: '2025-12-30',
    });
  });

  it('accepts every parameter of the batch command', async () => {
    const { body } = await ask<{ dueOn: string; alternatives: object[] }>({
      phrase: 'within 3 days of signing',
      events: 'signing:2026-05-19T22:30:00Z',
      zone: 'Europe/Kyiv',
      convention: 'coe-1972',
      weekend: '5,6',
      includesStart: 'true',
      roll: 'true',
    });
    // Wednesday 20 to Friday 22 May: a weekend of Friday and Saturday moves it to Sunday.
    expect(body).toMatchObject({ dueOn: '2026-05-24', alternatives: [] });
  });

  it.each(['signing:2025-11-27', 'signing=2025-11-27', 'a=2026-01-01,signing:2025-11-27'])(
    'reads the events %s',
    async (events) => {
      expect((await ask({ phrase: 'on signing', events })).body).toMatchObject({
        dueOn: '2025-11-27',
      });
    },
  );

  it('has the other readings that give another day', async () => {
    const { body } = await ask({ phrase: 'within 100 days of 2025-11-27', zone: 'Europe/Kyiv' });
    expect(body).toMatchObject({
      alternatives: [{ reading: 'inclusive-count', on: '2026-03-06' }],
    });
  });

  it.each<[string, Record<string, string>, string]>([
    ['an event without its day', { phrase: 'on signing', events: 'signing' }, '/events/signing'],
    ['no answer', { phrase: 'by 2026-01-01', roll: 'maybe' }, '/roll'],
    ['no weekday', { phrase: 'by 2026-01-01', weekend: '9' }, '/weekend/0'],
    ['no phrase', {}, '/phrase'],
    ['a wrong phrase', { phrase: 'within 3 moons of 2026-01-01' }, '/phrase'],
    ['an unknown convention', { phrase: 'by 2026-01-01', convention: 'none' }, '/convention'],
    ['an unknown zone', { phrase: 'by 2026-01-01', zone: 'Mars/Base' }, '/zone'],
    ['an unknown calendar', { phrase: 'by 2026-01-01', calendar: 'xx' }, '/calendar'],
    ['a misspelt parameter', { phrase: 'by 2026-01-01', conventoin: 'none' }, '/conventoin'],
  ])('%s is refused with its pointer', async (_name, query, pointer) => {
    const { status, body } = await ask(query);
    expect(status).toBe(422);
    expect(body.errors.map((error) => error.pointer)).toContain(pointer);
  });
});
