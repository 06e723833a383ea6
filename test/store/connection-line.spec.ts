import { POLICY } from '../../src/config/policy';
import { ConnectionLine } from '../../src/store/postgres/connection-line';

const NO_ROOM = Object.assign(new Error('sorry, too many clients already'), { code: '53300' });

/** A server with room for so many connections, of which idle ones are taken again. */
class Server {
  open = 0;
  most = 0;
  private idle = 0;

  constructor(public room: number) {}

  readonly connect = async (): Promise<void> => {
    await Promise.resolve();
    if (this.idle > 0) this.idle -= 1;
    else if (this.open < this.room) this.open += 1;
    else throw NO_ROOM;
    this.most = Math.max(this.most, this.open - this.idle);
  };

  release(): void {
    this.idle += 1;
  }
}

const turn = () => new Promise(setImmediate);

describe('waiting for a connection', () => {
  it.each([
    { room: 100, most: 10 },
    { room: 7, most: 7 },
    { room: 1, most: 1 },
  ])('sixty callers all get one of $room, at most $most at a time', async ({ room, most }) => {
    const server = new Server(room);
    const line = new ConnectionLine(10);
    const done: number[] = [];
    await Promise.all(
      Array.from({ length: 60 }, (_, i) =>
        line.run(server.connect, async () => {
          await turn();
          server.release();
          done.push(i);
        }),
      ),
    );
    expect(done).toHaveLength(60);
    expect(server.most).toBe(most);
  });

  it('serves callers in order of arrival', async () => {
    const line = new ConnectionLine(1);
    const done: number[] = [];
    await Promise.all(
      [0, 1, 2, 3].map((i) =>
        line.run(
          async () => undefined,
          async () => void done.push(i),
        ),
      ),
    );
    expect(done).toEqual([0, 1, 2, 3]);
  });

  it('tries again where it has no connection at all', async () => {
    const server = new Server(0);
    const line = new ConnectionLine(10);
    const all = Array.from({ length: 5 }, () =>
      line.run(server.connect, async () => server.release()),
    );
    await turn();
    server.room = 1;
    await Promise.all(all);
    expect(server.open).toBe(1);
  });

  it('passes on other failures to connect, and serves the next caller', async () => {
    const line = new ConnectionLine(1);
    const failing = line.run(
      () => Promise.reject(new Error('no such host')),
      async () => undefined,
    );
    const next = line.run(
      async () => 'connected',
      async (connection) => connection,
    );
    await expect(failing).rejects.toThrow('no such host');
    expect(await next).toBe('connected');
  });

  it('refuses a caller that waited too long, with a time to try again', async () => {
    const line = new ConnectionLine(1);
    let release = (): void => undefined;
    const holding = line.run(
      async () => undefined,
      () => new Promise<void>((resolve) => (release = resolve)),
    );
    const ending = new AbortController();
    jest.spyOn(AbortSignal, 'timeout').mockReturnValueOnce(ending.signal);
    const late = line.run(
      async () => undefined,
      async () => undefined,
    );
    await turn();
    ending.abort();
    await expect(late).rejects.toMatchObject({
      kind: 'unavailable',
      message: expect.stringContaining(`${POLICY.connectionWaitMs} ms`),
      retryAfterSeconds: 5,
    });
    release();
    await holding;
    expect(
      await line.run(
        async () => 'free',
        async (c) => c,
      ),
    ).toBe('free');
  });
});
