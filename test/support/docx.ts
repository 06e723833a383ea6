import { crc32, deflateRawSync } from 'node:zlib';

/** A file of an archive. */
interface ZipPart {
  name: string;
  content: string | Buffer;
  /** What the archive says that it unpacks to; the truth where it is absent. */
  says?: number;
}

/** A ZIP archive (APPNOTE 6.3, without extensions). */
export function zip(parts: readonly ZipPart[]): Buffer {
  const locals: Buffer[] = [];
  const central: Buffer[] = [];
  let offset = 0;
  for (const { name, content, says } of parts) {
    const bytes = Buffer.from(content);
    const packed = deflateRawSync(bytes);
    const title = Buffer.from(name);
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(8, 4);
    common.writeUInt32LE(crc32(bytes), 10);
    common.writeUInt32LE(packed.length, 14);
    common.writeUInt32LE(says ?? bytes.length, 18);
    common.writeUInt16LE(title.length, 22);
    const local = Buffer.concat([Buffer.from('PK\u0003\u0004'), common, title, packed]);
    const place = Buffer.alloc(14);
    place.writeUInt32LE(offset, 10);
    central.push(Buffer.concat([Buffer.from('PK\u0001\u0002\u0014\u0000'), common, place, title]));
    locals.push(local);
    offset += local.length;
  }
  const directory = Buffer.concat(central);
  const end = Buffer.alloc(22);
  end.write('PK\u0005\u0006', 'latin1');
  end.writeUInt16LE(parts.length, 8);
  end.writeUInt16LE(parts.length, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...locals, directory, end]);
}

const W = 'http://schemas.openxmlformats.org/wordprocessingml/2006/main';
const MC = 'http://schemas.openxmlformats.org/markup-compatibility/2006';
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006';
const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>';

/** Text as XML. */
export const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

/** A run of text; tabs become elements. */
export const run = (text: string): string =>
  `<w:r>${text
    .split('\t')
    .map((part) => `<w:t xml:space="preserve">${escaped(part)}</w:t>`)
    .join('<w:tab/>')}</w:r>`;

/** A paragraph of text, with properties such as `<w:pStyle w:val="Heading1"/>`. */
export const paragraph = (text: string, properties = ''): string =>
  `<w:p><w:pPr>${properties}</w:pPr>${text.startsWith('<') ? text : run(text)}</w:p>`;

/** The properties of a paragraph in a list. */
export const inList = (list: number, level = 0): string =>
  `<w:numPr><w:ilvl w:val="${level}"/><w:numId w:val="${list}"/></w:numPr>`;

/** Parts of a DOCX: the content of `w:body`, and of `w:styles`, `w:numbering` and `w:footnotes` where there are any. */
export interface DocxParts {
  body: string;
  styles?: string;
  numbering?: string;
  footnotes?: string;
  /** Instead of the whole main part. */
  main?: string | Buffer;
  more?: readonly ZipPart[];
}

/** A DOCX as Word writes it, as far as it is read. */
export function docx({ body, main, more = [], ...others }: DocxParts): Buffer {
  const own = Object.entries(others).filter(([, content]) => content !== undefined);
  const root = (name: string, content: string) =>
    `${HEAD}<w:${name} xmlns:w="${W}" xmlns:mc="${MC}">${content}</w:${name}>`;
  const relations = own.map(
    ([name], i) => `<Relationship Id="r${i}" Type="${OFFICE}/${name}" Target="${name}.xml"/>`,
  );
  return zip([
    {
      name: '[Content_Types].xml',
      content: `${HEAD}<Types xmlns="${PACKAGE}/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>`,
    },
    {
      name: '_rels/.rels',
      content: `${HEAD}<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="r" Type="${OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>`,
    },
    {
      name: 'word/document.xml',
      content: main ?? root('document', `<w:body>${body}<w:sectPr/></w:body>`),
    },
    {
      name: 'word/_rels/document.xml.rels',
      content: `${HEAD}<Relationships xmlns="${PACKAGE}/relationships">${relations.join('')}</Relationships>`,
    },
    ...own.map(([name, content]) => ({
      name: `word/${name}.xml`,
      content: root(name, content ?? ''),
    })),
    ...more,
  ]);
}
