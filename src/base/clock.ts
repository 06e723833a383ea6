/**
 * The one clock: no other code reads the wall clock. A test replaces it, and replicas on PostgreSQL share the database's time
 * through a measured offset.
 */
export abstract class Clock {
  /** Milliseconds since the Unix epoch. */
  abstract now(): number;
}

/** The machine's clock plus an offset: 0 on SQLite, the measured difference to the database's clock on PostgreSQL. */
export class SystemClock extends Clock {
  /** Milliseconds added to the machine's clock. */
  offsetMs = 0;

  now(): number {
    return Date.now() + this.offsetMs;
  }
}
