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

  it('schedule --why prints the derivation below each date', () => {
    const { stdout } = pacta('schedule', EXAMPLE, '--signed', '2025-11-27', '--why');
    expect(stdout).toMatch(
      /3\. 100 days after it is Saturday 7 March 2026\. \[agreement-d-plus-n, rule 3/,
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
    [['schedule', EXAMPLE, '--signed', 'soon'], 'is no date'],
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

  it('help names every command', () => {
    const { stdout } = pacta('--help');
    for (const command of ['serve', 'check', 'schedule']) expect(stdout).toContain(command);
  });
});
