import type { Draft } from '../types';

/** A draft as JSON: the command line and the HTTP interface answer the same. */
export const draftJson = ({ proposals, flags, background, document, undecided }: Draft) => ({
  proposals,
  unresolved: flags,
  background,
  undecided,
  document,
});
