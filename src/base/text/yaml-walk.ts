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
import { FaultList } from '../limits/fault-list';
import { type Limits, overLimit } from '../limits/limits';
import { pointerOf } from '../refusal';
import { twice } from './json';
import type { Place, SourceMap } from './source-map';

interface Entry {
  key: string;
  value: unknown;
  /** Of an unquoted value: where its text begins. */
  plain?: number;
  /** Of a value that a comma ended too early: the end of the whole value, and where the rest begins and how long its first part is. */
  cut?: { end: number; start: number; length: number };
}

/** Turns the tree of a document into plain values, and notes the place of each. */
export class Walk {
  readonly faults: FaultList;
  /** The place of the whole text. */
  place: Place | undefined;
  /** The keys and indexes to the value that is read; one list, since most values have no fault. */
  private readonly path: PropertyKey[] = [];
  private values = 0;

  constructor(
    private readonly text: string,
    private readonly map: SourceMap,
    private readonly limits: Limits,
  ) {
    this.faults = new FaultList(limits);
  }

  /** @throws Refusal 'invalid' above the limits of depth and values. */
  whole(contents: ParsedNode | null): unknown {
    if (contents === null) return null;
    this.place = placeOf(contents);
    return this.value(contents, this.place);
  }

  private value(node: ParsedNode, place: Place): unknown {
    this.values += 1;
    if (this.values > this.limits.values) this.exceed('values', this.values, 'values', place);
    this.properties(node);
    if (isScalar(node)) return this.scalar(node, place);
    const depth = this.path.length + 1;
    if (depth > this.limits.depth) {
      this.exceed('depth', depth, 'levels of lists and mappings', place);
    }
    if (isMap(node)) return this.mapping(node, place);
    if (isSeq(node)) return node.items.map((item, i) => this.inside(place, i, item));
    return null;
  }

  /** The value of an entry of a list or mapping. */
  private inside(
    outer: Place,
    at: string | number,
    node: ParsedNode | null,
    key?: { start: number; end: number },
  ): unknown {
    if (node === null) return null;
    const place = { ...placeOf(node), ...(key === undefined ? {} : { key }) };
    (outer.inside ??= new Map()).set(String(at), place);
    this.path.push(at);
    const value = this.value(node, place);
    this.path.pop();
    return value;
  }

  /** Anchors, aliases and tags: mostly a text that begins with the character of one. */
  private properties(node: ParsedNode): void {
    const [start] = node.range;
    if (isAlias(node)) {
      const detail = 'uses an alias: a text that begins with * must be in quotes';
      this.fault(this.path, start, detail, 'every value written out');
      return;
    }
    if (node.anchor !== undefined) {
      const detail = 'has an anchor: a text that begins with & must be in quotes';
      this.fault(this.path, this.before(start, '&'), detail, 'every value written out');
    }
    if (
      node.tag !== undefined &&
      !/^tag:yaml\.org,2002:(str|int|float|bool|null|map|seq)$/.test(node.tag)
    ) {
      const detail = 'has a tag: a text that begins with ! must be in quotes';
      this.fault(this.path, this.before(start, '!'), detail, 'a value without a tag');
    }
  }

  private scalar(node: Scalar.Parsed, place: Place): unknown {
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
    this.comment(this.path, hash, `${value} ${cut[1]}`.trim());
    return `${value} ${cut[1]}`.trim();
  }

  private mapping(node: YAMLMap.Parsed, place: Place): unknown {
    const entries: Entry[] = [];
    const first = new Map<string, number>();
    for (const pair of node.items) {
      if (!isPair(pair)) continue;
      const key = this.key(pair.key);
      if (key === undefined) continue;
      const [start, end] = pair.key?.range ?? [node.range[0], node.range[0]];
      if (node.flow === true && this.isStray(pair.value, end)) {
        this.stray(entries.at(-1), key, start, end);
        continue;
      }
      const before = first.get(key);
      if (before === undefined) first.set(key, start);
      else {
        this.faults.add(() => ({
          pointer: pointerOf([...this.path, key]),
          ...twice(key, this.map.at(before)),
          ...this.map.at(start, end - start),
        }));
      }
      const value = this.inside(place, key, pair.value, { start, end });
      const plain = plainStart(pair.value);
      const entry: Entry = { key, value, ...(plain === undefined ? {} : { plain }) };
      entries.push(entry);
      const commented = this.commentFor(pair.value, end);
      if (commented === undefined) continue;
      this.comment([...this.path, key], commented.position, commented.text);
      entry.value = commented.text;
    }
    for (const entry of entries) this.restore(entry);
    return Object.fromEntries(entries.map(({ key, value }) => [key, value]));
  }

  /** The comment that stands where the value of a key belongs: `ref: #12`. */
  private commentFor(
    value: ParsedNode | null,
    keyEnd: number,
  ): { position: number; text: string } | undefined {
    // A value on the next line may follow a key with a comment.
    if (value !== null && value.range[0] !== value.range[1]) return undefined;
    const found = /^[ \t]*:[ \t]+(#\S.*)/.exec(this.text.slice(keyEnd, keyEnd + 200));
    const text = found?.[1];
    if (found === null || text === undefined) return undefined;
    return { position: keyEnd + found[0].indexOf('#'), text };
  }

  private key(node: ParsedNode | null): string | undefined {
    if (node === null || (isScalar(node) && node.value === null)) return '';
    if (isScalar(node)) return String(node.value);
    this.fault(this.path, node.range[0], 'has a key that is no text', 'a text as a key');
    return undefined;
  }

  private isStray(value: ParsedNode | null, keyEnd: number): boolean {
    return value === null && !/^\s*:/.test(this.text.slice(keyEnd, keyEnd + 100));
  }

  /** `{title: Entry into force, the signature}`: the comma ended the title. */
  private stray(before: Entry | undefined, key: string, start: number, end: number): void {
    if (before?.plain === undefined || typeof before.value !== 'string') {
      const expected = 'a colon and a value after the key';
      const path = [...this.path, key];
      this.fault(path, start, `the key "${key}" has no value`, expected, end - start);
      return;
    }
    if (before.cut === undefined) before.cut = { start, end, length: end - start };
    else before.cut.end = end;
  }

  /** Gives a value that commas cut the whole of its text, and notes the fault. */
  private restore(entry: Entry): void {
    const { key, plain, cut } = entry;
    if (cut === undefined || plain === undefined) return;
    const whole = this.text.slice(plain, cut.end).replace(/\s+/g, ' ');
    entry.value = whole;
    this.faults.add(() => ({
      pointer: pointerOf([...this.path, key]),
      detail: 'a comma inside braces ends the value: put it in quotes',
      expected: 'the whole value in quotes',
      example: `${key}: ${JSON.stringify(whole)}`,
      ...this.map.at(cut.start, cut.length),
    }));
  }

  private comment(path: readonly PropertyKey[], position: number, whole: string): void {
    this.faults.add(() => ({
      pointer: pointerOf(path),
      detail: 'a # after a space begins a comment, so that the rest of the line is not read',
      expected: 'the whole value in quotes, or a space after the #',
      example: `${String(path.at(-1) ?? '')}: ${JSON.stringify(whole)}`,
      ...this.map.at(position),
    }));
  }

  /** The nearest place of a character before a position. */
  private before(position: number, character: string): number {
    const found = this.text.lastIndexOf(character, position);
    return found < 0 ? position : found;
  }

  private fault(
    path: readonly PropertyKey[],
    position: number,
    detail: string,
    expected: string,
    length = 1,
  ): void {
    this.faults.add(() => ({
      pointer: pointerOf(path),
      detail,
      expected,
      ...this.map.at(position, length),
    }));
  }

  private exceed(name: 'values' | 'depth', counted: number, unit: string, place: Place): never {
    const at = { pointer: pointerOf(this.path), ...this.map.at(place.start) };
    throw overLimit({ name, counted, stopped: true, unit }, this.limits, at);
  }
}

function placeOf({ range: [start, end] }: ParsedNode): Place {
  return { start, end };
}

function plainStart(node: ParsedNode | null): number | undefined {
  return isScalar(node) && node.type === 'PLAIN' ? node.range[0] : undefined;
}
