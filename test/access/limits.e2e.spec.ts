import { POLICY } from '../../src/config/policy';
import { run } from '../../src/store/sql/sql';
import { Store } from '../../src/store/store';
import { DATABASE, describeStored } from '../support/databases';
import { FakeClock } from '../support/fake-clock';
import { type Problem, startTestService, type TestService } from '../support/service';
import { FIRST } from './fixture';

describeStored(`requests over a limit, on ${DATABASE}`, () => {
  let service: TestService;
  beforeAll(async () => {
    service = await startTestService(new FakeClock(Date.parse('2026-01-10T12:00:00Z')));
  });
  afterAll(() => service.end());

  const check = async (due: string): Promise<Problem['errors']> => {
    const document = FIRST.replace('within 5 days of signing', `"${due}"`);
    const answer = await service.call('POST', '/v1/agreements', document);
    expect(answer.status).toBe(422);
    return answer.body.errors;
  };

  it('a phrase that is too long or too deep is refused, with the limit', async () => {
    const { phraseCharacters } = POLICY;
    const long = await check(`within 5 days of ${'x'.repeat(phraseCharacters)}`);
    expect(JSON.stringify(long)).toContain(String(phraseCharacters));
    const deep = await check(`on ${'('.repeat(30)}signing${')'.repeat(30)}`);
    expect(deep[0]).toMatchObject({
      expected: 'at most 8 levels in words, 20 in phrases of the language',
    });
  });

  it('an incomplete request is not waited for', () => {
    const { server } = service.app.getHttpAdapter().getInstance();
    expect(server.requestTimeout).toBe(POLICY.requestTimeMs);
  });

  it('a statement that takes too long is rolled back and answered 503 with the limit', async () => {
    if (DATABASE === 'sqlite') return;
    const store = service.app.get(Store);
    const { rows } = await store.read((tx) => run(tx, 'SHOW statement_timeout', []));
    expect(rows).toEqual([{ statement_timeout: `${POLICY.statementTimeMs / 1_000}s` }]);
    const slow = store.write(async (tx) => {
      await run(tx, 'SET LOCAL statement_timeout = 20', []);
      await run(tx, 'SELECT pg_sleep(60)', []);
    });
    await expect(slow).rejects.toMatchObject({
      kind: 'unavailable',
      message: expect.stringContaining(`${POLICY.statementTimeMs} ms`),
    });
  });
});
