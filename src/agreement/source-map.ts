import { type Document, isMap, isScalar, LineCounter, type Node } from 'yaml';
import { pathOf } from '../refusal';

/** Finds the line and column of what a JSON Pointer names in a YAML (or JSON) source. */
export class SourceMap {
  private rows: readonly string[] | undefined;

  constructor(
    private readonly text: string,
    private readonly document: Document,
    private readonly lines: LineCounter,
  ) {}

  /**
   * 1-based line and column of the value at the pointer (or of its nearest existing parent), moved by
   * `offset` characters where the value is text that stands in the source as it is.
   */
  locate(pointer: string, offset = 0, length = 1): Located {
    const { node, exact } = this.nodeAt(pathOf(pointer));
    let start = node?.range?.[0] ?? 0;
    if (exact && isScalar(node) && typeof node.value === 'string') {
      const quoted = node.type === 'QUOTE_DOUBLE' || node.type === 'QUOTE_SINGLE' ? 1 : 0;
      const verbatim = this.text.startsWith(node.value, start + quoted);
      if (verbatim) start += quoted + offset;
    }
    return this.at(start, length);
  }

  /** The same of the key itself that the pointer ends with. */
  locateKey(pointer: string): Located {
    const path = pathOf(pointer);
    const key = path.pop();
    const holder = this.document.getIn(path, true);
    const pairs = isMap(holder) ? holder.items : [];
    const node = pairs
      .map((pair) => pair.key)
      .find((one) => isScalar(one) && String(one.value) === key);
    const range = (node as Node | undefined)?.range;
    return range ? this.at(range[0], range[1] - range[0]) : this.locate(pointer);
  }

  /** The same for a position in characters from the start of the source. */
  at(position: number, length = 1): Located {
    const { line, col } = this.lines.linePos(position);
    this.rows ??= this.text.split(/\r?\n/);
    const source = this.rows[line - 1] ?? '';
    const width = Math.max(1, Math.min(length, source.length - col + 1));
    const number = String(line).padStart(5);
    return {
      line,
      column: col,
      excerpt: `${number} | ${source}\n${' '.repeat(5)} | ${' '.repeat(col - 1)}${'^'.repeat(width)}`,
    };
  }

  private nodeAt(path: readonly string[]): { node: Node | null | undefined; exact: boolean } {
    for (let depth = path.length; depth >= 0; depth--) {
      const node = this.document.getIn(path.slice(0, depth), true);
      if (node !== undefined && node !== null) {
        return { node: node as Node, exact: depth === path.length };
      }
    }
    return { node: this.document.contents, exact: false };
  }
}

export interface Located {
  line: number;
  column: number;
  excerpt: string;
}
