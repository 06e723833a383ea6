/** What the public is not told of: who did something, and what would let names be guessed from a hash of them. */
const HIDDEN: readonly string[] = ['actor', 'previousHash'];

/**
 * An answer as anybody may read it: actors and what people answered to alerts are left out, and so are notes
 * marked internal, wherever in the answer they stand.
 */
export function forPublic(value: unknown): unknown {
  if (isInternal(value)) return null;
  if (Array.isArray(value)) return value.filter((item) => !isInternal(item)).map(forPublic);
  if (
    typeof value !== 'object' ||
    value === null ||
    Object.getPrototypeOf(value) !== Object.prototype
  ) {
    return value;
  }
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => {
      const guessable = key === 'hash' && 'previousHash' in value;
      if (HIDDEN.includes(key) || guessable) return [key, null];
      return [key, key === 'answers' ? [] : forPublic(inner)];
    }),
  );
}

function isInternal(value: unknown): boolean {
  return (value as { internal?: unknown } | null | undefined)?.internal === true;
}
