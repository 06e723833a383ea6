import { existsSync } from 'node:fs';
import { basename } from 'node:path';
import { Refusal } from '../../base/refusal';
import { decodeText } from '../../base/text/decode';
import { fileKind } from '../../base/text/encoding';
import { luxonZones } from '../../base/zones';
import { readSettings } from '../../config/settings';
import { readAgreement } from '../../domain/agreement/document/loader';
import type { DiffText } from '../../domain/diff/diff-texts';
import { draftJson } from '../../draft/answer/json';
import { draftYaml } from '../../draft/answer/yaml';
import { draft } from '../../draft/draft';
import { isHtml, stripHtml } from '../../draft/layout/strip-html';
import type { Draft } from '../../draft/types';
import type { Agreement } from '../../engine/compile/agreement';
import { compile } from '../../engine/compile/compile';
import { extractText } from '../../extract/extract';
import type { Extracted } from '../../extract/extracted';
import { nameOf, readBytes } from '../output/files';
import { formatIn } from '../output/format';
import { namedAgreement } from '../output/named-agreement';
import { printFile, printJson } from '../output/print';
import { DIFF_FORMATS, printDiff } from './diff';
import { printSchedule } from './schedule';

interface Options {
  format?: string;
  title?: string;
  zone?: string;
  signed?: string;
  against?: string;
}

/**
 * `pacta draft FILE|-`: the draft that rules read from a text, as YAML that `check` accepts or as JSON; with `--against`, a
 * comparison with an earlier text or agreement.
 */
export async function draftFile(file: string, options: Options): Promise<void> {
  const { signed, against, format = against === undefined ? 'yaml' : 'text' } = options;
  refuseZone(options.zone);
  formatIn(format, against === undefined ? ['yaml', 'json'] : DIFF_FORMATS);
  if (against !== undefined) {
    if (file === '-' && against === '-') {
      throw new Refusal('invalid', 'Standard input has one text: give - once.');
    }
    const after = (await draftOf(file, options)).read;
    const before = await earlier(against, { ...options, title: after.document.title });
    printDiff(before, asText(after), {
      ...(signed !== undefined && { signed }),
      format,
      ids: false,
      names: { from: nameOf(basename(against)), to: nameOf(basename(file)) },
    });
    return;
  }
  const { read, text } = await draftOf(file, options);
  if (signed !== undefined) printSchedule(compiled(read), { signed, format: 'table' });
  else if (format === 'json') printJson(draftJson(read, text));
  else printFile(draftYaml(read));
}

function refuseZone(zone: string | undefined): void {
  if (zone === undefined || luxonZones.known(zone)) return;
  throw new Refusal('invalid', 'The zone is not known. Nothing was read.', [
    {
      pointer: '--zone',
      detail: `there is no zone "${zone}"`,
      expected: 'an IANA name such as Europe/Kyiv',
      example: 'Europe/Kyiv',
    },
  ]);
}

const textless = (name: string): Refusal =>
  new Refusal('invalid', `${name} contains no text.`, [
    {
      pointer: '',
      detail: 'contains no text',
      expected: 'the text of an agreement',
      example: 'The Parties shall cease fire within 48 hours of signing.',
    },
  ]);

/** The draft of a file, and its text where the file is not the text itself. */
async function draftOf(
  file: string,
  { title, zone }: Options,
): Promise<{ read: Draft; text: string | undefined }> {
  const { text, own, ...pages } = await textOf(file);
  if (text.trim() === '') throw textless(nameOf(file));
  const name = nameOf(basename(file));
  const read = draft(text, {
    title: title ?? titleOf(name),
    source: name,
    ...(zone !== undefined && { zone }),
    ...pages,
  });
  return { read, text: own ? undefined : text };
}

/** The key that every agreement has and no text at the beginning of a line. */
const OBLIGATIONS = /^\s*[{"']?\s*"?obligations"?\s*:/m;

/** What a draft is compared with: a text, which is drafted too, or an agreement, by its file or its id. */
async function earlier(name: string, options: Options): Promise<DiffText> {
  if (name !== '-' && !existsSync(name)) return namedAgreement(name);
  const { bytes, origin } = readBytes(name);
  const text = fileKind(bytes) === undefined ? decodeText(bytes, origin) : '';
  if (OBLIGATIONS.test(text)) {
    return { agreement: readAgreement(text, nameOf(name), readSettings()), facts: [] };
  }
  return asText((await draftOf(name, options)).read);
}

const asText = (read: Draft): DiffText => ({ agreement: compiled(read), facts: [] });

/** The text of a file, by its content and not by its name, and whether it is the file itself. */
async function textOf(
  file: string,
): Promise<Pick<Extracted, 'text'> & Partial<Extracted> & { own: boolean }> {
  const { bytes, origin } = readBytes(file);
  if (fileKind(bytes) !== undefined) {
    return { ...(await extracted(bytes, origin.name)), own: false };
  }
  const written = decodeText(bytes, origin);
  return isHtml(written) ? { text: stripHtml(written), own: false } : { text: written, own: true };
}

/** @throws Refusal that begins with the name of the file: a comparison has two. */
async function extracted(bytes: Uint8Array, name: string): Promise<Extracted> {
  try {
    return await extractText(bytes, readSettings().limits);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const { kind, message, faults, retryAfterSeconds } = error;
    throw new Refusal(kind, `${name}: ${message}`, faults, retryAfterSeconds);
  }
}

function compiled({ document }: Draft): Agreement {
  const made = compile(document);
  if (!made.ok) throw new Refusal('invalid', 'The draft cannot be dated.', made.faults);
  return made.agreement;
}

/** A title from the name of a file. */
const titleOf = (name: string): string =>
  name
    .replace(/\.[a-z0-9]+$/i, '')
    .replaceAll(/[-_]+/g, ' ')
    .trim() || 'Draft';
