import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { temporaryDirectory } from '../support/service';

const ROOT = join(__dirname, '..', '..');

describe('calendars of one\u2019s own', () => {
  const directory = temporaryDirectory();
  afterAll(() => directory.remove());
  const own = (id: string): string => join(directory.path, 'calendars', `${id}.yaml`);

  function pacta(...args: string[]) {
    const { status, stdout, stderr } = spawnSync(process.execPath, ['bin/pacta.js', ...args], {
      cwd: ROOT,
      encoding: 'utf8',
      env: {
        ...process.env,
        PACTA_DATA_DIR: directory.path,
        PACTA_CALENDARS_DIR: '',
        DATABASE_URL: '',
      },
    });
    return { status, out: stdout, fault: stderr };
  }

  const office = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//test//EN',
    'BEGIN:VEVENT',
    'UID:1',
    'DTSTART;VALUE=DATE:20260619',
    'RRULE:FREQ=YEARLY',
    'SUMMARY:Founding day',
    'END:VEVENT',
    'BEGIN:VEVENT',
    'UID:2',
    'DTSTART;VALUE=DATE:20261224',
    'DTEND;VALUE=DATE:20261227',
    'SUMMARY:Office closed',
    'END:VEVENT',
    'BEGIN:VEVENT',
    'UID:3',
    'DTSTART:20260701T090000Z',
    'SUMMARY:Meeting',
    'END:VEVENT',
    'END:VCALENDAR',
    '',
  ].join('\r\n');

  it('an iCalendar file becomes a calendar: repetitions expanded, ends exclusive, clock times left out', () => {
    const file = join(directory.path, 'office.ics');
    writeFileSync(file, office);
    const made = pacta(
      'calendar',
      'from-ics',
      file,
      '--id',
      'office',
      '--from',
      '2026',
      '--to',
      '2028',
    );
    expect(made).toMatchObject({ status: 0, fault: '' });
    expect(made.out).toContain('Left out, because they have a time of day: Meeting.');
    expect(parse(readFileSync(own('office'), 'utf8'))).toMatchObject({
      id: 'office',
      covers: [{ from: '2026-01-01', to: '2028-12-31', origin: 'unverified' }],
      holidays: {
        '2026-06-19': 'Founding day',
        '2026-12-24': 'Office closed',
        '2026-12-25': 'Office closed',
        '2026-12-26': 'Office closed',
        '2027-06-19': 'Founding day',
        '2028-06-19': 'Founding day',
      },
    });
  });

  it('the holidays of a country become a calendar that names where they come from', () => {
    expect(pacta('calendar', 'for', 'pl', '--from', '2026', '--to', '2026')).toMatchObject({
      status: 0,
    });
    const written = parse(readFileSync(own('pl'), 'utf8'));
    expect(written.holidays).toMatchObject({ '2026-04-06': 'Drugi dzie\u0144 Wielkanocy' });
    expect(written.sources[0].title).toMatch(/^date-holidays \d/);
    expect(written.note).toContain('Not checked');
  });

  it('the weekend is that of the country', () => {
    pacta('calendar', 'for', 'IL', '--from', '2026', '--to', '2026');
    expect(parse(readFileSync(own('il'), 'utf8')).weekend).toEqual(['friday', 'saturday']);
  });

  it('a document counts by it, and check says what it covers', () => {
    const file = join(directory.path, 'agreement.yaml');
    writeFileSync(
      file,
      `id: one
title: One
zone: Europe/Warsaw
calendars: [pl]
obligations:
  - {id: a, title: A, due: 1 working day after 2026-04-03}
`,
    );
    expect(pacta('check', file).out).toContain('pl: 2026-01-01 to 2026-12-31 (unverified)');
    expect(pacta('schedule', file, '--format', 'json').out).toContain('"dueOn": "2026-04-07"');
  });

  it('the list names every calendar, whose it is and until when it reaches', () => {
    const { out } = pacta('calendar', 'list');
    expect(out).toMatch(/^pl +2026-01-01 to 2026-12-31 \(unverified\)\n.*\(your own\)$/m);
    expect(out).toMatch(/^ru +.*published.*computed from the rule/m);
  });

  it.each([
    [['calendar', 'for', 'ZZ'], 'There is no country "ZZ"', 'pacta calendar for PL'],
    [['calendar', 'for', 'PL', '--region', 'XX'], 'knows no region "XX" of Poland', 'no region'],
    [['calendar', 'for', 'PL', '--from', '26'], 'got "26"', '--from'],
    [['calendar', 'for', 'PL', '--from', '2030', '--to', '2020'], 'got 2030 to 2020', 'years'],
    [['calendar', 'for', 'PL', '--weekend', 'sabbath'], '"sabbath" are no weekdays', '--weekend'],
    [['calendar', 'for', 'PL'], 'exists already', '--force'],
    [
      ['calendar', 'from-ics', 'package.json', '--id', 'x'],
      'package.json is not an iCalendar file',
      'RFC 5545',
    ],
  ])('%j is refused with what would be right', (args, said, cure) => {
    const { status, fault } = pacta(...args);
    expect(status).not.toBe(0);
    expect(fault).toContain(said);
    expect(fault).toContain(cure);
    expect(fault).not.toMatch(/^\s+at /m);
  });
});
