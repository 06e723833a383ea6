import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PROJECT_ROOT } from '../../src/config/root';

/** Pages whose code blocks a reader may type: the README, docs/ and the examples. */
export function pages(): string[] {
  const under = (folder: string): string[] =>
    readdirSync(join(PROJECT_ROOT, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.name.endsWith('.md'))
      .map((entry) => join(entry.parentPath, entry.name).slice(PROJECT_ROOT.length + 1));
  return ['README.md', ...under('docs'), ...under('examples')].sort();
}

const COMMAND = /^(\$ )?(\w+=\S* )*(curl|npx|npm|node|python3|docker)\b|^\w+=|^cat >/;

/** The blocks of a page that hold commands, each as it would be typed: without the output that it may show. */
export function commandsOf(page: string): string[] {
  const text = readFileSync(join(PROJECT_ROOT, page), 'utf8');
  const blocks = [...text.matchAll(/^```(\w*)\n(.*?)^```/gms)];
  return blocks
    .filter(([, language = '']) => language === '' || language === 'sh')
    .map(([, , body = '']) => body)
    .filter((body) => body.split('\n').some((line) => COMMAND.test(line)))
    .map((body) => {
      const typed = body.split('\n').filter((line) => line.startsWith('$ '));
      return typed.length === 0 ? body : `${typed.map((line) => line.slice(2)).join('\n')}\n`;
    });
}

/** What is printed and cannot be run in a test, each with its reason. */
export const NOT_RUN: readonly (readonly [line: RegExp, reason: string])[] = [
  [/^npm ci && npm start.*$/, '.ci/run does this, in a copy of its own'],
  [/^npm ci && npm test.*$/, '.ci/run does this'],
  [/^\w+=\S* npm start$/, 'the test starts the service, with this setting'],
  [/^docker compose .*$/, 'no Docker where the tests run'],
  [
    /^PACTA_WEBHOOK_SECRET=\S+ (node|python3) .*$/,
    'test/delivery/outage.db.spec.ts runs both receivers',
  ],
  [/^node examples\/receivers\/receivers\.mjs$/, 'the test starts it, on ports of its own'],
  [/^npm ci$/, 'examples/client installs packages of its own'],
  [
    /^node overdue\.mjs.*$/,
    'it needs those packages; test/contract/client.e2e.spec.ts uses its types',
  ],
  [/^npm run typecheck$/, 'it needs those packages'],
];

/** Why a line is not run; undefined where it is. */
export function reasonNotToRun(line: string): string | undefined {
  return NOT_RUN.find(([pattern]) => pattern.test(line.trim()))?.[1];
}
