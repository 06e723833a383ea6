import { setTimeout as pause } from 'node:timers/promises';
import { errorCode } from '../../base/guards';
import { Refusal } from '../../base/refusal';
import { POLICY } from '../../config/policy';

/** PostgreSQL has as many connections as its `max_connections` admits. */
const NO_ROOM = '53300';
/** How often a caller tries again where this line has no connection at all. */
const RETRY_MS = 100;
/** How often one more connection is tried, after PostgreSQL had no room for it. */
const GROW_MS = 1_000;
const RETRY_AFTER_SECONDS = 5;

/**
 * Gives each piece of work a connection of its own, at most `most` at the same time. The others wait in order of arrival.
 * Where PostgreSQL has no room for one more connection, its caller waits for the next that becomes free; the limit falls to
 * the number of connections there are, and rises again step by step.
 */
export class ConnectionLine {
  private inUse = 0;
  private limit: number;
  private readonly waiting: (() => void)[] = [];
  private growing: NodeJS.Timeout | undefined;

  constructor(private readonly most: number) {
    this.limit = most;
  }

  /**
   * @param connect opens a connection or takes an idle one.
   * @param work ends or gives back its connection itself.
   * @throws Refusal 'unavailable' when no connection became free within `POLICY.connectionWaitMs`; what `connect` throws,
   * except that PostgreSQL has no room.
   */
  async run<C, T>(connect: () => Promise<C>, work: (connection: C) => Promise<T>): Promise<T> {
    const connection = await this.obtain(connect);
    try {
      return await work(connection);
    } finally {
      this.leave();
    }
  }

  private async obtain<C>(connect: () => Promise<C>): Promise<C> {
    let ending: AbortSignal | undefined;
    if (this.inUse < this.limit && this.waiting.length === 0) this.inUse += 1;
    else {
      ending = AbortSignal.timeout(POLICY.connectionWaitMs);
      await this.turn('last', ending);
    }
    for (;;) {
      try {
        return await connect();
      } catch (error) {
        ending ??= AbortSignal.timeout(POLICY.connectionWaitMs);
        if (errorCode(error) !== NO_ROOM || ending.aborted) {
          this.leave();
          throw error;
        }
        await this.waitForRoom(ending);
      }
    }
  }

  /** The caller keeps its place: it waits for a connection of the others, or for the server where there are none. */
  private async waitForRoom(ending: AbortSignal): Promise<void> {
    this.limit = Math.max(1, this.inUse - 1);
    this.growing ??= setInterval(() => this.grow(), GROW_MS).unref();
    if (this.inUse > 1) {
      this.inUse -= 1;
      await this.turn('first', ending);
    } else {
      await pause(RETRY_MS);
    }
  }

  private turn(place: 'first' | 'last', ending: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const giveUp = () => {
        this.waiting.splice(this.waiting.indexOf(enter), 1);
        reject(stayedBusy());
      };
      const enter = () => {
        ending.removeEventListener('abort', giveUp);
        resolve();
      };
      if (place === 'first') this.waiting.unshift(enter);
      else this.waiting.push(enter);
      ending.addEventListener('abort', giveUp);
    });
  }

  private leave(): void {
    this.inUse -= 1;
    this.admit();
  }

  private admit(): void {
    while (this.inUse < this.limit) {
      const enter = this.waiting.shift();
      if (enter === undefined) return;
      this.inUse += 1;
      enter();
    }
  }

  private grow(): void {
    this.limit += 1;
    if (this.limit >= this.most) {
      clearInterval(this.growing);
      this.growing = undefined;
    }
    this.admit();
  }
}

function stayedBusy(): Refusal {
  return new Refusal(
    'unavailable',
    `No connection to the database became free within ${POLICY.connectionWaitMs} ms; nothing was stored. Try again.`,
    [],
    RETRY_AFTER_SECONDS,
  );
}
