import { inside, type Moment } from '../moments/moment';
import { readMoment, readPlain } from '../moments/moments';
import { askDayAfter } from '../moments/questions';
import { SIDES } from '../moments/relations';
import { readEvery } from '../rhythms/every';
import { Asked, type TextCursor, Unread } from '../text/text-cursor';
import type { Span } from '../text/words';
import { readLength } from '../values/lengths';
import { EARLIEST, type Relation } from './deadline-words';
import { takeRelation, withRoll } from './deadlines';
import { readNotice } from './notice';
import { askOpening } from './windows';

/** Reads `falls`, `opens` and `target`: moments without a limit. */

/** The phrase of `falls`: a moment that comes by itself, or a repetition. */
export function readFalls(cursor: TextCursor): string | undefined {
  const every = cursor.attempt(() => readNotice(cursor)) ?? cursor.attempt(() => readEvery(cursor));
  if (every !== undefined) return every;
  const from = cursor.position;
  const relation = takeRelation(cursor);
  if (relation === 'by' && /^(until|till|to|through)$/.test(cursor.words[from]?.text ?? '')) {
    return readMoment(cursor)?.text;
  }
  if (relation !== undefined && !['on', 'at', 'from', 'in'].includes(relation)) {
    cursor.attempt(() => askMoment(cursor, relation, from));
    const at = cursor.spanFrom(from);
    throw new Unread(
      '`falls` is a moment, not a limit',
      'the moment itself, such as 30 days after signing',
      at,
    );
  }
  return withRoll(cursor, atPoint(cursor, from, readMoment(cursor)));
}

/** `falls` with a limit: asks whether it means that day itself, or a deadline under another key. */
function askMoment(cursor: TextCursor, relation: Relation, from: number): undefined {
  if (relation === 'within') {
    const length = readLength(cursor);
    const side = length && (cursor.take('of') ? 'after' : cursor.takeFrom(SIDES));
    const of = side === 'after' ? readPlain(cursor, 1) : undefined;
    return of && askLimit(`${length?.text} after ${inside(of.text)}`, 'due', cursor.spanFrom(from));
  }
  const of = relation === 'before' ? undefined : readMoment(cursor);
  const key = relation === 'by' ? 'due' : 'opens';
  return of && askLimit(of.text, key, cursor.spanFrom(from));
}

function askLimit(moment: string, key: 'due' | 'opens', at: Span): never {
  const limit = key === 'due' ? 'latest' : 'earliest';
  throw new Asked(`does it come at the ${limit} time itself`, at, [
    { text: moment, means: `then; as a limit it stands under \`${key}\`` },
  ]);
}

/** The phrase of `opens`: the earliest time. */
export function readOpens(cursor: TextCursor): string | undefined {
  const from = cursor.position;
  const relation = takeRelation(cursor);
  if (relation === 'by' || relation === 'before' || relation === 'within') {
    const at = cursor.spanFrom(from);
    throw new Unread(
      '`opens` has the earliest time, not the latest',
      'a moment such as 30 days after signing',
      at,
    );
  }
  const moment = readMoment(cursor);
  if (moment === undefined) return undefined;
  cursor.attempt(() => {
    cursor.takeOne(',');
    return cursor.takeFrom(EARLIEST);
  });
  if (relation === 'after') askDayAfter(cursor, moment.text, from);
  return withRoll(cursor, moment.text);
}

/** The phrase of `target`: a moment. */
export function readTarget(cursor: TextCursor): string | undefined {
  const from = cursor.position;
  const relation = takeRelation(cursor);
  const moment = readMoment(cursor)?.text;
  if (moment !== undefined && (relation === 'by' || relation === 'before'))
    askOpening(cursor, `${relation} ${moment}`, from, 'target');
  return moment;
}

/** The text of a moment for `falls`. @throws Asked for a limit, such as "at most 30 days after". */
function atPoint(cursor: TextCursor, from: number, moment: Moment | undefined): string | undefined {
  if (moment?.bound === undefined) return moment?.text;
  const latest = (moment.bound === 'most') === / after /.test(moment.text);
  return askLimit(moment.text, latest ? 'due' : 'opens', cursor.spanFrom(from));
}
