import { constants, deflateRawSync } from 'node:zlib';

/** A line of text on a page: from the left and from the bottom, in points. */
export interface PdfLine {
  x: number;
  y: number;
  text: string;
  /** In points; 10 unless given. */
  size?: number;
}

/** Content streams as a PDF: one page each, of A4, in Courier, whose letters are 0.6 of their size wide. */
export function pdfOf(streams: readonly string[], more: readonly string[] = []): Buffer {
  const kids = streams.map((_, i) => `${4 + 2 * i} 0 R`).join(' ');
  const objects = [
    '<</Type/Catalog/Pages 2 0 R>>',
    `<</Type/Pages/Count ${streams.length}/Kids[${kids}]>>`,
    '<</Type/Font/Subtype/Type1/BaseFont/Courier/Encoding/WinAnsiEncoding>>',
    ...streams.flatMap((stream, i) => [
      `<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F 3 0 R>>>>/Contents ${5 + 2 * i} 0 R>>`,
      `<</Length ${Buffer.byteLength(stream, 'latin1')}>>stream\n${stream}\nendstream`,
    ]),
    ...more,
  ];
  return pdfFile(objects);
}

/** A PDF of these objects, numbered from 1; the first is its catalog. */
export function pdfFile(objects: readonly string[]): Buffer {
  let text = '%PDF-1.7\n';
  const at = objects.map((object, i) => {
    const offset = text.length;
    text += `${i + 1} 0 obj\n${object}\nendobj\n`;
    return offset;
  });
  const rows = at.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('');
  const size = objects.length + 1;
  const table = `xref\n0 ${size}\n0000000000 65535 f \n${rows}`;
  const trailer = `trailer<</Size ${size}/Root 1 0 R>>\nstartxref\n${text.length}\n%%EOF`;
  return Buffer.from(`${text}${table}${trailer}`, 'latin1');
}

/** The content stream of a page with these lines. */
export const pageOf = (lines: readonly PdfLine[]): string =>
  lines
    .map(({ x, y, text, size = 10 }) => {
      const shown = text.replace(/[\\()]/g, '\\$&');
      return `BT /F ${size} Tf 1 0 0 1 ${x} ${y} Tm (${shown}) Tj ET`;
    })
    .join('\n');

/** A column of paragraphs, from the top: wrapped at its width, a word that does not fit is divided where it has a bar. */
export function columnOf(
  paragraphs: readonly string[],
  { x, y, width, size = 10 }: Omit<PdfLine, 'text'> & { width: number },
): PdfLine[] {
  const most = Math.floor(width / (0.6 * size));
  const lines: PdfLine[] = [];
  let at = y;
  const put = (text: string) => {
    lines.push({ x, y: at, text, size });
    at -= 1.2 * size;
  };
  for (const paragraph of paragraphs) {
    let line = '';
    for (const word of paragraph.split(' ')) {
      const whole = word.replaceAll('|', '');
      const [head = '', tail] = word.split('|');
      const before = line === '' ? '' : `${line} `;
      if (before.length + whole.length <= most) line = before + whole;
      else if (tail !== undefined && before.length + head.length < most) {
        put(`${before}${head}-`);
        line = tail;
      } else {
        put(line);
        line = whole;
      }
    }
    put(line);
    at -= 0.6 * size;
  }
  return lines;
}

const MEGABYTE = 1_000_000;

/** A PDF of one page whose content unpacks to so many megabytes of blanks. */
export function bombOf(megabytes: number): Buffer {
  // A block that is flushed completely stands for itself, so it can be repeated.
  const finishFlush = constants.Z_FULL_FLUSH;
  const block = deflateRawSync(Buffer.alloc(MEGABYTE, ' '), { finishFlush }).toString('latin1');
  const stream = `\u0078\u009c${block.repeat(megabytes)}\u0003\u0000`;
  return pdfFile([
    '<</Type/Catalog/Pages 2 0 R>>',
    '<</Type/Pages/Count 1/Kids[3 0 R]>>',
    '<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R>>',
    `<</Filter/FlateDecode/Length ${stream.length}>>stream\n${stream}\nendstream`,
  ]);
}

/** A PDF of one page that draws 2^40 forms: each draws the next one twice. */
export function endless(): Buffer {
  const first = 4;
  const forms = Array.from({ length: 40 }, (_, i) => {
    const stream = i === 39 ? 'BT /F 9 Tf (a) Tj ET' : '/X Do /X Do';
    return `<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X ${first + i + 1} 0 R>>/Font<</F ${first + 41} 0 R>>>>/Length ${stream.length}>>stream\n${stream}\nendstream`;
  });
  return pdfFile([
    '<</Type/Catalog/Pages 2 0 R>>',
    '<</Type/Pages/Count 1/Kids[3 0 R]>>',
    `<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</XObject<</X ${first} 0 R>>>>/Contents ${first + 40} 0 R>>`,
    ...forms,
    '<</Length 5>>stream\n/X Do\nendstream',
    '<</Type/Font/Subtype/Type1/BaseFont/Courier>>',
  ]);
}
