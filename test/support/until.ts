/** Longer than any condition needs, shorter than Jest's limit, so that a failure names its condition. */
const PATIENCE_MS = process.env.PACTA_TORTURE ? 600_000 : 25_000;
/** Checks without a pause. After them there are pauses, so that other processes can run. */
const EAGER_LOOKS = 200;

/** Repeats until the result is defined. The time limit is for hanging tests and measures nothing. */
export async function until<T>(look: () => Promise<T | undefined> | T | undefined): Promise<T> {
  const giveUpAt = process.hrtime.bigint() + BigInt(PATIENCE_MS) * 1_000_000n;
  for (let looks = 0; ; looks++) {
    const seen = await look();
    if (seen !== undefined) return seen;
    if (process.hrtime.bigint() > giveUpAt) throw new Error('it never became so');
    await new Promise((resolve) =>
      looks < EAGER_LOOKS ? setImmediate(resolve) : setTimeout(resolve, 2),
    );
  }
}
