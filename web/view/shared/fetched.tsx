import { signal } from '@preact/signals';
import type { ComponentType } from 'preact';
import { failure } from '../../state/plan';
import { explain, say } from '../../words/format';

/** A component that lies in a file of its own, which is fetched when it is first drawn. */
export function fetched<P extends object = object>(
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
      failure.value = say.peek().unreachable;
    }
  };
  return (props) => {
    const Found = found.value;
    if (Found !== undefined) return <Found {...props} />;
    if (!asked) void ask();
    return null;
  };
}

/** Loads a component with the texts that `sayAll` and `sentences` hold, for a component that reads them. */
export function explained(load: () => Promise<ComponentType>): () => Promise<ComponentType> {
  return async () => (await Promise.all([load(), explain()]))[0];
}
