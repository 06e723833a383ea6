import { baselines, type Segment } from './segments';

/** Segments that are read together, line by line: a column, a part of a page at full width, a cell of a table. */
export interface Block {
  readonly segments: readonly Segment[];
  /** Whether it is a cell of a table. */
  readonly cell: boolean;
}

/** A gutter is sought at each of these places of the width. */
const STEPS = 120;
/** Each side of a gutter has at least this part of the width. */
const LEAST_SIDE = 0.2;
/** Half of the least width of a gutter, in points. */
const HALF_GUTTER = 3.5;
/** Each side of a gutter has at least this many lines. */
const COLUMN_LINES = 3;
/** Lines of columns of prose fill most of the column; entries of a table do not. */
const PROSE_FILL = 0.7;
/** More columns than this beside each other are not looked for. */
const MOST_DEPTH = 4;
/** Rows of a table are apart by more than this many distances of lines. */
const ROW_GAP = 1.3;

/** The blocks of a page in the order in which they are read. */
export function blocksOf(segments: readonly Segment[], depth = 0): Block[] {
  const found = depth < MOST_DEPTH ? bestGutter(segments) : undefined;
  if (found === undefined) return segments.length === 0 ? [] : [{ segments, cell: false }];
  const { x, bands } = found;
  const blocks: Block[] = [];
  let rest = withoutAll(segments, bands);
  for (const band of bands) {
    const above = rest.filter(({ y }) => y < band.top);
    rest = rest.filter(({ y }) => y >= band.top);
    blocks.push(...blocksOf(above, depth + 1));
    if (!band.prose) blocks.push(...cellsOf(band.segments));
    else {
      for (const side of sidesOf(band.segments, x)) blocks.push(...blocksOf(side, depth + 1));
    }
  }
  blocks.push(...blocksOf(rest, depth + 1));
  return blocks;
}

function withoutAll(segments: readonly Segment[], bands: readonly Band[]): readonly Segment[] {
  const inBands = new Set(bands.flatMap((band) => band.segments));
  return segments.filter((segment) => !inBands.has(segment));
}

/** The segments to the left and to the right of a gutter. */
const sidesOf = (segments: readonly Segment[], x: number): [Segment[], Segment[]] => [
  segments.filter(({ x1 }) => x1 <= x),
  segments.filter(({ x0 }) => x0 >= x),
];

/** A part of the height in which nothing crosses the gutter. */
interface Band {
  readonly top: number;
  readonly bottom: number;
  readonly segments: readonly Segment[];
  readonly prose: boolean;
}

interface Gutter {
  readonly x: number;
  readonly bands: readonly Band[];
  /** How many lines it separates. */
  readonly score: number;
}

function bestGutter(segments: readonly Segment[]): Gutter | undefined {
  if (segments.length < 2 * COLUMN_LINES) return undefined;
  const left = Math.min(...segments.map(({ x0 }) => x0));
  const right = Math.max(...segments.map(({ x1 }) => x1));
  const width = right - left;
  let best: Gutter | undefined;
  let last = 0;
  for (let step = STEPS * LEAST_SIDE; step <= STEPS * (1 - LEAST_SIDE); step += 1) {
    const x = left + (width * step) / STEPS;
    const bands = bandsAt(segments, x, width);
    const score = bands.reduce((sum, band) => sum + band.segments.length, 0);
    if (score === 0) continue;
    // The middle of equally good places.
    if (best === undefined || score > best.score) {
      best = { x, bands, score };
      last = x;
    } else if (score === best.score && x - last < (1.5 * width) / STEPS) last = x;
  }
  if (best === undefined) return undefined;
  const x = (best.x + last) / 2;
  const bands = bandsAt(segments, x, width);
  return bands.length === 0 ? best : { x, bands, score: best.score };
}

function bandsAt(segments: readonly Segment[], x: number, width: number): Band[] {
  const bands: Band[] = [];
  let open: Segment[] = [];
  const close = () => {
    const band = bandOf(open, x, width);
    if (band !== undefined) bands.push(band);
    open = [];
  };
  for (const segment of segments) {
    const clear = segment.x1 <= x - HALF_GUTTER || segment.x0 >= x + HALF_GUTTER;
    if (clear) open.push(segment);
    else close();
  }
  close();
  return bands;
}

function bandOf(open: readonly Segment[], x: number, width: number): Band | undefined {
  const [left, right] = sidesOf(open, x);
  if (left.length === 0 || right.length === 0) return undefined;
  // A band begins at the height from which both sides have lines: a line at full width belongs to none.
  const top = Math.max(Math.min(...left.map(({ y }) => y)), Math.min(...right.map(({ y }) => y)));
  const bottom = Math.max(...open.map(({ y }) => y));
  const size = Math.max(...open.map((one) => one.size));
  const inside = open.filter(({ y }) => y > top - 2 * size);
  const both = sidesOf(inside, x);
  const lines = both.map((side) => baselines(side).length);
  if (lines.some((count) => count < COLUMN_LINES)) return undefined;
  const fills = both.map((side) => fillOf(side, width));
  if (fills.some((fill) => fill === undefined)) return undefined;
  const prose = fills.every((fill) => fill !== undefined && fill >= PROSE_FILL);
  return { top: Math.min(...inside.map(({ y }) => y)), bottom, segments: inside, prose };
}

/** How much of their side the lines fill, as a median; undefined where the side is too narrow, as labels of a list are. */
function fillOf(side: readonly Segment[], width: number): number | undefined {
  const left = Math.min(...side.map(({ x0 }) => x0));
  const right = Math.max(...side.map(({ x1 }) => x1));
  if (right - left < LEAST_SIDE * width) return undefined;
  const fills = baselines(side)
    .map((line) => ((line.at(-1)?.x1 ?? 0) - (line[0]?.x0 ?? 0)) / (right - left))
    .sort((a, b) => a - b);
  return fills[Math.floor(fills.length / 2)];
}

/** The cells of a table, row by row. */
function cellsOf(segments: readonly Segment[]): Block[] {
  const columns = columnsOf(segments);
  const rows = rowsOf(segments, columns[0]);
  return rows.flatMap((row) =>
    columns
      .map(({ x0, x1 }) => row.filter((segment) => segment.x0 >= x0 && segment.x1 <= x1))
      .filter((cell) => cell.length > 0)
      .map((cell): Block => ({ segments: cell, cell: true })),
  );
}

interface Column {
  x0: number;
  x1: number;
}

/** The columns of a table: no segment stands in two of them. */
function columnsOf(segments: readonly Segment[]): Column[] {
  const columns: Column[] = [];
  for (const { x0, x1 } of [...segments].sort((a, b) => a.x0 - b.x0)) {
    const last = columns.at(-1);
    if (last !== undefined && x0 < last.x1 + 2 * HALF_GUTTER) last.x1 = Math.max(last.x1, x1);
    else columns.push({ x0, x1 });
  }
  return columns;
}

/** The segments of each row. Where rows are at even distances, every line with a first cell begins one. */
function rowsOf(segments: readonly Segment[], first: Column | undefined): Segment[][] {
  const lines = baselines(segments);
  const gaps = lines.map((line, i) => (line[0]?.y ?? 0) - (lines[i - 1]?.[0]?.y ?? 0)).slice(1);
  const apart = ROW_GAP * Math.min(...gaps);
  const even = gaps.every((gap) => gap <= apart);
  const rows: Segment[][] = [];
  for (const [i, line] of lines.entries()) {
    const begins = even
      ? line.some(({ x1 }) => first !== undefined && x1 <= first.x1)
      : (gaps[i - 1] ?? 0) > apart;
    if (begins || rows.length === 0) rows.push([...line]);
    else rows.at(-1)?.push(...line);
  }
  return rows;
}
