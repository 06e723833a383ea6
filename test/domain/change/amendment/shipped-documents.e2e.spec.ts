import { DEFAULT_LIMITS } from '../../../../src/config/policy';
import { hashOf } from '../../../../src/domain/agreement/agreements';
import { readAgreement } from '../../../../src/domain/agreement/document/loader';
import {
  ShippedAgreements,
  type ShippedDocument,
  shippedDocuments,
} from '../../../../src/domain/change/amendment/shipped-documents';
import { DATABASE, describeStored } from '../../../support/databases';
import { FakeClock } from '../../../support/fake-clock';
import { itAlone, startTestService, type TestService } from '../../../support/service';

interface Agreement {
  documentVersion: number;
  documentHash: string;
  revision: number;
  offer: { documentHash: string; difference: string } | null;
}

const ID = 'worked-example';

describeStored(`shipped documents on ${DATABASE}`, () => {
  let service: TestService;
  const present = shippedDocuments(DEFAULT_LIMITS).find(
    ({ agreement }) => agreement.document.id === ID,
  ) as ShippedDocument;
  const earlier = release(present.source.replace('within 100 days', 'within 90 days'));

  function release(source: string): ShippedDocument {
    const agreement = readAgreement(source, present.name);
    return { name: present.name, source, hash: hashOf(source), agreement };
  }

  beforeAll(async () => {
    service = await startTestService(new FakeClock('2025-12-01T09:00:00Z'));
  });
  beforeEach(async () => {
    await service.clear();
    await ship(earlier);
  });
  afterAll(() => service.end());

  const ship = (document: ShippedDocument) =>
    service.app
      .get(ShippedAgreements)
      .addOrFollow(document, { date: '2025-11-27', hypothetical: true });
  const stored = async () => (await service.call<Agreement>('GET', `/v1/agreements/${ID}`)).body;
  const put = async (source: string) =>
    service.call('PUT', `/v1/agreements/${ID}`, source, {
      'if-match': `"${(await stored()).revision}"`,
    });
  const edited = earlier.source.replace('within 90 days', 'within 95 days');

  it('are amended by a release while nobody has edited them', async () => {
    await ship(present);
    expect(await stored()).toMatchObject({
      documentVersion: 2,
      documentHash: present.hash,
      offer: null,
    });
    const { body } = await service.call<{ items: object[] }>('GET', `/v1/agreements/${ID}/facts`);
    expect(body.items.at(-1)).toMatchObject({ kind: 'amended', actor: 'upgrade' });
    const before = await stored();
    await ship(present);
    expect(await stored()).toEqual(before);
  });

  itAlone('edited here are never overwritten: the difference is offered', async () => {
    await put(edited);
    await ship(present);
    expect(await stored()).toMatchObject({
      documentVersion: 2,
      documentHash: hashOf(edited),
      offer: { documentHash: present.hash, difference: `/v1/agreements/${ID}/offer` },
    });
    const { body } = await service.call<{ source: string; preview: { differences: object[] } }>(
      'GET',
      `/v1/agreements/${ID}/offer`,
    );
    expect(body.preview.differences[0]).toMatchObject({
      id: `${ID}/elections`,
      dates: [{ which: 'due', days: 5 }],
    });
    await put(body.source);
    expect(await stored()).toMatchObject({ documentHash: present.hash, offer: null });
  });

  itAlone('edited here stay as they are while the release brings no other', async () => {
    await put(edited);
    const before = await stored();
    await ship(earlier);
    expect(await stored()).toEqual(before);
    expect(await service.call('GET', `/v1/agreements/${ID}/offer`)).toMatchObject({ status: 404 });
  });

  it('are not added again after a removal', async () => {
    await service.call('DELETE', `/v1/agreements/${ID}?confirm=${ID}`);
    await ship(present);
    expect(await service.call('GET', `/v1/agreements/${ID}`)).toMatchObject({ status: 404 });
  });
});
