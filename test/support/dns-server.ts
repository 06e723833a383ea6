import { createSocket, type RemoteInfo, type Socket } from 'node:dgram';

/** What the server does with a question: addresses with a time to live in seconds, a response code, or nothing. */
export type DnsAnswer =
  | { addresses: readonly string[]; ttl: number }
  | 'NXDOMAIN'
  | 'SERVFAIL'
  | 'silence';

export interface DnsQuestion {
  /** Lower case, without the final dot. */
  name: string;
  family: 4 | 6;
}

export interface DnsServer {
  /** `address:port` */
  server: string;
  questions: DnsQuestion[];
  /** May be replaced at any time. */
  answer: (question: DnsQuestion) => DnsAnswer;
  /** Answers all unanswered questions with NXDOMAIN. */
  release(): void;
  close(): Promise<void>;
}

const TYPE_A = 1;
const TYPE_AAAA = 28;
const RESPONSE_CODES = { SERVFAIL: 2, NXDOMAIN: 3 };

/** A DNS server over UDP on this machine, on a port of its own. It answers questions for A and AAAA records. */
export async function startDnsServer(answer: DnsServer['answer']): Promise<DnsServer> {
  const socket: Socket = createSocket('udp4');
  const silent: (() => void)[] = [];
  const dns: DnsServer = {
    server: '',
    questions: [],
    answer,
    release: () => {
      for (const respond of silent.splice(0)) respond();
    },
    close: () => new Promise((closed) => socket.close(() => closed())),
  };
  socket.on('message', (query: Buffer, from: RemoteInfo) => {
    const question = questionOf(query);
    dns.questions.push(question);
    const given = dns.answer(question);
    const send = (what: Exclude<DnsAnswer, 'silence'>) =>
      socket.send(responseTo(query, what), from.port, from.address);
    if (given === 'silence') silent.push(() => send('NXDOMAIN'));
    else send(given);
  });
  await new Promise<void>((bound) => {
    socket.bind(0, '127.0.0.1', bound);
  });
  dns.server = `127.0.0.1:${socket.address().port}`;
  return dns;
}

/** The end of the question section of a query: after the name, its type and its class. */
function endOfQuestion(query: Buffer): number {
  let at = 12;
  while (query.readUInt8(at) !== 0) at += query.readUInt8(at) + 1;
  return at + 5;
}

function questionOf(query: Buffer): DnsQuestion {
  const labels: string[] = [];
  let at = 12;
  for (let length = query.readUInt8(at); length !== 0; length = query.readUInt8(at)) {
    labels.push(query.toString('latin1', at + 1, at + 1 + length).toLowerCase());
    at += length + 1;
  }
  return { name: labels.join('.'), family: query.readUInt16BE(at + 1) === TYPE_AAAA ? 6 : 4 };
}

function responseTo(query: Buffer, given: Exclude<DnsAnswer, 'silence'>): Buffer {
  const { family } = questionOf(query);
  const records =
    typeof given === 'string'
      ? []
      : given.addresses
          .filter((address) => address.includes(':') === (family === 6))
          .map((address) => record(address, given.ttl));
  const head = Buffer.from(query.subarray(0, 12));
  // A response to a recursive query, by a server that recurses.
  head.writeUInt16BE(0x8180 | (typeof given === 'string' ? RESPONSE_CODES[given] : 0), 2);
  head.writeUInt16BE(1, 4);
  head.writeUInt16BE(records.length, 6);
  head.writeUInt16BE(0, 8);
  head.writeUInt16BE(0, 10);
  return Buffer.concat([head, query.subarray(12, endOfQuestion(query)), ...records]);
}

function record(address: string, ttl: number): Buffer {
  const data = address.includes(':')
    ? bytesOfIPv6(address)
    : Buffer.from(address.split('.').map(Number));
  const head = Buffer.alloc(12);
  // The name of the question.
  head.writeUInt16BE(0xc00c, 0);
  head.writeUInt16BE(data.length === 4 ? TYPE_A : TYPE_AAAA, 2);
  head.writeUInt16BE(1, 4);
  head.writeUInt32BE(ttl, 6);
  head.writeUInt16BE(data.length, 10);
  return Buffer.concat([head, data]);
}

function bytesOfIPv6(address: string): Buffer {
  const [front = '', back = ''] = address.split('::');
  const groups = (text: string) => (text === '' ? [] : text.split(':'));
  const zeros = 8 - groups(front).length - groups(back).length;
  const all = [...groups(front), ...Array.from({ length: zeros }, () => '0'), ...groups(back)];
  return Buffer.from(all.map((group) => group.padStart(4, '0')).join(''), 'hex');
}
