import { Refusal } from '../base/refusal';

/** An entity tag as RFC 9110, 8.8.3, writes it; what it holds between the quotes is opaque. */
const TAG = /(?:W\/)?"([^"]*)"/g;

/** What is given out: a revision, with more behind it where the clock changes the answer too. */
const REVISION = /^(\d{1,15})(?:-.*)?$/;

/** The strong entity tag of an agreement at a revision. */
export function revisionTag(revision: number): string {
  return `"${revision}"`;
}

/**
 * The opaque parts of the tags in an `If-Match` or `If-None-Match` header. Whether a tag is weak makes no difference:
 * a proxy that compresses an answer makes its tag weak, and the client sends it back as it came.
 */
function tagsIn(header: string): string[] {
  return [...header.matchAll(TAG)].map(([, opaque = '']) => opaque);
}

/** Whether an `If-None-Match` header names a tag (RFC 9110, 13.1.2). */
export function matchesIfNoneMatch(header: string | undefined, tag: string): boolean {
  if (header === undefined) return false;
  if (header === tag || header.trim() === '*') return true;
  const [opaque] = tagsIn(tag);
  return opaque !== undefined && tagsIn(header).includes(opaque);
}

/**
 * The revisions that an `If-Match` header names: undefined without one and for `*`, none where no tag is of this
 * service, so that the condition does not hold (412).
 */
export function expectedRevisions(ifMatch: string | undefined): readonly number[] | undefined {
  if (ifMatch === undefined || ifMatch.trim() === '*') return undefined;
  return tagsIn(ifMatch).flatMap((opaque) => {
    const revision = REVISION.exec(opaque)?.[1];
    return revision === undefined ? [] : [Number(revision)];
  });
}

/**
 * The same where it must be sent.
 * @throws Refusal 'precondition-required' without the header.
 */
export function requiredRevisions(ifMatch: string | undefined): readonly number[] | undefined {
  if (ifMatch !== undefined) return expectedRevisions(ifMatch);
  throw new Refusal(
    'precondition-required',
    'A document is replaced only as it was read: send its ETag as If-Match. Nothing was written.',
    [
      {
        pointer: '/if-match',
        detail: 'is missing',
        expected: 'the ETag of GET on the same address, or of a preview',
        example: 'If-Match: "17"',
      },
    ],
  );
}
