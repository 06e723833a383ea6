import { createServer, type Server, type Socket } from 'node:net';

export interface Receiver {
  url: string;
  /** The received requests, complete, as text. */
  requests: string[];
  connections: number;
  close(): Promise<void>;
}

/** What a receiver does with a connection once the request's head has arrived. */
export type Behaviour = (socket: Socket, receiver: Receiver) => void;

const DRIP_MS = 20;
const POURED_BODY = Buffer.alloc(65_536, 'y');
const POURED_HEAD = Buffer.from(`x-${'a'.repeat(60_000)}: b\r\n`);

export const BEHAVIOURS: Readonly<Record<string, Behaviour>> = {
  hang: () => undefined,
  reset: (socket) => socket.resetAndDestroy(),
  close: (socket) => socket.end(),
  garbage: (socket) => socket.end('SSH-2.0-OpenSSH_9.6\r\n'),
  'status 099': (socket) => socket.end('HTTP/1.1 099 Odd\r\ncontent-length: 0\r\n\r\n'),
  'drip of the head': (socket) => drip(socket, 'HTTP/1.1 200 OK\r\n'.padEnd(4_000, 'x-a: b\r\n')),
  'drip of the body': (socket) => {
    socket.write('HTTP/1.1 200 OK\r\ncontent-length: 100000\r\n\r\n');
    drip(socket, 'x'.repeat(4_000));
  },
  'endless body': (socket) => {
    socket.write('HTTP/1.1 200 OK\r\n\r\n');
    pour(socket, POURED_BODY);
  },
  'endless head': (socket) => {
    socket.write('HTTP/1.1 200 OK\r\n');
    pour(socket, POURED_HEAD);
  },
  'NUL and broken text': (socket) => {
    const body = Buffer.from([0x61, 0x00, 0xff, 0xed, 0xa0, 0x80, 0x62]);
    socket.write(`HTTP/1.1 500 X\r\ncontent-length: ${body.length}\r\nconnection: close\r\n\r\n`);
    socket.end(body);
  },
};

/** Answers every request with this status and these headers, and an empty body. */
export function answering(
  status: number,
  headers: Readonly<Record<string, string>> = {},
): Behaviour {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  const head = `HTTP/1.1 ${status} X\r\ncontent-length: 0\r\n${lines.join('')}\r\n`;
  return (socket) => socket.write(head);
}

/** A receiver on this machine, on a port of its own. */
export async function startReceiver(behave: Behaviour): Promise<Receiver> {
  const sockets = new Set<Socket>();
  const server: Server = createServer((socket) => {
    receiver.connections++;
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket)).on('error', () => undefined);
    let received = '';
    socket.on('data', (chunk) => {
      received += chunk.toString('utf8');
      const length = Number(/content-length: (\d+)/i.exec(received)?.[1] ?? 0);
      const head = received.indexOf('\r\n\r\n') + 4;
      if (head < 4 || Buffer.byteLength(received) < head + length) return;
      receiver.requests.push(received);
      received = '';
      behave(socket, receiver);
    });
  });
  await new Promise<void>((done) => {
    server.listen(0, '127.0.0.1', done);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port was opened');
  const receiver: Receiver = {
    url: `http://127.0.0.1:${address.port}/hook`,
    requests: [],
    connections: 0,
    close: () => {
      for (const socket of sockets) socket.destroy();
      return new Promise((done) => {
        server.close(() => done());
      });
    },
  };
  return receiver;
}

/** The headers and body of a received request. */
export function parseRequest(text: string): { headers: Record<string, string>; body: string } {
  const [head = '', ...rest] = text.split('\r\n\r\n');
  const headers = head
    .split('\r\n')
    .slice(1)
    .map((line) => [
      line.slice(0, line.indexOf(':')).toLowerCase(),
      line.slice(line.indexOf(':') + 2),
    ]);
  return { headers: Object.fromEntries(headers), body: rest.join('\r\n\r\n') };
}

/** One piece a turn, because it shares the event loop with the receivers that it must not delay. */
function pour(socket: Socket, piece: Buffer): void {
  const next = (): void => {
    if (socket.writable && socket.write(piece)) setImmediate(next);
  };
  socket.on('drain', next);
  next();
}

function drip(socket: Socket, text: string): void {
  let at = 0;
  const timer = setInterval(() => socket.write(text[at++ % text.length] as string), DRIP_MS);
  socket.on('close', () => clearInterval(timer));
}
