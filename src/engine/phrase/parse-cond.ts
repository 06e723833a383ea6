import type { Cursor } from './cursor';
import { parsePlain, parseRef } from './parse-plain';
import type { Cond } from './tree';

const DEPTH = 20;

/** `a and b`, `a or b`, `no a`, `a before b`; `and` and `or` mix only through parentheses. */
export function parseCond(cursor: Cursor, depth = 0): Cond {
  const first = parseTest(cursor, depth);
  const joiner = cursor.take('and', 'or');
  if (joiner === undefined) return first;
  const of = [first, parseTest(cursor, depth)];
  while (cursor.take(joiner) !== undefined) of.push(parseTest(cursor, depth));
  const other = joiner === 'and' ? 'or' : 'and';
  if (cursor.peek() === other) {
    cursor.fail('parentheses', `"and" and "or" side by side can be read in two ways`);
  }
  return { type: joiner === 'and' ? 'all' : 'any', of };
}

function parseTest(cursor: Cursor, depth: number): Cond {
  if (depth > DEPTH) cursor.fail(`at most ${DEPTH} levels`, 'the phrase nests too deeply');
  if (cursor.take('(') !== undefined) {
    const inner = parseCond(cursor, depth + 1);
    cursor.expect(')');
    return inner;
  }
  const no = cursor.take('no') !== undefined;
  const of = parseRef(cursor);
  const relation = cursor.take('before', 'after', 'by') as 'before' | 'after' | 'by' | undefined;
  if (relation === undefined) return { type: 'test', no, of };
  return { type: 'test', no, of, relation, than: parsePlain(cursor, depth + 1) };
}
