import { basename } from 'node:path';
import { Refusal } from '../../base/refusal';
import { decodeText } from '../../base/text/decode';
import { fileKind } from '../../base/text/encoding';
import { readSettings } from '../../config/settings';
import { draftJson } from '../../draft/answer/json';
import { draftYaml } from '../../draft/answer/yaml';
import { draft } from '../../draft/draft';
import { isHtml, stripHtml } from '../../draft/layout/strip-html';
import type { Draft } from '../../draft/types';
import { compile } from '../../engine/compile/compile';
import { extractText } from '../../extract/extract';
import type { Extracted } from '../../extract/extracted';
import { nameOf, readBytes } from '../output/files';
import { printFile, printJson } from '../output/print';
import { printSchedule } from './schedule';

interface Options {
  format: string;
  title?: string;
  zone?: string;
  signed?: string;
}

/** `pacta draft FILE|-`: the draft that rules read from a text, as YAML that `check` accepts or as JSON. */
export async function draftFile(file: string, options: Options): Promise<void> {
  const { format, title, zone } = options;
  if (format !== 'yaml' && format !== 'json') {
    throw new Refusal('invalid', `--format is yaml or json, not "${format}".`);
  }
  const { text, own, ...pages } = await textOf(file);
  if (text.trim() === '') throw new Refusal('invalid', `${nameOf(file)} contains no text.`);
  const name = nameOf(basename(file));
  const read = draft(text, {
    title: title ?? titleOf(name),
    source: name,
    ...(zone !== undefined && { zone }),
    ...pages,
  });
  if (options.signed !== undefined) printDates(read, options.signed);
  else if (format === 'json') printJson(draftJson(read, own ? undefined : text));
  else printFile(draftYaml(read));
}

/** The text of a file, by its content and not by its name, and whether it is the file itself. */
async function textOf(
  file: string,
): Promise<Pick<Extracted, 'text'> & Partial<Extracted> & { own: boolean }> {
  const { bytes, origin } = readBytes(file);
  if (fileKind(bytes) !== undefined) {
    return { ...(await extractText(bytes, readSettings().limits)), own: false };
  }
  const written = decodeText(bytes, origin);
  return isHtml(written) ? { text: stripHtml(written), own: false } : { text: written, own: true };
}

/** The dates that follow from a signing. */
function printDates({ document }: Draft, signed: string): void {
  const compiled = compile(document);
  if (!compiled.ok) throw new Refusal('invalid', 'The draft cannot be dated.', compiled.faults);
  printSchedule(compiled.agreement, { signed, format: 'table' });
}

/** A title from the name of a file. */
const titleOf = (name: string): string =>
  name
    .replace(/\.[a-z0-9]+$/i, '')
    .replaceAll(/[-_]+/g, ' ')
    .trim() || 'Draft';
