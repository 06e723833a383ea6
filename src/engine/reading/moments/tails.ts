import { Lexicon } from '../text/lexicon';
import { Asked, type TextCursor } from '../text/text-cursor';
import { WORKING } from '../text/unit-words';
import { inside } from './moment';

/** Reads words after a date that belong under another key: conditions, exceptions, extensions. */

type Tail = 'renews' | 'when' | 'unless' | 'extends' | 'cases' | 'earlier';

const TAILS = new Lexicon<Tail>([
  [
    'if|only if|but only if|where|when|in case|in case of|in event|in event of|in event that|provided|provided that|provided always that|on condition that|so long as|as long as|to extent that|to extent|where necessary|if necessary|if required',
    'when',
  ],
  [
    'unless|except|except where|except when|except in|except that|except for|save|save where|save that|save in|save for|other than|without prejudice to|not including|notwithstanding|but excluding|excluding',
    'unless',
  ],
  [
    'subject to extension|subject to any extension|subject to possible extension|subject to prolongation|unless extended|unless it is extended|unless renewed|unless it is renewed|unless otherwise agreed|unless parties agree otherwise|unless parties otherwise agree|or such longer|or such later|or such other|or any longer|or any later|or any other|or any extended|or as extended|or longer|which may be extended|which can be extended|and may be extended|and is extendable|extendable|which period may be extended|or as otherwise agreed|or as agreed|or on such other|or by such later|or within such longer|or such further|or at such other|or on such later|or by such other|or within such other|or such extended|and extended|and shall be extended|with possible extension|with extension|as may be extended|as extended|as may be agreed',
    'extends',
  ],
  [
    'or if|or , if|or , where|or where|or , in case of|or in case of|or , in event of|or in event of|or , when|or when|and if|and , if|and where|and , where|and in case of|and , in case of|or failing that|or , failing that|failing that|failing which|or failing which|or , failing which|or , in absence of|or in absence of|or alternatively|or , alternatively|or in default',
    'cases',
  ],
  ['subject to', 'when'],
  [
    'with automatic extension|with automatic renewal|with possibility of extension|with possibility of renewal|renewable|automatically renewable|and renewable|with tacit renewal|and shall be renewed|and shall automatically renew|and thereafter shall renew|subject to renewal|and shall be automatically renewed|and shall renew|with option to renew|with option to extend',
    'renews',
  ],
  [
    'or such earlier|or on such earlier|or any earlier|or earlier if|or sooner if|or such shorter|or such sooner|or at such earlier|or within such shorter|or within such earlier|or by such earlier',
    'earlier',
  ],
  [
    'or such longer or shorter|or such other longer|or such longer or earlier|or such earlier or later|or such later or earlier',
    'extends',
  ],
]);

const MEANS: Readonly<Record<Tail, string>> = {
  when: 'the date alone; the condition stands beside it under `when`',
  unless: 'the date alone; the exception stands beside it under `unless`',
  extends: 'the date alone; that it may be moved stands beside it as "extends: by agreement"',
  renews: 'the first period alone; how it goes on stands beside it under `renews`',
  earlier: 'the date alone; an event for the earlier one stands in "earlier of ( … and … )"',
  cases: 'the first date alone; each of them stands in `cases` with its `when`',
};
const NOUNS: Readonly<Record<Tail, string>> = {
  when: 'condition',
  unless: 'exception',
  extends: 'extension',
  cases: 'other case',
  earlier: 'earlier date',
  renews: 'renewal',
};

const COUNTS_FROM: ReadonlySet<string> = new Set(
  'from after following since starting commencing beginning'.split(' '),
);

/** Whether the date ends here: the text ends, or a condition or an exception begins. */
export function endsHere(cursor: TextCursor): boolean {
  if (cursor.atEnd) return true;
  if (cursor.peek() === '(') {
    const close = cursor.words.findIndex(({ text }, i) => i > cursor.position && text === ')');
    if (close >= 0 && close < cursor.words.length - 1) return false;
  }
  // "within 30 days, except in urgent cases, after receipt" goes on after the exception.
  const rest = cursor.words.slice(cursor.position).some(({ text }) => COUNTS_FROM.has(text));
  return !rest && tailAt(cursor) !== undefined;
}

export function tailAt(cursor: TextCursor): Tail | undefined {
  const from = cursor.position;
  cursor.takeOne(',', ';', '(', '-');
  const tail = TAILS.match(cursor.peek)?.value;
  cursor.position = from;
  return tail;
}

/** @throws Asked where a condition, an exception or an extension follows the date. */
export function askTail(cursor: TextCursor): void {
  const tail = tailAt(cursor);
  const last = cursor.words[cursor.position - 1];
  const first = cursor.words[cursor.position];
  if (tail === undefined || last === undefined || first === undefined) return;
  const end = cursor.text.length;
  const written = cursor.text.slice(first.start, end).replace(/^[\s,;(-]+|[\s.,;)]+$/g, '');
  const at = { start: last.end, end };
  throw new Asked(`under which key is the ${NOUNS[tail]} "${written}"`, at, [
    { text: '', means: MEANS[tail] },
  ]);
}

/** @throws Asked where a condition or an exception comes before the date: "if ratified, within 30 days". */
export function askLead(cursor: TextCursor): void {
  const tail = TAILS.match(cursor.peek)?.value;
  const comma = cursor.words.findIndex(({ text }) => text === ',');
  const next = cursor.words[comma + 1];
  if (tail === undefined || comma < 0 || next === undefined) return;
  const written = cursor.text.slice(0, cursor.words[comma]?.start).trim();
  throw new Asked(
    `under which key is the ${NOUNS[tail]} "${written}"`,
    { start: 0, end: next.start },
    [{ text: '', means: MEANS[tail] }],
  );
}

const SUBJECT: ReadonlySet<string> = new Set(
  'that such this it the said any day date due deadline last payment latter final'.split(' '),
);
const IS: ReadonlySet<string> = new Set(
  'is does would should falls fall on not a an day which that other than shall be'.split(' '),
);
const GOES: ReadonlySet<string> = new Set(
  'then on by the next immediately following succeeding first subsequent thereafter preceding prior previous until to it is shall be made due payable postponed deferred extended'.split(
    ' ',
  ),
);
const AFTER_DAY: ReadonlySet<string> = new Set(
  'thereafter following succeeding after it such that day date next immediately'.split(' '),
);

/** "or, if that day is not a Business Day, on the next Business Day": the direction in which it rolls. */
export function readRoll(cursor: TextCursor): 'after' | 'before' | undefined {
  return cursor.attempt(() => {
    cursor.takeOne(',', ';', '(');
    cursor.takeOne('or', 'and', 'provided', 'but', 'save');
    cursor.takeOne('that', ',');
    if (cursor.takeOne('if', 'where') === undefined) return undefined;
    cursor.skip(SUBJECT);
    const is = cursor.position;
    cursor.skip(IS);
    const denied = cursor.words.slice(is, cursor.position).some(isDenial);
    if (!denied || takeWorkingDay(cursor) === undefined) return undefined;
    cursor.takeOne(',');
    const goes = cursor.position;
    cursor.skip(GOES);
    const way = cursor.words.slice(goes, cursor.position).map(({ text }) => text);
    if (takeWorkingDay(cursor) === undefined) return undefined;
    const behind = cursor.position;
    cursor.skip(AFTER_DAY);
    const all = [...way, ...cursor.words.slice(behind, cursor.position).map(({ text }) => text)];
    cursor.takeOne(')');
    const back = all.some((word) => /^(?:preceding|prior|previous)$/.test(word));
    const on = all.some((word) =>
      /^(?:next|following|succeeding|first|subsequent|thereafter|after)$/.test(word),
    );
    if (back === on) return undefined;
    return back ? 'before' : 'after';
  });
}

function isDenial({ text }: { text: string }): boolean {
  return text === 'not' || text === 'other';
}

function takeWorkingDay(cursor: TextCursor): true | undefined {
  if (!WORKING.has(cursor.peek())) return undefined;
  cursor.position++;
  return cursor.takeOne('day') && true;
}

/** A deadline, or a moment without its relation, on the working day that it rolls to. */
export function rolled(phrase: string, way: 'after' | 'before'): string | undefined {
  if (
    / but not |^every |after every |before every |^undated$|^in |^before |^alongside /.test(phrase)
  )
    return undefined;
  const within = /^within (\d+ [a-z-]+(?: days?)?(?: and \d+ [a-z-]+)*) of (.+)$/.exec(phrase);
  const to = `first working day on or ${way}`;
  if (within !== null) return `by ${to} ${within[1]} after ${inside(within[2] ?? '')}`;
  const [, relation, of = phrase] = /^(by|on) (.+)$/.exec(phrase) ?? [];
  return `${relation === undefined ? '' : `${relation} `}${to} ${inside(of)}`;
}
