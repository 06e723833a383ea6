/** A civil day: days since 1970-01-01 in the proleptic Gregorian calendar, in no zone. */
export type EpochDay = number;

/** Milliseconds since 1970-01-01T00:00:00Z. */
export type Instant = number;

/**
 * Converts between instants and local time. `src/base/zones.ts` implements it with luxon; the page uses the server's
 * table of offsets, so browser and server cannot disagree.
 */
export interface Zones {
  /** Whether a zone of this name exists ("Europe/Kyiv"). */
  known(zone: string): boolean;
  /**
   * The instant of a local time: `minute` is 0 to 1440, and 1440 is the midnight that ends the day. For a time
   * that the clock skips it is the first instant after the gap, for a repeated time the earlier instant.
   */
  instantAt(day: EpochDay, minute: number, zone: string): Instant;
  /** The civil day that contains the instant, and what the local clock shows, in milliseconds since midnight. */
  localOf(instant: Instant, zone: string): { day: EpochDay; millisecond: number };
}

/** From an instant, inclusive, to another, exclusive; without `to` it has no end. */
export interface Span {
  from: Instant;
  to?: Instant;
}
