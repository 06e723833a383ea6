import { pathOf } from '../refusal';
import { caretBelow } from './excerpt';

/** The place of a value in its source, in UTF-16 units from the start. */
export interface Place {
  start: number;
  end: number;
  /** Of the key before it, in an object. */
  key?: { start: number; end: number };
  /** Where the characters of a string begin, if the source has them without escapes. */
  verbatim?: number;
  /** The places of what is inside, by key or index. A tree, since pointers as keys would repeat the outer keys. */
  inside?: Map<string, Place>;
}

interface Located {
  line: number;
  column: number;
  excerpt: string;
}

/** Finds the line and column of the value at a JSON Pointer in a source. */
export class SourceMap {
  private starts: readonly number[] | undefined;
  private whole: { place: Place | undefined } | undefined;

  /** @param placeOfWhole is called at most once, when the first place is needed. */
  constructor(
    private readonly text: string,
    private readonly placeOfWhole: () => Place | undefined,
  ) {}

  /**
   * 1-based line and column of the value at the pointer (or of its nearest existing parent), moved by
   * `offset` characters where the source has the text without escapes.
   */
  locate(pointer: string, offset = 0, length = 1): Located {
    const { place, exact } = this.nearest(pointer);
    if (place === undefined) return this.at(0);
    const { start, verbatim } = place;
    return this.at(exact && verbatim !== undefined ? verbatim + offset : start, length);
  }

  /** Line and column of the last key of the pointer. */
  locateKey(pointer: string): Located {
    const { place, exact } = this.nearest(pointer);
    if (!exact || place?.key === undefined) return this.locate(pointer);
    return this.at(place.key.start, place.key.end - place.key.start);
  }

  /** Line and column of a position, in characters from the start of the source. */
  at(position: number, length = 1): Located {
    this.starts ??= lineStarts(this.text);
    const line = lineOf(this.starts, position);
    const start = this.starts[line - 1] ?? 0;
    let end = (this.starts[line] ?? this.text.length + 1) - 1;
    if (this.text[end - 1] === '\r' && this.text[end] === '\n') end -= 1;
    const row = this.text.slice(start, end);
    const column = position - start + 1;
    return { line, column, excerpt: caretBelow(row, line, column, length) };
  }

  /** The place of the value at a pointer; undefined if there is none. */
  placeOf(pointer: string): Place | undefined {
    const { place, exact } = this.nearest(pointer);
    return exact ? place : undefined;
  }

  private nearest(pointer: string): { place: Place | undefined; exact: boolean } {
    this.whole ??= { place: this.placeOfWhole() };
    let { place } = this.whole;
    for (const key of pathOf(pointer)) {
      const inner = place?.inside?.get(key);
      if (inner === undefined) return { place, exact: false };
      place = inner;
    }
    return { place, exact: place !== undefined };
  }
}

function lineStarts(text: string): number[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}

/** The 1-based line that holds a position. */
function lineOf(starts: readonly number[], position: number): number {
  let [low, high] = [0, starts.length];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((starts[middle] ?? 0) <= position) low = middle;
    else high = middle;
  }
  return low + 1;
}
