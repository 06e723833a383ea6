import {
  isAlias,
  isMap,
  isPair,
  isScalar,
  isSeq,
  type ParsedNode,
  type Scalar,
  type YAMLMap,
} from 'yaml';
import { type Fault, pointerOf } from '../refusal';
import { twice } from './json';
import type { Place, SourceMap } from './source-map';

/** How deep YAML may nest; documents need ten. */
const DEPTH = 50;

interface Entry {
  key: string;
  pointer: string;
  value: unknown;
  /** Of an unquoted value: where its text begins. */
  plain?: number;
  /** The fault of a comma that ended the value too early. */
  cut?: Fault;
}

/** Turns the tree of a document into plain values, and notes the place of each. */
export class Walk {
  readonly faults: Fault[] = [];

  constructor(
    private readonly text: string,
    private readonly map: SourceMap,
    private readonly places: Map<string, Place>,
  ) {}

  value(
    node: ParsedNode | null,
    pointer: string,
    depth: number,
    key?: { start: number; end: number },
  ): unknown {
    if (node === null) return null;
    const [start, end] = node.range;
    const place: Place = { start, end, ...(key === undefined ? {} : { key }) };
    this.places.set(pointer, place);
    if (depth > DEPTH) {
      const expected = `at most ${DEPTH} levels`;
      this.fault(pointer, start, `nests deeper than ${DEPTH} levels`, expected);
      return null;
    }
    this.properties(node, pointer);
    if (isMap(node)) return this.mapping(node, pointer, depth);
    if (isSeq(node)) {
      return node.items.map((item, i) => this.value(item, `${pointer}/${i}`, depth + 1));
    }
    if (isScalar(node)) return this.scalar(node, pointer, place);
    return null;
  }

  /** Anchors, aliases and tags: mostly a text that begins with the character of one. */
  private properties(node: ParsedNode, pointer: string): void {
    const [start] = node.range;
    if (isAlias(node)) {
      const detail = 'uses an alias: a text that begins with * must be in quotes';
      this.fault(pointer, start, detail, 'every value written out');
      return;
    }
    if (node.anchor !== undefined) {
      const detail = 'has an anchor: a text that begins with & must be in quotes';
      this.fault(pointer, this.before(start, '&'), detail, 'every value written out');
    }
    if (
      node.tag !== undefined &&
      !/^tag:yaml\.org,2002:(str|int|float|bool|null|map|seq)$/.test(node.tag)
    ) {
      const detail = 'has a tag: a text that begins with ! must be in quotes';
      this.fault(pointer, this.before(start, '!'), detail, 'a value without a tag');
    }
  }

  private scalar(node: Scalar.Parsed, pointer: string, place: Place): unknown {
    const { value, type } = node;
    const [start, end] = node.range;
    if (typeof value === 'bigint') return Number(value);
    if (value instanceof Uint8Array) return null;
    if (typeof value !== 'string') return value;
    const quoted = type === 'QUOTE_DOUBLE' || type === 'QUOTE_SINGLE' ? 1 : 0;
    if (this.text.startsWith(value, start + quoted)) place.verbatim = start + quoted;
    const cut = quoted === 0 ? /^[ \t]+(#\d.*)/.exec(this.text.slice(end, end + 200)) : null;
    if (cut === null) return value;
    // "Resolution #2231": YAML would drop the number as a comment.
    const hash = end + cut[0].indexOf('#');
    this.comment(pointer, hash, `${value} ${cut[1]}`.trim());
    return `${value} ${cut[1]}`.trim();
  }

  private mapping(node: YAMLMap.Parsed, pointer: string, depth: number): unknown {
    const entries: Entry[] = [];
    const first = new Map<string, number>();
    for (const pair of node.items) {
      if (!isPair(pair)) continue;
      const key = this.key(pair.key, pointer);
      if (key === undefined) continue;
      const [start, end] = pair.key?.range ?? [node.range[0], node.range[0]];
      if (node.flow === true && this.isStray(pair.value, end)) {
        this.stray(entries.at(-1), key, start, end, pointer);
        continue;
      }
      const own = pointer + pointerOf([key]);
      const before = first.get(key);
      if (before === undefined) first.set(key, start);
      else {
        const { detail, expected } = twice(key, this.map.at(before));
        this.fault(own, start, detail, expected, end - start);
      }
      const commented = pair.value === null || pair.value.range[0] === pair.value.range[1];
      const missing = commented
        ? /^[ \t]*:[ \t]+(#.*)/.exec(this.text.slice(end, end + 200))
        : null;
      const value = this.value(pair.value, own, depth + 1, { start, end });
      const plain = plainStart(pair.value);
      const entry: Entry = { key, pointer: own, value, ...(plain === undefined ? {} : { plain }) };
      entries.push(entry);
      // A value on the next line may follow a key with a comment.
      if (missing === null || pair.value?.range[0] !== pair.value?.range[1]) continue;
      if (/^#\S/.test(missing[1] ?? '')) {
        this.comment(own, end + missing[0].indexOf('#'), missing[1] ?? '', key);
        entry.value = missing[1];
      }
    }
    return Object.fromEntries(entries.map(({ key, value }) => [key, value]));
  }

  private key(node: ParsedNode | null, pointer: string): string | undefined {
    if (node === null || (isScalar(node) && node.value === null)) return '';
    if (isScalar(node)) return String(node.value);
    this.fault(pointer, node.range[0], 'has a key that is no text', 'a text as a key');
    return undefined;
  }

  private isStray(value: ParsedNode | null, keyEnd: number): boolean {
    return value === null && !/^\s*:/.test(this.text.slice(keyEnd, keyEnd + 100));
  }

  /** `{title: Entry into force, the signature}`: the comma ended the title. */
  private stray(
    before: Entry | undefined,
    key: string,
    start: number,
    end: number,
    pointer: string,
  ): void {
    if (before?.plain === undefined || typeof before.value !== 'string') {
      const own = pointer + pointerOf([key]);
      this.fault(
        own,
        start,
        `the key "${key}" has no value`,
        'a colon and a value after the key',
        end - start,
      );
      return;
    }
    const whole = this.text.slice(before.plain, end).replace(/\s+/g, ' ');
    before.value = whole;
    const example = `${before.key}: ${JSON.stringify(whole)}`;
    if (before.cut !== undefined) {
      before.cut.example = example;
      return;
    }
    before.cut = {
      pointer: before.pointer,
      detail: 'a comma inside braces ends the value: put it in quotes',
      expected: 'the whole value in quotes',
      example,
      ...this.map.at(start, end - start),
    };
    this.faults.push(before.cut);
  }

  private comment(pointer: string, position: number, whole: string, key = lastKey(pointer)): void {
    this.faults.push({
      pointer,
      detail: 'a # after a space begins a comment, so that the rest of the line is not read',
      expected: 'the whole value in quotes, or a space after the #',
      example: `${key}: ${JSON.stringify(whole)}`,
      ...this.map.at(position),
    });
  }

  /** The nearest place of a character before a position. */
  private before(position: number, character: string): number {
    const found = this.text.lastIndexOf(character, position);
    return found < 0 ? position : found;
  }

  private fault(
    pointer: string,
    position: number,
    detail: string,
    expected: string,
    length = 1,
  ): void {
    this.faults.push({ pointer, detail, expected, ...this.map.at(position, length) });
  }
}

function plainStart(node: ParsedNode | null): number | undefined {
  return isScalar(node) && node.type === 'PLAIN' ? node.range[0] : undefined;
}

function lastKey(pointer: string): string {
  return pointer.split('/').at(-1) ?? '';
}
