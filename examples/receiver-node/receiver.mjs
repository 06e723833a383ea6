#!/usr/bin/env node
// A receiver of Pacta's webhooks without any dependency. It verifies the signature, answers at once,
// passes over what it has seen, prints each message with its sentence, and keeps every agreement's messages in
// their order: GET shows them.
//
//   PACTA_WEBHOOK_SECRET=whsec_… node receiver.mjs [port]
import { createHmac, timingSafeEqual } from 'node:crypto';
import { createServer } from 'node:http';

const PORT = Number(process.argv[2] ?? 4010);
const SECRET = process.env.PACTA_WEBHOOK_SECRET ?? '';
const TOLERANCE_SECONDS = 5 * 60;
const BODY_BYTES = 5_000_000;
const REMEMBERED_IDS = 100_000;

if (!SECRET.startsWith('whsec_')) {
  say('Set PACTA_WEBHOOK_SECRET to the secret shown when the webhook was created (whsec_…).');
  process.exit(2);
}
const key = Buffer.from(SECRET.slice('whsec_'.length), 'base64');

/** Delivery is at least once: the same id may come again. A real receiver keeps these in its database. */
const seen = new Set();

/** One line. */
function say(text) {
  process.stdout.write(`${text}\n`);
}

/** Why a request is not to be believed; undefined when it is. */
function fault(headers, body) {
  const id = headers['webhook-id'];
  const timestamp = headers['webhook-timestamp'];
  const signatures = headers['webhook-signature'];
  if (!id || !timestamp || !signatures) return 'a Standard Webhooks header is missing';
  const age = Math.abs(Date.now() / 1000 - Number(timestamp));
  if (!(age <= TOLERANCE_SECONDS)) return 'the timestamp is too old, too new, or none';
  // The signature is over the bytes that came, before anybody parses them.
  const expected = createHmac('sha256', key).update(`${id}.${timestamp}.`).update(body).digest();
  const genuine = signatures.split(' ').some((part) => {
    const [version, text = ''] = part.split(',');
    const given = Buffer.from(text, 'base64');
    return version === 'v1' && given.length === expected.length && timingSafeEqual(given, expected);
  });
  return genuine ? undefined : 'no signature matches';
}

/** Every agreement's messages by their sequence. */
const agreements = new Map();

/** Puts a message where it belongs; most belong at the end. Sequences have gaps and are never awaited. */
function place({ type, data }) {
  const messages = agreements.get(data.agreement) ?? [];
  agreements.set(data.agreement, messages);
  let at = messages.length;
  while (at > 0 && messages[at - 1].sequence > data.sequence) at--;
  messages.splice(at, 0, { sequence: data.sequence, type, milestone: data.milestone?.id ?? null });
  return at === messages.length - 1 ? '' : `  late, before #${messages[at + 1].sequence}`;
}

function take(id, body) {
  if (seen.has(id)) return say(`${id}  again, passed over`);
  seen.add(id);
  if (seen.size > REMEMBERED_IDS) seen.delete(seen.values().next().value);
  const message = JSON.parse(body.toString('utf8'));
  const { type, timestamp, data } = message;
  const about = data.milestone?.id ?? data.agreement ?? data.endpoint ?? '';
  const mark = data.hypothetical ? '  (hypothetical)' : '';
  const late = data.agreement === undefined ? '' : place(message);
  // The sentence, where the message has one: those of older releases have none.
  const text = data.text === undefined ? '' : `\n    ${data.text}`;
  say(`${id}  ${timestamp}  #${data.sequence}  ${type}  ${about}${mark}${late}${text}`);
}

const server = createServer((request, response) => {
  if (request.method === 'GET') {
    response.writeHead(200, { 'content-type': 'application/json' });
    return response.end(JSON.stringify(Object.fromEntries(agreements)));
  }
  const chunks = [];
  let bytes = 0;
  request.on('data', (chunk) => {
    bytes += chunk.length;
    if (bytes > BODY_BYTES) return request.destroy();
    chunks.push(chunk);
  });
  request.on('end', () => {
    const body = Buffer.concat(chunks);
    const why = request.method === 'POST' ? fault(request.headers, body) : 'only POST is taken';
    if (why !== undefined) {
      say(`refused: ${why}`);
      response.writeHead(400, { 'content-type': 'text/plain' }).end(`${why}\n`);
      return;
    }
    take(request.headers['webhook-id'], body);
    response.writeHead(204).end();
  });
});

server.listen(PORT, '127.0.0.1', () => {
  say(`Listening on http://127.0.0.1:${server.address().port}/`);
});
