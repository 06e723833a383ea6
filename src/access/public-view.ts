/** What the public is not shown: who did or judged something, and what would let a name be guessed from a hash. */
const HIDDEN: readonly string[] = ['actor', 'judgedBy', 'previousHash'];

/** Messages that are for those who keep watch: what they answered to alerts, and how their webhooks do. */
const PRIVATE_MESSAGES: readonly unknown[] = ['alert.acknowledged', 'endpoint.disabled', 'ping'];

/**
 * An answer as anybody may read it: actors and what people answered to alerts are left out, and so is everything
 * marked internal, wherever in the answer it stands.
 */
export function forPublic(value: unknown): unknown {
  if (isPrivate(value)) return null;
  if (Array.isArray(value)) return value.filter((item) => !isPrivate(item)).map(forPublic);
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

function isPrivate(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const { internal, type, data } = value as { internal?: unknown; type?: unknown; data?: unknown };
  return internal === true || (data !== undefined && PRIVATE_MESSAGES.includes(type));
}
