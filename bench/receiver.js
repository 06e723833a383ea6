'use strict';
// A webhook receiver in a process of its own: answers 204, counts, and keeps when the first byte of a message
// about a milestone came, by the milestone's deadline. GET answers what it has and forgets it.
const { createServer } = require('node:http');
const { performance } = require('node:perf_hooks');

let count = 0;
let waits = [];

const server = createServer((request, response) => {
  if (request.method === 'GET') {
    response.end(JSON.stringify({ count, waits }));
    count = 0;
    waits = [];
    return;
  }
  const cameAt = performance.timeOrigin + performance.now();
  count++;
  // The message is parsed only if its delay is measured.
  if (request.url === '/timed') {
    let body = '';
    request.on('data', (part) => {
      body += part;
    });
    request.on('end', () => waits.push(cameAt - Date.parse(JSON.parse(body).data.milestone.dueAt)));
  } else request.resume();
  response.writeHead(204).end();
});
server.keepAliveTimeout = 60_000;
server.listen(0, '127.0.0.1', () => process.stdout.write(`${server.address().port}\n`));
