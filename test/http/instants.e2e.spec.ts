import { verifyChains } from '../../src/domain/ledger/verify-chain';
import { Store } from '../../src/store/store';
import { DATABASE, describeStored } from '../support/databases';
import { FakeClock } from '../support/fake-clock';
import { startTestService, type TestService } from '../support/service';

const AGREEMENT = `
id: pact
title: Pact
zone: Europe/Kyiv
obligations:
  - {id: talks, title: Talks, due: within 20 days of signing}
  - {id: soon, title: Soon, due: within 1 day of signing}
  - {id: truce, title: Truce, holds: from signing for 30 days}
`;

/** Written as RFC 3339 allows, each the same instant. */
const SAME = [
  '2026-01-05T10:00:00Z',
  '2026-01-05t10:00:00z',
  '2026-01-05T12:00:00.000000000000+02:00',
  '2026-01-06T04:00:00+18:00',
  '2026-01-05T10:00Z',
];
/** Offsets that no clock has. */
const NONE = [
  '2026-01-05T10:00:00+25:00',
  '2026-01-05T10:00:00+99:99',
  '2026-01-05T10:00:00-05:60',
  '2026-01-05T10:00:00+18:01',
];

describeStored(`instants on ${DATABASE}`, () => {
  const clock = new FakeClock(Date.parse('2026-01-04T12:00:00Z'));
  let service: TestService;
  beforeAll(async () => {
    service = await startTestService(clock);
  });
  afterAll(() => service.end());
  beforeEach(async () => {
    await service.clear();
    clock.set('2026-01-04T12:00:00Z');
    await service.call('POST', '/v1/agreements', AGREEMENT);
    await service.call('PUT', '/v1/agreements/pact/signing', {
      date: '2026-01-01',
      hypothetical: false,
    });
    clock.set('2026-01-10T12:00:00Z');
  });

  const FACTS = '/v1/agreements/pact/facts';
  const query = (text: string): string => encodeURIComponent(text);

  /** Every place of the interface that takes an instant. */
  const PLACES: readonly [name: string, ask: (text: string) => Promise<{ status: number }>][] = [
    [
      'the time of a fact',
      (at) => service.call('POST', `${FACTS}?preview=true`, { was: 'talks.fulfilled', at }),
    ],
    [
      'an import',
      (at) =>
        service.call('POST', `${FACTS}/import?preview=true`, [{ was: 'talks.fulfilled', at }]),
    ],
    [
      'YAML',
      (at) =>
        service.call(
          'POST',
          `${FACTS}/import?preview=true`,
          `- {was: talks.fulfilled, at: "${at}"}`,
        ),
    ],
    [
      'an extension',
      (to) =>
        service.call('POST', `${FACTS}?preview=true`, {
          was: 'soon.extended',
          at: '2026-01-02',
          to,
        }),
    ],
    [
      'a pin',
      (to) =>
        service.call('POST', `${FACTS}?preview=true`, {
          was: 'talks.pinned',
          at: '2026-01-02',
          to,
        }),
    ],
    [
      'the signing',
      (date) => service.call('PUT', '/v1/agreements/pact/signing?preview=true', { date }),
    ],
    [
      'a document',
      (at) =>
        service.call(
          'POST',
          '/v1/agreements/check',
          `id: b\ntitle: B\nzone: UTC\nobligations: [{id: a, title: A, due: at ${at}}]`,
        ),
    ],
    ['asOf', (at) => service.call('GET', `/v1/agreements/pact/milestones?asOf=${query(at)}`)],
    ['knownAt', (at) => service.call('GET', `/v1/milestones?knownAt=${query(at)}`)],
    ['changedSince', (at) => service.call('GET', `/v1/milestones?changedSince=${query(at)}`)],
    ['the summary', (at) => service.call('GET', `/v1/summary?asOf=${query(at)}`)],
    [
      'a report',
      (at) =>
        service.call(
          'GET',
          `/v1/agreements/pact/report?from=2026-01-01&to=2026-01-31&knownAt=${query(at)}`,
        ),
    ],
    ['a what-if', (at) => service.call('GET', `/v1/agreements/pact/schedule?signing=${query(at)}`)],
    [
      'an assumption',
      (at) =>
        service.call(
          'GET',
          `/v1/agreements/pact/schedule?assume=${query(`talks.fulfilled:${at}`)}`,
        ),
    ],
    [
      'one date',
      (at) => service.call('GET', `/v1/dates?phrase=on%20signing&events=${query(`signing:${at}`)}`),
    ],
    ['a phrase', (at) => service.call('GET', `/v1/dates?phrase=${query(`at ${at}`)}`)],
    [
      'a rehearsal',
      (from) =>
        service.call('POST', '/v1/agreements/pact/alert-policy/rehearsal', {
          from,
          to: '2026-02-01T00:00:00Z',
        }),
    ],
    ['the audit', (from) => service.call('GET', `/v1/audit?from=${query(from)}`)],
  ];

  it.each(PLACES)(
    'of %s are read as RFC 3339 writes them, with offsets that there are',
    async (_name, ask) => {
      for (const text of SAME) expect([text, (await ask(text)).status]).toEqual([text, 200]);
      for (const text of NONE) expect([text, (await ask(text)).status]).toEqual([text, 422]);
    },
  );

  it('of a token and of webhooks too', async () => {
    for (const text of NONE) {
      expect(
        (await service.call('POST', '/v1/tokens', { name: 'n', expiresAt: text })).status,
      ).toBe(422);
    }
    const late = '2027-01-05t10:00:00.123456z';
    const { body } = await service.call<{ expiresAt: string }>('POST', '/v1/tokens', {
      name: 'n',
      expiresAt: late,
    });
    expect(body.expiresAt).toBe('2027-01-05T10:00:00.123Z');
  });

  it('whose offset is that of no clock is told so', async () => {
    const { body } = await service.call('POST', FACTS, {
      was: 'talks.fulfilled',
      at: NONE[0],
    });
    expect(body.errors).toMatchObject([
      { pointer: '/at', detail: `"${NONE[0]}" has an offset of more than 18 hours` },
    ]);
  });

  it('end an extension: late at that very instant, with the day of the zone beside it', async () => {
    const extended = await service.call<Record<string, unknown>>('POST', FACTS, {
      was: 'talks.extended',
      at: '2026-01-02',
      to: '2026-02-01T00:30:00+02:00',
    });
    expect(extended).toMatchObject({
      status: 201,
      body: { to: '2026-02-01', toAt: '2026-01-31T22:30:00.000Z' },
    });
    const talks = await service.call('GET', '/v1/milestones/pact/talks');
    expect(talks.body).toMatchObject({ dueOn: '2026-02-01', dueAt: '2026-01-31T22:30:00Z' });
    await service.call('POST', FACTS, {
      was: 'truce.extended',
      at: '2026-01-02',
      to: '2026-03-01T10:00:00Z',
    });
    const truce = await service.call('GET', '/v1/milestones/pact/truce');
    expect(truce.body).toMatchObject({ endsOn: '2026-03-01', endsAt: '2026-03-01T10:00:00Z' });
    const chain = await service.app.get(Store).read((tx) => verifyChains(tx));
    expect(chain).toEqual({ facts: 3, faults: [] });
  });
});
