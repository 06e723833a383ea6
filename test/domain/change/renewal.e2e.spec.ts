import { Sweep } from '../../../src/domain/transition/sweep';
import { allTold } from '../../support/all-told';
import { DATABASE, describeStored } from '../../support/databases';
import { FakeClock } from '../../support/fake-clock';
import { startTestService, type TestService } from '../../support/service';

interface Milestone {
  id: string;
  status: string;
  state: string;
  nature: string;
  dueOn: string | null;
  endsOn: string | null;
  version: number;
  history: {
    deadlines: { version: number; dueOn: string | null; cause: string }[];
    transitions: { to: string; cause: string; at: string }[];
  };
}

interface Message {
  type: string;
  data: {
    cause?: string;
    changed?: number;
    milestone?: { id: string; dueOn: string; nature: string };
  };
}

const DAY = 86_400_000;
const LEASE = `
id: lease
title: Lease
zone: Europe/Berlin
events:
  notice: {title: Notice}
obligations:
  - {id: term, title: Term, holds: from 2024-08-28 for 12 months, renews: for 12 months unless notice 2 months before}
  - {id: ask, title: Tell the desk, due: 2 weeks before term.notice-closes}
  - {id: over, title: The term, falls: term.ends}
`;
const CLOSES = 'lease/term.notice-closes';
const RENEWED = 'renewed tacitly: no notice came in time';

describeStored(`a term that renews itself, on ${DATABASE}`, () => {
  let service: TestService;
  const clock = new FakeClock('2025-01-10T12:00:00Z');
  beforeAll(async () => {
    service = await startTestService(clock);
  });
  afterAll(() => service.end());
  beforeEach(async () => {
    await service.clear();
    clock.set(Date.parse('2025-01-10T12:00:00Z'));
    await service.call('POST', '/v1/agreements', LEASE);
  });

  const read = async (id: string, query = '') =>
    (await service.call<Milestone>('GET', `/v1/milestones/${encodeURIComponent(id)}${query}`)).body;
  const list = async (query = '') => {
    const path = `/v1/agreements/lease/milestones${query}`;
    const { items } = (await service.call<{ items: Milestone[] }>('GET', path)).body;
    return Object.fromEntries(items.map((one) => [one.id, one.dueOn ?? one.endsOn]));
  };
  const reach = async (at: string) => {
    clock.set(Date.parse(at));
    await service.sweep();
  };
  const messages = async () => {
    await allTold(service);
    const path = '/v1/changes?limit=500';
    return (await service.call<{ items: Message[] }>('GET', path)).body.items;
  };
  const told = async (type: string) => (await messages()).filter((one) => one.type === type);

  it('has its last day for notice as a milestone of its own', async () => {
    expect(await list()).toEqual({
      'lease/term': '2025-08-28',
      [CLOSES]: '2025-06-28',
      'lease/ask': '2025-06-14',
      'lease/over': '2025-08-28',
    });
    expect(await read(CLOSES)).toMatchObject({ nature: 'notice', status: 'upcoming', version: 1 });
  });

  it('announces it, renews at its end, and re-dates with history and a new version', async () => {
    await reach('2025-06-22T00:00:00Z');
    const [soon, ...more] = (await told('milestone.due-soon')).filter(
      ({ data }) => data.milestone?.id === CLOSES,
    );
    expect(soon?.data.milestone).toMatchObject({ dueOn: '2025-06-28', nature: 'notice' });
    expect(more).toEqual([]);
    await reach('2025-06-28T21:59:59Z');
    expect(await read(CLOSES)).toMatchObject({ dueOn: '2025-06-28', version: 1 });

    await reach('2025-06-28T22:00:00Z');
    expect(await list()).toEqual({
      'lease/term': '2026-08-28',
      [CLOSES]: '2026-06-28',
      'lease/ask': '2026-06-14',
      'lease/over': '2026-08-28',
    });
    const { version, status, history } = await read(CLOSES);
    expect([version, status]).toEqual([2, 'upcoming']);
    expect(history.deadlines.map(({ dueOn, cause }) => [dueOn, cause])).toEqual([
      ['2025-06-28', expect.any(String)],
      ['2026-06-28', RENEWED],
    ]);
    expect(history.transitions.map(({ to }) => to)).toEqual([
      'upcoming',
      'due-soon',
      'expired',
      'upcoming',
    ]);
    expect((await told('schedule.changed')).at(-1)?.data).toMatchObject({
      cause: RENEWED,
      changed: 4,
    });
    const redated = (await told('milestone.redated')).map(({ data }) => data.milestone?.id);
    expect(redated).toContain(CLOSES);
    expect(await read('lease/term')).toMatchObject({ status: 'holding', endsOn: '2026-08-28' });
  });

  it('is announced again in each period', async () => {
    for (const at of ['2025-06-22', '2025-07-01', '2026-06-22', '2026-07-01', '2027-06-22']) {
      await reach(`${at}T00:00:00Z`);
    }
    const soon = (await told('milestone.due-soon')).filter(
      ({ data }) => data.milestone?.id === CLOSES,
    );
    expect(soon.map(({ data }) => data.milestone?.dueOn)).toEqual([
      '2025-06-28',
      '2026-06-28',
      '2027-06-28',
    ]);
  });

  it('is answered as of any instant, before the sweep and for the future', async () => {
    expect(await list('?asOf=2027-01-01')).toMatchObject({ [CLOSES]: '2027-06-28' });
    expect(await read(CLOSES, '?asOf=2026-02-11')).toMatchObject({ dueOn: '2026-06-28' });
    clock.set(Date.parse('2026-02-11T12:00:00Z'));
    expect(await list()).toMatchObject({ [CLOSES]: '2026-06-28', 'lease/term': '2026-08-28' });
    expect(await read(CLOSES)).toMatchObject({ dueOn: '2026-06-28' });
    await service.sweep();
    expect(await list('?asOf=2025-02-01')).toMatchObject({ [CLOSES]: '2025-06-28' });
  });

  it('sends no alerts about renewals that were past when it was added', async () => {
    await service.clear();
    clock.set(Date.parse('2026-11-30T12:00:00Z'));
    await service.call('POST', '/v1/agreements', LEASE);
    await service.sweep();
    expect(await read(CLOSES)).toMatchObject({ dueOn: '2027-06-28', version: 1 });
    const about = (await messages()).filter(({ type }) => type.startsWith('milestone.'));
    expect(about).toEqual([]);
  });

  it('catches up with several renewals after an outage, in one version', async () => {
    await reach('2028-01-01T00:00:00Z');
    expect(await read(CLOSES)).toMatchObject({ dueOn: '2028-06-28', version: 2 });
    expect(await told('milestone.due-soon')).toEqual([]);
  });

  it('writes nothing after a long silence that a service awake would not have written', async () => {
    await reach('2025-10-01T00:00:00Z');
    const history = async (id: string) =>
      (await read(id)).history.transitions.map(({ to, cause, at }) => [to, cause, at.slice(0, 10)]);
    expect(await history('lease/term')).toEqual([
      ['holding', expect.stringContaining('added'), '2024-08-27'],
    ]);
    expect(await history('lease/over')).toEqual([
      ['upcoming', expect.stringContaining('added'), '2025-01-10'],
    ]);
    expect(await history('lease/ask')).toEqual([
      ['upcoming', expect.stringContaining('added'), '2025-01-10'],
      ['due-soon', 'clock', '2025-06-07'],
      ['overdue', 'clock', '2025-06-14'],
      ['upcoming', RENEWED, expect.any(String)],
    ]);
    expect(await history(CLOSES)).toEqual([
      ['upcoming', expect.stringContaining('added'), '2025-01-10'],
      ['due-soon', 'clock', '2025-06-21'],
      ['expired', 'clock', '2025-06-28'],
      ['upcoming', RENEWED, expect.any(String)],
    ]);
    expect(await list()).toMatchObject({ 'lease/term': '2026-08-28', 'lease/over': '2026-08-28' });
    expect((await messages()).map(({ type }) => type)).not.toContain('milestone.overdue');
  });

  it('judges what does not move with it up to now', async () => {
    const rent = '  - {id: rent, title: Rent, due: by 2025-08-01}';
    await service.clear();
    await service.call('POST', '/v1/agreements', `${LEASE}${rent}\n`);
    await reach('2025-10-01T00:00:00Z');
    const { history } = await read('lease/rent');
    expect(history.transitions.map(({ to, cause }) => [to, cause])).toEqual([
      ['upcoming', expect.stringContaining('added')],
      ['due-soon', 'clock'],
      ['overdue', 'clock'],
    ]);
  });

  it('ends with a notice in time: nothing more is announced, and the end is final', async () => {
    await reach('2025-06-01T00:00:00Z');
    const notice = { event: 'notice', at: '2025-05-20' };
    expect((await service.call('POST', '/v1/agreements/lease/facts', notice)).status).toBe(201);
    expect(await read(CLOSES)).toMatchObject({ status: 'discharged', dueOn: '2025-06-28' });
    await reach('2025-09-30T00:00:00Z');
    expect(await read('lease/term')).toMatchObject({ status: 'expired', endsOn: '2025-08-28' });
    expect(await read(CLOSES)).toMatchObject({ status: 'discharged', version: 1 });
    const about = (await told('milestone.due-soon')).map(({ data }) => data.milestone?.id);
    expect(about).not.toContain(CLOSES);
  });

  it('dates the next day for notice again when a notice is retracted', async () => {
    const path = '/v1/agreements/lease/facts';
    const notice = { event: 'notice', at: '2025-01-05' };
    const { body } = await service.call<{ id: string }>('POST', path, notice);
    await reach('2025-07-10T00:00:00Z');
    expect(await list()).toMatchObject({ [CLOSES]: '2025-06-28', 'lease/term': '2025-08-28' });
    await service.call('POST', path, { retracts: body.id, reason: 'sent to another tenant' });
    expect(await list()).toMatchObject({ [CLOSES]: '2026-06-28', 'lease/term': '2026-08-28' });
  });

  it('refuses facts about the day itself, and says what to record', async () => {
    for (const was of ['term.notice-closes.fulfilled', 'term.notice-closes.pinned']) {
      const { status, body } = await service.call('POST', '/v1/agreements/lease/facts', {
        was,
        at: '2025-01-05',
      });
      expect(status).toBe(422);
      expect(body.errors).toMatchObject([
        { pointer: '/was', expected: 'the event "notice", or a fact about "term"' },
      ]);
    }
  });

  it('follows the alert policy by its own path', async () => {
    const rules = [{ obligation: 'term.notice-closes', leads: ['P30D'] }];
    const put = await service.call('PUT', '/v1/agreements/lease/alert-policy', { rules });
    expect(put.status).toBe(200);
    await reach('2025-05-30T00:00:00Z');
    const [lead] = await told('milestone.upcoming');
    expect(lead?.data.milestone).toMatchObject({ id: CLOSES, dueOn: '2025-06-28' });
  });

  it('is in the calendar feed, with an alarm a week before', async () => {
    const response = await fetch(`${service.url}/v1/agreements/lease/calendar.ics`);
    const text = (await response.text()).replaceAll('\r\n ', '');
    const event = text
      .split('BEGIN:VEVENT')
      .find((one) => one.includes('last day for notice')) as string;
    expect(event).toContain('DTSTART;VALUE=DATE:20250628');
    expect(event).toContain('Status: closes');
    expect(event).toContain('BEGIN:VALARM');
  });

  it('renews a paused agreement without messages', async () => {
    await service.call('PUT', '/v1/agreements/lease/standing', { standing: 'paused' });
    const before = (await messages()).length;
    await reach('2025-07-10T00:00:00Z');
    expect(await read(CLOSES)).toMatchObject({ dueOn: '2026-06-28', version: 2 });
    expect(await messages()).toHaveLength(before);
  });

  it('sleeps until the day for notice is over', async () => {
    clock.set(Date.parse('2025-06-28T12:00:00Z'));
    await service.sweep();
    expect(await service.app.get(Sweep).nextWake()).toBe(Date.parse('2025-06-28T22:00:00Z'));
    clock.advance(DAY);
    await service.sweep();
    expect(await service.app.get(Sweep).nextWake()).toBeGreaterThan(clock.now());
  });
});
