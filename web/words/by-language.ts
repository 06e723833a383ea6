import { effect, type ReadonlySignal, signal } from '@preact/signals';
import { language } from './format';

/** The file of texts in the language of the page, loaded from then on; undefined until the first one is here. */
export function byLanguage<T>(
  files: Readonly<Record<string, () => Promise<T>>>,
): ReadonlySignal<T | undefined> {
  const loaded = signal<T | undefined>(undefined);
  const load = async (code: string): Promise<void> => {
    const found = await files[code]?.();
    if (found !== undefined && code === language.peek()) loaded.value = found;
  };
  effect(() => void load(language.value));
  return loaded;
}
