import { signal } from '@preact/signals';
import type { ComponentType } from 'preact';

/** A view whose script is fetched when it is first looked at. */
export function later(fetch: () => Promise<ComponentType>): () => preact.JSX.Element | null {
  const view = signal<ComponentType | undefined>(undefined);
  let asked = false;
  const show = async (): Promise<void> => {
    const found = await fetch();
    view.value = found;
  };
  return function Later() {
    const View = view.value;
    if (View !== undefined) return <View />;
    if (!asked) {
      asked = true;
      void show();
    }
    return null;
  };
}
