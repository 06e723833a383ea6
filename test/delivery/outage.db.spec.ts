import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { DELIVERY_DEFAULTS } from '../../src/delivery/delivery-settings';
import { formatSecret } from '../../src/delivery/signing/secret';
import { HttpTransport } from '../../src/delivery/transport/http-transport';
import { DATABASE, describeStored } from '../support/databases';
import { endProcess } from '../support/end-process';
import { figure } from '../support/figures';
import { runs } from '../support/runs';
import { type Sending, startSending } from './fixture';
import { answering, parseRequest, type Receiver, startReceiver } from './hostile-receiver';

const EXAMPLES = join(__dirname, '..', '..', 'examples');
const HOUR = 3_600_000;
const SECRET = formatSecret(Buffer.alloc(32, 3));
/** The number of steps of the hour, and of messages in each. */
const STEPS = runs(12, 60);
const MESSAGES = Math.ceil(runs(250, 10_000) / STEPS);

/** `bisect.insort` takes a key since 3.10. */
const hasPython =
  spawnSync('python3', ['-c', 'import sys; sys.exit(sys.version_info < (3, 10))']).status === 0;

const PROGRAMS: readonly { name: string; command: string[]; present: boolean }[] = [
  {
    name: 'the receiver in Node',
    command: [process.execPath, join(EXAMPLES, 'receiver-node', 'receiver.mjs')],
    present: true,
  },
  {
    name: 'the receiver in Python',
    command: ['python3', join(EXAMPLES, 'receiver-python', 'receiver.py')],
    present: hasPython,
  },
];

describeStored(`a receiver that is down for an hour, on ${DATABASE}`, () => {
  let transport: HttpTransport;
  let sending: Sending;
  let other: Receiver;
  let child: ChildProcess | undefined;
  beforeEach(async () => {
    const settings = { ...DELIVERY_DEFAULTS, allowedNetworks: ['127.0.0.0/8'] };
    transport = new HttpTransport(settings);
    sending = await startSending({ ...settings, perEndpointInFlight: 16 }, transport);
    other = await startReceiver(answering(204));
  });
  afterEach(async () => {
    await endProcess(child);
    await transport.close();
    await other.close();
  });

  const listening = async ([program = '', ...parameters]: string[], port: number) => {
    child = spawn(program, [...parameters, String(port)], {
      env: { ...process.env, PACTA_WEBHOOK_SECRET: SECRET },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await once(child.stdout as NodeJS.ReadableStream, 'data');
    // Without a reader the pipe fills up and the receiver blocks.
    child.stdout?.resume();
  };
  const drain = async () => {
    while ((await sending.round()) > 0);
  };

  // Receivers behave the same on either database.
  it.each(DATABASE === 'sqlite' ? PROGRAMS : PROGRAMS.slice(0, runs(1, 2)))(
    'gets everything once it is up, and restores the order: $name',
    async ({ name, command, present }) => {
      if (!present) {
        process.stdout.write(`skipped: ${name}, for there is no Python 3.10 or later here\n`);
        return;
      }
      const port = await freePort();
      // Receivers compare the signature's time with their own clock.
      sending.clock.set(Date.now() - HOUR);
      const url = `http://127.0.0.1:${port}/`;
      const endpoint = await sending.endpoint({ url, secret: SECRET });
      await sending.endpoint({ url: other.url });
      const about = { data: { agreement: 'pact', milestone: { id: 'pact/a' } } };
      for (let step = 1; step <= STEPS; step++) {
        await sending.tell(MESSAGES, about);
        await drain();
        // The other endpoint has received everything at the end of every step.
        expect(other.requests.length).toBe(step * MESSAGES);
        sending.clock.advance(HOUR / STEPS);
      }
      await listening(command, port);
      sending.clock.set(Math.max(sending.clock.now(), Date.now()));
      let minutes = 0;
      while ((await sending.log.list(endpoint, { state: 'pending' }, 1)).length > 0) {
        await drain();
        sending.clock.advance(60_000);
        minutes++;
      }
      const told = STEPS * MESSAGES;
      const kept = (await (await fetch(url)).json()) as { pact: { sequence: number }[] };
      expect(kept.pact.map(({ sequence }) => sequence)).toEqual(
        Array.from({ length: told }, (_, i) => i + 1),
      );
      expect(new Set(other.requests.map(idOf)).size).toBe(told);
      expect(minutes).toBeLessThanOrEqual(3);
      figure(
        16,
        `down for an hour, ${told} waiting, ${DATABASE}: lost 0; all there ${minutes} min after its return (${name})`,
      );
    },
    600_000,
  );
});

function idOf(text: string): string | undefined {
  return parseRequest(text).headers['webhook-id'];
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer();
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}
