import { computed } from '@preact/signals';
import { loaded } from './plan';

/** An event that some date or condition counts from, of one party where each has its own. */
export interface SupposableEvent {
  id: string;
  by: string | undefined;
}

/** Every event that the compiled document refers to. */
const referred = computed(() => {
  const found = new Set<string>();
  collect(loaded.value?.agreement.items, found);
  return found;
});

/** References of an event name no moment; `eachEvent` and `unless` of a renewal are names alone. */
function collect(part: unknown, found: Set<string>): void {
  if (typeof part !== 'object' || part === null) return;
  const { type, path, moment } = part as { type?: unknown; path?: unknown; moment?: unknown };
  if (type === 'ref' && moment === undefined && typeof path === 'string') found.add(path);
  for (const [key, value] of Object.entries(part)) {
    if ((key === 'eachEvent' || key === 'unless') && typeof value === 'string') found.add(value);
    else collect(value, found);
  }
}

/** Whether any date or condition counts from the signing: only then is there a day of signing to try. */
export const countsFromSigning = computed(() => referred.value.has('signing'));

/** The events besides the signing that a day can be assumed for. */
export const supposableEvents = computed((): readonly SupposableEvent[] => {
  const { events = {}, parties = {} } = loaded.value?.agreement.document ?? {};
  const recorded = new Set(loaded.value?.plan.facts.map(({ subject }) => subject));
  return (
    Object.entries(events)
      .filter(([id]) => id !== 'signing' && referred.value.has(id))
      // An assumption takes the place of every occurrence that is recorded.
      .filter(([id, { repeats }]) => repeats !== true || !recorded.has(id))
      .flatMap(([id, { by }]): SupposableEvent[] => {
        if (by === undefined) return [{ id, by: undefined }];
        const named = [by].flat();
        return Object.entries(parties)
          .filter(([party, { groups = [] }]) =>
            [party, ...groups].some((one) => named.includes(one)),
          )
          .map(([party]) => ({ id, by: party }));
      })
  );
});
