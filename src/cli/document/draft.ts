import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { Refusal } from '../../base/refusal';
import { decodeText } from '../../base/text/decode';
import { draftJson } from '../../draft/answer/json';
import { draftYaml } from '../../draft/answer/yaml';
import { draft } from '../../draft/draft';
import { isHtml, stripHtml } from '../../draft/layout/strip-html';
import type { Draft } from '../../draft/types';
import { compile } from '../../engine/compile/compile';
import { readText } from '../output/files';
import { printFile, printJson } from '../output/print';
import { printSchedule } from './schedule';

interface Options {
  format: string;
  title?: string;
  zone?: string;
  signed?: string;
}

/** `pacta draft FILE|-`: the draft that rules read from a text, as YAML that `check` accepts or as JSON. */
export function draftFile(file: string, options: Options): void {
  const { format, title, zone } = options;
  if (format !== 'yaml' && format !== 'json') {
    throw new Refusal('invalid', `--format is yaml or json, not "${format}".`);
  }
  const written = file === '-' ? readStandardInput() : readText(file);
  const text = isHtml(written) ? stripHtml(written) : written;
  if (text.trim() === '') throw new Refusal('invalid', `${file} contains no text.`);
  const name = file === '-' ? 'Standard input' : basename(file);
  const read = draft(text, {
    title: title ?? titleOf(name),
    source: name,
    ...(zone !== undefined && { zone }),
  });
  if (options.signed !== undefined) printDates(read, options.signed);
  else if (format === 'json') printJson(draftJson(read));
  else printFile(draftYaml(read));
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

const readStandardInput = (): string => decodeText(readFileSync(0), { name: 'Standard input' });
