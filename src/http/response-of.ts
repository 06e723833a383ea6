import { z } from 'zod';

/** RFC 3339 in UTC. */
export const instant = z.iso.datetime();

/** A civil day in the agreement's zone. */
export const day = z.iso.date();

/** What a presenter gives, by the schema that describes it; its lists are not to be changed. */
export type ResponseOf<S extends z.ZodType> = Lasting<z.infer<S>>;

type Lasting<T> = T extends readonly (infer U)[]
  ? readonly Lasting<U>[]
  : T extends object
    ? { [K in keyof T]: Lasting<T[K]> }
    : T;
