import { Randomness } from '../../src/base/randomness';

/** The same bytes for the same seed (mulberry32), so that a run can be repeated. */
export class SeededRandomness extends Randomness {
  constructor(private state = 1) {
    super();
  }

  bytes(count: number): Buffer {
    const buffer = Buffer.alloc(count);
    for (let i = 0; i < count; i++) buffer[i] = this.next() >>> 24;
    return buffer;
  }

  private next(): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return (mixed ^ (mixed >>> 14)) | 0;
  }
}
