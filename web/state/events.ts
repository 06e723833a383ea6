import { computed } from '@preact/signals';
import { loaded } from './plan';

/** An event that some date or condition refers to; `by` where each party has its own. */
export interface AssumableEvent {
  id: string;
  by: string | undefined;
}

/** Ids of all events that the compiled document refers to. */
const referencedEvents = computed(() => {
  const found = new Set<string>();
  collect(loaded.value?.agreement.items, found);
  return found;
});

/** A reference to an event has no `moment`; `eachEvent` and a renewal's `unless` hold the id as a string. */
function collect(part: unknown, found: Set<string>): void {
  if (typeof part !== 'object' || part === null) return;
  const { type, path, moment } = part as { type?: unknown; path?: unknown; moment?: unknown };
  if (type === 'ref' && moment === undefined && typeof path === 'string') found.add(path);
  for (const [key, value] of Object.entries(part)) {
    if ((key === 'eachEvent' || key === 'unless') && typeof value === 'string') found.add(value);
    else collect(value, found);
  }
}

/** Whether any date or condition refers to the signing; otherwise another signing date changes nothing. */
export const countsFromSigning = computed(() => referencedEvents.value.has('signing'));

/** The events other than the signing for which a day can be assumed. */
export const assumableEvents = computed((): readonly AssumableEvent[] => {
  const { events = {}, parties = {} } = loaded.value?.agreement.document ?? {};
  const recorded = new Set(loaded.value?.plan.facts.map(({ subject }) => subject));
  return (
    Object.entries(events)
      .filter(([id]) => id !== 'signing' && referencedEvents.value.has(id))
      // An assumption would replace every recorded occurrence of an event that repeats.
      .filter(([id, { repeats }]) => repeats !== true || !recorded.has(id))
      .flatMap(([id, { by }]): AssumableEvent[] => {
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
