import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { controlsOf } from '../support/control-characters';
import { temporaryDirectory } from '../support/service';

const ROOT = join(__dirname, '..', '..');
const PACT =
  'id: pact\ntitle: Pact\nzone: UTC\nobligations:\n  - {id: e1, title: One, due: by 2026-12-31}\n';

function pacta(...words: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['bin/pacta.js', ...words], {
    cwd: ROOT,
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
}

describe('texts on the command line', () => {
  const directory = temporaryDirectory();
  const write = (name: string, text: string | Uint8Array): string => {
    const file = join(directory.path, name);
    writeFileSync(file, text);
    return file;
  };
  afterAll(() => directory.remove());

  it('in another encoding are refused with its name and the command that converts the file', () => {
    const bytes = Buffer.from(PACT.replace('Pact', '\xc4\xee\xe3\xee\xe2\xee\xf0'), 'latin1');
    const file = write('cp1251.yaml', bytes);
    for (const words of [
      ['check', file],
      ['schedule', file],
      ['date', '--batch', file],
    ]) {
      const { status, stderr } = pacta(...words);
      expect(status).toBe(2);
      expect(stderr).toContain('line 2, column 8: the byte 0xC4 is not UTF-8');
      expect(stderr).toContain('likely windows-1251\n    2 | title: Договор\n');
      expect(stderr).toContain(`iconv -f windows-1251 -t utf-8 '${file}'`);
    }
    const wide = write('utf-16.yaml', Buffer.from(`\ufeff${PACT}`, 'utf16le'));
    expect(pacta('check', wide).stderr).toContain('UTF-16LE, by its byte order mark');
  });

  it('with a byte order mark are read: agreements, facts, batches and calendars', () => {
    const pact = write('bom.yaml', `\ufeff${PACT}`);
    const facts = write('bom.facts.yaml', '\ufeff- {was: e1.fulfilled, at: 2026-11-28}\r\n');
    expect(pacta('check', pact)).toMatchObject({ status: 0, stderr: '' });
    expect(pacta('schedule', pact, '--facts', facts).stdout).toContain('● met');
    const batch = write('batch.json', '\ufeff[{"phrase": "within 10 days of 2026-01-01"}]');
    expect(pacta('date', '--batch', batch).stdout).toContain('"dueOn": "2026-01-11"');
    const calendar = write(
      'calendar.yaml',
      '\ufeffid: own\ntitle: Own\nversion: "2026-01-01"\nweekend: [friday]\ncovers: [{from: "2026-01-01", to: "2026-12-31"}]\n',
    );
    const counted = pacta('date', '1 working day after 2026-01-01', '--calendar', calendar);
    expect(counted.stdout).toMatch(/^2026-01-03/);
  });

  it('with keys that are given twice are refused in batches and calendars, too', () => {
    const batch = write('twice.json', '[{"phrase": "on signing", "phrase": "by 2026-01-01"}]');
    const twice = pacta('date', '--batch', batch);
    expect([twice.status, twice.stderr]).toEqual([
      2,
      expect.stringContaining('line 1, column 27: the key "phrase" is given twice'),
    ]);
    const calendar = write('twice.yaml', 'id: own\nid: other\ntitle: [T\n');
    expect(pacta('date', 'by 2026-01-01', '--calendar', calendar).status).toBe(2);
  });

  it('a batch that is no JSON is told with its line and column', () => {
    const batch = write('broken.json', '[{"phrase": "by 2026-01-01"},\n {"phrase": "on]');
    expect(pacta('date', '--batch', batch).stderr).toContain(
      'line 2, column 13: the text in quotes does not end',
    );
  });

  it('print no control character, whoever wrote it and wherever it stands', () => {
    const hostile = write(
      'hostile.yaml',
      PACT.replace('title: One', 'title: "\\e[31mred\\r\\u202egpj", note: "\\x9b"').replace(
        'Pact',
        '"\u0007x\u001b[2J"',
      ),
    );
    const typed = pacta('date', 'by 2026-01-01', '--zone', 'UTC\u001b[31m');
    for (const { status, stdout, stderr } of [pacta('check', hostile), typed]) {
      expect([status, controlsOf(stdout), controlsOf(stderr)]).toEqual([2, [], []]);
      expect(stderr).toContain('holds the control character');
    }
  });

  it('tells every fault of shape, phrase and reference of a document in one round', () => {
    const file = write(
      'faults.yaml',
      [
        'id: Pact',
        'title: Talks: round two',
        'zone: Europe/Kiew',
        'parties: {Group A: {name: A}, null: {name: N}}',
        'obligations:',
        '  - {id: a, title: Entry into force, the signature, obligor: nobody, due: within 3 of signing}',
        '  - {id: b, title: 5, dew: x, due: within 3 days of sining}',
      ].join('\n'),
    );
    const { stderr } = pacta('check', file);
    expect(stderr.match(/^line \d+, column \d+/gm)).toEqual([
      'line 1, column 5',
      'line 2, column 8',
      'line 3, column 7',
      'line 4, column 11',
      'line 4, column 31',
      'line 6, column 38',
      'line 6, column 62',
      'line 6, column 87',
      'line 7, column 20',
      'line 7, column 23',
      'line 7, column 53',
    ]);
    expect(stderr).toContain('example:  title: "Entry into force, the signature"');
    expect(stderr).toContain('the key "Group A" is not an id');
    expect(stderr).toContain('an empty key (null) is not an id');
  });
});
