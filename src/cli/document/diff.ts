import { Refusal } from '../../base/refusal';
import { type DiffText, diffTexts } from '../../domain/diff/diff-texts';
import { diffMarkdown } from '../output/diff-markdown';
import type { Sides } from '../output/diff-rows';
import { diffTable } from '../output/diff-table';
import { formatIn } from '../output/format';
import { namedAgreement } from '../output/named-agreement';
import { print, printFile, printJson } from '../output/print';

interface Options {
  signed?: string;
  format: string;
}

export const DIFF_FORMATS = ['text', 'json', 'markdown'];

/** `pacta diff OLD NEW`: compares two agreements clause by clause. Exit status 1 if they differ, as for diff(1). */
export async function diffNamed(before: string, after: string, options: Options): Promise<void> {
  if (before === '-' && after === '-') {
    throw new Refusal('invalid', 'Standard input has one agreement: give - once.');
  }
  formatIn(options.format, DIFF_FORMATS);
  printDiff(await namedAgreement(before), await namedAgreement(after), { ...options, ids: true });
}

/**
 * Prints a comparison as text, JSON or Markdown, and sets the exit status.
 * @param options `ids`: whether equal ids mean the same clause; `names`: names of the two, by default their titles.
 */
export function printDiff(
  before: DiffText,
  after: DiffText,
  options: Options & { ids: boolean; names?: Pick<Sides, 'from' | 'to'> },
): void {
  const { signed, format, ids, names } = options;
  const diff = diffTexts(before, after, { signed, pointer: '--signed', ids });
  const [from, to] = [before.agreement.document, after.agreement.document];
  const sides = { from: names?.from ?? from.title, to: names?.to ?? to.title, signed };
  if (format === 'markdown') printFile(diffMarkdown(diff, sides));
  else if (format === 'text') print(diffTable(diff, sides, process.stdout.columns ?? 120));
  else {
    const side = ({ id, title, zone }: typeof from) => ({ id, title, zone });
    printJson({ signed: signed ?? null, from: side(from), to: side(to), ...diff });
  }
  const { added, dropped, changed } = diff.counts;
  if (added + dropped + changed + diff.terms.length > 0) process.exitCode = 1;
}
