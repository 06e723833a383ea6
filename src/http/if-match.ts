import { Refusal } from '../base/refusal';

/** An entity tag (RFC 9110, 8.8.3). The text between the quotes is opaque. */
const TAG = /(?:W\/)?"([^"]*)"/g;

/** The opaque part of this service's strong tags: a revision, and `-…` if the clock or a language changes the response too. */
const REVISION = /^(\d{1,15})(?:-.*)?$/;

/** The strong entity tag of an agreement at a revision, of its texts in a language if one was asked for. */
export function revisionTag(revision: number, language = ''): string {
  return language === '' ? `"${revision}"` : `"${revision}-${language}"`;
}

/**
 * The opaque parts of the tags in an `If-Match` or `If-None-Match` header. Weak and strong tags compare as equal: a
 * proxy that compresses a response makes its tag weak, and the client sends that tag back.
 */
function tagsIn(header: string): string[] {
  return [...header.matchAll(TAG)].map(([, opaque = '']) => opaque);
}

/** Whether an `If-None-Match` header contains a tag (RFC 9110, 13.1.2); the response is then 304. */
export function matchesIfNoneMatch(header: string | undefined, tag: string): boolean {
  if (header === undefined) return false;
  if (header === tag || header.trim() === '*') return true;
  const [opaque] = tagsIn(tag);
  return opaque !== undefined && tagsIn(header).includes(opaque);
}

/**
 * The revisions in an `If-Match` header. Undefined without the header and for `*`: no condition. Empty if no tag is
 * one of this service: the condition fails (412).
 */
export function expectedRevisions(ifMatch: string | undefined): readonly number[] | undefined {
  if (ifMatch === undefined || ifMatch.trim() === '*') return undefined;
  return tagsIn(ifMatch).flatMap((opaque) => {
    const revision = REVISION.exec(opaque)?.[1];
    return revision === undefined ? [] : [Number(revision)];
  });
}

/**
 * Like `expectedRevisions`, but the header is required.
 * @throws Refusal 'precondition-required' without it.
 */
export function requiredRevisions(ifMatch: string | undefined): readonly number[] | undefined {
  if (ifMatch !== undefined) return expectedRevisions(ifMatch);
  throw new Refusal(
    'precondition-required',
    'Replacing a document needs the header If-Match with the ETag of the version you read. Nothing was written.',
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
