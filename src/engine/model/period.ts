/** The units of a period, from the shortest. */
export const UNITS = [
  'minute',
  'hour',
  'day',
  'working day',
  'week',
  'month',
  'quarter',
  'half-year',
  'year',
] as const;
export type Unit = (typeof UNITS)[number];

/** A length of time as a phrase gives it: `1 year and 6 months`. */
export interface Period {
  /** `exactly`: keeps the clock time of the anchor instead of running to the end of the day. */
  exactly: boolean;
  parts: readonly { amount: number; unit: Unit }[];
}
