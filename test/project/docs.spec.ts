import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const ROOT = resolve(__dirname, '..', '..');

/** A file or folder of this project in a code span. */
const REFERENCE = /`((?:src|config|test|docs|bin|examples|web)\/[\w@./-]+)`/g;

/** A link to a file beside the page, without its heading. */
const LINK = /\]\((?!https?:)([^)#\s]+)(?:#[^)]*)?\)/g;

const pages = [
  ...readdirSync(ROOT).filter((name) => name.endsWith('.md')),
  ...readdirSync(join(ROOT, 'docs'))
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
];

describe.each(pages)('%s', (page) => {
  const text = readFileSync(join(ROOT, page), 'utf8');

  it('names only files that exist', () => {
    const named = [...text.matchAll(REFERENCE)].map(([, path]) => path as string);
    expect(named.filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
  });

  it('links only to files that exist', () => {
    const linked = [...text.matchAll(LINK)].map(([, path]) => path as string);
    expect(linked.filter((path) => !existsSync(resolve(ROOT, page, '..', path)))).toEqual([]);
  });
});

it('docs/reliability.md numbers its tests in order, each with a file', () => {
  const text = readFileSync(join(ROOT, 'docs', 'reliability.md'), 'utf8');
  const numbers = [...text.matchAll(/^\| (\d+) \| [^|]+ \| `[^`]+`/gm)].map(([, n]) => Number(n));
  expect(numbers).toEqual([...new Set(numbers)].sort((a, b) => a - b));
  expect(numbers.length).toBeGreaterThanOrEqual(38);
});

it('CHANGELOG.md puts every entry under a subject, once', () => {
  const text = readFileSync(join(ROOT, 'CHANGELOG.md'), 'utf8');
  const entries = text.split(/\n(?=- )/).map((entry) => (entry.split(/\n\n/)[0] ?? '').trim());
  expect(entries.filter((entry, i) => entries.indexOf(entry) !== i)).toEqual([]);
  // Merges join the lines of both sides: an entry of a grouped section that has lost its subject follows the heading itself.
  expect(text).not.toMatch(/\n### (?:Added|Fixed)\n\n- /);
});
