import { type Limits, overLimit } from '../limits/limits';
import { pointerOf } from '../refusal';
import { betweenWords, found, keyWords, misfit, valueWords, type Words } from './json-words';
import { type Place, SourceMap } from './source-map';

/** Where a text is no JSON, and why. */
export class Broken extends Error {
  constructor(
    readonly fault: Words,
    readonly position: number,
  ) {
    super(fault.detail);
  }
}

interface Range {
  start: number;
  end: number;
}

interface Container {
  close: '}' | ']';
  start: number;
  /** Where each key of an object was first. */
  keys: Map<string, number>;
  /** The key or index of the value that is read. */
  at: string | number;
  key?: Range;
  /** Its own place; only if places are wanted. */
  place: Place | undefined;
}

const KEYWORD = /(?:true|false|null)(?![\w$])/y;
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?(?![\w.+-])/y;
/** Ends a run of plain characters in a quoted text: its closing quotation mark, an escape or a control character. */
const RUN_END = /[^ !#-[\]-\uffff]/g;
const ESCAPE = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y;

/** Programs that copy such a key change what every object inherits. */
const REFUSED_KEYS = ['__proto__'];

/** Reads a text token by token, without recursion and in one pass. */
export class Scan {
  /** Keys that occur twice (with the place of the first) or are never accepted, up to the limit of listed faults. */
  readonly refusedKeys: { pointer: string; key: string; range: Range; first?: number }[] = [];
  moreRefusedKeys = 0;
  /** The place of the whole text, if places are wanted. */
  place: Place | undefined;
  private position = 0;
  private values = 0;
  private readonly stack: Container[] = [];

  constructor(
    private readonly text: string,
    private readonly limits: Limits,
    private readonly wantsPlaces = false,
  ) {}

  /** @throws Broken; Refusal 'invalid' above a limit, before more is read. */
  run(): void {
    let expecting = true;
    for (;;) {
      this.space();
      if (expecting) {
        expecting = this.value();
        continue;
      }
      const top = this.stack.at(-1);
      if (top === undefined) break;
      const next = this.text[this.position];
      if (next === ',') {
        this.position += 1;
        this.entry(top, true);
        expecting = true;
      } else if (next === top.close) this.end(top);
      else this.fail(betweenWords(this.text, this.position, top.close), top);
    }
    if (this.position < this.text.length) {
      const detail = `${found(this.text, this.position)} follows the end`;
      this.fail({ detail, expected: 'one value and nothing after it' });
    }
  }

  /** Whether a value is expected next: the first of a container that was opened. */
  private value(): boolean {
    const start = this.position;
    const next = this.text[start];
    this.values += 1;
    if (this.values > this.limits.values) this.exceed('values', this.values, 'values');
    if (next === '{' || next === '[') return this.begin(next);
    if (next === '"') {
      const escaped = this.string();
      this.keep(start, escaped ? {} : { verbatim: start + 1 });
      return false;
    }
    const pattern = next !== undefined && next > '9' ? KEYWORD : NUMBER;
    if (this.take(pattern) === undefined) {
      this.fail(valueWords(this.text, this.position), this.stack.at(-1));
    }
    this.keep(start);
    return false;
  }

  private begin(open: '{' | '['): boolean {
    const depth = this.stack.length + 1;
    if (depth > this.limits.depth) this.exceed('depth', depth, 'levels of objects and lists');
    const container: Container = {
      close: open === '{' ? '}' : ']',
      start: this.position,
      keys: new Map(),
      at: -1,
      place: this.keep(this.position),
    };
    this.stack.push(container);
    this.position += 1;
    this.space();
    if (this.text[this.position] === container.close) {
      this.end(container);
      return false;
    }
    this.entry(container, false);
    return true;
  }

  /** Goes to the value of the next entry, past its key. */
  private entry(top: Container, afterComma: boolean): void {
    this.space();
    const next = this.text[this.position];
    if (next === top.close) {
      const expected = `no comma before the ${top.close}`;
      this.fail({ detail: 'there is a comma after the last entry', expected });
    }
    if (next === ',') {
      this.fail({ detail: 'there is a comma without an entry before it', expected: 'one comma' });
    }
    if (top.close === ']') {
      top.at = Number(top.at) + 1;
      return;
    }
    if (next !== '"') this.fail(keyWords(this.text, this.position, afterComma), top);
    const start = this.position;
    const escaped = this.string();
    const key = escaped
      ? String(JSON.parse(this.text.slice(start, this.position)))
      : this.text.slice(start + 1, this.position - 1);
    const range = { start, end: this.position };
    top.at = key;
    top.key = range;
    const first = top.keys.get(key);
    if (first === undefined) top.keys.set(key, start);
    const refused = REFUSED_KEYS.includes(key) || this.isPrototypeOf(key);
    if (first !== undefined || refused) {
      const which = first === undefined ? {} : { first };
      if (this.refusedKeys.length >= this.limits.faults) this.moreRefusedKeys += 1;
      else this.refusedKeys.push({ pointer: this.pointer(), key, range, ...which });
    }
    this.space();
    if (this.text[this.position] !== ':') {
      this.fail(misfit(this.text, this.position, `a colon after the key "${key}"`), top);
    }
    this.position += 1;
  }

  private isPrototypeOf(key: string): boolean {
    return key === 'prototype' && this.stack.at(-2)?.at === 'constructor';
  }

  private end({ place }: Container): void {
    this.position += 1;
    this.stack.pop();
    if (place !== undefined) place.end = this.position;
  }

  /** Notes the place of the value that is read, from a position to the present one. */
  private keep(start: number, more: Pick<Place, 'verbatim'> = {}): Place | undefined {
    if (!this.wantsPlaces) return undefined;
    const parent = this.stack.at(-1);
    const own = parent?.key === undefined ? {} : { key: parent.key };
    const place: Place = { start, end: this.position, ...own, ...more };
    if (parent?.place === undefined) this.place = place;
    else (parent.place.inside ??= new Map()).set(String(parent.at), place);
    return place;
  }

  /** Of the value that is read. */
  private pointer(): string {
    return pointerOf(this.stack.map(({ at }) => at));
  }

  private exceed(name: 'values' | 'depth', counted: number, unit: string): never {
    const map = new SourceMap(this.text, () => undefined);
    const excess = { name, counted, stopped: true, unit };
    throw overLimit(excess, this.limits, map.at(this.position));
  }

  /** Whether the text has escapes. */
  private string(): boolean {
    const start = this.position;
    let escaped = false;
    for (this.position += 1; ; this.position += 1) {
      // All that ends or interrupts a text, at the pace of the engine's own search.
      RUN_END.lastIndex = this.position;
      this.position = RUN_END.test(this.text) ? RUN_END.lastIndex - 1 : this.text.length;
      const code = this.text.charCodeAt(this.position);
      if (code === 0x22) break;
      if (code === 0x5c) {
        escaped = true;
        const from = this.position;
        if (this.take(ESCAPE) === undefined) {
          const detail = `${this.text.slice(from, from + 2)} is no escape of JSON`;
          this.fail({ detail, expected: 'such as \\n, \\" or \\u2026; \\\\ for a \\' });
        }
        this.position -= 1;
      } else if (Number.isNaN(code)) {
        this.position = start;
        const expected = 'a double quote at its end';
        this.fail({ detail: 'the text in quotes does not end', expected });
      } else {
        const what = code === 0x0a || code === 0x0d ? 'a line break' : 'a control character';
        const expected = 'an escape such as \\n, \\t or \\u0000';
        this.fail({ detail: `there is ${what} inside the quotes`, expected });
      }
    }
    this.position += 1;
    return escaped;
  }

  private space(): void {
    for (;;) {
      const code = this.text.charCodeAt(this.position);
      if (code !== 0x20 && code !== 0x0a && code !== 0x0d && code !== 0x09) return;
      this.position += 1;
    }
  }

  private take(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.position;
    const token = pattern.exec(this.text)?.[0];
    this.position += token?.length ?? 0;
    return token;
  }

  /** @param open the list or object that is still open; it is named if the text ends too early. */
  private fail(words: Words, open?: Container): never {
    const ended = this.position >= this.text.length && open !== undefined;
    if (!ended) throw new Broken(words, this.position);
    const detail = `this ${this.text[open.start]} is not closed`;
    throw new Broken({ detail, expected: `${open.close} at its end` }, open.start);
  }
}
