import type { PDFDocumentProxy, PDFPageProxy } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { isRecord } from '../../base/guards';
import { type Limits, overLimit } from '../../base/limits/limits';
import type { Extracted } from '../extracted';
import { broken, locked, textless, undecodable } from '../refusals';
import { TextBuilder, tooMuchText } from '../text-builder';
import { linesOf } from './page-lines';
import { paragraphsOf } from './paragraphs';
import { type Run, type Segment, segmentsOf } from './segments';

/**
 * Reads the text of a PDF: columns one after the other, without running heads and page numbers, footnotes at its end. It runs no
 * script and loads nothing.
 * @param resources the folder of the library's tables for East Asian fonts; it ends in a slash.
 * @throws Refusal for a broken or locked file, for one without text, and for one that exceeds a limit.
 */
export async function readPdf(
  bytes: Uint8Array,
  limits: Limits,
  resources: string,
): Promise<Extracted> {
  const document = await open(bytes, resources);
  if (document.numPages > limits.filePages) {
    const excess = { name: 'filePages', counted: document.numPages, unit: 'pages' } as const;
    throw overLimit(excess, limits, {}, 'The document');
  }
  const pages: Segment[][] = [];
  let units = 0;
  let fields = 0;
  for (let number = 1; number <= document.numPages; number += 1) {
    const { runs, filled } = await pageText(document, number);
    fields += filled;
    units += runs.reduce((sum, { text }) => sum + text.length, 0);
    if (units > limits.bodyBytes) throw tooMuchText(limits);
    pages.push(segmentsOf(runs));
  }
  const all = pages.flat().map(({ text }) => text);
  if (all.every((text) => text.trim() === '')) throw textless('PDF', document.numPages);
  if (isGarbled(all)) throw undecodable();
  const builder = new TextBuilder(limits);
  paragraphsOf(linesOf(pages), builder);
  return { ...builder.result(), notices: [...blankNotice(pages), ...fieldNotice(fields)] };
}

async function open(bytes: Uint8Array, resources: string): Promise<PDFDocumentProxy> {
  const { getDocument, VerbosityLevel } = await library();
  try {
    return await getDocument({
      // The library refuses a Buffer.
      data: new Uint8Array(bytes),
      verbosity: VerbosityLevel.ERRORS,
      isEvalSupported: false,
      enableXfa: false,
      disableFontFace: true,
      useSystemFonts: false,
      useWasm: false,
      useWorkerFetch: false,
      cMapUrl: `${resources}cmaps/`,
      standardFontDataUrl: `${resources}standard_fonts/`,
    }).promise;
  } catch (error) {
    const name = error instanceof Error ? error.name : '';
    throw name === 'PasswordException' ? locked('PDF') : broken('PDF', error);
  }
}

/** The library expects classes of a browser when it is loaded; reading text uses none of them. */
async function library() {
  Object.assign(globalThis, {
    DOMMatrix: class {},
    ImageData: class {},
    Path2D: class {},
    // Without it the library looks for its worker's file.
    pdfjsWorker: await import('pdfjs-dist/legacy/build/pdf.worker.mjs'),
  });
  return import('pdfjs-dist/legacy/build/pdf.mjs');
}

/** The runs of a page, and how many fields of a form on it are filled in. */
async function pageText(document: PDFDocumentProxy, number: number) {
  try {
    const page = await document.getPage(number);
    const runs = await runsOf(page);
    const filled = (await page.getAnnotations()).filter(isFilled).length;
    page.cleanup();
    return { runs, filled };
  } catch (error) {
    throw broken('PDF', error, `page ${number}`);
  }
}

/** A field with text, or a note that is written on the page. */
function isFilled(annotation: unknown): boolean {
  if (!isRecord(annotation)) return false;
  const { subtype, fieldValue, contentsObj } = annotation;
  if (subtype === 'Widget') return typeof fieldValue === 'string' && fieldValue.trim() !== '';
  const text = isRecord(contentsObj) ? contentsObj.str : undefined;
  return subtype === 'FreeText' && typeof text === 'string' && text.trim() !== '';
}

type Direction = 0 | 1 | 2 | 3;
type Matrix = readonly [number, number, number, number, number, number];

async function runsOf(page: PDFPageProxy): Promise<Run[]> {
  const { transform } = page.getViewport({ scale: 1 });
  const view = matrixOf(transform);
  const { items } = await page.getTextContent();
  const placed: { direction: Direction; run: Run }[] = [];
  for (const item of items) {
    if (!('str' in item) || item.str.trim() === '') continue;
    const at = product(view, matrixOf(item.transform));
    const size = Math.hypot(at[2], at[3]);
    if (!(size > 0) || !at.every(Number.isFinite)) continue;
    const direction = directionOf(at);
    const [x, y] = turned(at[4], at[5], direction);
    const run = { text: item.str, x0: x, x1: x + Math.abs(item.width), y, size };
    placed.push({ direction, run });
  }
  // Letters across the page are stamps in the margin; where most are, the page itself is turned.
  const counts = [0, 0, 0, 0];
  for (const { direction, run } of placed) {
    counts[direction] = (counts[direction] ?? 0) + run.text.length;
  }
  const usual = counts.indexOf(Math.max(...counts));
  return placed.filter(({ direction }) => direction === usual).map(({ run }) => run);
}

function matrixOf(values: readonly unknown[]): Matrix {
  const at = (i: number) => Number(values[i]);
  return [at(0), at(1), at(2), at(3), at(4), at(5)];
}

/** First the second matrix, then the first. */
function product(a: Matrix, b: Matrix): Matrix {
  return [
    a[0] * b[0] + a[2] * b[1],
    a[1] * b[0] + a[3] * b[1],
    a[0] * b[2] + a[2] * b[3],
    a[1] * b[2] + a[3] * b[3],
    a[0] * b[4] + a[2] * b[5] + a[4],
    a[1] * b[4] + a[3] * b[5] + a[5],
  ];
}

/** In quarter turns: where the letters run to. */
function directionOf([a, b]: Matrix): Direction {
  if (Math.abs(a) >= Math.abs(b)) return a >= 0 ? 0 : 2;
  return b >= 0 ? 1 : 3;
}

function turned(x: number, y: number, direction: Direction): [number, number] {
  if (direction === 1) return [y, -x];
  if (direction === 2) return [-x, -y];
  return direction === 3 ? [-y, x] : [x, y];
}

/** Letters that a font does not name are read as signs of the private use area, or as none. */
const UNNAMED = /[\ue000-\uf8ff\ufffd]/g;

function isGarbled(texts: readonly string[]): boolean {
  let unnamed = 0;
  let length = 0;
  for (const text of texts) {
    unnamed += text.match(UNNAMED)?.length ?? 0;
    length += text.length;
  }
  return unnamed > length / 4;
}

/** How many numbers of pages a notice lists. */
const PAGES_SHOWN = 20;

function blankNotice(pages: readonly (readonly unknown[])[]): string[] {
  const blank = pages.flatMap(({ length }, i) => (length === 0 ? [i + 1] : []));
  if (blank.length === 0) return [];
  const more = blank.length > PAGES_SHOWN ? ` and ${blank.length - PAGES_SHOWN} more` : '';
  const list = `${blank.slice(0, PAGES_SHOWN).join(', ')}${more}`;
  const subject = blank.length === 1 ? `Page ${list} has` : `Pages ${list} have`;
  return [`${subject} no text: empty, or a picture that was not read.`];
}

function fieldNotice(count: number): string[] {
  if (count === 0) return [];
  const subject = count === 1 ? 'One field or note' : `${count} fields or notes`;
  return [`${subject} written into the pages ${count === 1 ? 'was' : 'were'} not read.`];
}
