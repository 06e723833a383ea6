import { labelAt } from '../../draft/layout/labels';
import { type Block, blocksOf } from './columns';
import { baselines, type Segment } from './segments';

/** A line of a block, as it is read. */
export interface Line {
  readonly text: string;
  readonly x0: number;
  readonly x1: number;
  readonly y: number;
  readonly size: number;
  readonly page: number;
  /** Lines of one block have the same object. */
  readonly block: BlockSides;
}

interface BlockSides {
  readonly left: number;
  readonly right: number;
  readonly cell: boolean;
  /** How many lines it has. */
  readonly lines: number;
}

/** A line of a table of contents: dots lead to the number of a page. */
const LEADER = /(?:\.\s?){4,}\s*(?:\d{1,4}|[ivxl]{1,7})$/;

/** The text of a page and the notes at its foot. */
export interface PageLines {
  readonly body: readonly Line[];
  readonly notes: readonly Line[];
}

/** At most this many lines at the top and at the bottom of a page are running heads. */
const MARGIN_LINES = 3;
/** The heights of a head on two pages differ by less than this many points. */
const SAME_HEIGHT = 6;
/** Heads are apart from the text by more than this many sizes. */
const MARGIN_GAP = 1.6;
/** A line on this many pages is a running head, also where most pages have another. */
const HEAD_PAGES = 3;
const PAGE_NUMBER =
  /^[-\u2013\u2014\s|]*(?:(?:page|p\.)\s*)?(?:\d{1,4}|[ivxl]{1,7})(?:\s*(?:of|\/|\|)\s*\d{1,4})?[-\u2013\u2014\s|]*$/i;

/** The lines of all pages, without running heads and page numbers. */
export function linesOf(pages: readonly (readonly Segment[])[]): PageLines[] {
  const segments = withoutMargins(pages);
  const size = usualSize(segments.flat());
  return segments.map((page, i) => pageLines(page, i + 1, size));
}

/** The size in which most letters stand. */
function usualSize(segments: readonly Segment[]): number {
  const letters = new Map<number, number>();
  for (const { size, text } of segments) {
    const rounded = Math.round(size * 2) / 2;
    letters.set(rounded, (letters.get(rounded) ?? 0) + text.length);
  }
  return [...letters].reduce((most, one) => (one[1] > most[1] ? one : most), [0, 0])[0];
}

/** A line at the edge of a page. */
interface MarginLine {
  /** Its text, equal on all pages but for numbers. */
  readonly form: string;
  readonly y: number;
  readonly size: number;
  readonly segments: readonly Segment[];
}

function withoutMargins(pages: readonly (readonly Segment[])[]): Segment[][] {
  const lines = pages.map((segments) => baselines(segments).map(marginLine));
  const heads = new Heads(lines);
  return pages.map((segments, i) => {
    const dropped = new Set<Segment>();
    const down = lines[i] ?? [];
    for (const edge of [down, down.toReversed()]) {
      for (const line of marginOf(edge, heads)) {
        for (const segment of line.segments) dropped.add(segment);
      }
    }
    return segments.filter((segment) => !dropped.has(segment));
  });
}

/** The lines at an edge that are no text. A gap divides them from it, and every line outside of them is one. */
function marginOf(edge: readonly MarginLine[], heads: Heads): readonly MarginLine[] {
  let count = 0;
  for (const [i, line] of edge.slice(0, MARGIN_LINES).entries()) {
    if (!PAGE_NUMBER.test(line.form) && !heads.has(line)) break;
    const next = edge[i + 1];
    const gap = next === undefined ? Infinity : Math.abs(next.y - line.y);
    if (gap > MARGIN_GAP * Math.max(line.size, next?.size ?? 0)) count = i + 1;
  }
  return edge.slice(0, count);
}

function marginLine(segments: readonly Segment[]): MarginLine {
  const text = segments.map((segment) => segment.text).join(' ');
  const size = Math.max(...segments.map((segment) => segment.size));
  // The headings of articles differ by their number only: it counts as a word.
  const label = labelAt(text)?.length ?? 0;
  const form = text.slice(0, label) + text.slice(label).replace(/\d+/g, '0');
  return { form, y: segments[0]?.y ?? 0, size, segments };
}

/** Lines that stand at the edge of several pages, at the same height and equal but for numbers. */
class Heads {
  private readonly places = new Map<string, { page: number; y: number }[]>();
  private readonly least: number;

  constructor(pages: readonly (readonly MarginLine[])[]) {
    this.least = Math.min(HEAD_PAGES, Math.max(2, pages.length));
    for (const [page, lines] of pages.entries()) {
      const edges = new Set([...lines.slice(0, MARGIN_LINES), ...lines.slice(-MARGIN_LINES)]);
      for (const { form, y } of edges) {
        const known = this.places.get(form);
        if (known === undefined) this.places.set(form, [{ page, y }]);
        else known.push({ page, y });
      }
    }
  }

  has({ form, y }: MarginLine): boolean {
    const places = this.places.get(form) ?? [];
    const same = places.filter((other) => Math.abs(other.y - y) < SAME_HEIGHT);
    return new Set(same.map(({ page }) => page)).size >= this.least;
  }
}

/** Notes are printed smaller than the text by at least this factor. */
const NOTE_SIZE = 0.93;
const NOTE = /^(?:\d{1,3}|[*\u2020\u2021]{1,3})[.)]?\s*(?=[\p{L}"'(\u201c\u2018\u00ab])/u;

function pageLines(segments: readonly Segment[], page: number, usual: number): PageLines {
  const lines = blocksOf(segments).flatMap((block) => blockLines(block, page));
  const small = (line: Line) => line.size <= NOTE_SIZE * usual && !line.block.cell;
  // Below each place of the width: the lowest line of the text itself.
  const text = lines.filter((line) => !small(line));
  const under = (line: Line) =>
    !text.some(({ x0, x1, y }) => y > line.y && x0 < line.x1 && x1 > line.x0);
  const body: Line[] = [];
  const notes: Line[] = [];
  let within = false;
  for (const line of lines) {
    if (LEADER.test(line.text)) continue;
    within = small(line) && under(line) && (within || NOTE.test(line.text));
    (within ? notes : body).push(line);
  }
  return { body, notes };
}

function blockLines({ segments, cell }: Block, page: number): Line[] {
  const left = Math.min(...segments.map(({ x0 }) => x0));
  const right = Math.max(...segments.map(({ x1 }) => x1));
  const lines = baselines(segments);
  const block = { left, right, cell, lines: lines.length };
  return lines.map((line) => ({
    text: line.map(({ text }) => text).join(' '),
    x0: line[0]?.x0 ?? left,
    x1: line.at(-1)?.x1 ?? right,
    y: line[0]?.y ?? 0,
    size: Math.max(...line.map(({ size }) => size)),
    page,
    block,
  }));
}

/** The mark of a note, and its text after it. */
export function noteStart(text: string): { mark: string; rest: string } | undefined {
  const match = NOTE.exec(text);
  if (match === null) return undefined;
  return { mark: match[0].replace(/[.)\s]+$/, ''), rest: text.slice(match[0].length) };
}
