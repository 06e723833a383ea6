import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { Refusal } from '../../../src/base/refusal';
import { readFacts } from '../../../src/cli/output/read-facts';
import { readAgreement } from '../../../src/domain/agreement/document/loader';
import { DATABASE, describeStored } from '../../support/databases';
import { FakeClock } from '../../support/fake-clock';
import { startTestService, type TestService, temporaryDirectory } from '../../support/service';

const AGREEMENT = `
id: pact
title: Pact
zone: Europe/Kyiv
events: {talks: {title: Talks}, war: {title: War}}
obligations:
  - {id: elections, title: Elections, due: within 100 days of signing, extends: by agreement}
  - {id: term, title: Term, holds: from signing for 1 year}
  - {id: alone, title: Alone, due: by 2026-03-07}
`;
const SIGNING = { event: 'signing', at: '2025-11-27' };
const SURE = 'another day, or "confirm": true if it is right';

describeStored(`facts that are probably mistyped on ${DATABASE}`, () => {
  const clock = new FakeClock(Date.parse('2026-01-10T12:00:00Z'));
  const directory = temporaryDirectory();
  let service: TestService;
  beforeAll(async () => {
    service = await startTestService(clock);
  });
  afterAll(async () => {
    await service.end();
    directory.remove();
  });
  beforeEach(async () => {
    await service.clear();
    await service.call('POST', '/v1/agreements', AGREEMENT);
  });

  const record = (body: object, query = '') =>
    service.call('POST', `/v1/agreements/pact/facts${query}`, body);
  const imported = (facts: readonly object[]) =>
    service.call('POST', '/v1/agreements/pact/facts/import', JSON.stringify(facts));

  /** The faults of a facts file that `pacta schedule --facts` and `pacta check` read. */
  const fileFaults = (facts: readonly object[]): readonly { pointer: string }[] => {
    const path = join(directory.path, 'facts.yaml');
    writeFileSync(path, stringify(facts));
    try {
      readFacts(path, readAgreement(AGREEMENT, 'pact.yaml'));
      return [];
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return error.faults;
    }
  };

  describe('an extension', () => {
    const shorter = { was: 'elections.extended', at: '2025-12-01', to: '2026-02-07' };
    const fault = {
      pointer: '/to',
      detail: 'it would end on 2026-02-07, before 2026-03-07, the current end',
    };

    it('that would end before the deadline is refused, with an example that is accepted', async () => {
      await record(SIGNING);
      const { status, body } = await record(shorter);
      expect({ status, errors: body.errors }).toMatchObject({ status: 409, errors: [fault] });
      const example = JSON.parse(body.errors[0]?.example ?? '') as object;
      expect((await record(example)).status).toBe(201);
    });

    it('that would end earlier on the same day is refused with both instants', async () => {
      await record(SIGNING);
      const [hour, midnight] = ['2026-03-07T12:00:00Z', /2026-03-07T2\d:00:00Z/];
      const [refused] = (await record({ ...shorter, to: hour })).body.errors;
      expect(refused).toMatchObject({
        detail: expect.stringMatching(`end on ${hour}, before ${midnight.source}, the current end`),
        expected: expect.stringMatching(midnight),
      });
      expect((await record(JSON.parse(refused?.example ?? '') as object)).status).toBe(201);
    });

    it('is refused on import and in a file too, and a later one is accepted', async () => {
      await record(SIGNING);
      const [refused] = (await imported([shorter])).body.errors;
      expect(refused).toMatchObject({ ...fault, pointer: '/0/to' });
      expect(fileFaults([SIGNING, shorter])).toMatchObject([{ ...fault, pointer: '/1/to' }]);
      const later = { ...shorter, to: '2026-04-07' };
      expect(fileFaults([SIGNING, later])).toEqual([]);
      expect((await record(later)).status).toBe(201);
      // Where it stands by now, not where it stood first.
      const between = { ...shorter, at: '2025-12-02', to: '2026-03-20' };
      expect((await record(between)).status).toBe(409);
      expect(fileFaults([SIGNING, later, between])).toMatchObject([{ pointer: '/2/to' }]);
    });
  });

  type Row = [string, object, string, string];
  it.each<Row>([
    [
      'a fulfilment ten years before the signing',
      { was: 'elections.fulfilled', at: '2015-11-27' },
      '/at',
      '2015-11-27 is 10 years before the signing of 2025-11-27',
    ],
    [
      'a fulfilment long before anything happened',
      { was: 'alone.fulfilled', at: '2024-10-01' },
      '/at',
      '2024-10-01 is 1 year before the signing of 2025-11-27',
    ],
    [
      'a pin to 1990',
      { was: 'elections.pinned', at: '2025-12-01', to: '1990-01-01' },
      '/to',
      '1990-01-01 is 35 years before the signing of 2025-11-27',
    ],
    [
      'a pin to another century',
      { was: 'term.pinned', at: '2025-12-01', to: '2126-11-27' },
      '/to',
      '2126-11-27 is 100 years from 2026-11-27, the current end',
    ],
    [
      'an extension by a century',
      { was: 'term.extended', at: '2025-12-01', for: '100 years' },
      '/for',
      '2126-11-27 is 100 years from 2026-11-27, the current end',
    ],
    [
      'an event of another century',
      { event: 'talks', at: '1925-11-27' },
      '/at',
      '1925-11-27 is 100 years before the signing of 2025-11-27',
    ],
  ])('%s must be confirmed everywhere, and is then recorded', async (_name, fact, at, detail) => {
    await record(SIGNING);
    for (const query of ['', '?preview=true']) {
      const { status, body } = await record(fact, query);
      const [error] = body.errors;
      expect({ status, error }).toMatchObject({
        status: 428,
        error: { pointer: at, detail, expected: SURE },
      });
      expect(JSON.parse(error?.example ?? '')).toEqual({ ...fact, confirm: true });
    }
    expect((await imported([fact])).body.errors).toMatchObject([{ pointer: `/0${at}`, detail }]);
    expect(fileFaults([SIGNING, fact])).toMatchObject([{ pointer: `/1${at}`, detail }]);
    const sure = { ...fact, confirm: true };
    expect(fileFaults([SIGNING, sure])).toEqual([]);
    expect((await record(sure)).status).toBe(201);
    expect((await record(sure)).status).toBe(200);
    expect((await record(fact)).status).toBe(200);
  });

  it.each<[string, object[]]>([
    [
      'what was done shortly before the signing',
      [SIGNING, { was: 'alone.fulfilled', at: '2025-08-01' }],
    ],
    [
      'what was put off while it was negotiated',
      [
        { event: 'talks', at: '2022-03-29' },
        SIGNING,
        { was: 'alone.extended', at: '2022-05-01', to: '2026-09-01' },
      ],
    ],
    ['what happened years before', [SIGNING, { event: 'war', at: '2014-02-20' }]],
    ['what is said where nothing else is known', [{ was: 'alone.fulfilled', at: '2015-11-27' }]],
  ])('%s need not be confirmed', async (_name, facts) => {
    expect(fileFaults(facts)).toEqual([]);
    for (const fact of facts) expect((await record(fact)).status).toBe(201);
  });
});
