import { AsyncLocalStorage } from 'node:async_hooks';
import type { EntityManager } from 'typeorm';
import { Refusal } from '../../src/base/refusal';
import type { Store } from '../../src/store/store';

/** How a transaction goes: well, or the process dies before it, inside it or right after it, or the disk refuses it. */
export const FATES = ['well', 'before', 'inside', 'after', 'refused'] as const;
export type Fate = (typeof FATES)[number];

const NEVER = new Promise<never>(() => undefined);

/** One for all processes, of which only the last one lives. */
const inside = new AsyncLocalStorage<true>();

/**
 * The real store as one process has it. When that process dies, nothing it was doing goes on: what is not
 * committed is rolled back, and none of its promises ever resolves.
 */
export class MortalStore {
  dead = false;
  /** Goes up with everything that begins or ends: while it stands still, the process rests. */
  activity = 0;

  constructor(
    private readonly real: Store,
    private readonly fateOf: () => Fate,
  ) {}

  get dialect() {
    return this.real.dialect;
  }

  get replicas() {
    return this.real.replicas;
  }

  get generation() {
    return this.real.generation;
  }

  /** The process ends here. */
  die(): Promise<never> {
    this.dead = true;
    return NEVER;
  }

  async write<T>(work: (tx: EntityManager) => Promise<T>): Promise<T> {
    if (inside.getStore()) return this.real.write(work);
    if (this.dead) return NEVER;
    const fate = this.fateOf();
    if (fate === 'before') return this.die();
    this.activity++;
    let result: T | undefined;
    try {
      result = await this.real.write((tx) => inside.run(true, () => this.run(tx, work, fate)));
    } catch (error) {
      if (!this.dead) throw error;
    }
    this.activity++;
    return this.dead ? NEVER : (result as T);
  }

  private async run<T>(
    tx: EntityManager,
    work: (tx: EntityManager) => Promise<T>,
    fate: Fate,
  ): Promise<T> {
    if (this.dead) throw new Error('The process is dead.');
    const result = await work(tx);
    if (fate === 'refused') throw new Refusal('unavailable', 'The disk is full.');
    if (fate === 'inside') this.dead = true;
    // Dead before the commit: nothing of it is stored.
    if (this.dead) throw new Error('The process died.');
    if (fate === 'after') this.dead = true;
    return result;
  }

  read<T>(work: (tx: EntityManager) => Promise<T>): Promise<T> {
    return this.look(() => this.real.read(work));
  }

  readOnce<T>(work: (tx: EntityManager) => Promise<T>): Promise<T> {
    return this.look(() => this.real.readOnce(work));
  }

  afterCommit(then: () => void): void {
    this.real.afterCommit(() => {
      if (!this.dead) then();
    });
  }

  private async look<T>(read: () => Promise<T>): Promise<T> {
    if (this.dead) return NEVER;
    this.activity++;
    const result = await read();
    this.activity++;
    return this.dead ? NEVER : result;
  }
}
