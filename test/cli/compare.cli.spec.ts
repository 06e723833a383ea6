import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(__dirname, '..', '..');
const PLAN = 'config/agreements/ukraine-28-point.yaml';
const EXAMPLE = 'config/agreements/worked-example.yaml';

function pacta(...words: string[]) {
  return spawnSync(process.execPath, ['bin/pacta.js', ...words], { cwd: ROOT, encoding: 'utf8' });
}

describe('pacta compare', () => {
  it('prints what the README shows', () => {
    const { status, stdout } = pacta(
      'compare',
      EXAMPLE,
      '--signed',
      '2025-11-27',
      '--signed',
      '2025-12-25',
      '--as-of',
      '2025-12-01',
    );
    expect(status).toBe(0);
    const readme = readFileSync(join(ROOT, 'README.md'), 'utf8');
    const shown = /^\$ npx pacta compare [^\n]+\n([^`]+)\n```/m.exec(readme)?.[1] ?? 'nothing';
    expect(stdout).toContain(shown);
  });

  it('compares a schedule without and with what is assumed, as JSON', () => {
    const { stdout } = pacta(
      'compare',
      EXAMPLE,
      '--signed',
      '2025-11-27',
      '--assume',
      'sanctions-relief.stage-1:+P10D',
      '--format',
      'json',
    );
    const { hypothetical, differences } = JSON.parse(stdout);
    expect(hypothetical).toBe(true);
    expect(differences).toContainEqual(
      expect.objectContaining({
        id: 'worked-example/sanctions-relief.stage-2',
        change: 'dated',
        dates: [expect.objectContaining({ from: null, to: '2026-04-06' })],
      }),
    );
  });

  it('refuses what cannot be compared, every fault at its option', () => {
    const alone = pacta('compare', EXAMPLE, '--signed', '2025-11-27');
    expect(alone).toMatchObject({
      status: 2,
      stderr: expect.stringMatching(/^Two --signed dates/),
    });
    const wrong = pacta('compare', EXAMPLE, '--signed', 'soon', '--assume', 'elction:+P1D');
    expect(wrong.status).toBe(2);
    expect(wrong.stderr.match(/^--signed/gm)).toHaveLength(1);
    expect(wrong.stderr).toMatch(/^--assume: .*did you mean "elections"\?$/m);
  });
});

describe('pacta sensitivity', () => {
  it('counts the conflicts of every day of signing of the shipped plan', () => {
    const { status, stdout } = pacta(
      'sensitivity',
      PLAN,
      '--from',
      '2025-11-25',
      '--to',
      '2025-11-27',
      '--format',
      'csv',
    );
    expect(status).toBe(0);
    const [head, ...days] = stdout.trim().split('\n');
    expect(head).toMatch(/^signing,count,non-working-day/);
    expect(days.map((line) => line.slice(0, 12))).toEqual([
      '2025-11-25,0',
      '2025-11-26,0',
      '2025-11-27,1',
    ]);
    expect(days[2]).toContain('non-working-day ukraine-28-point/elections 2026-03-07 weekend');
  });
});
