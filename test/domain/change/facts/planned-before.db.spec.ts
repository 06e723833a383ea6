import { factSchema } from '../../../../src/domain/change/facts/fact-request';
import { Facts } from '../../../../src/domain/change/facts/facts';
import { Store } from '../../../../src/store/store';
import { DATABASE, describeStored } from '../../../support/databases';
import { FakeClock } from '../../../support/fake-clock';
import { startTestService, type TestService } from '../../../support/service';

const DOCUMENT = `
id: several
title: Several
zone: UTC
obligations:
  - {id: a, title: A, due: by 2026-03-01}
  - {id: b, title: B, due: by 2026-03-02}
`;

const [a, b] = ['a', 'b'].map((id) =>
  factSchema.parse({ was: `${id}.fulfilled`, at: '2026-02-01' }),
);
if (a === undefined || b === undefined) throw new Error('Two facts are needed');

describeStored(`recording several facts on ${DATABASE}`, () => {
  let service: TestService;
  let facts: Facts;
  let store: Store;

  beforeAll(async () => {
    service = await startTestService(new FakeClock('2026-02-10T12:00:00Z'));
    facts = service.app.get(Facts);
    store = service.app.get(Store);
  });
  beforeEach(async () => {
    await service.clear();
    await service.call('POST', '/v1/agreements', DOCUMENT);
  });
  afterAll(() => service.end());

  it('plans them before the transaction that writes them', async () => {
    const planned: boolean[] = [];
    const progress = () => planned.push(store.isWriting);
    const { facts: recorded } = await facts.record('several', [a, b], { progress });
    expect(recorded.map(({ same }) => same)).toEqual([false, false]);
    expect(planned).toEqual([false, false]);
  });

  it('plans them again, before another transaction, if the agreement has changed meanwhile', async () => {
    const planned: boolean[] = [];
    const progress = () => planned.push(store.isWriting);
    const write = store.write.bind(store);
    // Somebody else's fact is written first.
    jest.spyOn(store, 'write').mockImplementationOnce(async (work) => {
      await facts.record('several', [a]);
      return write(work);
    });
    const { facts: recorded } = await facts.record('several', [a, b], { progress });
    expect(planned).toEqual([false, false, false, false]);
    expect(recorded.map(({ same }) => same)).toEqual([true, false]);
  });
});
