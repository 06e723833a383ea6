import { z } from 'zod';

/** An instant: RFC 3339, in UTC. */
export const instant = z.iso.datetime();

/** A civil day in the agreement's zone. */
export const day = z.iso.date();

/** The type of a response with this schema. Lists are read-only, so that presenters may return stored ones. */
export type ResponseOf<S extends z.ZodType> = ReadonlyLists<z.infer<S>>;

type ReadonlyLists<T> = T extends readonly (infer U)[]
  ? readonly ReadonlyLists<U>[]
  : T extends object
    ? { [K in keyof T]: ReadonlyLists<T[K]> }
    : T;
