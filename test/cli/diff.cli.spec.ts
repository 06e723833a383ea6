import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const ROOT = join(__dirname, '..', '..');
const OLD = 'examples/drafting/river-truce.txt';
const NEW = 'examples/drafting/river-truce-signed.txt';

const PACT = `id: pact
title: Pact
zone: UTC
obligations:
  - id: withdrawal
    ref: "1"
    title: Troops withdrawn
    due: within 30 days of signing
`;

describe('pacta diff', () => {
  const directory = mkdtempSync(join(tmpdir(), 'pacta-diff-'));
  afterAll(() => rmSync(directory, { recursive: true }));

  function pacta(words: string[], input = '') {
    const env = { ...process.env, PACTA_DATA_DIR: join(directory, 'data') };
    return spawnSync(process.execPath, ['bin/pacta.js', ...words], {
      cwd: ROOT,
      encoding: 'utf8',
      env,
      input,
    });
  }
  /** What a document shows after a command. */
  function shown(path: string, command: string): string {
    const after = readFileSync(join(ROOT, path), 'utf8').split(`$ npx pacta ${command}\n`)[1];
    return after?.split('```')[0]?.trimEnd() ?? 'nothing';
  }

  it('compares the two drafts for Ukraine by their ids, as the documentation shows it', () => {
    const command = 'diff ukraine-28-point ukraine-20-point --signed 2025-11-27';
    const { status, stdout, stderr } = pacta(command.split(' '));
    expect([status, stderr]).toEqual([1, '']);
    for (const part of shown('docs/compare.md', command).split('\n…\n')) {
      expect(stdout).toContain(part);
    }
  });

  it('compares the drafts of two texts, as the documentation shows it', () => {
    const command = `draft ${NEW} --against ${OLD} --signed 2026-11-12`;
    const { status, stdout } = pacta(command.split(' '));
    expect(status).toBe(1);
    expect(stdout.trimEnd()).toBe(shown('docs/compare.md', command));
  });

  it('compares a draft with an agreement', () => {
    const path = join(directory, 'pact.yaml');
    writeFileSync(path, PACT);
    const text = '1. Troops shall be withdrawn within 40 days of signing.\n';
    const { stdout } = pacta(['draft', '-', '--against', path, '--format', 'json'], text);
    expect(JSON.parse(stdout)).toMatchObject({
      from: { id: 'pact' },
      clauses: [{ rules: [{ key: 'due', to: 'within 40 days of signing' }] }],
    });
  });

  it.each([
    ['the same', PACT, 0, 'The two do not differ.'],
    ['another', PACT.replace('30 days', '20 days'), 1, 'within 20 days of signing'],
  ])('ends with the status of diff(1): %s', (_, input, status, words) => {
    const path = join(directory, 'old.yaml');
    writeFileSync(path, PACT);
    const ended = pacta(['diff', path, '-', '--signed', '2026-01-10'], input);
    expect(ended.status).toBe(status);
    expect(ended.stdout).toContain(words);
  });

  it('prints JSON and Markdown', () => {
    const path = join(directory, 'pact.yaml');
    writeFileSync(path, PACT);
    const later = PACT.replace('Troops', 'All | troops');
    const json = JSON.parse(pacta(['diff', path, '-', '--format', 'json'], later).stdout);
    expect(json).toMatchObject({
      signed: null,
      to: { id: 'pact' },
      counts: { changed: 1, reworded: 1, same: 0 },
      clauses: [{ change: 'changed', changes: ['reworded'], matchedBy: 'id', dates: [] }],
    });
    const markdown = pacta(['diff', path, '-', '--format', 'markdown'], later).stdout;
    expect(markdown).toContain('| title | Troops withdrawn | All \\| troops withdrawn |');
  });

  it.each([
    [['diff', 'no-such', 'ukraine-20-point'], /no file and no agreement "no-such"/],
    [['diff', '-', '-'], /give - once/],
    [['diff', 'ukraine-20-point', 'ukraine-20-point', '--format', 'yaml'], /text, json, markdown/],
    [['diff', 'ukraine-20-point', 'ukraine-20-point', '--signed', 'soon'], /--signed/],
    [['draft', NEW, '--against', OLD, '--format', 'yaml'], /text, json, markdown/],
  ])('refuses %j', (words, message) => {
    const { status, stderr } = pacta(words);
    expect(status).toBe(2);
    expect(stderr).toMatch(message);
  });
});
