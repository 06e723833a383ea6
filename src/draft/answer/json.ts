import type { Draft } from '../types';

/**
 * A draft as JSON: the command line and the HTTP interface answer the same.
 * @param text in which offsets count, where it is not what was sent.
 */
export const draftJson = (
  { proposals, flags, background, document, undecided }: Draft,
  text?: string,
) => ({
  proposals,
  unresolved: flags,
  background,
  undecided,
  document,
  ...(text !== undefined && { text }),
});
