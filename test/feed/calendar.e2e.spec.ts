import ICAL from 'ical.js';
import { DATABASE, describeStored } from '../support/databases';
import { FakeClock } from '../support/fake-clock';
import { startTestService, type TestService } from '../support/service';

const AGREEMENT = `
id: pact
title: "Pact\\nBEGIN:VEVENT"
zone: Pacific/Kiritimati
parties: {a: {name: A}, b: {name: B}}
obligations:
  - {id: elections, ref: "25", title: "Elections; free, fair\\r\\nDTSTART:20200101", obligor: a, theme: politics, due: within 100 days of signing}
  - {id: calm, title: Calm, obligor: [a, b], holds: from signing until 30 days after signing}
  - {id: later, title: Later, obligor: b, due: within 3 days of verification}
  - {id: long, title: ${'Very long words '.repeat(12)}, obligor: b, due: by 2026-12-31}
events: {verification: {title: Verification}}
`;

describeStored(`the calendar on ${DATABASE}`, () => {
  const clock = new FakeClock('2026-01-01T00:00:00Z');
  let service: TestService;
  beforeAll(async () => {
    service = await startTestService(clock);
    await service.call('POST', '/v1/agreements', AGREEMENT);
    await service.call('PUT', '/v1/agreements/pact/signing', { date: '2026-01-01' });
  });
  afterAll(() => service.end());

  const read = async (query = '') => {
    const response = await fetch(`${service.url}/v1/agreements/pact/calendar.ics${query}`);
    const text = await response.text();
    return { response, text };
  };
  /** As an independent program reads it. */
  const events = async (query = '') => {
    const { text } = await read(query);
    const calendar = new ICAL.Component(ICAL.parse(text));
    return calendar.getAllSubcomponents('vevent').map((part) => {
      const event = new ICAL.Event(part);
      return {
        uid: event.uid,
        summary: event.summary,
        start: event.startDate.toString(),
        allDay: event.startDate.isDate,
        sequence: event.sequence,
        status: part.getFirstPropertyValue('status'),
        alarms: part
          .getAllSubcomponents('valarm')
          .map((alarm) => String(alarm.getFirstPropertyValue('trigger'))),
      };
    });
  };

  it('has an all-day event on each day, whatever zone the client or the server is in', async () => {
    const { response, text } = await read();
    expect(response.headers.get('content-type')).toBe('text/calendar; charset=utf-8');
    expect(text.split('\r\n').every((line) => Buffer.byteLength(line) <= 75)).toBe(true);
    const found = await events();
    expect(found.map(({ uid, start, allDay }) => [uid, start, allDay])).toEqual([
      ['pact/elections', '2026-04-11', true],
      ['pact/calm?starts', '2026-01-01', true],
      ['pact/calm?ends', '2026-01-31', true],
      ['pact/long', '2026-12-31', true],
    ]);
  });

  it('marks what is hypothetical as tentative, and says so in words', async () => {
    const [elections] = await events();
    expect(elections).toMatchObject({ status: 'TENTATIVE' });
    expect(elections?.summary).toMatch(/^\(hypothetical\) Elections/);
    expect((await events('?hypothetical=false')).map(({ uid }) => uid)).toEqual(['pact/long']);
  });

  it('no title can add a line of its own', async () => {
    const { text } = await read();
    expect(text.match(/^BEGIN:VEVENT/gm)).toHaveLength(4);
    expect(text.match(/^DTSTART:/gm)).toBeNull();
  });

  it('rings when the alert policy would tell, and not for what is past', async () => {
    const [before] = await events();
    // Late from 12 April 00:00 in Kiritimati, fourteen hours ahead of UTC.
    expect(before?.alarms).toEqual(['2026-04-04T10:00:00Z']);
    await service.call('PUT', '/v1/agreements/pact/alert-policy', {
      rules: [{ theme: 'politics', leads: ['P30D', 'P400D'] }],
    });
    const [after] = await events();
    expect(after?.alarms).toEqual(['2026-03-12T10:00:00Z', '2026-04-04T10:00:00Z']);
  });

  it('the same deadline keeps its UID when it moves, with a higher sequence', async () => {
    const [before] = await events();
    await service.call('PUT', '/v1/agreements/pact/signing', { date: '2026-01-11' });
    const [after] = await events();
    expect(after).toMatchObject({ uid: before?.uid, start: '2026-04-21' });
    expect(after?.sequence).toBeGreaterThan(before?.sequence ?? 0);
  });

  it('is filtered by party and theme; a name that nothing has is refused', async () => {
    expect((await events('?theme=politics')).map(({ uid }) => uid)).toEqual(['pact/elections']);
    expect((await events('?party=b')).map(({ uid }) => uid)).toEqual([
      'pact/calm?starts',
      'pact/calm?ends',
      'pact/long',
    ]);
    const { status, body } = await service.call(
      'GET',
      '/v1/agreements/pact/calendar.ics?theme=politcs',
    );
    expect(status).toBe(422);
    expect(body.errors).toMatchObject([
      { pointer: '/theme', detail: expect.stringContaining('"politics"') },
    ]);
    expect((await service.call('GET', '/v1/agreements/none/calendar.ics')).status).toBe(404);
  });
});
