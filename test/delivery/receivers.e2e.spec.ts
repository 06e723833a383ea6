import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { DATABASE, describeStored } from '../support/databases';
import { endProcess } from '../support/end-process';
import { FakeClock } from '../support/fake-clock';
import { startTestService, type TestService } from '../support/service';

const EXAMPLES = join(__dirname, '..', '..', 'examples');
const SECRET = `whsec_${Buffer.alloc(32, 3).toString('base64')}`;

/** `bisect.insort` takes a key since 3.10. */
const hasPython =
  spawnSync('python3', ['-c', 'import sys; sys.exit(sys.version_info < (3, 10))']).status === 0;

const PROGRAMS: readonly (readonly [string, ...string[]])[] = [
  [process.execPath, join(EXAMPLES, 'receiver-node', 'receiver.mjs')],
  ...(hasPython ? [['python3', join(EXAMPLES, 'receiver-python', 'receiver.py')] as const] : []),
];

describeStored(`the receivers of examples on ${DATABASE}`, () => {
  let service: TestService;
  let child: ChildProcess | undefined;

  beforeEach(async () => {
    // Receivers compare the signature's time with their own clock.
    service = await startTestService(new FakeClock(Date.now()));
  });
  afterEach(async () => {
    await endProcess(child);
    await service.end();
  });

  it.each(PROGRAMS)('print the sentence of a message: %s', async (program, ...parameters) => {
    child = spawn(program, [...parameters, '0'], {
      env: { ...process.env, PACTA_WEBHOOK_SECRET: SECRET },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const lines = createInterface({ input: child.stdout as NodeJS.ReadableStream });
    const printed = lines[Symbol.asyncIterator]();
    const next = async (): Promise<string> => String((await printed.next()).value);
    const url = /http:\S+/.exec(await next())?.[0];
    const answer = await service.call('POST', '/v1/webhooks', { url, secret: SECRET });
    expect(answer.status).toBe(201);
    await service.call(
      'POST',
      '/v1/agreements',
      'id: pact\ntitle: Pact\nzone: UTC\nobligations: [{id: a, title: A, due: by 2025-01-01}]',
    );
    expect(await next()).toMatch(/^msg_\S+ .* schedule\.changed {2}pact$/);
    expect(await next()).toBe('    Pact: the dates of 1 milestone changed (agreement pact added).');
  });
});
