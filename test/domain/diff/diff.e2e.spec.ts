import type { DiffAnswer } from '../../../src/domain/diff/diffs';
import { DATABASE, describeStored } from '../../support/databases';
import { FakeClock } from '../../support/fake-clock';
import { startTestService, type TestService } from '../../support/service';

const AUTUMN = `
id: autumn
title: The autumn draft
zone: Europe/Kyiv
parties: {north: {name: North}, south: {name: South}}
obligations:
  - {id: truce, ref: "1", title: {en: Guns fall silent, uk: Зброя мовчить}, obligor: [north, south], holds: from signing}
  - {id: vote, ref: "2", title: Vote held, obligor: north, due: within 100 days of signing}
  - {id: report, ref: "3", title: Report on the vote, due: within 10 days of vote.due}
  - {id: bridge, ref: "4", title: Bridge opened, due: by 2026-06-30}
`;
const WINTER = `
id: winter
title: The winter draft
zone: Europe/Kyiv
parties: {north: {name: North}, south: {name: South}}
obligations:
  - {id: truce, ref: "1", title: {en: Guns fall silent, uk: Зброя мовчить}, obligor: [north, south], holds: from signing}
  - {id: prisoners, ref: "2", title: Prisoners exchanged, due: within 5 days of signing}
  - {id: vote, ref: "3", title: Vote held, obligor: [north, south], due: within 60 days of signing}
  - {id: report, ref: "4", title: Report on the vote, due: within 10 days of vote.due}
`;

describeStored(`two agreements compared over HTTP, on ${DATABASE}`, () => {
  let service: TestService;
  const PATH = '/v1/agreements/autumn/compare/winter';

  beforeAll(async () => {
    service = await startTestService(new FakeClock(Date.parse('2026-01-20T12:00:00Z')));
    for (const document of [AUTUMN, WINTER]) {
      await service.call('POST', '/v1/agreements', document);
    }
    const signing = { date: '2026-01-10' };
    await service.call('PUT', '/v1/agreements/autumn/signing', signing);
  });
  afterAll(() => service.end());

  const compare = async (path: string): Promise<DiffAnswer> => {
    const response = await fetch(service.url + path);
    expect(response.status).toBe(200);
    return JSON.parse(await response.text());
  };
  const datesOf = ({ clauses }: DiffAnswer) =>
    Object.fromEntries(
      clauses.map(({ from, to, dates }) => [
        (to ?? from)?.path,
        dates.map((date) => [date.which, date.from, date.to, date.days]),
      ]),
    );

  it('shows what differs, with the dates of both under one signing day', async () => {
    const answer = await compare(`${PATH}?signed=2026-02-01`);
    expect(answer).toMatchObject({
      hypothetical: true,
      signed: '2026-02-01',
      from: { agreement: 'autumn', signedOn: '2026-01-10' },
      to: { agreement: 'winter', signedOn: null },
      counts: { added: 1, dropped: 1, changed: 2, same: 1, moved: 2, retimed: 2, parties: 1 },
      terms: [{ what: 'title', from: 'The autumn draft', to: 'The winter draft' }],
    });
    expect(
      answer.clauses.map(({ change, to, from, changes }) => [(to ?? from)?.path, change, changes]),
    ).toEqual([
      ['truce', 'same', []],
      ['prisoners', 'added', []],
      ['vote', 'changed', ['moved', 'retimed', 'parties']],
      ['report', 'changed', ['moved', 'retimed']],
      ['bridge', 'dropped', []],
    ]);
    expect(datesOf(answer)).toEqual({
      truce: [],
      prisoners: [['due', null, '2026-02-06', null]],
      vote: [['due', '2026-05-12', '2026-04-02', -40]],
      report: [['due', '2026-05-22', '2026-04-12', -40]],
      bridge: [['due', '2026-06-30', null, null]],
    });
  });

  it('has the dates of what is recorded about each without a signing day', async () => {
    const answer = await compare(PATH);
    expect([answer.hypothetical, answer.signed]).toEqual([false, null]);
    expect(datesOf(answer)).toMatchObject({
      truce: [['starts', '2026-01-10', null, null]],
      vote: [['due', '2026-04-20', null, null]],
    });
  });

  it('has every clause the same where an agreement is compared with itself', async () => {
    const { counts, terms } = await compare('/v1/agreements/autumn/compare/autumn');
    expect([counts.same, counts.changed, terms]).toEqual([4, 0, []]);
  });

  it('has titles in the language that is asked for', async () => {
    const { clauses } = await compare(`${PATH}?lang=uk`);
    expect(clauses[0]?.to?.title).toBe('Зброя мовчить');
  });

  it('is 304 until one of the two changes', async () => {
    const asked = async (tag?: string) => {
      const headers = tag === undefined ? {} : { 'if-none-match': tag };
      const { status, headers: received } = await fetch(service.url + PATH, { headers });
      return { status, tag: received.get('etag') ?? undefined };
    };
    const first = await asked();
    expect(first.tag).toMatch(/^W\/"[\w-]+"$/);
    expect((await asked(first.tag)).status).toBe(304);
    await service.call('PUT', '/v1/agreements/winter/signing', { date: '2026-01-12' });
    const second = await asked(first.tag);
    expect(second.status).toBe(200);
    expect((await asked(second.tag)).status).toBe(304);
    await service.call('PUT', '/v1/agreements/autumn/signing', { date: '2026-01-13' });
    expect((await asked(second.tag)).status).toBe(200);
  });

  it.each([
    ['/v1/agreements/autumn/compare/never', 404, 'There is no agreement \\"never\\".'],
    ['/v1/agreements/never/compare/autumn', 404, 'There is no agreement \\"never\\".'],
    [`${PATH}?signed=soon`, 422, '"pointer":"/signed"'],
    [`${PATH}?signing=2026-01-10`, 422, 'signing'],
  ])('refuses %s', async (path, status, words) => {
    const response = await fetch(service.url + path);
    expect([response.status, await response.text()]).toEqual([
      status,
      expect.stringContaining(words),
    ]);
  });

  it('has no tag that an agreement which does not exist could match', async () => {
    const headers = { 'if-none-match': '*' };
    const path = '/v1/agreements/autumn/compare/never';
    expect((await fetch(service.url + path, { headers })).status).toBe(404);
  });
});
