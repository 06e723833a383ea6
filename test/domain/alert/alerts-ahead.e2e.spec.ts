import { run } from '../../../src/store/sql/sql';
import { Store } from '../../../src/store/store';
import { allTold } from '../../support/all-told';
import { DATABASE, describeStored } from '../../support/databases';
import { FakeClock } from '../../support/fake-clock';
import {
  startTestReceiver,
  startTestService,
  type TestReceiver,
  type TestService,
} from '../../support/service';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

const AGREEMENT = `
id: soon
title: Learnt of three days before
zone: UTC
parties: {north: {name: North}}
obligations:
  - {id: a, title: A, obligor: north, due: within 10 days of handover}
  - {id: b, title: B, due: within 20 days of handover}
  - {id: graced, title: Graced, due: within 5 days of handover, grace: 10 days}
  - {id: hours, title: Hours, due: within 24 hours of alarm}
  - {id: calm, title: Calm, holds: from 12 days after handover}
events:
  handover: {title: Handover}
  alarm: {title: Alarm}
`;

interface Alert {
  type: string;
  milestone: string;
  version: number;
  step: number;
  at: string;
  message: string;
}
interface Message {
  type: string;
  data: {
    sequence: number;
    changed?: number;
    announced?: { count: number; milestones: { milestone: string; type: string }[] };
    milestone?: { id: string; hypothetical: boolean };
  };
}

describeStored(`an upcoming deadline on ${DATABASE}`, () => {
  const clock = new FakeClock(0);
  let service: TestService;
  let receiver: TestReceiver;

  beforeAll(async () => {
    service = await startTestService(clock);
    receiver = await startTestReceiver();
  });
  beforeEach(async () => {
    await service.clear();
    receiver.received.length = 0;
    clock.set('2026-03-29T09:00:00Z');
  });
  afterAll(async () => {
    await service.end();
    await receiver.close();
  });

  const add = (document = AGREEMENT) => service.call('POST', '/v1/agreements', document);
  const listen = () => service.call('POST', '/v1/webhooks', { url: receiver.url });
  const fact = (event: string, at: string) =>
    service.call('POST', '/v1/agreements/soon/facts', { event, at });
  const policy = (rules: object[], id = 'soon') =>
    service.call('PUT', `/v1/agreements/${id}/alert-policy`, { rules });
  const alerts = async () =>
    (await service.call<{ items: Alert[] }>('GET', '/v1/alerts?limit=1000')).body.items;
  /** `path kind step v-version@day`, the order of the names. */
  const told = async () =>
    (await alerts())
      .map(({ type, milestone, version, step, at }) => {
        const [path, kind] = [milestone.split('/')[1], type.replace('milestone.', '')];
        return `${path} ${kind} ${step} v${version} ${at.slice(0, 10)}`;
      })
      .sort();
  const rehearsed = async (rules?: object[]) => {
    const { body } = await service.call<{ items: Alert[] }>(
      'POST',
      '/v1/agreements/soon/alert-policy/rehearsal',
      { from: '2026-03-01T00:00:00Z', to: '2027-01-01T00:00:00Z', ...(rules && { rules }) },
    );
    return body.items.map(({ type, milestone, step, at }) => {
      const [path, kind] = [milestone.split('/')[1], type.replace('milestone.', '')];
      return `${path} ${kind} ${step} ${at.slice(0, 10)}`;
    });
  };
  const messages = async () => {
    await allTold(service);
    const { body } = await service.call<{ items: Message[] }>('GET', '/v1/changes?limit=1000');
    return body.items;
  };
  const oneByOne = async () =>
    (await messages()).filter(({ type }) => type.startsWith('milestone.'));
  const numbered = (count: number, due: string) => `
id: many
title: Many
zone: UTC
events: {handover: {title: Handover}}
obligations:
${Array.from({ length: count }, (_, i) => `  - {id: o${i}, title: O ${i}, due: ${due}}`).join('\n')}
`;

  it('recorded three days before is announced once, immediately, by webhook', async () => {
    await add();
    await listen();
    await fact('handover', '2026-03-22');
    expect(await told()).toEqual(['a due-soon 0 v2 2026-03-29', 'calm due-soon 0 v2 2026-03-29']);
    await receiver.nth(3);
    const types = receiver.received.map(({ body }) => (JSON.parse(body) as Message).type);
    expect(types.sort()).toEqual(['milestone.due-soon', 'milestone.due-soon', 'schedule.changed']);
    for (let hours = 0; hours < 48; hours += 6) {
      await service.sweep();
      clock.advance(6 * HOUR);
    }
    expect(await told()).toHaveLength(2);
    // What came due-soon later, or late, is told when it comes, as ever.
    clock.set('2026-04-11T12:00:00Z');
    await service.sweep();
    expect(await told()).toEqual([
      'a due-soon 0 v2 2026-03-29',
      'a overdue 0 v2 2026-04-02',
      'b due-soon 0 v2 2026-04-05',
      'calm due-soon 0 v2 2026-03-29',
      'graced overdue 0 v2 2026-04-07',
    ]);
  });

  it('a clause of 24 hours is announced when its event is recorded', async () => {
    await add();
    await fact('alarm', '2026-03-29T08:00:00Z');
    expect(await told()).toEqual(['hours due-soon 0 v2 2026-03-29']);
  });

  it('a dry run lists the immediate alert and those of the sweep', async () => {
    await add();
    await fact('handover', '2026-03-22');
    const rules = [{ leads: ['P30D', 'P7D', 'P1D'], repeat: { every: 'P1D', most: 2 } }];
    const list = await rehearsed(rules);
    expect(list).toContain('a due-soon 0 2026-03-29');
    expect(list).toContain('b upcoming 43200 2026-03-29');
    await policy(rules);
    for (let at = clock.now(); at < Date.parse('2026-06-01'); at += 6 * HOUR) {
      clock.set(at);
      await service.sweep();
    }
    const line = ({ type, milestone, step, at }: Alert) =>
      `${milestone.split('/')[1]} ${type.replace('milestone.', '')} ${step} ${at.slice(0, 10)}`;
    expect((await alerts()).map(line).sort()).toEqual(list.sort());
  });

  it.each([
    ['not tolling, while a step passes', '2026-04-01', '2026-04-09', false],
    ['not tolling, while the deadline passes', '2026-04-01', '2026-04-13', false],
    ['not tolling, while reminders pass', '2026-04-01', '2026-04-18', false],
    ['tolling', '2026-04-01', '2026-04-09', true],
    ['between two steps', '2026-04-08', '2026-04-10', false],
    ['not ended', '2026-04-01', undefined, false],
  ])('a rehearsal leaves out what a suspension silences: %s', async (_, from, to, tolling) => {
    await add();
    await policy([{ leads: ['P5D', 'P1D'], repeat: { every: 'P2D', most: 2 } }]);
    await fact('handover', '2026-03-22');
    const note = (was: string, at: string, more = {}) =>
      service.call('POST', '/v1/agreements/soon/facts', { was, at, ...more });
    const moves = [
      { on: from, fact: () => note('b.suspended', from, { tolling }) },
      { on: to, fact: () => note('b.resumed', to ?? '') },
    ];
    for (let at = clock.now(); at < Date.parse('2026-05-20'); at += 6 * HOUR) {
      clock.set(at);
      for (const move of moves)
        if (move.on !== undefined && at === Date.parse(`${move.on}T03:00:00Z`)) await move.fact();
      await service.sweep();
    }
    const kinds = ['due-soon', 'upcoming', 'overdue'];
    const line = ({ type, milestone, step, at }: Alert) =>
      `${milestone.split('/')[1]} ${type.replace('milestone.', '')} ${step} ${at.slice(0, 10)}`;
    const of = (lines: readonly string[]) =>
      lines.filter((one) => one.startsWith('b ') && kinds.includes(one.split(' ')[1] ?? '')).sort();
    expect(of(await rehearsed())).toEqual(of((await alerts()).map(line)));
  });

  it('a rehearsal lists the last day for notice, as the sweep tells it', async () => {
    const term =
      '  - {id: term, title: Term, holds: from 2026-04-20 for 1 month, renews: for 1 month unless alarm 10 days before}';
    await add(AGREEMENT.replace('events:', `${term}\nevents:`));
    const line = ({ type, milestone, step, at }: Alert) =>
      `${milestone.split('/')[1]} ${type.replace('milestone.', '')} ${step} ${at.slice(0, 10)}`;
    const notice = (lines: readonly string[]) =>
      lines.filter((one) => one.startsWith('term.notice-closes ')).sort();
    expect(notice(await rehearsed())).toEqual(['term.notice-closes due-soon 0 2026-05-04']);
    for (let at = clock.now(); at < Date.parse('2026-05-10'); at += 6 * HOUR) {
      clock.set(at);
      await service.sweep();
    }
    expect(notice((await alerts()).map(line))).toEqual(notice(await rehearsed()));
  });

  it('that is past when it is recorded is not announced', async () => {
    await add();
    await fact('handover', '2026-02-01');
    await service.sweep();
    expect(await told()).toEqual([]);
  });

  it('is announced once for each date it gets: by a change of signing, hypothetical then actual', async () => {
    await add(AGREEMENT.replaceAll('handover', 'signing').replace(/ {2}signing:.*\n/, ''));
    const sign = (date: string, hypothetical = true) =>
      service.call('PUT', '/v1/agreements/soon/signing', { date, hypothetical });
    await sign('2026-03-22');
    await sign('2026-03-23');
    await sign('2026-03-23', false);
    expect((await told()).filter((line) => line.startsWith('a '))).toEqual([
      'a due-soon 0 v2 2026-03-29',
      'a due-soon 0 v3 2026-03-29',
      'a due-soon 0 v4 2026-03-29',
      'a redated 0 v3 2026-03-29',
    ]);
    const about = (await oneByOne()).filter(({ data }) => data.milestone?.id === 'soon/a');
    expect(about.map(({ type, data }) => `${type} ${data.milestone?.hypothetical}`)).toEqual([
      'milestone.due-soon true',
      'milestone.redated true',
      'milestone.due-soon true',
      'milestone.due-soon false',
    ]);
  });

  it('is announced by an amendment, an extension and a retracted fulfilment', async () => {
    const document = `
id: soon
title: Soon
zone: UTC
obligations:
  - {id: a, title: A, due: by 2026-06-01, extends: by at most 9 years}
`;
    await add(document);
    const facts = '/v1/agreements/soon/facts';
    const { headers } = await service.call('GET', '/v1/agreements/soon');
    const amended = await service.call(
      'PUT',
      '/v1/agreements/soon',
      document.replace('2026-06-01', '2026-03-31'),
      { 'if-match': headers.get('etag') ?? '' },
    );
    expect(amended.status).toBe(200);
    expect(await told()).toEqual(['a due-soon 0 v2 2026-03-29']);
    const extended = { was: 'a.extended', at: '2026-03-29', to: '2026-04-02' };
    expect((await service.call('POST', facts, extended)).status).toBe(201);
    expect(await told()).toEqual([
      'a due-soon 0 v2 2026-03-29',
      'a due-soon 0 v3 2026-03-29',
      'a redated 0 v3 2026-03-29',
    ]);
    const { body } = await service.call<{ id: string }>('POST', facts, {
      was: 'a.fulfilled',
      at: '2026-03-29',
    });
    await service.call('POST', facts, { retracts: body.id });
    expect(await told()).toContain('a due-soon 0 v4 2026-03-29');
  });

  it('is announced at a first start', async () => {
    await add(numbered(3, 'by 2026-04-01'));
    expect(await told()).toEqual([0, 1, 2].map((i) => `o${i} due-soon 0 v1 2026-03-29`));
  });

  it('is announced by a new policy whose step has passed, unless a later step was announced', async () => {
    await add();
    await fact('handover', '2026-03-22');
    await policy([{ leads: ['P60D', 'P30D', 'P2D'] }]);
    const first = [
      'a due-soon 0 v2 2026-03-29',
      'b upcoming 43200 v2 2026-03-29',
      'calm due-soon 0 v2 2026-03-29',
    ];
    expect(await told()).toEqual(first);
    // The same again, and one whose steps came before what was told, say nothing new.
    await policy([{ leads: ['P60D', 'P30D', 'P2D'] }]);
    await policy([{ leads: ['P45D'] }]);
    clock.advance(DAY);
    await service.sweep();
    expect(await told()).toEqual(first);
    await policy([{ leads: ['P4D'] }]);
    expect(await told()).toEqual([
      'a due-soon 0 v2 2026-03-29',
      'b upcoming 43200 v2 2026-03-29',
      'calm due-soon 0 v2 2026-03-29',
      'calm upcoming 5760 v2 2026-03-30',
    ]);
  });

  it('is not announced while muted, and is afterwards', async () => {
    await add();
    await policy([{ mute: ['due-soon'] }]);
    await fact('handover', '2026-03-22');
    expect(await told()).toEqual([]);
    await policy([]);
    expect(await told()).toEqual(['a due-soon 0 v2 2026-03-29', 'calm due-soon 0 v2 2026-03-29']);
  });

  it('is announced when it is owed again: a condition holds, a suspension ends, the agreement is active again', async () => {
    await add(`
id: soon
title: Soon
zone: UTC
events: {trigger: {title: Trigger}}
obligations:
  - {id: gated, title: Gated, due: by 2026-04-10, when: trigger}
  - {id: held-up, title: Held up, due: by 2026-04-02}
`);
    await policy([{ obligation: 'gated', leads: ['P30D'] }]);
    expect(await told()).toEqual(['held-up due-soon 0 v1 2026-03-29']);
    await service.call('PUT', '/v1/agreements/soon/standing', { standing: 'paused' });
    await fact('trigger', '2026-03-29');
    clock.set('2026-03-30T09:00:00Z');
    await service.sweep();
    await service.call('PUT', '/v1/agreements/soon/standing', { standing: 'active' });
    expect(await told()).toEqual([
      'gated upcoming 43200 v1 2026-03-30',
      'held-up due-soon 0 v1 2026-03-29',
    ]);
    const suspend = (was: string, at: string) =>
      service.call('POST', '/v1/agreements/soon/facts', { was, at });
    await suspend('gated.suspended', '2026-03-30');
    clock.set('2026-04-05T09:00:00Z');
    await service.sweep();
    expect((await told()).filter((line) => line.startsWith('gated'))).toHaveLength(1);
    await suspend('gated.resumed', '2026-04-05');
    expect((await told()).filter((line) => line.startsWith('gated'))).toEqual([
      'gated due-soon 0 v1 2026-04-04',
      'gated upcoming 43200 v1 2026-03-30',
    ]);
  });

  it('twenty of one write are announced one by one', async () => {
    await add(numbered(20, 'within 10 days of handover'));
    await service.call('POST', '/v1/agreements/many/facts', {
      event: 'handover',
      at: '2026-03-22',
    });
    expect(await oneByOne()).toHaveLength(20);
  });

  it('more than twenty are one message with one alert each, and are not announced again', async () => {
    await add(numbered(21, 'within 10 days of handover'));
    const before = (await messages()).length;
    await service.call('POST', '/v1/agreements/many/facts', {
      event: 'handover',
      at: '2026-03-22',
    });
    const now = (await messages()).slice(before);
    expect(now.map(({ type }) => type)).toEqual(['schedule.changed']);
    expect(now[0]?.data).toMatchObject({ changed: 21, announced: { count: 21 } });
    expect(now[0]?.data.announced?.milestones[3]).toMatchObject({
      milestone: 'many/o3',
      type: 'milestone.due-soon',
    });
    const kept = await alerts();
    expect(kept).toHaveLength(21);
    expect(new Set(kept.map(({ message }) => message)).size).toBe(1);
    await policy([{ leads: ['P30D'] }], 'many');
    clock.advance(DAY);
    await service.sweep();
    expect(await messages()).toHaveLength(before + 1);
    // One that moves is told by itself; the message about all of them stays.
    await service.call('POST', '/v1/webhooks', { url: 'http://127.0.0.1:9/' });
    await service.call('POST', '/v1/agreements/many/facts', {
      was: 'o3.extended',
      at: '2026-03-30',
      to: '2026-04-20',
    });
    expect((await oneByOne()).map(({ type }) => type)).toEqual([
      'milestone.redated',
      'milestone.upcoming',
    ]);
  });

  it('more than twenty by a new policy are one message, too', async () => {
    await add(numbered(30, 'by 2026-05-01'));
    const before = (await messages()).length;
    await policy([{ leads: ['P60D'] }], 'many');
    const now = (await messages()).slice(before);
    expect(now.map(({ type }) => type)).toEqual(['schedule.changed']);
    expect(now[0]?.data).toMatchObject({ changed: 0, announced: { count: 30 } });
    await policy([{ leads: ['P60D'] }], 'many');
    expect(await messages()).toHaveLength(before + 1);
  });

  it('a what-if and a preview send nothing, and a preview counts the alerts', async () => {
    await add();
    const before = (await messages()).length;
    await service.call('GET', '/v1/agreements/soon/schedule?assume=handover:2026-03-22');
    const preview = await service.call<{ alerts: object }>(
      'POST',
      '/v1/agreements/soon/facts?preview=true',
      { event: 'handover', at: '2026-03-22' },
    );
    expect(preview.body.alerts).toMatchObject({ told: { 'due-soon': 2 }, announced: 0 });
    expect(await messages()).toHaveLength(before);
    expect(await told()).toEqual([]);
  });

  it('each version and step has one alert and one message, also after repetitions', async () => {
    await add();
    await fact('handover', '2026-03-22');
    await fact('handover', '2026-03-22');
    await Promise.all([policy([]), policy([]), service.sweep(), service.sweep()]);
    const rows = await service.app.get(Store).read(
      async (tx) =>
        (
          await run<{ n: number | string }>(
            tx,
            `SELECT COUNT(*) AS n FROM message WHERE type = 'milestone.due-soon'
              GROUP BY milestone_id`,
            [],
          )
        ).rows,
    );
    expect(rows.map(({ n }) => Number(n))).toEqual([1, 1]);
  });
});
