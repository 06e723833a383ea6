import ICAL from 'ical.js';
import { DATABASE, describeStored } from '../support/databases';
import { FakeClock } from '../support/fake-clock';
import { startTestService, type TestService } from '../support/service';

const AGREEMENT = `
id: pact
title: "Pact; one, two \\\\ three\\nBEGIN:VEVENT"
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
  /** The calendar as an independent parser reads it. */
  const events = async (query = '') => {
    const { text } = await read(query);
    const calendar = new ICAL.Component(ICAL.parse(text));
    return calendar.getAllSubcomponents('vevent').map((part) => {
      const event = new ICAL.Event(part);
      const [milestone = '', installation = ''] = event.uid.split('@');
      return {
        uid: milestone,
        installation,
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

  it('has all-day events on the right days in every zone of client and server', async () => {
    const { response, text } = await read();
    expect(response.headers.get('content-type')).toBe('text/calendar; charset=utf-8');
    expect(text.split('\r\n').every((line) => Buffer.byteLength(line) <= 75)).toBe(true);
    expect(text.endsWith('\r\nEND:VCALENDAR\r\n')).toBe(true);
    const found = await events();
    expect(found.map(({ uid, start, allDay }) => [uid, start, allDay])).toEqual([
      ['pact/elections', '2026-04-11', true],
      ['pact/calm?starts', '2026-01-01', true],
      ['pact/calm?ends', '2026-01-31', true],
      ['pact/long', '2026-12-31', true],
    ]);
  });

  it('marks hypothetical events as tentative, and says so in words', async () => {
    const [elections] = await events();
    expect(elections).toMatchObject({ status: 'TENTATIVE' });
    expect(elections?.summary).toMatch(/^\(hypothetical\) Elections/);
    expect((await events('?hypothetical=false')).map(({ uid }) => uid)).toEqual(['pact/long']);
  });

  it('a title cannot add a line to the file', async () => {
    const { text } = await read();
    expect(text.match(/^BEGIN:VEVENT/gm)).toHaveLength(4);
    expect(text.match(/^DTSTART:/gm)).toBeNull();
  });

  it('follows RFC 5545 and 7986', async () => {
    const { text } = await read();
    const calendar = new ICAL.Component(ICAL.parse(text));
    expect(text).not.toContain('METHOD');
    expect(calendar.getFirstPropertyValue('version')).toBe('2.0');
    expect(calendar.getFirstPropertyValue('prodid')).toBe('-//Pacta//Pacta//EN');
    const lines = text.replaceAll('\r\n ', '').split('\r\n');
    for (const name of ['NAME', 'X-WR-CALNAME']) {
      expect(lines).toContain(`${name}:Pact\\; one\\, two \\\\ three BEGIN:VEVENT`);
    }
    const parts = calendar.getAllSubcomponents('vevent');
    expect(parts.length).toBeGreaterThan(3);
    for (const part of parts) {
      const names = part.getAllProperties().map(({ name }) => name);
      for (const name of ['uid', 'dtstamp', 'dtstart', 'summary', 'sequence', 'last-modified']) {
        expect(names.filter((one) => one === name)).toEqual([name]);
      }
      for (const alarm of part.getAllSubcomponents('valarm')) {
        const own = alarm.getAllProperties().map(({ name }) => name);
        expect(own).toEqual(['action', 'description', 'trigger']);
      }
    }
    // Within a component, properties precede the components it contains.
    for (const event of text.split('BEGIN:VEVENT').slice(1)) {
      const [, ...after] = event.split('END:VALARM');
      for (const rest of after) expect(rest).toMatch(/^\r\n(BEGIN:VALARM|END:VEVENT)\r\n/);
    }
  });

  it('gives events UIDs that never change and differ between installations', async () => {
    const here = await events();
    const [{ installation } = { installation: '' }] = here;
    const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
    expect(installation).toMatch(uuid);
    expect(new Set(here.map((event) => event.installation))).toEqual(new Set([installation]));
    expect(new Set(here.map(({ uid }) => uid)).size).toBe(here.length);
  });

  it('keeps the UIDs after a restart, also under another address', async () => {
    const first = await startTestService(clock);
    await first.call('POST', '/v1/agreements', AGREEMENT);
    const uids = async (at: TestService) => {
      const response = await fetch(`${at.url}/v1/agreements/pact/calendar.ics`);
      const text = (await response.text()).replaceAll('\r\n ', '');
      return { text, tag: response.headers.get('etag'), named: text.match(/^UID:.*$/gm) };
    };
    const before = await uids(first);
    await first.close();
    const publicUrl = 'https://new.example';
    const again = await startTestService(clock, { publicUrl }, first.settings);
    const after = await uids(again);
    await again.close();
    await first.end();
    expect(after.named).toEqual(before.named);
    expect(after.text).toContain('URL:https://new.example/?agreement=pact&milestone=pact/long\r\n');
    expect(after.tag).not.toBe(before.tag);
    // Another installation has other UIDs for the same milestones.
    const here = new Set((await read()).text.replaceAll('\r\n ', '').match(/^UID:.*$/gm));
    expect(before.named?.filter((uid) => here.has(uid))).toEqual([]);
  });

  it('has alarms at nine on the days of the alert policy, and none in the past', async () => {
    const [before] = await events();
    // Late from 12 April 00:00 in Kiritimati, fourteen hours ahead of UTC.
    expect(before?.alarms).toEqual(['2026-04-04T19:00:00Z']);
    await service.call('PUT', '/v1/agreements/pact/alert-policy', {
      rules: [{ theme: 'politics', leads: ['P30D', 'P400D'] }],
    });
    const [after] = await events();
    expect(after?.alarms).toEqual(['2026-03-12T19:00:00Z', '2026-04-04T19:00:00Z']);
  });

  it('the same deadline keeps its UID when it moves, with a higher sequence', async () => {
    const [before] = await events();
    await service.call('PUT', '/v1/agreements/pact/signing', { date: '2026-01-11' });
    const [after] = await events();
    expect(after).toMatchObject({ uid: before?.uid, start: '2026-04-21' });
    expect(after?.sequence).toBeGreaterThan(before?.sequence ?? 0);
  });

  it('is filtered by party and theme; an unknown name is refused', async () => {
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
