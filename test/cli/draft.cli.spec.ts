import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { docx, paragraph } from '../support/docx';
import { columnOf, pageOf, pdfOf } from '../support/pdf';
import { temporaryDirectory } from '../support/service';

const ROOT = join(__dirname, '..', '..');
const SENTENCE = 'The Parties shall cease fire within 48 hours of signing.';
const PDF = pdfOf([pageOf(columnOf([SENTENCE], { x: 50, y: 740, width: 400 }))]);
const DOCX = docx({ body: paragraph(`Article 3\t${SENTENCE}`) });

// Each file is read in a process of its own; the machine may be busy.
jest.setTimeout(120_000);

function pacta(words: readonly string[], input: string | Uint8Array = '', env = {}) {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['bin/pacta.js', ...words], {
    cwd: ROOT,
    encoding: 'utf8',
    input,
    env: { ...process.env, ...env },
  });
  return { status, stdout, stderr };
}

describe('pacta draft', () => {
  const directory = temporaryDirectory();
  const write = (name: string, content: string | Uint8Array): string => {
    const file = join(directory.path, name);
    writeFileSync(file, content);
    return file;
  };
  afterAll(() => directory.remove());

  it.each<[what: string, name: string, content: string | Uint8Array, page: number | undefined]>([
    ['a PDF', 'truce.pdf', PDF, 1],
    ['a DOCX', 'truce.docx', DOCX, undefined],
    ['a PDF that is called a text', 'truce.txt', PDF, 1],
    ['a text that is called a PDF', 'text.pdf', SENTENCE, undefined],
    ['HTML', 'truce.html', `<!doctype html><p>${SENTENCE}</p>`, undefined],
  ])('reads %s by its content, also from standard input', (_, name, content, page) => {
    const expected = [expect.objectContaining({ phrase: 'within 48 hours of signing' })];
    for (const [file, input] of [
      [write(name, content), ''],
      ['-', content],
    ] as const) {
      const { status, stdout, stderr } = pacta(['draft', file, '--format', 'json'], input);
      expect([status, stderr]).toEqual([0, '']);
      const { proposals, text } = JSON.parse(stdout);
      expect(proposals).toEqual(expected);
      expect(proposals[0].page).toBe(page);
      const { start, end, quote } = proposals[0];
      expect((text ?? SENTENCE).slice(start, end)).toBe(quote);
    }
  });

  it('gives YAML that check reads from standard input', () => {
    const { stdout } = pacta(['draft', write('truce.pdf', PDF)]);
    expect(stdout).toContain('  # page 1\n  - id: ');
    const checked = pacta(['check', '-'], stdout);
    expect([checked.status, checked.stderr]).toEqual([0, '']);
    expect(checked.stdout).toMatch(/^Standard input is sound: truce, 1 obligations/);
  });

  it('is named where another command is given a file that is no text', () => {
    const { status, stderr } = pacta(['check', write('truce.yaml', PDF)]);
    expect([status, stderr]).toEqual([2, expect.stringContaining('truce.yaml is a PDF document')]);
    expect(stderr).toContain('pacta draft');
  });

  it('names the standard input of a faulty document', () => {
    const { status, stderr } = pacta(['check', '-'], 'id: [\n');
    expect([status, stderr]).toEqual([2, expect.stringMatching(/^Standard input/)]);
  });

  it.each<[what: string, content: Uint8Array, words: string, limits: object]>([
    ['a picture', Buffer.from('89504e470d0a1a0a', 'hex'), 'is a picture', {}],
    ['a scan', pdfOf(['']), 'text recognition (OCR)', {}],
    ['a broken PDF', PDF.subarray(0, 60), 'is damaged or incomplete', {}],
    [
      'a PDF over a limit',
      Buffer.concat([PDF, Buffer.alloc(9_900)]),
      'limits.fileBytes',
      { PACTA_LIMIT_FILE_BYTES: '10000' },
    ],
  ])('refuses %s with what to do', (_, content, words, limits) => {
    const { status, stdout, stderr } = pacta(['draft', write('file', content)], '', limits);
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toContain(words);
    expect(stderr).toContain('expected:');
  });

  it('names the file that it refuses in a comparison', () => {
    const [text, broken] = [write('truce.txt', SENTENCE), write('old.pdf', PDF.subarray(0, 60))];
    const { status, stderr } = pacta(['draft', text, '--against', broken]);
    expect([status, stderr]).toEqual([2, expect.stringMatching(/old\.pdf: The PDF document is/)]);
  });

  it.each<[what: string, words: readonly string[], message: string]>([
    ['an unknown zone', ['-', '--zone', 'Mars/Base'], '--zone: there is no zone "Mars/Base"'],
    ['a directory', ['examples'], 'examples is a directory, not a file.'],
    ['a text without words', ['-'], 'expected: the text of an agreement'],
  ])('refuses %s', (_, words, message) => {
    const { status, stdout, stderr } = pacta(['draft', ...words], ' \n');
    expect([status, stdout, stderr]).toEqual([2, '', expect.stringContaining(message)]);
  });
});
