import { signal } from '@preact/signals';
import type { ComponentType } from 'preact';
import { failure } from '../../state/plan';
import { loadAllTexts, texts } from '../../words/format';

/** A component in a chunk of its own, which is loaded when it is first drawn. */
export function lazy<P extends object = object>(
  load: () => Promise<ComponentType<P>>,
): ComponentType<P> {
  const found = signal<ComponentType<P> | undefined>(undefined);
  let asked = false;
  const ask = async (): Promise<void> => {
    asked = true;
    try {
      found.value = await load();
    } catch {
      asked = false;
      failure.value = texts.peek().unreachable;
    }
  };
  return (props) => {
    const Found = found.value;
    if (Found !== undefined) return <Found {...props} />;
    if (!asked) void ask();
    return null;
  };
}

/** Loads a component that reads `allTexts` or `sentences`, together with these texts. */
export function withAllTexts<P>(
  load: () => Promise<ComponentType<P>>,
): () => Promise<ComponentType<P>> {
  return async () => (await Promise.all([load(), loadAllTexts()]))[0];
}
