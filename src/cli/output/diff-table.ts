import { cleanLine } from '../../base/text/clean';
import type { PresentedClauseDiff, PresentedDiff } from '../../domain/diff/present';
import {
  type DiffRow,
  diffRows,
  diffSummary,
  refOf,
  type Sides,
  termRows,
  whatDiffers,
} from './diff-rows';

const NARROWEST = 80;
/** Columns before the label of a row. */
const INDENT = 2;
const GAP = ' │ ';
const SIGNS = { added: '+', dropped: '-', changed: '~', same: '=' } as const;

/**
 * A comparison for a terminal. Each clause that differs has its words, rules and dates below it, in two columns with
 * the earlier text on the left. Clauses that are the same are only counted.
 * @param width columns of the terminal; at least 80 are used.
 */
export function diffTable(diff: PresentedDiff, sides: Sides, width: number): string {
  const wide = Math.max(NARROWEST, width);
  const rows = [
    { label: 'text', from: sides.from, to: sides.to },
    ...termRows(diff.terms).filter(({ from, to }) => from !== sides.from || to !== sides.to),
  ];
  const clauses = diff.clauses.filter(({ change }) => change !== 'same');
  const labels = [...rows, ...clauses.flatMap(diffRows)].map(({ label }) => label.length);
  const columns = columnsFor(Math.max(...labels), wide);
  return [
    ...rows.flatMap((row) => rowLines(row, columns)),
    '',
    ...wrapped(diffSummary(diff, sides), wide),
    ...clauses.flatMap((clause) => ['', ...clauseLines(clause, columns, wide)]),
    '',
  ].join('\n');
}

interface Columns {
  label: number;
  side: number;
}

function columnsFor(label: number, width: number): Columns {
  return { label, side: Math.floor((width - INDENT - label - 2 - GAP.length) / 2) };
}

function clauseLines(clause: PresentedClauseDiff, columns: Columns, width: number): string[] {
  const { change, from, to } = clause;
  const shown = to ?? from;
  const ref = refOf(clause);
  const words = [SIGNS[change], ...(ref === '' ? [] : [`${ref} `]), shown?.title ?? ''];
  const head = `${words.join(' ')} (${whatDiffers(clause)})`;
  const [first = '', ...more] = wrapped(head, width - INDENT);
  return [
    first,
    ...more.map((line) => `${' '.repeat(INDENT)}${line}`),
    ...diffRows(clause).flatMap((row) =>
      change === 'changed' ? rowLines(row, columns) : loneLines(row, columns.label, width),
    ),
  ];
}

/** A row for content that only one side has. */
function loneLines({ label, from, to }: DiffRow, wide: number, width: number): string[] {
  return wrapped(from === '' ? to : from, width - INDENT - wide - 2).map((line, i) =>
    `${' '.repeat(INDENT)}${(i === 0 ? label : '').padEnd(wide)}  ${line}`.trimEnd(),
  );
}

/** One row in as many lines as its longer side needs. */
function rowLines({ label, from, to }: DiffRow, { label: wide, side }: Columns): string[] {
  const [left, right] = [wrapped(from, side), wrapped(to, side)];
  const lines = Math.max(left.length, right.length);
  return Array.from({ length: lines }, (_, i) => {
    const start = `${' '.repeat(INDENT)}${(i === 0 ? label : '').padEnd(wide)}  `;
    return `${start}${(left[i] ?? '').padEnd(side)}${GAP}${right[i] ?? ''}`.trimEnd();
  });
}

/** A text in lines of at most `width` columns. Divides longer words. */
function wrapped(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of cleanLine(text).split(' ')) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line);
      line = '';
    }
    line = line === '' ? word : `${line} ${word}`;
    for (; line.length > width; line = line.slice(width)) lines.push(line.slice(0, width));
  }
  return [...lines, line];
}
