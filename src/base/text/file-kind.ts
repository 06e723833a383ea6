/** The first bytes of files that hold a document but are no text. */
const KINDS: readonly (readonly [start: string, kind: string])[] = [
  ['%PDF-', 'a PDF document'],
  ['PK\u0003\u0004', 'a ZIP file, such as a DOCX or ODT document'],
  ['\u00d0\u00cf\u0011\u00e0\u00a1\u00b1\u001a\u00e1', 'a document of an older Microsoft Word'],
  ['{\\rtf', 'an RTF document'],
];

/** What a file is, where its first bytes say that it is a document and no text. A byte order mark may stand before them. */
export function documentKind(bytes: Uint8Array): string | undefined {
  const start = Buffer.from(bytes.subarray(0, 16)).toString('latin1');
  const head = start.replace(/^\u00ef\u00bb\u00bf/, '').trimStart();
  return KINDS.find(([first]) => head.startsWith(first))?.[1];
}
