#!/usr/bin/env node
// Plays Slack, Teams, Discord, Telegram, ntfy, a mailbox and more on this machine, and prints what came and how it was
// answered. Each service refuses what the real one refuses. Needs Node 20 and nothing else.
//
//   node receivers.mjs [port] [mail port]
import { createServer } from 'node:http';
import { startMailbox } from './mailbox.mjs';
import { SERVICES } from './services.mjs';

const [port = '4020', mailPort = '4025'] = process.argv.slice(2);
const MOST_BYTES = 5_000_000;

function say(service, text, status) {
  const lines = text.split('\n').filter((line) => line !== '');
  const [first = '', ...rest] = lines;
  process.stdout.write(
    `${service.padEnd(12)} ${status}  ${first}\n${rest.map((line) => `${' '.repeat(18)}${line}\n`).join('')}`,
  );
}

const server = createServer((request, response) => {
  const chunks = [];
  let bytes = 0;
  request.on('data', (chunk) => {
    bytes += chunk.length;
    if (bytes > MOST_BYTES) return request.destroy();
    chunks.push(chunk);
  });
  request.on('end', () => {
    const { pathname, searchParams } = new URL(request.url, 'http://localhost');
    const name = pathname.split('/')[1];
    const service = SERVICES[name];
    const given = {
      method: request.method,
      path: decodeURIComponent(pathname),
      query: searchParams,
      headers: request.headers,
      body: Buffer.concat(chunks).toString('utf8'),
    };
    const [status, body, shown] = service?.(given) ?? [404, 'No such service'];
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    response.writeHead(status, {
      'content-type': typeof body === 'string' ? 'text/plain' : 'application/json',
    });
    response.end(status === 204 ? undefined : text);
    say(name, shown ?? `refused: ${text}`, status);
  });
});

/** What a mail program offers as one click (RFC 8058). */
const oneClick = (headers) =>
  headers['list-unsubscribe-post'] === 'List-Unsubscribe=One-Click'
    ? `One click ends it: ${/<(https:[^>]+)>/.exec(headers['list-unsubscribe'])?.[1]}`
    : '';

const mailbox = await startMailbox(Number(mailPort), ({ to, headers, text }) => {
  say(
    'email',
    [`to ${to.join(', ')}: ${headers.subject}`, text, oneClick(headers)].join('\n'),
    250,
  );
});

server.listen(Number(port), '127.0.0.1', () => {
  const url = `http://127.0.0.1:${server.address().port}`;
  const names = Object.keys(SERVICES).join(', ');
  process.stdout.write(
    `Listening on ${url}/ (${names}) and on 127.0.0.1:${mailbox.address().port} (mail)\n`,
  );
});
