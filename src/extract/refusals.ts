import { Refusal } from '../base/refusal';

export type Format = 'PDF' | 'DOCX';

/** How a document becomes one that is read. */
const AS_TEXT = 'save or export it as PDF with text, as DOCX, as HTML or as plain text in UTF-8';

export function locked(format: Format): Refusal {
  return new Refusal(
    'invalid',
    `The ${format} document is protected by a password. Nothing was read.`,
    [
      {
        pointer: '',
        detail: 'is encrypted, and opens with a password only',
        expected:
          'the document without its password: open it, then save or print it as a copy that needs none',
      },
    ],
  );
}

/** @param where it is broken, where that is known. */
export function broken(format: Format, cause: unknown, where?: string): Refusal {
  const reason = cause instanceof Error ? cause.message : String(cause);
  const place = where === undefined ? '' : `${where}: `;
  return new Refusal(
    'unreadable',
    `The ${format} document is damaged or incomplete. Nothing was read.`,
    [
      {
        pointer: '',
        detail: `${place}${reason.replace(/\s+/g, ' ').slice(0, 200)}`,
        expected: 'an undamaged file: send it again, or open it and save it as a new file',
      },
    ],
  );
}

export function textless(format: Format, pages?: number): Refusal {
  const on = pages === undefined ? '' : ` on ${pages} ${pages === 1 ? 'page' : 'pages'}`;
  return new Refusal('invalid', `The ${format} document contains no text. Nothing was read.`, [
    {
      pointer: '',
      detail: `contains no text${on}: it is empty, or its pages are pictures, as a scanner makes them`,
      expected:
        'a document with text: have a program for text recognition (OCR) add it, then compare it with the pictures',
    },
  ]);
}

export function undecodable(): Refusal {
  return new Refusal(
    'invalid',
    'The text of the PDF document cannot be decoded. Nothing was read.',
    [
      {
        pointer: '',
        detail: 'its fonts do not say which letters they draw',
        expected: `another export of the document, or text recognition (OCR): ${AS_TEXT}`,
      },
    ],
  );
}

/** @param kind "an ODT document" */
export function otherKind(kind: string): Refusal {
  return new Refusal('unsupported', `This is ${kind}, which is not read. Nothing was read.`, [
    { pointer: '', detail: `is ${kind}`, expected: `a PDF, a DOCX or a text: ${AS_TEXT}` },
  ]);
}

export function noDocument(): Refusal {
  return new Refusal(
    'unsupported',
    'This is neither a PDF nor a DOCX document. Nothing was read.',
    [
      {
        pointer: '',
        detail: 'does not begin as a PDF or DOCX document does',
        expected: 'a PDF or a DOCX; send text as text/plain, text/markdown or text/html',
      },
    ],
  );
}
