/**
 * The one clock. Nothing else in the service reads the wall clock, so a test replaces time whole
 * and replicas on PostgreSQL can share the database's time through a measured offset.
 */
export abstract class Clock {
  /** Milliseconds since the Unix epoch. */
  abstract now(): number;
}

/** The machine's clock, moved by a fixed offset (0 on SQLite, the database's lead on PostgreSQL). */
export class SystemClock extends Clock {
  /** Milliseconds added to the machine's clock. */
  offsetMs = 0;

  now(): number {
    return Date.now() + this.offsetMs;
  }
}
