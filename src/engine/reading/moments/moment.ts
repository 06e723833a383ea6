import type { Length } from '../values/lengths';

/** A moment as a phrase. */
export interface Moment {
  text: string;
  /** It is the last day of a period, so what is done "before" it may be done on it. */
  end?: true;
  /** The text gives its period as an upper or a lower limit. */
  bound?: Length['bound'];
}

/** Reads the moment that another one is counted from. */
export type ReadInner = () => Moment | undefined;

/** A moment where limits and zones would be read as those of the whole phrase. */
export function inside(text: string): string {
  return / but not | in [A-Z]|^at /.test(text) ? `(${text})` : text;
}
