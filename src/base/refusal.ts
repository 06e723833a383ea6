/** One fault of an input: where, what, what was expected, and a valid example. */
export interface Fault {
  /** JSON Pointer (RFC 6901) into the body, document or configuration; '' for the whole. */
  pointer: string;
  detail: string;
  /** A noun phrase: "a day such as 2025-11-27". */
  expected?: string;
  example?: string;
  /** 1-based; of a file or a phrase. */
  line?: number;
  column?: number;
  /** The source line, and below it a line with a caret, for a fixed-width font. */
  excerpt?: string;
  /** Of the last fault of a list that is cut: how many faults are left out. */
  more?: number;
}

/** HTTP maps it to a status, the command line to an exit status. */
export type RefusalKind =
  | 'invalid'
  /** The input is not text, or not in its format. */
  | 'unreadable'
  | 'not-found'
  | 'conflict'
  | 'stale'
  | 'precondition-required'
  | 'too-large'
  | 'unauthenticated'
  | 'forbidden'
  | 'unsupported'
  | 'too-many'
  | 'unavailable';

/** An input or request that is refused. Nothing has been written when it is thrown. */
export class Refusal extends Error {
  constructor(
    readonly kind: RefusalKind,
    message: string,
    readonly faults: readonly Fault[] = [],
    /** When a retry may succeed. */
    readonly retryAfterSeconds?: number,
  ) {
    super(message);
    this.name = 'Refusal';
  }
}

/** A JSON Pointer (RFC 6901, section 3) from the path of keys and indexes to a value. */
export function pointerOf(path: readonly PropertyKey[]): string {
  return path.map((key) => `/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}

/** The keys and indexes of a JSON Pointer; the inverse of `pointerOf`, every key as text. */
export function pathOf(pointer: string): string[] {
  return pointer
    .split('/')
    .slice(1)
    .map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'));
}

/** How many names a fault lists. */
const NAMES_SHOWN = 20;

/** Names for `expected`: "a, b, c"; after twenty of them, how many more there are. */
export function nameList(names: readonly string[]): string {
  const more = names.length > NAMES_SHOWN ? ` and ${names.length - NAMES_SHOWN} more` : '';
  return names.slice(0, NAMES_SHOWN).join(', ') + more;
}
