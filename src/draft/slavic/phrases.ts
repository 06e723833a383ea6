import type { Token } from '../layout/tokens';
import { textOf } from '../layout/tokens';
import { accepts, type Key } from '../reader/accepts';
import type { Anchor } from '../reader/context';
import type { Confidence, Reading, Unread } from '../reader/reading';
import type { Nature, Predicate } from './predicates';
import type { Moment } from './timings/moments';
import type { Timing } from './timings/timing';

/** The context of an expression. */
interface Around {
  readonly tokens: readonly Token[];
  readonly predicate: Predicate | undefined;
  /** The anchor of a period that names none; undefined if no earlier words name one. */
  readonly inherited: Anchor | undefined;
  /** Whether the statement is about the agreement itself, which runs from its signing. */
  readonly ofAgreement: boolean;
}

const START: Anchor = { ref: 'signing', words: 'signing' };

interface Written {
  readonly text: string;
  readonly anchor?: Anchor;
  readonly inherited: boolean;
  readonly known: boolean;
}

const isUnread = (one: Written | Unread | Reading): one is Unread => 'why' in one;

function written(moment: Moment, around: Around): Written | Unread {
  switch (moment.type) {
    case 'day':
      return { text: moment.text, inherited: false, known: true };
    case 'unread':
      return { why: moment.why };
    case 'event': {
      const { id, range, known } = moment.event;
      if (id === undefined) return inherited(around);
      return {
        text: id,
        anchor: { ref: id, words: textOf(around.tokens, range) },
        inherited: false,
        known,
      };
    }
    case 'shift': {
      const of = moment.of === undefined ? inherited(around) : written(moment.of, around);
      if (isUnread(of)) return of;
      return { ...of, text: `${moment.length} after ${of.text}` };
    }
  }
}

function inherited({ inherited: anchor }: Around): Written | Unread {
  if (anchor === undefined)
    return { why: 'The text does not say from when the period is counted.' };
  return { text: anchor.ref, anchor, inherited: true, known: true };
}

type Alternatives = Reading['alternatives'];

/** Reads an expression with its statement. A phrase that the engine refuses becomes a flag. */
export function phraseOf(timing: Timing, around: Around): Reading | Unread {
  const read = readTiming(timing, around);
  if (isUnread(read)) return read;
  if (!accepts(read.key, read.phrase))
    return { why: `"${read.key}: ${read.phrase}" is no phrase of the language.` };
  return {
    ...read,
    alternatives: read.alternatives.filter(({ key, phrase }) => accepts(key, phrase)),
  };
}

function readTiming(timing: Timing, around: Around): Reading | Unread {
  const nature = around.predicate?.nature ?? 'act';
  switch (timing.relation) {
    case 'within':
      return within(timing, around, nature);
    case 'ahead': {
      const of = timing.moment === undefined ? inherited(around) : written(timing.moment, around);
      return build('due', (text) => `by ${timing.length ?? ''} before ${text}`, of, around, [
        'a period before an event sets a latest time',
      ]);
    }
    case 'by':
      return latest(timing, around, 'by');
    case 'until':
      return until(timing, around, nature);
    case 'not-before':
      return build('opens', (text) => text, momentOf(timing, around), around, [
        'the words set an earliest time',
      ]);
    case 'on':
    case 'after':
      return occasion(timing, around, nature);
    case 'from':
      return beginning(timing, around, nature);
    case 'between':
      return between(timing, around);
    case 'for':
      return lasting(timing, around);
    case 'in':
      return span(timing, around, nature);
    case 'every':
      return repeated(timing, around);
    case 'vague':
      return {
        key: 'due',
        phrase: 'undated',
        confidence: 'medium',
        rules: ['the words fix no time'],
        alternatives: [],
      };
    case 'unread':
    case 'mention':
      return { why: timing.why ?? '' };
  }
}

const momentOf = ({ moment }: Timing, around: Around): Written | Unread =>
  moment === undefined ? inherited(around) : written(moment, around);

function build(
  key: Key,
  phrase: (text: string) => string,
  of: Written | Unread,
  around: Around,
  rules: readonly string[],
  more: { sure?: Confidence; alternatives?: Alternatives } = {},
): Reading | Unread {
  if (isUnread(of)) return of;
  const sure = more.sure ?? 'high';
  const stated = of.known && around.predicate !== undefined ? sure : 'medium';
  const doubt = `Does it count from "${of.anchor?.words ?? ''}"? The words of the expression do not say.`;
  return {
    key,
    phrase: phrase(of.text),
    confidence: of.inherited ? (sure === 'high' ? 'medium' : 'low') : stated,
    ...(of.anchor !== undefined && { anchor: of.anchor }),
    rules: of.inherited ? [...rules, 'its words do not name the anchor'] : rules,
    ...(of.inherited && { doubt }),
    alternatives: more.alternatives ?? [],
  };
}

function within(timing: Timing, around: Around, nature: Nature): Reading | Unread {
  const length = timing.length ?? '';
  const lasts = nature === 'state';
  if (lasts) {
    const of = timing.moment === undefined ? startOf(around) : momentOf(timing, around);
    return build(
      'holds',
      (text) => `from ${text} for ${length}`,
      of,
      around,
      ['a period through which a state lasts'],
      {
        sure: 'medium',
        alternatives: isUnread(of)
          ? []
          : [{ key: 'due', phrase: `within ${length} of ${of.text}`, why: 'if it is an act' }],
      },
    );
  }
  return build('due', (text) => `within ${length} of ${text}`, momentOf(timing, around), around, [
    'a period sets a latest time',
  ]);
}

/** The beginning of a state whose expression does not state it. */
function startOf(around: Around): Written | Unread {
  if (!around.ofAgreement) return { why: 'The text does not say here from when it lasts.' };
  return inherited({ ...around, inherited: START });
}

function latest(timing: Timing, around: Around, word: 'by' | 'before'): Reading | Unread {
  const of = momentOf(timing, around);
  const event = timing.moment?.type === 'event';
  return build('due', (text) => `${word} ${text}`, of, around, ['the words set a latest time'], {
    sure: event ? 'medium' : 'high',
  });
}

/** "до": an act is due by it, a state ends with it. */
function until(timing: Timing, around: Around, nature: Nature): Reading | Unread {
  const of = momentOf(timing, around);
  const event = timing.moment?.type === 'event';
  const state = nature === 'state' || nature === 'right';
  if (state && around.predicate?.negated !== true) {
    return build('holds', (text) => `until ${text}`, of, around, ['it ends a state'], {
      sure: 'medium',
    });
  }
  if (around.predicate?.negated === true) {
    const rules = ['what is not to be done before a time'];
    return build('holds', (text) => `until ${text}`, of, around, rules, { sure: 'medium' });
  }
  if (event) return latest(timing, around, 'before');
  const excluded: Alternatives =
    isUnread(of) || timing.moment?.type !== 'day'
      ? []
      : [{ key: 'due', phrase: `before ${of.text}`, why: 'if the day itself is excluded' }];
  return build('due', (text) => `by ${text}`, of, around, ['the words set a latest time'], {
    alternatives: excluded,
  });
}

/** The reading of a moment as one at which something comes about by itself. */
const fallsAt = (of: Written | Unread): Alternatives =>
  isUnread(of) ? [] : [{ key: 'falls', phrase: of.text, why: 'if it comes about by itself' }];

/** An act is due on an occasion, an effect falls on it, a state holds from it, a right opens with it. */
function occasion(timing: Timing, around: Around, nature: Nature): Reading | Unread {
  const of = momentOf(timing, around);
  const shift = timing.moment?.type === 'shift';
  const rules = ['the words name an occasion'];
  if (nature === 'effect') return build('falls', (text) => text, of, around, rules);
  if (nature === 'right')
    return build('opens', (text) => text, of, around, rules, { sure: 'medium' });
  if (nature === 'state')
    return build('holds', (text) => `from ${text}`, of, around, rules, {
      sure: 'medium',
      alternatives: fallsAt(of),
    });
  const sure = timing.relation === 'after' ? 'low' : 'high';
  return build('due', (text) => (shift ? text : `on ${text}`), of, around, rules, {
    sure,
    alternatives: fallsAt(of),
  });
}

function beginning(timing: Timing, around: Around, nature: Nature): Reading | Unread {
  const of = momentOf(timing, around);
  if (nature === 'effect')
    return build('falls', (text) => text, of, around, ['the words begin an effect']);
  if (nature === 'right')
    return build('opens', (text) => text, of, around, ['the words begin a right'], {
      sure: 'medium',
    });
  return build('holds', (text) => `from ${text}`, of, around, ['the words begin a state'], {
    sure: 'medium',
    alternatives: fallsAt(of),
  });
}

function between(timing: Timing, around: Around): Reading | Unread {
  const from = momentOf(timing, around);
  const end = timing.until === undefined ? inherited(around) : written(timing.until, around);
  if (isUnread(end)) return end;
  return build('holds', (text) => `from ${text} until ${end.text}`, from, around, [
    'two moments bound a state',
  ]);
}

function lasting(timing: Timing, around: Around): Reading | Unread {
  const length = timing.length ?? '';
  if (around.predicate?.extends === true) {
    return {
      key: 'extends',
      phrase: `once by at most ${length}`,
      confidence: 'low',
      rules: ['the verb extends', 'the length is that of the extension'],
      doubt: 'Is it renewed by itself, or only if it is agreed?',
      alternatives: [
        { key: 'renews', phrase: `for ${length} unless notice`, why: 'if it renews itself' },
      ],
    };
  }
  const of = timing.moment === undefined ? startOf(around) : momentOf(timing, around);
  return build('holds', (text) => `from ${text} for ${length}`, of, around, [
    'a length bounds a state',
  ]);
}

/** A month, quarter or year in which something is due, or through which a state lasts. */
function span(timing: Timing, around: Around, nature: Nature): Reading | Unread {
  const of = momentOf(timing, around);
  const key = nature === 'effect' ? 'falls' : 'due';
  if (nature === 'state' || nature === 'right')
    return { why: 'A state or a right that lasts through it: from which day until which?' };
  return build(
    key,
    (text) => `in ${text}`,
    of,
    around,
    ['the words name a month, quarter or year'],
    { sure: 'medium' },
  );
}

function repeated(timing: Timing, around: Around): Reading | Unread {
  return build(
    'due',
    (text) => `${timing.every ?? ''} from ${text}`,
    inherited({ ...around, inherited: START }),
    around,
    ['the words repeat the duty'],
  );
}
