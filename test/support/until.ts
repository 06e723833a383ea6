/** More looks than anything here needs; what never comes true fails instead of hanging. */
const LOOKS = 20_000;

/** Looks once a turn of the event loop until there is something to see; no clock is waited for. */
export async function until<T>(look: () => Promise<T | undefined> | T | undefined): Promise<T> {
  for (let i = 0; i < LOOKS; i++) {
    const seen = await look();
    if (seen !== undefined) return seen;
    await new Promise((resolve) => setImmediate(resolve));
  }
  throw new Error('it never became so');
}
