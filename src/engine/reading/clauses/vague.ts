import { Lexicon } from '../text/lexicon';
import { Asked, type TextCursor } from '../text/text-cursor';
import { RELATIONS, VAGUE, VAGUE_LINK, WHERE_POSSIBLE } from './deadline-words';

/** Reads words before a deadline that set no date: "as soon as possible", "promptly after X, and in any event". */

/** Reads such words and notes them. @returns whether nothing follows them, so that there is no deadline. */
export function readVague(cursor: TextCursor): boolean {
  if (cursor.peek() === 'in') cursor.takeFrom(VAGUE_LINK);
  const from = cursor.position;
  if (cursor.takeFrom(WHERE_POSSIBLE) !== undefined) {
    cursor.notes.push(`"${cursor.written(cursor.spanFrom(from))}" sets no date`);
    cursor.takeOne(',');
    return readVague(cursor);
  }
  if (takeToLink(cursor) !== undefined) {
    cursor.notes.push(`"${cursor.written(cursor.spanFrom(from))}" sets no date`);
    return false;
  }
  if (takeVague(cursor) && cursor.atEnd) return true;
  if (cursor.position > from && !cursor.atEnd) noteVague(cursor, from);
  return false;
}

/** Words before a deadline that applies in any case. */
const LINKS = new Lexicon<true>([
  [
    'and in any event|but in any event|and in any case|but in any case|in any event|in any case|and at latest|but at latest|and at all events|but at all events|but always|and always',
    true,
  ],
]);
/** Such words that are also the beginning of the deadline. */
const LATEST = new Lexicon<true>([
  [
    'but no later than|but not later than|and no later than|and not later than|but within|but not more than|but no more than',
    true,
  ],
]);
const WHEN_READY =
  /^(?:the same|they|it|these|such|practicable|possible|reasonably|practically|feasible|may|can|could) /;
/** The most words between "promptly" and the deadline. */
const MOST_WORDS = 25;

/** "promptly after X, and in any event": the deadline that follows decides. */
function takeToLink(cursor: TextCursor): true | undefined {
  return cursor.attempt(() => {
    const ready =
      cursor.take('as', 'soon', 'as') && WHEN_READY.test(`${cursor.peek()} ${cursor.peek(1)} `);
    if (!ready) {
      const vague = VAGUE.match(cursor.peek);
      if (vague === undefined || definite(cursor, vague.length)) return undefined;
      cursor.position += vague.length;
    }
    for (let i = 0; i < MOST_WORDS && !cursor.atEnd; i++) {
      if (/^[;.]$/.test(cursor.peek())) return undefined;
      if (cursor.takeFrom(LINKS) !== undefined) {
        cursor.takeOne(',');
        return cursor.atEnd ? undefined : true;
      }
      if (LATEST.match(cursor.peek) !== undefined) {
        cursor.position++;
        return true;
      }
      cursor.position++;
    }
    return undefined;
  });
}

/** "immediately upon X" is the moment of X. */
function definite(cursor: TextCursor, length: number): boolean {
  const relation = RELATIONS.match(cursor.peek);
  return relation !== undefined && relation.length > length;
}

/** "as soon as possible, and in any event": reads it where it comes. */
function takeVague(cursor: TextCursor): boolean {
  return (
    cursor.attempt(() => {
      const vague = VAGUE.match(cursor.peek);
      if (vague === undefined || definite(cursor, vague.length)) return undefined;
      cursor.position += vague.length;
      cursor.takeOne(',', ';');
      cursor.takeFrom(VAGUE_LINK);
      cursor.takeOne(',');
      if (cursor.takeFrom(WHERE_POSSIBLE) !== undefined) cursor.takeOne(',');
      return true;
    }) ?? false
  );
}

function noteVague(cursor: TextCursor, from: number): void {
  const span = cursor.spanFrom(from);
  const relation = cursor.takeOne(
    'after',
    'following',
    'upon',
    'on',
    'from',
    'when',
    'once',
    'before',
    'of',
  );
  if (relation === undefined) {
    cursor.notes.push(`"${cursor.written(span)}" sets no date`);
    return;
  }
  const next = cursor.words[cursor.position];
  const rest = next === undefined ? '' : cursor.text.slice(next.start);
  const at = { start: span.start, end: cursor.text.length };
  throw new Asked(`does "${cursor.written(span)}" set a date`, at, [
    { text: 'undated', means: 'no date follows from it' },
    { text: `on ${rest}`, means: 'strictly: on the day itself' },
  ]);
}
