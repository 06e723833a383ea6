import { raiseRevision, settleUntil } from '../../../src/domain/agreement/revision';
import { Changes } from '../../../src/domain/change/changes';
import { factDraft } from '../../../src/domain/ledger/draft';
import { Ledger } from '../../../src/domain/ledger/ledger';
import { verifyChain } from '../../../src/domain/ledger/verify-chain';
import { Store } from '../../../src/store/store';
import { DATABASE, describeStored } from '../../support/databases';
import { FakeClock } from '../../support/fake-clock';
import { startTestService, type TestService } from '../../support/service';

const START = Date.parse('2025-12-01T00:00:00Z');
const DOCUMENT = {
  id: 'pact',
  title: 'Pact',
  zone: 'UTC',
  obligations: [{ id: 'report', title: 'Report', due: 'within 10 days of signing' }],
};

describeStored(`a change whose agreement changes before it is written, on ${DATABASE}`, () => {
  let service: TestService;
  let store: Store;
  beforeAll(async () => {
    service = await startTestService(new FakeClock(START));
    store = service.app.get(Store);
  });
  beforeEach(async () => {
    await service.clear();
    await service.call('POST', '/v1/agreements', DOCUMENT);
  });
  afterAll(() => service.end());

  const noteOf = (note: string) =>
    factDraft({ kind: 'note', subject: '*', occurredOn: 20_423, occurredAt: START, note });
  const notes = async () => {
    const facts = await store.read((tx) => service.app.get(Ledger).current(tx, 'pact'));
    return facts.map(({ note }) => note);
  };
  /** What another caller writes. */
  const interfere = (note: string) =>
    store.write(async (tx) => {
      const ticket = await raiseRevision(tx, 'pact', START);
      await service.app.get(Ledger).append(tx, ticket, [noteOf(note)]);
    });

  it.each([
    { changes: 0, plans: 1, underLock: 0 },
    { changes: 1, plans: 2, underLock: 0 },
    { changes: 2, plans: 3, underLock: 0 },
    { changes: 9, plans: 4, underLock: 1 },
  ])('is computed again, changed $changes times: $plans plans', async (row) => {
    let plans = 0;
    let underLock = 0;
    const revisions: number[] = [];
    const applied = await service.app.get(Changes).carryOut(
      'pact',
      {},
      async ({ row: { revision } }) => {
        plans += 1;
        revisions.push(revision);
        if (store.isWriting) underLock += 1;
        else if (plans <= row.changes) await interfere(`other ${plans}`);
        return { drafts: [noteOf('own')], cause: 'a note' };
      },
      async (done) => done,
    );
    const others = plans - 1;
    expect({ plans, underLock }).toEqual({ plans: row.plans, underLock: row.underLock });
    expect(revisions).toEqual(revisions.map((_, i) => 1 + i));
    expect(applied?.ticket.revision).toBe(others + 2);
    expect(await notes()).toEqual([
      ...Array.from({ length: others }, (_, i) => `other ${i + 1}`),
      'own',
    ]);
    expect(await store.read((tx) => verifyChain(tx, 'pact'))).toEqual({
      facts: others + 1,
      faults: [],
    });
  });

  it('is recorded after an instant that was answered as past meanwhile', async () => {
    let plans = 0;
    const applied = await service.app.get(Changes).carryOut(
      'pact',
      {},
      async () => {
        plans += 1;
        if (plans === 1) await store.write((tx) => settleUntil(tx, 'pact', START + 5));
        return { drafts: [noteOf('own')], cause: 'a note' };
      },
      async (done) => done,
    );
    expect(plans).toBe(2);
    expect(applied?.ticket.recordedAt).toBe(START + 6);
  });

  it('is refused as stale where its revision was expected', async () => {
    const change = service.app.get(Changes).carryOut(
      'pact',
      { expected: [1] },
      async () => {
        await interfere('other');
        return { drafts: [noteOf('own')], cause: 'a note' };
      },
      async (done) => done,
    );
    await expect(change).rejects.toMatchObject({ kind: 'stale' });
    expect(await notes()).toEqual(['other']);
  });
});
