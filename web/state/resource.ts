import { effect, type ReadonlySignal, signal } from '@preact/signals';
import { errorText, needsToken } from './api';

interface Resource<T> {
  /** The answer; undefined until it arrives. */
  answer: ReadonlySignal<T | undefined>;
  /** The error of the last read; empty without one. */
  failure: ReadonlySignal<string>;
  reload(): Promise<void>;
}

/**
 * An answer of the service, read again whenever a signal that `key` reads changes. Another key clears the answer at
 * once, so that nothing of one agreement shows under the name of the next. With an empty key nothing is read.
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
      if (mine === asked) failure.value = errorText(error);
    }
  }
  effect(() => {
    const next = needsToken.value ? '' : key();
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
