import { labelAt } from '../../draft/layout/labels';
import { TextBuilder } from '../text-builder';
import { HyphenJoiner } from './hyphens';
import { type Line, noteStart, type PageLines } from './page-lines';

/** A gap of more than this many distances of lines begins a paragraph. */
const PARAGRAPH_GAP = 1.3;
/** An indentation of more than this many sizes. */
const INDENT = 0.8;
/** The width of a blank in sizes. */
const BLANK = 0.25;
/** Sizes that differ by more than this part are different. */
const OTHER_SIZE = 0.08;
/** A block of fewer lines is no column of a text. */
const COLUMN_LINES = 5;
/** The end of a sentence, of an item or of the introduction of a list. */
const ENDED = /[.:;!?]["')\]\u201d\u2019]*(?:\[\d{1,3}\])?$/;

/** A divided word, or a compound at its hyphen. */
const DIVIDED = /[\p{L}\p{N}][-\u2010\u00ad]$/u;

/** Joins lines into paragraphs. Notes follow the text, below a heading of their own. */
export function paragraphsOf(pages: readonly PageLines[], builder: TextBuilder): void {
  const body = pages.flatMap((page) => page.body);
  const notes = pages.flatMap((page) => page.notes);
  const joiner = new HyphenJoiner([...body, ...notes].map(({ text }) => text));
  const pitch = usualPitch(body);
  let paragraph: Line[] = [];
  for (const [i, line] of body.entries()) {
    const last = paragraph.at(-1);
    const following = sameBlock(line, body[i + 1]);
    if (last !== undefined && begins(last, line, following, paragraph, pitch)) {
      builder.paragraph(joiner.join(paragraph));
      paragraph = [];
    }
    paragraph.push(line);
  }
  builder.paragraph(joiner.join(paragraph));
  const grouped = notesOf(notes);
  if (grouped.length > 0) builder.notes(grouped.map((lines) => joiner.join(lines)));
}

const sameBlock = (line: Line, other: Line | undefined): Line | undefined =>
  other?.block === line.block ? other : undefined;

/** The usual distance of two lines, for each size. */
function usualPitch(lines: readonly Line[]): ReadonlyMap<number, number> {
  const gaps = new Map<number, number[]>();
  for (const [i, line] of lines.entries()) {
    const next = sameBlock(line, lines[i + 1]);
    if (next === undefined || next.y <= line.y || next.size !== line.size) continue;
    const size = Math.round(line.size);
    const known = gaps.get(size);
    if (known === undefined) gaps.set(size, [next.y - line.y]);
    else known.push(next.y - line.y);
  }
  return new Map(
    [...gaps].map(([size, all]) => {
      const sorted = all.sort((a, b) => a - b);
      return [size, sorted[Math.floor(sorted.length * 0.3)] ?? 0];
    }),
  );
}

/** Whether a line begins a paragraph. */
function begins(
  last: Line,
  line: Line,
  following: Line | undefined,
  paragraph: readonly Line[],
  pitch: ReadonlyMap<number, number>,
): boolean {
  if (Math.abs(line.size - last.size) > OTHER_SIZE * last.size) return true;
  if (last.block !== line.block && (last.block.cell || line.block.cell)) return true;
  if (DIVIDED.test(last.text) && /^[\p{L}\p{N}]/u.test(line.text)) return false;
  const ended = ENDED.test(last.text);
  if (last.block !== line.block) {
    // A few short lines, such as those of a signature, are no column that is read on.
    const few = last.block.lines < COLUMN_LINES && !/^\p{Ll}/u.test(line.text);
    return ended || few || fits(last, line) || labelAt(line.text) !== undefined;
  }
  if (line.y - last.y > PARAGRAPH_GAP * (pitch.get(Math.round(line.size)) ?? Infinity)) return true;
  if (fits(last, line)) return true;
  if (labelAt(line.text) !== undefined && (ended || /[,\u2014]$|\b(?:and|or)$/.test(last.text)))
    return true;
  const step = INDENT * line.size;
  // The first line of a paragraph is indented, or all others are, as after a label.
  const hanging = labelAt(last.text) !== undefined;
  if (
    !hanging &&
    line.x0 - last.x0 > step &&
    following !== undefined &&
    line.x0 - following.x0 > step
  )
    return true;
  return last.x0 - line.x0 > step && paragraph.length > 1;
}

/** Whether the first word of a line would have had room on the line before. */
function fits(last: Line, line: Line): boolean {
  const word = /^\S+/.exec(line.text)?.[0] ?? '';
  const width = ((line.x1 - line.x0) * word.length) / Math.max(1, line.text.length);
  const slack = INDENT * last.size;
  return last.x1 + BLANK * last.size + width + slack < last.block.right;
}

/** The lines of each note. */
function notesOf(lines: readonly Line[]): Line[][] {
  const notes: Line[][] = [];
  for (const line of lines) {
    const start = noteStart(line.text);
    if (start !== undefined) notes.push([{ ...line, text: `[${start.mark}] ${start.rest}` }]);
    else if (notes.length === 0) notes.push([line]);
    else notes.at(-1)?.push(line);
  }
  return notes;
}
