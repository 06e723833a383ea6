/**
 * Which elements of a sequence of distinct numbers are out of order: those that at least one longest increasing
 * subsequence does not contain. If two neighbours change places, both are out of order. If one element moves past
 * several others, only that one is. The result is the same for the inverse permutation.
 */
export function outOfOrder(sequence: readonly number[]): boolean[] {
  const upTo = longestUpTo(sequence);
  const backwards = longestUpTo(sequence.toReversed().map((one) => -one)).toReversed();
  const longest = upTo.reduce((a, b) => Math.max(a, b), 0);
  const onSome = sequence.map((_, i) => (upTo[i] ?? 0) + (backwards[i] ?? 0) - 1 === longest);
  const atRank = new Map<number, number>();
  for (const [i, rank] of upTo.entries()) {
    if (onSome[i]) atRank.set(rank, (atRank.get(rank) ?? 0) + 1);
  }
  return sequence.map((_, i) => !onSome[i] || atRank.get(upTo[i] ?? 0) !== 1);
}

/** For each element the length of the longest increasing subsequence that ends with it. */
function longestUpTo(sequence: readonly number[]): number[] {
  /** The least last element of an increasing subsequence of each length. */
  const tails: number[] = [];
  return sequence.map((one) => {
    let [low, high] = [0, tails.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((tails[middle] ?? 0) < one) low = middle + 1;
      else high = middle;
    }
    tails[low] = one;
    return low + 1;
  });
}
