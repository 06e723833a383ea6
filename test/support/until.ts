/** Far more than anything here needs: what never comes true fails by name before Jest's own limit. */
const PATIENCE_MS = process.env.PACTA_TORTURE ? 600_000 : 25_000;
/** Looks without a pause; after them the process that is waited for gets the processor. */
const EAGER_LOOKS = 200;

/** Looks again until there is something to see: a bound for what hangs, not a measure. */
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
