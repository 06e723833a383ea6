import { DATABASE, describeStored } from '../../support/databases';
import { FakeClock } from '../../support/fake-clock';
import { type Problem, startTestService, type TestService } from '../../support/service';

const AGREEMENT = `
id: pact
title: Pact
zone: Europe/Kyiv
parties: {a: {name: A}, b: {name: B}, watch: {name: Watch}}
events: {complaint: {title: Complaint, repeats: true}}
obligations:
  - {id: ceasefire, title: Ceasefire, obligor: [a, b], holds: from signing}
  - {id: elections, title: Elections, obligor: a, beneficiary: b, due: within 100 days of signing, extends: once by at most 1 month}
  - {id: law, title: Law, obligor: a, due: within 20 days of signing}
  - {id: reports, title: Reports, obligor: b, due: every 1 month from signing 3 times}
  - {id: period, title: Period, holds: from signing until 6 months after signing, extends: by agreement deducted from transition}
  - {id: transition, title: Transition, holds: from period.original-ends until 36 months after period.original-ends}
`;

interface Milestone {
  status: string;
  state: string;
  timeliness: string;
  dueOn: string | null;
  endsOn: string | null;
  incidents: number;
  progress: { level: number; onTrack: boolean | null; how: string | null } | null;
  verification: string | null;
  version: number;
}
interface Sent extends Problem {
  revision: number;
  differences: { id: string }[];
}
interface Fact {
  id: string;
  kind: string;
  sequence: number;
  hash: string;
}

describeStored(`the ledger over HTTP on ${DATABASE}`, () => {
  const clock = new FakeClock(Date.parse('2026-03-01T12:00:00Z'));
  let service: TestService;
  beforeAll(async () => {
    service = await startTestService(clock);
  });
  afterAll(() => service.end());
  beforeEach(async () => {
    await service.clear();
    clock.set('2026-03-01T12:00:00Z');
    await service.call('POST', '/v1/agreements', AGREEMENT);
    await record({ event: 'signing', at: '2026-01-01' });
  });

  const FACTS = '/v1/agreements/pact/facts';
  const record = (body: object) => service.call<Fact & Problem>('POST', FACTS, body);
  const recorded = async (body: object): Promise<Fact> => {
    const answer = await record(body);
    expect(answer).toMatchObject({ status: 201 });
    return answer.body;
  };
  const milestone = async (path: string): Promise<Milestone> =>
    (await service.call<Milestone>('GET', `/v1/milestones/pact/${path}`)).body;
  const ledger = async (): Promise<Fact[]> =>
    (await service.call<{ items: Fact[] }>('GET', `${FACTS}?limit=1000`)).body.items;

  describe('a move', () => {
    it('fulfilled late is met, late', async () => {
      await recorded({ was: 'law.fulfilled', at: '2026-02-01' });
      expect(await milestone('law')).toMatchObject({ status: 'met-late', timeliness: 'late' });
    });

    it('disputed keeps its timeliness, and restores its state when resolved', async () => {
      await recorded({ was: 'law.fulfilled', at: '2026-01-10' });
      await recorded({ was: 'law.disputed', at: '2026-01-20', actor: 'b' });
      const disputed = { state: 'disputed', status: 'disputed', timeliness: 'on-time' };
      expect(await milestone('law')).toMatchObject(disputed);
      await recorded({ was: 'law.resolved', at: '2026-02-20' });
      expect(await milestone('law')).toMatchObject({ state: 'fulfilled', status: 'met' });
    });

    it('breached is a finding: violated, until cured, and each is counted', async () => {
      await recorded({ was: 'elections.breached', at: '2026-01-20', actor: 'watch' });
      expect(await milestone('elections')).toMatchObject({ status: 'violated', incidents: 1 });
      await recorded({ was: 'elections.cured', at: '2026-01-25', actor: 'watch' });
      expect(await milestone('elections')).toMatchObject({ state: 'in-effect', incidents: 1 });
    });

    it('could-not-verify is shown until a verification', async () => {
      await recorded({ was: 'law.fulfilled', at: '2026-01-10' });
      await recorded({ was: 'law.could-not-verify', at: '2026-01-12' });
      expect(await milestone('law')).toMatchObject({
        status: 'met',
        verification: 'could-not-verify',
      });
      await recorded({ was: 'law.verified', at: '2026-01-14' });
      expect(await milestone('law')).toMatchObject({ verification: 'verified' });
    });

    it('progress 2 is on track by its pace to the deadline, and says why', async () => {
      await recorded({ was: 'elections.progress', at: '2026-02-20', level: 2, actor: 'watch' });
      expect((await milestone('elections')).progress).toMatchObject({
        level: 2,
        judgedBy: 'watch',
        onTrack: true,
        how: 'level 2 of 3 after 50 % of the time: at that pace complete after 74 % of it',
      });
      await recorded({ was: 'law.progress', at: '2026-01-19', level: 2 });
      expect((await milestone('law')).progress).toMatchObject({ onTrack: false });
      await recorded({ was: 'law.progress', at: '2026-01-20', level: 1 });
      expect((await milestone('law')).progress).toMatchObject({ level: 1, onTrack: null });
    });

    it('suspended without tolling keeps the deadline; with tolling it moves by as many days', async () => {
      const plain = { was: 'elections.suspended', at: '2026-01-10' };
      const { id } = await recorded(plain);
      expect(await milestone('elections')).toMatchObject({
        status: 'suspended',
        dueOn: '2026-04-11',
      });
      await recorded({ retracts: id });
      await recorded({ ...plain, tolling: true });
      expect(await milestone('elections')).toMatchObject({ status: 'suspended', dueOn: null });
      await recorded({ was: 'elections.resumed', at: '2026-01-20' });
      expect(await milestone('elections')).toMatchObject({
        state: 'in-effect',
        dueOn: '2026-04-21',
      });
    });

    it('suspended of the whole agreement stops every clock', async () => {
      await recorded({ agreement: 'suspended', at: '2026-01-10', tolling: true });
      await recorded({ agreement: 'resumed', at: '2026-01-20' });
      expect(await milestone('elections')).toMatchObject({ dueOn: '2026-04-21' });
      expect(await milestone('law')).toMatchObject({ dueOn: '2026-01-31' });
    });

    it('extended gives a new version of the deadline, as far and as often as the text allows', async () => {
      const { version } = await milestone('elections');
      const extended = { was: 'elections.extended', at: '2026-02-01' };
      const tooFar = await record({ ...extended, for: '2 months' });
      expect(tooFar).toMatchObject({ status: 409 });
      expect(tooFar.body.errors[0]).toMatchObject({
        pointer: '/for',
        detail: 'it would end on 2026-06-11, later than the text allows',
        expected: 'at the latest 2026-05-11, or an amendment',
      });
      await recorded({ ...extended, to: '2026-05-01' });
      expect(await milestone('elections')).toMatchObject({
        dueOn: '2026-05-01',
        version: version + 1,
      });
      expect(await record({ ...extended, to: '2026-05-05' })).toMatchObject({ status: 409 });
    });

    it('extended is deducted from the later period where the text says so', async () => {
      expect(await milestone('transition')).toMatchObject({ endsOn: '2029-07-01' });
      await recorded({ was: 'period.extended', at: '2026-02-01', for: '100 days' });
      expect(await milestone('period')).toMatchObject({ endsOn: '2026-10-09' });
      expect(await milestone('transition')).toMatchObject({ endsOn: '2029-03-23' });
    });

    it('terminated of the agreement ends what does not survive it', async () => {
      await recorded({ agreement: 'terminated', at: '2026-02-01', surviving: ['elections'] });
      expect(await milestone('ceasefire')).toMatchObject({ status: 'terminated' });
      expect(await milestone('elections')).toMatchObject({ state: 'in-effect' });
      expect(await record({ agreement: 'suspended', at: '2026-02-02' })).toMatchObject({
        status: 409,
      });
    });

    it('superseded discharges it and names its replacement', async () => {
      await recorded({ was: 'law.superseded', at: '2026-01-05', instead: 'elections' });
      expect(await milestone('law')).toMatchObject({
        status: 'discharged',
        supersededBy: 'elections',
      });
    });

    it('that is illegal is refused with the state, the move and the legal moves', async () => {
      await recorded({ was: 'law.waived', at: '2026-01-05', actor: 'b' });
      const answer = await record({ was: 'law.fulfilled', at: '2026-01-06' });
      expect(answer.status).toBe(409);
      expect(answer.body.errors).toEqual([
        {
          pointer: '/was',
          detail: '"law" is discharged on 2026-01-06, so "fulfilled" cannot be recorded',
          expected: 'no more facts: it is over',
        },
      ]);
      const early = await record({ was: 'ceasefire.cured', at: '2026-01-06' });
      expect(early.body.errors[0]).toMatchObject({
        detail: '"ceasefire" is holding on 2026-01-06, so "cured" cannot be recorded',
      });
      expect(early.body.errors[0]?.expected).toContain('breached, disputed, suspended');
    });

    it('fulfilled is refused for an obligation with an interval, also before it begins', async () => {
      const { status, body } = await record({ was: 'ceasefire.fulfilled', at: '2025-01-01' });
      expect(status).toBe(409);
      expect(body.errors[0]?.detail).toBe(
        '"ceasefire" holds through an interval, so "fulfilled" cannot be recorded',
      );
      expect(body.errors[0]?.expected).not.toContain('fulfilled');
    });

    it.each([
      ['verified', { at: '2026-01-06' }],
      ['waived', { at: '2026-01-06' }],
      ['progress', { at: '2026-01-06', level: 3 }],
    ])('%s is refused from those who owe it', async (kind, more) => {
      const answer = await record({ was: `elections.${kind}`, actor: 'a', ...more });
      expect(answer.status).toBe(409);
      expect(answer.body.errors[0]).toMatchObject({ pointer: '/actor' });
      expect(await record({ was: `elections.${kind}`, actor: 'b', ...more })).toMatchObject({
        status: 201,
      });
    });

    it('in the past is checked against the state at that time', async () => {
      await recorded({ was: 'law.waived', at: '2026-02-05' });
      await recorded({ was: 'law.progress', at: '2026-01-15', level: 1 });
      expect(await record({ was: 'law.progress', at: '2026-02-06', level: 1 })).toMatchObject({
        status: 409,
      });
    });
  });

  describe('a fact', () => {
    it.each([
      ['a key of another kind', { was: 'law.fulfilled', to: '2026-02-01' }, '/to'],
      ['an extension by nothing', { was: 'law.extended' }, '/to'],
      ['an extension by both', { was: 'law.extended', to: '2026-02-01', for: '1 day' }, '/to'],
      ['a period that is none', { was: 'law.extended', for: 'a while' }, '/for'],
      ['progress without its level', { was: 'law.progress' }, '/level'],
      ['a note without words', { was: 'law.note' }, '/note'],
      ['evidence without any', { was: 'law.evidence' }, '/evidence'],
      ['a survivor that is none', { agreement: 'terminated', surviving: ['x'] }, '/surviving/0'],
      ['a successor that is none', { was: 'law.superseded', instead: 'x' }, '/instead'],
      ['a kind no agreement has', { agreement: 'fulfilled' }, '/agreement'],
      ['an amendment, which has an address of its own', { agreement: 'amended' }, '/agreement'],
    ])('with %s is refused', async (_name, body, pointer) => {
      const answer = await record({ at: '2026-01-15', ...body });
      expect(answer.status).toBe(422);
      expect(answer.body.errors.map((error) => error.pointer)).toEqual([pointer]);
    });

    it('names every unknown key, by the form that was meant', async () => {
      const answer = await record({ was: 'law.fulfilled', at: '2026-01-15', wich: 1, form: 2 });
      expect(answer.status).toBe(422);
      expect(answer.body.errors.map(({ pointer, detail }) => [pointer, detail])).toEqual([
        ['/wich', '"wich" is not known here'],
        ['/form', '"form" is not known here'],
      ]);
    });

    it.each([
      [{ was: 'law.fulfiled' }, '/was', 'fulfilled'],
      [{ was: 'lau.fulfilled' }, '/was', 'law'],
      [{ event: 'sining' }, '/event', 'signing'],
    ])('with a misspelt name (%j) is refused with the right one', async (body, pointer, near) => {
      const answer = await record({ at: '2026-01-15', ...body });
      expect(answer.body.errors).toMatchObject([
        { pointer, detail: expect.stringContaining(`did you mean "${near}"?`) },
      ]);
    });

    it('about one of several milestones must say which; about all of them need not', async () => {
      const answer = await record({ was: 'reports.fulfilled', at: '2026-01-15' });
      expect(answer.status).toBe(422);
      expect(answer.body.errors).toMatchObject([
        { pointer: '/ordinal', detail: expect.stringContaining('falls due more than once') },
      ]);
      await recorded({ was: 'reports.suspended', at: '2026-01-15' });
      for (const n of [1, 2, 3]) {
        expect(await milestone(`reports%23${n}`)).toMatchObject({ state: 'suspended' });
      }
      expect(await record({ was: 'reports.note', at: '2026-01-15', note: 'Slow.' })).toMatchObject({
        status: 201,
      });
    });

    it('keeps the title, address, hash and day of its evidence, and is chained to the one before', async () => {
      const evidence = [
        {
          title: 'Report 7',
          url: 'https://example.org/7',
          hash: 'ab'.repeat(32),
          date: '2026-01-09',
        },
      ];
      const fact = await recorded({ was: 'law.evidence', at: '2026-01-10', evidence });
      expect(fact).toMatchObject({ evidence, subject: 'law' });
      const [first, second] = await ledger();
      expect(second).toMatchObject({ previousHash: first?.hash, hash: fact.hash });
    });

    it('that equals one that holds changes nothing', async () => {
      const body = { was: 'ceasefire.breached', at: '2026-01-10', by: 'a', actor: 'watch' };
      const first = await recorded(body);
      const again = await record(body);
      expect(again).toMatchObject({ status: 200, body: { id: first.id } });
      expect(await ledger()).toHaveLength(2);
      await recorded({ ...body, reason: 'another one' });
      await recorded({ retracts: first.id });
      await recorded(body);
      expect(await milestone('ceasefire')).toMatchObject({ incidents: 2 });
    });

    it('is previewed: the answer says what would move, and nothing is written', async () => {
      const before = await milestone('elections');
      const answer = await service.call<object>('POST', `${FACTS}?preview=true`, {
        was: 'elections.extended',
        at: '2026-02-01',
        for: '10 days',
      });
      expect(answer).toMatchObject({
        status: 200,
        body: {
          preview: true,
          recorded: 1,
          same: 0,
          changes: true,
          differences: [
            {
              id: 'pact/elections',
              change: 'moved',
              dates: [{ which: 'due', from: '2026-04-11', to: '2026-04-21', days: 10 }],
            },
          ],
        },
      });
      expect(await ledger()).toHaveLength(1);
      expect(await milestone('elections')).toEqual(before);
    });
  });

  describe('an import', () => {
    const facts = [
      { was: 'law.fulfilled', at: '2026-01-10', by: 'a' },
      { was: 'law.verified', at: '2026-01-11' },
      { was: 'reports.fulfilled', at: '2026-01-30', ordinal: 1 },
      { event: 'complaint', at: '2026-02-01T10:00:00Z' },
    ];
    const send = (body: unknown, type: string, query = '') =>
      fetch(`${service.url}${FACTS}/import${query}`, {
        method: 'POST',
        headers: { 'content-type': type },
        body: typeof body === 'string' ? body : JSON.stringify(body),
      }).then(async (response) => ({
        status: response.status,
        body: (await response.json()) as Sent,
      }));

    it.each([
      ['a JSON array', JSON.stringify(facts), 'application/json'],
      [
        'an object a line',
        facts.map((one) => JSON.stringify(one)).join('\n'),
        'application/x-ndjson',
      ],
      [
        'a YAML list',
        facts.map((one) => `- ${JSON.stringify(one)}\n`).join('# a remark\n'),
        'application/yaml',
      ],
    ])('is %s; the second time it changes nothing', async (_name, body, type) => {
      expect(await send(body, type)).toMatchObject({
        status: 200,
        body: { preview: false, recorded: 4, same: 0, changed: 2 },
      });
      expect(await ledger()).toHaveLength(5);
      const { revision } = (await send(body, type)).body;
      expect((await send(body, type)).body).toEqual({
        preview: false,
        revision,
        recorded: 0,
        same: 4,
        changed: 0,
      });
      expect(await ledger()).toHaveLength(5);
      expect(await milestone('law')).toMatchObject({ status: 'met', verification: 'verified' });
    });

    it('is previewed, each fact after those before it', async () => {
      const answer = await send(facts, 'application/json', '?preview=true');
      expect(answer.body).toMatchObject({ preview: true, recorded: 4, same: 0 });
      expect(answer.body.differences.map(({ id }) => id)).toEqual(['pact/law', 'pact/reports#1']);
      expect(await ledger()).toHaveLength(1);
    });

    it('with faults writes nothing and reports all of them, with pointer, line and column', async () => {
      const yaml = `
- {was: law.fulfilled, at: "2026-01-10"}
- {was: lore.fulfilled, at: "2026-01-10"}
- {was: law.progress, at: "someday"}
- {event: complaint, at: "2026-02-01", to: "2026-03-01"}
`;
      const answer = await send(yaml, 'application/yaml');
      expect(answer.status).toBe(422);
      expect(answer.body.errors).toMatchObject([
        { pointer: '/1/was', line: 3, column: 9 },
        { pointer: '/2/level', line: 4 },
        { pointer: '/2/at', line: 4 },
        { pointer: '/3/to', line: 5, column: 45 },
      ]);
      expect(await ledger()).toHaveLength(1);
    });

    it('reports invalid names together with faults of shape', async () => {
      const odd = { was: 'lore.fulfilled', at: 5, by: 'nobody', extra: 1 };
      const pointers = (answer: { body: Problem }) =>
        answer.body.errors.map(({ pointer }) => pointer).sort();
      const alone = await record(odd);
      expect([alone.status, pointers(alone)]).toEqual([422, ['/at', '/extra', '/was']]);
      const listed = await send([odd, { event: 'sining', at: '2026-01-10' }], 'application/json');
      expect(pointers(listed)).toEqual(['/0/at', '/0/extra', '/0/was', '/1/event']);
      const known = await record({ ...odd, was: 'law.fulfilled' });
      expect(pointers(known)).toEqual(['/at', '/by', '/extra']);
    });

    it.each([
      ['application/x-ndjson', '{"agreement": "note", "at": "2026-01-10", "note": "half \\ud83d"}'],
      ['application/yaml', '- {agreement: note, at: "2026-01-10", note: "nul \\0"}'],
    ])('of %s with a text that no database keeps as it is writes nothing', async (type, text) => {
      const answer = await send(text, type);
      expect(answer.status).toBe(422);
      expect(answer.body.errors).toMatchObject([{ pointer: '/0/note', line: 1 }]);
      expect(await ledger()).toHaveLength(1);
    });

    it('with faults of shape reports them for the form that was meant', async () => {
      const odd = {
        was: 'law.progress',
        at: '2026-01-10',
        level: 9,
        about: 'yes',
        by: 5,
        note: '',
      };
      const answer = await send([{ ...odd, to: '2026-02-30' }, 5], 'application/json');
      expect(answer.body.errors.map(({ pointer, detail }) => [pointer, detail])).toEqual([
        ['/0/about', 'is text; expected true or false'],
        ['/0/by', 'is a number; expected text'],
        ['/0/note', 'is empty; expected at least 1 character'],
        ['/0/to', '"2026-02-30" is not an existing day such as 2025-11-27'],
        ['/0/level', 'is 9; expected at most 3'],
        ['/1', 'is a number; expected an object of keys and values'],
      ]);
    });

    it('with conflicts writes nothing, and reports all of them', async () => {
      const lines = [
        { was: 'law.fulfilled', at: '2026-01-10' },
        { was: 'law.fulfilled', at: '2026-01-12' },
        { was: 'ceasefire.cured', at: '2026-01-12' },
        { was: 'ceasefire.breached', at: '2026-01-11' },
      ].map((one) => JSON.stringify(one));
      const answer = await send(lines.join('\n'), 'application/x-ndjson');
      expect(answer.status).toBe(409);
      expect(answer.body.errors).toMatchObject([
        { pointer: '/1/at', line: 2 },
        { pointer: '/2/was', line: 3 },
      ]);
      expect(await ledger()).toHaveLength(1);
    });

    it.each([
      ['no list', '{"was": "law.fulfilled"'],
      ['nothing', ''],
      ['an empty list', '[]'],
      ['an alias', '- &a {was: law.fulfilled, at: "2026-01-10"}\n- *a'],
    ])('of %s is refused', async (_name, body) => {
      expect(await send(body, 'application/yaml')).toMatchObject({ status: 422 });
    });

    it('retracts facts by their ids', async () => {
      const { id } = await recorded({ was: 'law.fulfilled', at: '2026-01-10' });
      await send(
        [{ retracts: id }, { was: 'law.fulfilled', at: '2026-01-15' }],
        'application/json',
      );
      expect((await ledger()).map(({ kind }) => kind)).toEqual([
        'occurred',
        'fulfilled',
        'retracted',
        'fulfilled',
      ]);
    });
  });
});
