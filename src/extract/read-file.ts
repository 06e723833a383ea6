import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Limits } from '../base/limits/limits';
import { watchProcess } from '../base/process/memory';
import { Refusal } from '../base/refusal';
import { fileKind } from '../base/text/encoding';
import { PROJECT_ROOT } from '../config/root';
import { Archive } from './docx/archive';
import { readDocx } from './docx/read-docx';
import type { Extracted } from './extracted';
import { readPdf } from './pdf/read-pdf';
import type { FromReader, ToReader } from './protocol';
import { otherKind } from './refusals';

/** Runs as the process that reads one file, and ends with its parent or at its memory. */
export function runFileReader(): void {
  const send = (message: FromReader) => process.send?.(message, () => undefined);
  // The parent ends it. A Ctrl-C in a terminal reaches it too.
  process.on('SIGINT', () => undefined);
  process.on('disconnect', () => process.exit(0));
  process.once('message', (order: ToReader) => {
    watchProcess(order.limits.fileMegabytes * 1_000_000);
    // A library may fail in a task of its own.
    process.once('uncaughtException', (error) => send(failure(order, error)));
    void answerTo(order).then(send);
  });
  send({ kind: 'ready' });
}

async function answerTo(order: ToReader): Promise<FromReader> {
  const { bytes, limits } = order;
  try {
    return { kind: 'text', extracted: await readDocument(bytes, limits) };
  } catch (error) {
    if (error instanceof Refusal) {
      const { kind: refusal, message: detail, faults } = error;
      return { kind: 'refused', refusal, detail, faults };
    }
    return failure(order, error);
  }
}

function failure({ bytes }: ToReader, error: unknown): FromReader {
  const format = fileKind(bytes)?.format === 'pdf' ? 'PDF' : 'DOCX';
  return { kind: 'failed', format, reason: error instanceof Error ? error.message : 'unknown' };
}

/** @throws Refusal */
async function readDocument(bytes: Uint8Array, limits: Limits): Promise<Extracted> {
  if (fileKind(bytes)?.format === 'pdf') return readPdf(bytes, limits, pdfResources());
  const archive = await Archive.open(bytes, limits);
  const other = await otherArchive(archive);
  if (other !== undefined) throw otherKind(other);
  return readDocx(archive, limits);
}

/** What an archive holds, where it is no DOCX. */
async function otherArchive(archive: Archive): Promise<string | undefined> {
  if (archive.has('mimetype')) {
    const type = (await archive.read('mimetype'))?.toString('latin1') ?? '';
    if (type.includes('opendocument')) return 'an OpenDocument file, such as ODT';
    if (type.includes('epub')) return 'an EPUB book';
  }
  if (archive.has('xl/workbook.xml')) return 'a spreadsheet of Microsoft Excel';
  if (archive.has('ppt/presentation.xml')) return 'a presentation of Microsoft PowerPoint';
  return archive.has('[Content_Types].xml') ? undefined : 'a ZIP file that holds no DOCX document';
}

/** The folder of the library that reads PDFs, with a slash at its end. */
function pdfResources(): string {
  const { resolve } = createRequire(join(PROJECT_ROOT, 'package.json'));
  return `${dirname(resolve('pdfjs-dist/package.json'))}/`;
}
