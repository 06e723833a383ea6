/** A piece of text as a PDF places it. Lengths in points; y grows downwards. */
export interface Run {
  text: string;
  /** Left and right end. */
  x0: number;
  x1: number;
  /** The line on which the letters stand. */
  y: number;
  size: number;
}

/** Runs of one line that follow each other without a gap. */
export type Segment = Readonly<Run>;

/** Runs whose lines differ by less than this part of their size stand on one line. */
const SAME_LINE = 0.4;
/** A gap of more than this many sizes may separate columns or cells. */
const WIDE_GAP = 0.6;
/** A narrower gap than this many sizes is none: the letters of a word are placed one by one. */
const BLANK_GAP = 0.12;

/** Joins the runs of a page into segments, in reading order of lines. */
export function segmentsOf(runs: readonly Run[]): Segment[] {
  return baselines(lowered(runs)).flatMap((line) => {
    const parts: Run[][] = [];
    for (const run of line) {
      const last = parts.at(-1)?.at(-1);
      if (last !== undefined && run.x0 - last.x1 < WIDE_GAP * Math.max(run.size, last.size)) {
        parts.at(-1)?.push(run);
      } else parts.push([run]);
    }
    return parts.map(segmentOf);
  });
}

/** The runs or segments of each line, from left to right; lines from top to bottom. */
export function baselines<T extends Segment>(runs: readonly T[]): T[][] {
  const lines: { y: number; size: number; runs: T[] }[] = [];
  for (const run of [...runs].sort((a, b) => a.y - b.y)) {
    const line = lines.at(-1);
    if (line !== undefined && run.y - line.y < SAME_LINE * Math.max(run.size, line.size)) {
      line.runs.push(run);
      line.size = Math.max(line.size, run.size);
    } else lines.push({ y: run.y, size: run.size, runs: [run] });
  }
  return lines.map((line) => line.runs.sort((a, b) => a.x0 - b.x0));
}

/** A raised mark: smaller letters above the line, beside a word. */
const MARK = /^(?:\d{1,3}|[*\u2020\u2021]{1,3})$/;
const SMALLER = 0.92;
const RAISED = [0.12, 0.8] as const;
const BESIDE = 0.5;

/**
 * Runs with raised marks on the line of their word. A mark after a word is in brackets, as a text has it: the reader of
 * texts leaves it out. One before a word begins a note.
 */
function lowered(runs: readonly Run[]): Run[] {
  return runs.map((run, i) => {
    const text = run.text.trim();
    if (!MARK.test(text)) return run;
    const [before, after] = [runs[i - 1], runs[i + 1]];
    if (before !== undefined && isRaised(run, before, run.x0 - before.x1)) {
      return { ...run, text: `[${text}]`, y: before.y };
    }
    return after !== undefined && isRaised(run, after, after.x0 - run.x1)
      ? { ...run, y: after.y }
      : run;
  });
}

function isRaised(mark: Run, word: Run, gap: number): boolean {
  const height = (word.y - mark.y) / word.size;
  const beside = Math.abs(gap) < BESIDE * word.size;
  return beside && mark.size < SMALLER * word.size && height > RAISED[0] && height < RAISED[1];
}

function segmentOf(runs: readonly Run[]): Segment {
  const size = Math.max(...runs.map((run) => run.size));
  const y = runs.find((run) => run.size === size)?.y ?? 0;
  let text = '';
  let end: number | undefined;
  for (const run of runs) {
    const gap = end === undefined ? 0 : run.x0 - end;
    if (gap > BLANK_GAP * size && !/\s$/.test(text) && !/^\s/.test(run.text)) text += ' ';
    text += run.text;
    end = run.x1;
  }
  return {
    text: text.replace(/\s+/g, ' ').trim(),
    x0: runs[0]?.x0 ?? 0,
    x1: Math.max(...runs.map((run) => run.x1)),
    y,
    size,
  };
}
