// @ts-check
// What is overdue, and what is due next: node overdue.mjs [http://127.0.0.1:3210]
import { existsSync, readFileSync } from 'node:fs';
import createClient from 'openapi-fetch';

const baseUrl = process.argv[2] ?? 'http://127.0.0.1:3210';
const token = process.env.PACTA_TOKEN ?? operatorToken();

/** The operator's token of a service that was started in this project; undefined where there is none. */
function operatorToken() {
  const file = new URL('../../data/operator.token', import.meta.url);
  return existsSync(file) ? readFileSync(file, 'utf8').trim() : undefined;
}

/** @type {import('openapi-fetch').Client<import('./pacta.d.ts').paths>} */
const pacta = createClient({
  baseUrl,
  ...(token === undefined ? {} : { headers: { authorization: `Bearer ${token}` } }),
});

/** @type {string | undefined} */
let cursor;
do {
  const { data, error } = await pacta.GET('/v1/milestones', {
    params: { query: { status: 'overdue', ...(cursor === undefined ? {} : { cursor }) } },
  });
  if (error !== undefined) throw new Error(`${error.title}: ${error.detail}`);
  for (const { id, title, dueOn } of data.items)
    process.stdout.write(`${dueOn}  ${id}  ${title}\n`);
  cursor = data.next ?? undefined;
} while (cursor !== undefined);

const { data: summary, error } = await pacta.GET('/v1/summary', {});
if (error !== undefined) throw new Error(`${error.title}: ${error.detail}`);
for (const { agreement, next } of summary.agreements) {
  process.stdout.write(`next of ${agreement}: ${next?.dueOn ?? 'nothing'} ${next?.title ?? ''}\n`);
}
