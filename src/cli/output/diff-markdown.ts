import type { PresentedDiff } from '../../domain/diff/present';
import type { Block } from '../../feed/reports/report-blocks';
import { markdownOf } from '../../feed/reports/report-markdown';
import {
  type DiffRow,
  diffRows,
  diffSummary,
  refOf,
  type Sides,
  termRows,
  whatDiffers,
} from './diff-rows';

/** A comparison as Markdown: a heading and a table for each clause that differs. */
export function diffMarkdown(diff: PresentedDiff, sides: Sides): string {
  const terms = termRows(diff.terms);
  const blocks: Block[] = [
    { is: 'title', text: `${sides.from} → ${sides.to}` },
    { is: 'paragraph', text: diffSummary(diff, sides) },
    ...(terms.length === 0 ? [] : [tableOf(terms, sides)]),
  ];
  for (const clause of diff.clauses) {
    if (clause.change === 'same') continue;
    const title = (clause.to ?? clause.from)?.title ?? '';
    blocks.push({
      is: 'heading',
      text: `${refOf(clause)} ${title} (${whatDiffers(clause)})`.trim(),
    });
    const rows = diffRows(clause);
    if (rows.length > 0) blocks.push(tableOf(rows, sides));
  }
  return markdownOf(blocks);
}

function tableOf(rows: readonly DiffRow[], sides: Sides): Block {
  return {
    is: 'table',
    head: ['', sides.from, sides.to],
    rows: rows.map(({ label, from, to }) => [{ text: label }, { text: from }, { text: to }]),
  };
}
