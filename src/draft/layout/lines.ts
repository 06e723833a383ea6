/** A line of the source, without the blanks around it. */
export interface Line {
  /** In UTF-16 units, inclusive. */
  start: number;
  /** Exclusive. */
  end: number;
  /** How many empty or dropped lines stand before it. */
  gap: number;
}

/** A line with nothing but the number of a page. */
const PAGE_NUMBER =
  /^[-\u2013\u2014\s]*(?:(?:page|сторінка|страница|стор\.|стр\.|с\.)\s+)?\d{1,4}(?:\s*(?:of|\/)\s*\d{1,4})?[-\u2013\u2014\s]*$/i;
/** Longer lines are not the header of a page. */
const HEADER_LENGTH = 90;

/** The lines of a text but for empty ones, page numbers, and headers that repeat on several pages. */
export function keptLines(source: string): Line[] {
  const lines = allLines(source);
  const headers = repeated(source, lines);
  const kept: Line[] = [];
  let gap = 0;
  for (const line of lines) {
    const text = source.slice(line.start, line.end);
    if (text === '' || PAGE_NUMBER.test(text) || headers.has(headerForm(text))) {
      gap += 1;
      continue;
    }
    kept.push({ ...line, gap });
    gap = 0;
  }
  return kept;
}

function allLines(source: string): Line[] {
  const lines: Line[] = [];
  let from = 0;
  while (from <= source.length) {
    const next = source.slice(from, from + 1) === '' ? -1 : indexOfBreak(source, from);
    const to = next === -1 ? source.length : next;
    lines.push(trimmed(source, from, to));
    if (next === -1) break;
    from = next + 1;
  }
  return lines;
}

function indexOfBreak(source: string, from: number): number {
  for (let i = from; i < source.length; i += 1) {
    const code = source.charCodeAt(i);
    if (code === 10 || code === 12 || code === 13 || code === 0x2028 || code === 0x2029) return i;
  }
  return -1;
}

function trimmed(source: string, from: number, to: number): Line {
  let start = from;
  let end = to;
  // A mark of Markdown (a heading, a quotation) is layout, like a blank.
  while (start < end && /[\s#>|]/.test(source[start] ?? '')) start += 1;
  while (end > start && /[\s|]/.test(source[end - 1] ?? '')) end -= 1;
  return { start, end, gap: 0 };
}

/** The form in which headers of different pages are equal. */
const headerForm = (text: string): string => text.replace(/\d+/g, '0').replace(/\s+/g, ' ');

/** Short lines that occur at least three times, alone between empty lines or beside a page number. */
function repeated(source: string, lines: readonly Line[]): Set<string> {
  const counts = new Map<string, number>();
  for (const [i, line] of lines.entries()) {
    const text = source.slice(line.start, line.end);
    if (text.length < 4 || text.length > HEADER_LENGTH || /[;:,]$/.test(text)) continue;
    if (!alone(source, lines[i - 1]) && !alone(source, lines[i + 1])) continue;
    const form = headerForm(text);
    counts.set(form, (counts.get(form) ?? 0) + 1);
  }
  return new Set(
    [...counts].filter(([form, count]) => count >= 3 && isHeader(form)).map(([f]) => f),
  );
}

/** Headings of articles differ by their number only; they are no headers of pages. */
const isHeader = (form: string): boolean =>
  !/^(?:article|section|chapter|annex|part|title|стаття|статья|розділ|раздел|глава|додаток|приложение|частина|часть|§)(?!\p{L})/iu.test(
    form,
  ) && /\p{L}{3}/u.test(form);

function alone(source: string, neighbour: Line | undefined): boolean {
  if (neighbour === undefined) return true;
  const text = source.slice(neighbour.start, neighbour.end);
  return text === '' || PAGE_NUMBER.test(text);
}
