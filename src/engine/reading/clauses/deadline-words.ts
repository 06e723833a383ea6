import { Lexicon } from '../text/lexicon';

/** The wordings of deadlines and openings. */

export type Relation =
  | 'after'
  | 'by'
  | 'before'
  | 'on'
  | 'at'
  | 'within'
  | 'from'
  | 'earliest'
  | 'in';

export const RELATIONS = new Lexicon<Relation>([
  [
    'by|at or before|at or prior to|on or by|at or by|no later than|not later than|no later than by|not later than by|no later than on|not later than on|not after|no later then|by no later than|by not later than|at latest|at latest by|at latest on|on or before|before or on|on or prior to|not beyond|until|till|up to|up to and including|until and including|not later than at|by at latest|in no event later than|in no case later than|in any event no later than|in any event not later than|in any case not later than|in any case no later than|in any event by|in any case by|at very latest|through|not later',
    'by',
  ],
  [
    'before|at any time before|any time before|at any time prior to|prior to|ahead of|earlier than|in advance of|strictly before',
    'before',
  ],
  [
    'on|upon|immediately upon|immediately on|immediately after|immediately following|forthwith upon|forthwith on|forthwith after|simultaneously with|concurrently with|at time of|at moment of|once|as soon as|when|on occasion of|in moment of|at same time as',
    'on',
  ],
  ['after|following|only after|at any time after|any time after', 'after'],
  ['at', 'at'],
  ['in|during|in course of|sometime in|some time in', 'in'],
  [
    'within|within period of|no more than|not more than|in no more than|in not more than|in less than or equal to|no longer than|not longer than|inside|inside of|within not more than|within no more than|within maximum of|within time limit of|within term of|for not more than',
    'within',
  ],
  [
    'from|as from|as of|with effect from|with effect as of|with effect on|effective|effective from|effective as of|effective on|starting|starting on|starting from|beginning|beginning on|commencing|commencing on|on and from|on and after|from and after|with effect as from|from and including',
    'from',
  ],
  [
    'not before|no earlier than|not earlier than|no sooner than|not sooner than|not until|on or after|at earliest|at earliest on|only from|not prior to|earliest on|at any time from|at any time on or after',
    'earliest',
  ],
]);

/** "on or about": near a day. */
export const ABOUT = new Lexicon<true>([
  [
    'on or about|on or around|on or near|at or about|at or around|around|about|approximately on|circa|by approximately|by about|by around|on approximately',
    true,
  ],
]);

/** Before a relation: it says nothing that a date could. */
export const VAGUE = new Lexicon<true>([
  [
    'as soon as possible|as soon as practicable|as soon as reasonably practicable|as soon as reasonably possible|as soon as feasible|as early as possible|as quickly as possible|as promptly as possible|as expeditiously as possible|at earliest opportunity|at earliest possible date|at earliest possible time|at earliest possible moment',
    true,
  ],
  [
    'without delay|without undue delay|without unreasonable delay|without further delay|promptly|forthwith|immediately|speedily|expeditiously|urgently|swiftly|at once|in timely manner|in good time|in due course|in due time|within reasonable time|within reasonable period|within reasonable period of time|gradually|progressively|in near future|shortly|soon|from time to time|periodically|regularly|when possible|eventually|with all deliberate speed|with all due speed|in shortest possible time|without any delay|as quickly as practicable|as rapidly as possible|as soon as circumstances permit|permanently|temporarily|for time being|subsequently|immediate|long-term|in long term|in future|henceforth|from now on|with immediate effect|within shortest possible time',
    true,
  ],
]);

export const VAGUE_LINK = new Lexicon<true>([
  [
    'and in any event|and in any case|but in any event|but in any case|or in any event|or in any case|in any event|in any case|and at all events|and at any rate|but|and|and at latest|but at latest|at latest|but always|and always|however|but at any rate|at all events|at any rate|and ultimately',
    true,
  ],
]);

export const WHERE_POSSIBLE = new Lexicon<true>([
  [
    'where feasible|where possible|if possible|where applicable|to extent possible|where practicable|if practicable|wherever possible|preferably|if feasible|as far as possible',
    true,
  ],
]);

export const EARLIEST = new Lexicon<true>([
  ['at earliest|at very earliest|or later|or thereafter|onwards|onward', true],
]);

export const BESIDE = new Lexicon<true>([
  [
    'alongside|in parallel with|simultaneously with|concurrently with|at same time as|together with',
    true,
  ],
]);
