import { type ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';
import { type Dispatcher, Pool } from 'undici';
import type { Contender, Order } from './polling-server';

const CONNECTIONS = 8;

export interface Poll {
  path: string;
  headers: Record<string, string>;
}

export interface Server {
  name: Contender;
  url: string;
  /** CPU microseconds of the server, user and system, since it was started. */
  cpu(): Promise<number>;
  /** One complete answer. */
  ask(poll: Poll): Promise<Answered>;
  /**
   * Requests per CPU-second of the server, for this number of requests on eight connections.
   * @throws Error for an answer with another status.
   */
  rate(count: number, status: number, pollOf: (i: number) => Poll): Promise<number>;
  stop(): Promise<void>;
}

export interface Answered {
  status: number;
  etag: string | undefined;
  body: string;
}

export async function startServer(order: Order): Promise<Server> {
  const child = fork(join(__dirname, 'polling-server.js'), {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const url = (await told(child, order)) as string;
  const pool = new Pool(url, { connections: CONNECTIONS });
  const cpu = async () => (await told(child, 'cpu')) as number;
  const send = ({ path, headers }: Poll): Promise<Dispatcher.ResponseData> =>
    pool.request({ path, headers, method: 'GET' });
  return {
    name: order.contender,
    url,
    cpu,
    ask: async (poll) => {
      const { statusCode, headers, body } = await send(poll);
      const etag = typeof headers.etag === 'string' ? headers.etag : undefined;
      return { status: statusCode, etag, body: await body.text() };
    },
    rate: async (count, status, pollOf) => {
      let next = 0;
      const before = await cpu();
      const connection = async (): Promise<void> => {
        while (next < count) {
          const { statusCode, body } = await send(pollOf(next++));
          if (statusCode !== status) {
            throw new Error(`${order.contender} answered ${statusCode}: ${await body.text()}`);
          }
          await body.dump({ limit: Number.MAX_SAFE_INTEGER });
        }
      };
      await Promise.all(Array.from({ length: CONNECTIONS }, connection));
      return (count * 1e6) / ((await cpu()) - before);
    },
    stop: async () => {
      await pool.close();
      const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
      child.disconnect();
      await ended;
    },
  };
}

function told(child: ChildProcess, message: Order | 'cpu'): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const ended = () => reject(new Error('A contender ended.'));
    child.once('exit', ended);
    child.once('message', (answer) => {
      child.off('exit', ended);
      resolve(answer);
    });
    child.send(message);
  });
}
