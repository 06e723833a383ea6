import { labelAt } from './labels';
import type { Line } from './lines';

/** What stands between a line and the next: a new paragraph, a blank, or nothing where a word is divided. */
export type Join = 'break' | 'blank' | 'hyphen';

export function joinLines(source: string, lines: readonly Line[]): Join[] {
  const width = usualWidth(lines);
  return lines.map((line, i) => {
    const next = lines[i + 1];
    return next === undefined ? 'break' : joinOf(source, line, next, width);
  });
}

/** The length that nine of ten lines do not exceed: the width at which the text is wrapped. */
function usualWidth(lines: readonly Line[]): number {
  const lengths = lines.map(({ start, end }) => end - start).sort((a, b) => a - b);
  return lengths[Math.floor(lengths.length * 0.9)] ?? 0;
}

function joinOf(source: string, line: Line, next: Line, width: number): Join {
  const text = source.slice(line.start, line.end);
  const after = source.slice(next.start, Math.min(next.end, next.start + 200));
  if (labelAt(after) !== undefined) return 'break';
  if (/[a-zа-яґєіїё]-$/.test(text) && /^[a-zа-яґєіїё]/.test(after)) return 'hyphen';
  const length = line.end - line.start;
  const ended = /[.:;!?]["')\u201d\u2019]?$/.test(text);
  const lower = /^[a-zа-яґєіїё(]/.test(after);
  // A page ends within a sentence: the gap is not the end of a paragraph.
  if (next.gap > 0) {
    const flows = !ended && length >= 0.6 * width && !isCapitals(text) && !text.endsWith(',');
    return (!ended && lower) || (flows && next.gap > 1) ? 'blank' : 'break';
  }
  if (length < 0.6 * width && !lower && (isHeading(text) || ended)) return 'break';
  if (ended && length < 0.75 * width) return 'break';
  return 'blank';
}

const isCapitals = (text: string): boolean => text === text.toUpperCase();

/** A line without a full stop, each of whose long words begins with a capital, or that has few words. */
const isHeading = (text: string): boolean => !/[,]$/.test(text) && text.split(/\s+/).length <= 9;
