import { Clock } from '../../src/base/clock';

/** A clock that stands still until `set` or `advance` is called. */
export class FakeClock extends Clock {
  private instant: number;

  /** @param start RFC 3339, or epoch milliseconds. */
  constructor(start: string | number) {
    super();
    this.instant = typeof start === 'number' ? start : Date.parse(start);
  }

  now(): number {
    return this.instant;
  }

  advance(milliseconds: number): void {
    this.instant += milliseconds;
  }

  set(instant: string | number): void {
    this.instant = typeof instant === 'number' ? instant : Date.parse(instant);
  }
}
