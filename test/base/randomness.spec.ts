import { SystemRandomness } from '../../src/base/randomness';

describe('the system’s chance', () => {
  it('gives as many bytes as asked for, never the same twice, and none it gave before is changed', () => {
    const randomness = new SystemRandomness();
    const given = Array.from({ length: 2_000 }, (_, i) => randomness.bytes(16 + (i % 48)));
    given.push(randomness.bytes(4_096), randomness.bytes(10_000));
    expect(given.map((bytes) => bytes.length)).toEqual([
      ...Array.from({ length: 2_000 }, (_, i) => 16 + (i % 48)),
      4_096,
      10_000,
    ]);
    const heads = given.map((bytes) => bytes.subarray(0, 16).toString('hex'));
    expect(new Set(heads).size).toBe(heads.length);
    expect(heads).not.toContain('0'.repeat(32));
  });
});
