import { effect, type ReadonlySignal, signal } from '@preact/signals';
import { locked, told } from './api';

export interface Resource<T> {
  /** What the service answered; undefined until it did. */
  answer: ReadonlySignal<T | undefined>;
  /** Why it could not be read; empty where it could. */
  failure: ReadonlySignal<string>;
  reload(): Promise<void>;
}

/**
 * What the service answers for a key, read again whenever a signal that `key` reads changes. Another key clears the
 * answer at once, so that nothing of one agreement is shown under the name of the next. An empty key asks nothing.
 */
export function resource<T>(key: () => string, read: (key: string) => Promise<T>): Resource<T> {
  const answer = signal<T | undefined>(undefined);
  const failure = signal('');
  let current = '';
  let asked = 0;
  async function reload(): Promise<void> {
    if (current === '') return;
    const mine = ++asked;
    try {
      const found = await read(current);
      if (mine !== asked) return;
      answer.value = found;
      failure.value = '';
    } catch (error) {
      if (mine === asked) failure.value = told(error);
    }
  }
  effect(() => {
    const next = locked.value ? '' : key();
    if (next !== current) {
      current = next;
      asked += 1;
      answer.value = undefined;
      failure.value = '';
    }
    void reload();
  });
  return { answer, failure, reload };
}
