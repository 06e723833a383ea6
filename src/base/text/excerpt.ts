/** Characters of a long line that are shown around the place of a fault. */
const BEFORE = 60;
const SHOWN = 120;

/**
 * A numbered source line, and a caret below the place of a fault; of a long line only the part around it.
 * @param column 1-based.
 * @param length of the marked part, in characters.
 */
export function caretBelow(source: string, line: number, column: number, length: number): string {
  const from = source.length <= SHOWN ? 0 : Math.max(0, column - 1 - BEFORE);
  const shown = source.slice(from, from + SHOWN);
  const start = column - 1 - from;
  const width = Math.max(1, Math.min(length, shown.length - start));
  const [head, tail] = [from > 0 ? '…' : '', from + SHOWN < source.length ? '…' : ''];
  const indent = ' '.repeat(start + head.length);
  return `${String(line).padStart(5)} | ${head}${shown}${tail}\n${' '.repeat(5)} | ${indent}${'^'.repeat(width)}`;
}
