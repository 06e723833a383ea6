import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { Agent, request } from 'undici';
import { DATABASE, describeStored, type EmptyDatabase, emptyDatabase } from '../support/databases';
import { endProcess } from '../support/end-process';
import { figure } from '../support/figures';
import { runs } from '../support/runs';

const PACTA = join(__dirname, '..', '..', 'bin', 'pacta.js');
const CLIENTS = 8;
const ROUNDS = runs(1, 20);

/** Clients behind a load balancer: nobody asks any more once readiness says no. */
describeStored(`the service ended by SIGTERM under load, on ${DATABASE}`, () => {
  let database: EmptyDatabase;
  let child: ChildProcess | undefined;

  beforeEach(async () => {
    database = await emptyDatabase();
  });
  afterEach(async () => {
    await endProcess(child);
    await database.remove();
  });

  async function start(): Promise<string> {
    child = spawn(process.execPath, [PACTA, 'serve'], {
      env: {
        ...process.env,
        PACTA_OPEN_TO_THIS_MACHINE: 'true',
        PACTA_PORT: '0',
        PACTA_DRAIN_SECONDS: '2',
        PACTA_WEBHOOK_ALLOWED_NETWORKS: '127.0.0.0/8',
        PACTA_DATA_DIR: database.settings.dataDir,
        PACTA_SHIPPED_AGREEMENTS: 'false',
        ...(database.settings.databaseUrl && { DATABASE_URL: database.settings.databaseUrl }),
      },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const { stdout } = child;
    let printed = '';
    return new Promise((resolve, reject) => {
      // Read to its end: a service that nobody listens to could not write its log.
      stdout?.on('data', (part: Buffer) => {
        printed += part.toString();
        const url = /API +(http:\/\/[^/]+)/.exec(printed)?.[1];
        if (url !== undefined) resolve(url);
      });
      stdout?.on('end', () => reject(new Error(`The service did not start: ${printed}`)));
    });
  }

  it(`drops none of the requests of ${CLIENTS} clients that keep their connections, ${ROUNDS} times`, async () => {
    let [answered, lost] = [0, 0];
    for (let round = 0; round < ROUNDS; round++) {
      const url = await start();
      const process_ = child as ChildProcess;
      const dispatcher = new Agent({ connections: CLIENTS + 1, pipelining: 1 });
      const load = { told: false, ready: true };
      const tally = { before: 0, after: 0, asked: 0 };
      const dropped: string[] = [];

      const client = async (n: number): Promise<void> => {
        for (let i = 0; load.ready && dropped.length === 0; i++) {
          const wasTold = load.told;
          try {
            const post = {
              method: 'POST',
              headers: { 'content-type': 'application/json' },
              body: JSON.stringify({ url: `http://127.0.0.1:9/${round}/${n}/${i}` }),
            };
            const get = { method: 'GET' };
            const [path, sent] = i % 5 === 0 ? ['/v1/webhooks', post] : ['/v1/summary', get];
            const answer = await request(`${url}${path}`, { dispatcher, ...sent });
            await answer.body.dump();
            if (answer.statusCode >= 300) dropped.push(`${path} ${answer.statusCode}`);
            if (answer.headers.connection === 'close') tally.asked += 1;
            tally[wasTold ? 'after' : 'before'] += 1;
            // The load begins before the signal and goes on behind it.
            if (tally.before === CLIENTS * 20 && !load.told) {
              load.told = true;
              process_.kill('SIGTERM');
            }
          } catch (error) {
            dropped.push(String(error));
          }
        }
      };
      const balancer = async (): Promise<void> => {
        while (load.ready) {
          const answer = await request(`${url}/health/ready`, { dispatcher });
          await answer.body.dump();
          if (load.told && answer.statusCode === 503) {
            // Every client asks once more after readiness said no, as behind a balancer that looks now and then.
            const late = tally.after + CLIENTS;
            while (tally.after < late && dropped.length === 0) await new Promise(setImmediate);
            load.ready = false;
          }
        }
      };
      const gone = once(process_, 'exit');
      await Promise.all([balancer(), ...Array.from({ length: CLIENTS }, (_, n) => client(n))]);
      answered += tally.before + tally.after;
      lost += dropped.length;
      expect(dropped).toEqual([]);
      expect(tally.asked).toBeGreaterThan(0);
      expect(await gone).toEqual([0, null]);
      await dispatcher.close();
    }
    figure(
      30,
      `SIGTERM ${ROUNDS} times under load: ${answered} requests answered, dropped ${lost}`,
    );
  }, 600_000);
});
