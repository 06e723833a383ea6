import {
  DATABASE,
  describeStored,
  type EmptyDatabase,
  emptyDatabase,
} from '../../../support/databases';
import { FakeClock } from '../../../support/fake-clock';
import { startTestService, type TestService } from '../../../support/service';

interface Listed {
  items: { id: string; revision: number }[];
}
interface Signing {
  date: string | null;
  hypothetical: boolean;
}

const SEED = { all: { date: '2025-11-27', hypothetical: true } };
const SHIPPED = ['ukraine-28-point', 'worked-example'];

describeStored(`starting with the shipped agreements on ${DATABASE}`, () => {
  let database: EmptyDatabase;
  const running: TestService[] = [];
  beforeEach(async () => {
    database = await emptyDatabase();
  });
  afterEach(async () => {
    await Promise.all(running.splice(0).map((service) => service.end()));
    await database.remove();
  });

  const start = async (signing: object = SEED) => {
    const clock = new FakeClock('2026-11-01T00:00:00Z');
    const more = { shippedAgreements: true, signing } as never;
    const service = await startTestService(clock, more, database.settings);
    running.push(service);
    return service;
  };
  const listed = async (service: TestService) =>
    (await service.call<Listed>('GET', '/v1/agreements')).body.items;
  const signing = async (service: TestService, id: string) =>
    (await service.call<Signing>('GET', `/v1/agreements/${id}/signing`)).body;

  it('adds them, signed hypothetically on the configured day', async () => {
    const service = await start();
    expect((await listed(service)).map(({ id }) => id)).toEqual(SHIPPED);
    for (const id of SHIPPED) {
      expect(await signing(service, id)).toMatchObject({ date: '2025-11-27', hypothetical: true });
    }
  });

  it('adds nothing a second time, and does not apply a configured date that differs', async () => {
    const first = await start();
    const before = await listed(first);
    await running.pop()?.close();
    const again = await start({ all: { date: '2026-01-01', hypothetical: true } });
    expect(await listed(again)).toEqual(before);
    expect(await signing(again, 'worked-example')).toMatchObject({ date: '2025-11-27' });
  });

  it('does not record a retracted signing again', async () => {
    const first = await start();
    await first.call('DELETE', '/v1/agreements/worked-example/signing');
    await running.pop()?.close();
    expect(await signing(await start(), 'worked-example')).toMatchObject({ date: null });
  });

  if (DATABASE === 'postgres') {
    it('adds each agreement once with three replicas at once', async () => {
      const services = await Promise.all([start(), start(), start()]);
      const answers = await Promise.all(services.map(listed));
      expect(answers[0]?.map(({ id }) => id)).toEqual(SHIPPED);
      expect(answers[1]).toEqual(answers[0]);
      expect(answers[2]).toEqual(answers[0]);
    });
  }
});
