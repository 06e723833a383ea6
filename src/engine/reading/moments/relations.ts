import { Lexicon } from '../text/lexicon';

/** The wordings that say on which side of a moment something lies. */

type AfterOrBefore = 'after' | 'before' | 'beginning' | 'then';

/** Between a period and what it counts from: "thirty days following". */
export const SIDES = new Lexicon<AfterOrBefore>([
  [
    'after|into|following|next following|immediately following|immediately after|from|as from|as of|since|upon|subsequent to|counted from|counting from|calculated from|reckoned from|computed from|measured from|running from|to run from|starting from|starting as of|commencing from|commencing as of|beginning from|beginning as of|from and after|as counted from|to be counted from|next after',
    'after',
  ],
  [
    'beginning on|beginning with|beginning upon|commencing on|commencing with|commencing upon|starting on|starting with|starting upon|that begins on|which begins on|that commences on|which commences on|that starts on|which starts on|from and including|running from and including|beginning|starting|commencing',
    'beginning',
  ],
  [
    'before|prior to|preceding|immediately preceding|immediately before|in advance of|ahead of|previous to|next before',
    'before',
  ],
  [
    'later|thereafter|afterwards|hence|from now|from today|after that|after that date|thence',
    'then',
  ],
]);

/** The last or first day of what follows. */
export const EDGE_OF = new Lexicon<'first' | 'last'>([
  ['first day of|beginning of|start of|first of', 'first'],
  [
    'last day of|end of|year end|month end|quarter end|close of|end-of|final day of|very end of',
    'last',
  ],
]);

/** The end of a period that is said with its length. */
export const END_OF_LENGTH = new Lexicon<true>([
  [
    'end of|last day of|expiry of|expiration of|lapse of|completion of|conclusion of|close of|elapse of|elapsing of|termination of|passing of|expiring of|expiry after|expiration after',
    true,
  ],
]);

/** "the date that is", before a period. */
export const DAY_THAT_IS = new Lexicon<true>([
  [
    'date that is|date which is|date falling|day falling|date which falls|date that falls|day which falls|day that falls|day that is|day which is|date occurring|day occurring|point',
    true,
  ],
]);

export const PICKS = new Lexicon<'later' | 'earlier'>([
  ['later of|latest of|last to occur of|latter of|last of', 'later'],
  ['earlier of|earliest of|sooner of|first to occur of|soonest of', 'earlier'],
]);

/** "whichever is the later", after alternatives. */
export const WHICHEVER = new Lexicon<'later' | 'earlier'>([
  [
    'whichever is later|whichever is latest|whichever comes later|whichever occurs later|whichever is last|whichever occurs last|whichever comes last|whichever is last to occur|whichever date is later|whichever date is latest|whichever happens later|whichever falls later|whichever be later',
    'later',
  ],
  [
    'whichever is earlier|whichever is earliest|whichever is sooner|whichever comes first|whichever occurs first|whichever is first|whichever comes earlier|whichever occurs earlier|whichever is first to occur|whichever first occurs|whichever happens first|whichever date is earlier|whichever falls first|whichever occurs sooner|whichever comes sooner|whichever falls earlier|whichever be earlier|whichever happens earlier',
    'earlier',
  ],
]);

/** "or, if later,". */
export const OR_IF = new Lexicon<'later' | 'earlier'>([
  ['or if later|or , if later', 'later'],
  ['or if earlier|or if sooner|or , if earlier|or , if sooner', 'earlier'],
]);

/** Limits that follow a deadline: "but in any event not later than". */
export const LIMITS = new Lexicon<'after' | 'before'>(
  [
    'but|and',
    'but in any event|and in any event',
    'but in any case|and in any case',
    'but at any rate|and at any rate',
    'but at all events|and at all events',
  ].flatMap((lead): [string, 'after' | 'before'][] =>
    lead.split('|').flatMap((one): [string, 'after' | 'before'][] => [
      [
        [
          'no later than',
          'not later than',
          'not after',
          'not beyond',
          'by',
          'within',
          'at latest by',
          'at latest',
          'on or before',
          'in no event later than',
          'in no case later than',
          'not more than',
          'no more than',
          'never later than',
          'never after',
        ]
          .map((end) => `${one} ${end}`)
          .join('|'),
        'after',
      ],
      [
        [
          'no earlier than',
          'not earlier than',
          'not before',
          'no sooner than',
          'not sooner than',
          'never before',
          'in no event before',
          'in no event earlier than',
          'in no case before',
          'in no case earlier than',
        ]
          .map((end) => `${one} ${end}`)
          .join('|'),
        'before',
      ],
    ]),
  ),
);

/** After a moment: "at the latest". */
export const LATEST = new Lexicon<'by'>([
  ['at latest|at very latest|or earlier|or sooner|or before|or before that date|latest', 'by'],
]);
