import { DATABASE, describeStored } from '../../support/databases';
import { FakeClock } from '../../support/fake-clock';
import { startTestService, type TestService } from '../../support/service';

const PACT = `
id: pact
title: Pact
zone: UTC
obligations:
  - {id: first, title: First, due: by 2026-05-01}
`;

interface Tagged {
  tags: string[];
  revision: number;
  documentVersion: number;
}

describeStored(`the tags of an agreement on ${DATABASE}`, () => {
  const clock = new FakeClock('2026-02-01T09:00:00Z');
  let service: TestService;
  beforeAll(async () => {
    service = await startTestService(clock);
  });
  beforeEach(async () => {
    await service.clear();
    await service.call('POST', '/v1/agreements', PACT);
  });
  afterAll(() => service.end());

  const put = (tags: unknown, headers = {}) =>
    service.call<Tagged & { errors: { pointer: string }[] }>(
      'PUT',
      '/v1/agreements/pact/tags',
      { tags },
      headers,
    );
  const read = async () => (await service.call<Tagged>('GET', '/v1/agreements/pact')).body;

  it('are replaced as a whole, in the order of the alphabet, each once', async () => {
    const { body } = await put([' Grain exports ', 'Азовське', 'grain  EXPORTS', 'aid']);
    expect(body.tags).toEqual(['aid', 'Grain exports', 'Азовське']);
    expect((await read()).tags).toEqual(body.tags);
    expect((await put([])).body.tags).toEqual([]);
  });

  it('raise the revision when they change, and only then', async () => {
    const { revision } = await read();
    expect((await put(['a'])).body.revision).toBe(revision + 1);
    expect((await put(['a'])).body.revision).toBe(revision + 1);
    const stale = await put(['b'], { 'if-match': `"${revision}"` });
    expect(stale.status).toBe(412);
    expect((await put(['b'], { 'if-match': `"${revision + 1}"` })).status).toBe(200);
  });

  it('stay through an amendment, a pause and an archive, and go with the agreement', async () => {
    await put(['a', 'b']);
    const amended = PACT.replace('2026-05-01', '2026-06-01');
    const { body } = await service.call<Tagged>('PUT', '/v1/agreements/pact', amended, {
      'if-match': '*',
    });
    expect(body).toMatchObject({ tags: ['a', 'b'], documentVersion: 2 });
    await service.call('PUT', '/v1/agreements/pact/standing', { standing: 'archived' });
    expect((await put(['a', 'c'])).body).toMatchObject({ tags: ['a', 'c'], documentVersion: 2 });
    await service.call('DELETE', '/v1/agreements/pact?confirm=pact');
    await service.call('POST', '/v1/agreements', PACT);
    expect((await read()).tags).toEqual([]);
  });

  it.each([
    ['no list', 'a', '/tags'],
    ['an empty tag', ['a', ' '], '/tags/1'],
    ['a comma', ['a,b'], '/tags/0'],
    ['a line break', ['a\nb'], '/tags/0'],
    ['41 characters', ['x'.repeat(41)], '/tags/0'],
    ['21 tags', Array.from({ length: 21 }, (_, i) => `t${i}`), '/tags'],
  ])('refuse %s', async (_, tags, pointer) => {
    const { status, body } = await put(tags);
    expect(status).toBe(422);
    expect(body.errors.map((fault) => fault.pointer)).toEqual([pointer]);
    expect((await read()).tags).toEqual([]);
  });

  it('are not found without an agreement', async () => {
    const { status } = await service.call('PUT', '/v1/agreements/nosuch/tags', { tags: [] });
    expect(status).toBe(404);
  });

  it('follow the words of the document in force in search', async () => {
    const found = async (text: string) =>
      (await service.call<{ total: number }>('GET', `/v1/agreements?text=${text}`)).body.total;
    expect([await found('first'), await found('second')]).toEqual([1, 0]);
    const amended = PACT.replace('title: First', 'title: Second').replace('id: first', 'id: other');
    await service.call('PUT', '/v1/agreements/pact', amended, { 'if-match': '*' });
    expect([await found('first'), await found('second')]).toEqual([0, 1]);
  });
});
