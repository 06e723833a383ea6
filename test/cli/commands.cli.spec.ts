import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryDirectory } from '../support/service';

const ROOT = join(__dirname, '..', '..');
const PLAN = 'config/agreements/ukraine-28-point.yaml';
const EXAMPLE = 'config/agreements/worked-example.yaml';

function pacta(...words: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['bin/pacta.js', ...words], {
    cwd: ROOT,
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
}

interface Printed {
  agreement: { id: string };
  milestones: {
    id: string;
    obligation: string;
    status: string;
    dueOn: string | null;
    dueAt: string | null;
    waitsFor: string[];
    derivation: { text: string; citation: string }[];
  }[];
}

describe('pacta on the command line', () => {
  const directory = temporaryDirectory();
  const write = (name: string, text: string): string => {
    const file = join(directory.path, name);
    writeFileSync(file, text);
    return file;
  };
  afterAll(() => directory.remove());

  it('schedule prints a table with a line for every milestone and a count of statuses', () => {
    const { status, stdout } = pacta(
      'schedule',
      EXAMPLE,
      '--signed',
      '2025-11-27',
      '--as-of',
      '2025-12-01',
    );
    expect(status).toBe(0);
    expect(stdout).toMatch(
      /^4 +Nationwide elections +Sat 2026-03-07 +within 100 days of signing +◔ upcoming$/m,
    );
    expect(stdout).toMatch(/Invented, to show the language/);
    expect(stdout).toMatch(/═ 1 holding/);
  });

  it('the README shows rows that schedule really prints', () => {
    const readme = readFileSync(join(ROOT, 'README.md'), 'utf8');
    const shown = readme.split('\n').filter((line) => /^(Ref|\d) .*(Status|◔|═|◇|■)/.test(line));
    const { stdout } = pacta(
      'schedule',
      EXAMPLE,
      '--signed',
      '2025-11-27',
      '--as-of',
      '2025-12-01',
    );
    expect(shown.length).toBeGreaterThan(3);
    expect(stdout.split('\n')).toEqual(expect.arrayContaining(shown));
  });

  it('schedule as JSON has the elections of the draft plan on their day, with the steps to it', () => {
    const { stdout } = pacta('schedule', PLAN, '--signed', '2025-11-27', '--format', 'json');
    const elections = (JSON.parse(stdout) as Printed).milestones.find(
      ({ obligation }) => obligation === 'elections',
    );
    expect(elections).toMatchObject({
      dueOn: '2026-03-07',
      dueAt: '2026-03-07T22:00:00Z',
      waitsFor: [],
    });
    expect(elections?.derivation.length).toBeGreaterThanOrEqual(3);
    expect(elections?.derivation.every((step) => step.citation.length > 0)).toBe(true);
  });

  it('schedule takes what happened from a facts file', () => {
    const facts = write(
      'facts.yaml',
      '- {was: sanctions-relief.stage-1.fulfilled, at: "2025-12-20"}\n',
    );
    const { stdout } = pacta(
      'schedule',
      EXAMPLE,
      '--signed',
      '2025-11-27',
      '--facts',
      facts,
      '--format',
      'json',
    );
    const byId = new Map(
      (JSON.parse(stdout) as Printed).milestones.map((milestone) => [milestone.id, milestone]),
    );
    expect(byId.get('worked-example/sanctions-relief.stage-1')?.status).toBe('met');
    expect(byId.get('worked-example/sanctions-relief.stage-2')?.dueOn).toBe('2026-03-20');
  });

  it('schedule is a table for spreadsheets, and a calendar, as the feeds give them', () => {
    const asked = ['schedule', EXAMPLE, '--signed', '2025-11-27', '--as-of', '2026-03-09'];
    const lines = pacta(...asked, '--format', 'csv')
      .stdout.trimEnd()
      .split('\r\n');
    expect(lines[0]).toMatch(/^id,title,ref,status,dueOn,.*,daysUntilDue,/);
    expect(lines.find((line) => line.startsWith('worked-example/elections,'))).toMatch(
      /,4,overdue,2026-03-07,.*,-2,1,/,
    );
    const { stdout } = pacta(...asked, '--format', 'ics');
    expect(stdout).toMatch(/^BEGIN:VCALENDAR\r\n/);
    expect(stdout).toMatch(
      /UID:worked-example\/elections@[-0-9a-f]{36}\r\n[^]*?DTSTART;VALUE=DATE:20260307\r\n[^]*?SUMMARY:\(hypothetical\) Nationwide elections/,
    );
  });

  it('schedule --why prints the derivation below each date', () => {
    const { stdout } = pacta('schedule', EXAMPLE, '--signed', '2025-11-27', '--why');
    expect(stdout).toMatch(
      /3\. Counting 100 days forward gives Saturday 7 March 2026\. \[agreement-d-plus-n, rule 3/,
    );
  });

  it('schedule prints the same under any zone of the machine', () => {
    const under = (zone: string) =>
      spawnSync(
        process.execPath,
        ['bin/pacta.js', 'schedule', PLAN, '--signed', '2025-11-27', '--as-of', '2026-01-01'],
        {
          cwd: ROOT,
          encoding: 'utf8',
          env: { ...process.env, TZ: zone },
        },
      ).stdout;
    expect(under('Pacific/Kiritimati')).toBe(under('America/New_York'));
  });

  it('check reports three faults at once with file, line, column, caret and example, and exits with 2', () => {
    const file = write(
      'faulty.yaml',
      `id: faulty
title: Faulty
zone: Europe/Kyiv
obligations:
  - {id: a, title: A, due: within 30 days of sining}
  - {id: b, title: B, due: within 30 moons of signing}
  - {id: a, title: C, due: on signing}
`,
    );
    const { status, stderr } = pacta('check', file);
    expect(status).toBe(2);
    expect(stderr).toContain(`${file} has 3 faults; nothing was written.`);
    expect(stderr).toContain('line 5, column 46');
    expect(stderr).toContain('did you mean "signing"?');
    expect(stderr).toMatch(/ +\| +\^+$/m);
    expect(stderr.match(/example:/g)).toHaveLength(3);
  });

  it.each([
    ['check', PLAN],
    ['check', EXAMPLE],
  ])('%s %s finds it sound', (...words) =>
    expect(pacta(...words)).toMatchObject({ status: 0, stderr: '' }),
  );

  it.each([
    [['schedule', EXAMPLE, '--signed', 'soon'], 'is not a date'],
    [['schedule', EXAMPLE, '--signed', '1850-01-01'], 'outside the years'],
    [['schedule', EXAMPLE, '--format', 'xml'], 'not "xml"'],
    [['schedule', 'nowhere.yaml'], 'nowhere.yaml does not exist'],
    [['check', 'nowhere.yaml'], 'does not exist'],
  ])('%j is refused with 2 and says why', (words, reason) => {
    const { status, stderr } = pacta(...words);
    expect(status).toBe(2);
    expect(stderr).toContain(reason);
    expect(stderr).not.toContain('    at ');
  });

  it('an unknown command or option shows where help is', () => {
    expect(pacta('shedule', EXAMPLE)).toMatchObject({
      status: 1,
      stderr: expect.stringContaining('pacta --help'),
    });
    expect(pacta('check', EXAMPLE, '--vrebose').stderr).toContain('pacta --help');
  });

  it('date turns a phrase into a date, by convention, zone and calendar, with its steps', () => {
    const words = [
      'within 2 working days of 2025-12-24',
      '--zone',
      'Europe/Brussels',
      '--calendar',
      'be',
    ];
    const { status, stdout } = pacta(
      'date',
      ...words,
      '--convention',
      'eu-1182-71',
      '--format',
      'json',
    );
    expect(status).toBe(0);
    // 25 December is a holiday and 27 and 28 are a weekend.
    const answer = JSON.parse(stdout) as { dueOn: string; dueAt: string; derivation: object[] };
    expect(answer).toMatchObject({ dueOn: '2025-12-29', dueAt: '2025-12-29T23:00:00Z' });
    expect(answer.derivation.length).toBeGreaterThanOrEqual(3);
  });

  it('date answers a batch of questions with one answer each, faults in their place', () => {
    const batch = write(
      'batch.json',
      JSON.stringify([
        {
          phrase: 'within 3 weeks of 1998-03-12',
          convention: 'eu-1182-71',
          zone: 'Europe/Amsterdam',
        },
        { phrase: 'within 3 moons of 1998-03-12' },
        { phrase: 'within 2 working days of 2026-01-01', holidays: ['2026-01-02'] },
      ]),
    );
    const answers = JSON.parse(pacta('date', '--batch', batch).stdout) as object[];
    expect(answers).toMatchObject([
      { dueOn: '1998-04-02' },
      { errors: [{ pointer: '/phrase', column: 10 }] },
      { dueOn: '2026-01-06' },
    ]);
  });

  it('date says which way a date can still move, and of the first day that it may be done from', () => {
    const short = write(
      'short.yaml',
      'id: short\ntitle: Short\nversion: "2026-01-01"\nweekend: [saturday, sunday]\ncovers: [{from: "2026-01-01", to: "2026-04-01"}]\n',
    );
    const ask = (...asked: string[]) => pacta('date', ...asked, '--calendar', short);
    const counted = ['within 2 days of 2026-04-02', '--convention', 'eu-1182-71'];
    expect(ask(...counted).stdout).toMatch(/^2026-04-06 at the earliest {3}late from 2026-04-07T/);
    expect(JSON.parse(ask(...counted, '--format', 'json').stdout)).toMatchObject({
      dueOn: '2026-04-06',
      bound: 'earliest',
      waitsFor: ['calendar short for 2026-04-03'],
    });
    expect(ask('5 working days before 2026-04-09').stdout).toMatch(/^2026-04-02 at the latest /);
    expect(ask('10 days after 2026-01-01', '--side', 'earliest').stdout).toMatch(
      /^2026-01-11 {3}may be done from 2026-01-11T/,
    );
  });

  it('says nothing of a reader that stops before the end', () => {
    const many = Array.from(
      { length: 900 },
      (_, i) => `  - {id: e${i}, title: E, due: by 2026-01-01}`,
    );
    const file = write(
      'many.yaml',
      `id: many\ntitle: Many\nzone: UTC\nobligations:\n${many.join('\n')}\n`,
    );
    const command = `"${process.execPath}" bin/pacta.js schedule "${file}" --format json | head -c 10`;
    const { stdout, stderr } = spawnSync('bash', ['-c', command], { cwd: ROOT, encoding: 'utf8' });
    expect([stdout.trim(), stderr]).toEqual([expect.stringMatching(/^{/), '']);
  });

  it('date takes a calendar of one’s own from a file, and says what is wrong with one', () => {
    const own = write(
      'own.yaml',
      'id: own\ntitle: Own\nversion: "2026-01-01"\nweekend: [friday, saturday]\ncovers: [{from: "2026-01-01", to: "2026-12-31"}]\n',
    );
    expect(pacta('date', 'within 1 working day of 2026-01-01', '--calendar', own).stdout).toMatch(
      /^2026-01-04 /,
    );
    const wrong = write(
      'wrong.yaml',
      'id: own\ntitle: Own\nversion: soon\nweekend: [caturday]\ncovers: []\n',
    );
    const { status, stderr } = pacta('date', 'within 1 day of 2026-01-01', '--calendar', wrong);
    expect(status).toBe(2);
    for (const place of ['line 3, column 10', 'line 4, column 11', 'line 5, column 9'])
      expect(stderr).toContain(place);
  });

  it.each([
    [['date'], 'Give a phrase'],
    [['date', 'within 3 days of signing'], 'signing'],
    [['date', 'within 3 days of 2026-01-01', '--convention', 'cpr'], 'convention'],
    [['date', 'within 3 days of 2026-01-01', '--zone', 'Europe/Kiew'], 'Kiew'],
    [['date', 'within 3 days of 2026-01-01', '--calendar', 'xx'], 'one of be, de'],
    [['date', 'within 3 days of 2026-01-01', '--holidays', '2026-13-01'], '2026-13-01'],
  ])('%j is refused with 2 and says why', (words, reason) => {
    const { status, stderr } = pacta(...words);
    expect(status).toBe(2);
    expect(stderr).toContain(reason);
  });

  it('the library prints Dayton’s timetable as history had it', () => {
    const base = 'config/agreements/library/dayton-1995';
    const { stdout } = pacta('schedule', `${base}.yaml`, '--facts', `${base}.facts.yaml`);
    for (const day of ['1996-01-13', '1996-01-19', '1996-02-03', '1996-03-20', '1996-04-18']) {
      expect(stdout).toContain(day);
    }
  });

  it('help names every command', () => {
    const { stdout } = pacta('--help');
    for (const command of ['serve', 'check', 'schedule', 'date']) expect(stdout).toContain(command);
  });
});
