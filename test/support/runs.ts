/**
 * The number of cases of a property: the usual one, the long one of `npm run test:torture`, or a few if the suite runs once
 * for every mutant.
 */
export function runs(usual: number, torture: number): number {
  if (process.env.PACTA_TORTURE) return torture;
  return process.env.PACTA_MUTATION ? Math.ceil(usual / 100) : usual;
}
