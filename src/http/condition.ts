import { Refusal } from '../refusal';

const TAG = /^"(\d{1,15})(?:-[^"]*)?"$/;

/** The strong entity tag of an agreement at a revision. */
export function revisionTag(revision: number): string {
  return `"${revision}"`;
}

/**
 * The revision that an `If-Match` header asks for; undefined without one, and for `*`.
 * @throws Refusal 'invalid' where it is no tag that this service gives out.
 */
export function expectedRevision(ifMatch: string | undefined): number | undefined {
  if (ifMatch === undefined || ifMatch.trim() === '*') return undefined;
  const revision = TAG.exec(ifMatch.trim())?.[1];
  if (revision !== undefined) return Number(revision);
  throw new Refusal('invalid', `If-Match ${ifMatch} is no version of an agreement.`, [
    {
      pointer: '/if-match',
      detail: 'is no entity tag of this service',
      expected: 'the ETag of an answer about the agreement, as it came, or *',
      example: 'If-Match: "17"',
    },
  ]);
}

/**
 * The same where it must be sent.
 * @throws Refusal 'precondition-required' without the header.
 */
export function requiredRevision(ifMatch: string | undefined): number | undefined {
  if (ifMatch !== undefined) return expectedRevision(ifMatch);
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
