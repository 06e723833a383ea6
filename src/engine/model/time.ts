/** A civil day: days since 1970-01-01 in the proleptic Gregorian calendar, in no zone. */
export type EpochDay = number;

/** Milliseconds since 1970-01-01T00:00:00Z. */
export type Instant = number;

/**
 * Where a civil day meets a zone. `src/base/zones.ts` answers with luxon; the page answers with the
 * server's table of offsets, so browser and server cannot disagree.
 */
export interface Zones {
  /** Whether the name is a zone the tables know ("Europe/Kyiv"). */
  known(zone: string): boolean;
  /**
   * The instant of a local wall-clock time, `minute` 0 to 1440 (1440 is the midnight that ends the
   * day). A time skipped by a forward transition answers the first instant after the gap; a
   * repeated one answers the earlier.
   */
  instantAt(day: EpochDay, minute: number, zone: string): Instant;
  /** The civil day that contains the instant, and the milliseconds of local clock since midnight. */
  localOf(instant: Instant, zone: string): { day: EpochDay; millisecond: number };
}

/** From an instant, inclusive, to another, exclusive; without it the end has not come. */
export interface Span {
  from: Instant;
  to?: Instant;
}
