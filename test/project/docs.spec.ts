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
