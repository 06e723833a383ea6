import { DATABASE, describeStored } from '../../support/databases';
import { FakeClock } from '../../support/fake-clock';
import { startTestService, type TestService } from '../../support/service';

const source = (due: string): string => `id: in-words
title: An agreement in its own words
zone: Europe/Kyiv
obligations:
  - id: hostages
    title: Hostages released
    due: ${due}
`;
const WORDS = 'No later than seventy-two (72) hours after the signing of this Agreement';
const PHRASE = 'by 72 hours after signing';

describeStored(`the words of agreements over HTTP on ${DATABASE}`, () => {
  let service: TestService;
  beforeAll(async () => {
    service = await startTestService(new FakeClock('2026-01-01T00:00:00Z'));
  });
  afterAll(() => service.end());

  it('are checked, added and amended, and stored as the canonical phrase', async () => {
    const pointer = '/obligations/0/due';
    const checked = await service.call('POST', '/v1/agreements/check', source(WORDS));
    expect(checked.body).toMatchObject({
      sound: true,
      read: [{ pointer, words: WORDS, phrase: PHRASE, notes: [] }],
    });
    expect((await service.call('POST', '/v1/agreements', source(WORDS))).status).toBe(201);
    const stored = await service.call('GET', '/v1/agreements/in-words');
    expect(stored.body).toMatchObject({ document: { obligations: [{ due: PHRASE }] } });
    const milestones = await service.call('GET', '/v1/agreements/in-words/milestones');
    expect(milestones.body).toMatchObject({ items: [{ phrase: PHRASE }] });
    const amended = await service.call(
      'PUT',
      '/v1/agreements/in-words',
      source('within four days after the date of signature'),
      { 'if-match': stored.headers.get('etag') ?? '' },
    );
    expect(amended.status).toBe(200);
    expect((await service.call('GET', '/v1/agreements/in-words')).body).toMatchObject({
      document: { obligations: [{ due: 'within 4 days of signing' }] },
    });
  });

  it('are dated as if it is signed on a day, and nothing is stored', async () => {
    const at = (signing: string) =>
      service.call(
        'POST',
        `/v1/agreements/check?signing=${signing}`,
        `${source(WORDS)}  - id: talks
    title: Talks
    due: within 10 days of hostages.fulfilled
`.replace('in-words', 'unsaved'),
      );
    expect((await at('2026-03-27')).body).toMatchObject({
      dates: {
        signing: '2026-03-27',
        milestones: [
          { path: 'hostages', title: 'Hostages released', dueOn: '2026-03-31', waitsFor: [] },
          { path: 'talks', dueOn: null, waitsFor: ['hostages.fulfilled'] },
        ],
      },
    });
    const refused = await at('2026-02-30');
    expect(refused.status).toBe(422);
    expect(refused.body.errors).toMatchObject([{ pointer: '/signing' }]);
    expect((await service.call('GET', '/v1/agreements/unsaved')).status).toBe(404);
  });

  it('that may mean several things are refused with each meaning', async () => {
    const { status, body } = await service.call(
      'POST',
      '/v1/agreements/check',
      source('by 03/04/2026'),
    );
    expect(status).toBe(422);
    expect(JSON.stringify(body)).toContain('2026-04-03');
    expect(JSON.stringify(body)).toContain('2026-03-04');
  });

  it('are read where one date is asked for', async () => {
    const query = new URLSearchParams({
      phrase: 'no later than thirty (30) days after the date of signature',
      events: 'signing:2026-01-10',
    });
    expect((await service.call('GET', `/v1/dates?${query.toString()}`)).body).toMatchObject({
      readAs: 'by 30 days after signing',
      dueOn: '2026-02-09',
    });
  });
});
