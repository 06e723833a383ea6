/** The number words of one Slavic language. */
export interface NumberWords {
  /** Number words in all cases; a number is the sum of them, and thousands multiply. */
  readonly cardinals: Readonly<Record<number, string>>;
  readonly thousands: string;
  readonly ordinals: Readonly<Record<number, string>>;
  /** Endings of an ordinal after a stem of `ordinals`. */
  readonly ordinalEnding: RegExp;
  /** Adjectives made of a number and a unit: "thirty-day". The first group is the number. */
  readonly compounds: readonly (readonly [RegExp, 'day' | 'week' | 'month' | 'year' | 'hour'])[];
  /** Forms of numbers at the beginning of such an adjective that `cardinals` does not have. */
  readonly compoundNumbers: Readonly<Record<string, number>>;
}

/**
 * The words of one Slavic language, by what they say. A further language is one more file of this form. Entries are
 * written as a `WordTable` reads them: "a|b" for alternatives, "c?" for an optional word, "stem*" for any ending. All
 * entries are in lower case.
 */
export interface WordData extends NumberWords {
  readonly units: Readonly<Record<string, string>>;
  /** A day of 24 hours; it needs no number. */
  readonly wholeDay: string;
  /** Words between a number and its unit that change nothing. */
  readonly unitModifiers: string;
  /** Words between a number and "days" that make working days of them. */
  readonly workingDays: string;
  readonly and: string;
  /** From January; stems of the genitive and the locative case. */
  readonly months: readonly string[];
  readonly year: string;
  readonly quarter: string;
  /** "half" of a year. */
  readonly half: string;
  /** "end of", "beginning of" a month or year. */
  readonly endOf: string;
  readonly startOf: string;
  readonly hourMark: string;
  readonly minuteMark: string;
  readonly inclusive: string;
  /** "Kyiv time" after a clock time, and its IANA zone. */
  readonly zones: Readonly<Record<string, string>>;

  /** Relations. */
  readonly within: readonly string[];
  readonly latest: readonly string[];
  /** Prepositions before an adjective of `compounds` and the noun after it. */
  readonly inTerm: readonly string[];
  readonly term: string;
  /** "after so long", before a period. */
  readonly later: readonly string[];
  /** "so long before", before a period. */
  readonly ahead: readonly string[];
  readonly notBefore: readonly string[];
  readonly until: readonly string[];
  /** The word before the event from which `ahead` counts back. */
  readonly before: string;
  readonly from: readonly string[];
  /** The second half of "from … to". */
  readonly to: string;
  /** Between a period and the event from which it counts: "from the day of". */
  readonly anchorPrepositions: string;
  /** "day", "date", "moment" before an event, which add nothing. */
  readonly pointNouns: string;
  /** "the day following the day of": counts one day more. */
  readonly dayAfter: readonly string[];
  /** "days following the day of": the day itself does not count anyhow. */
  readonly following: readonly string[];
  /** "next working day". */
  readonly nextWorkingDay: readonly string[];
  /** "next day". */
  readonly nextDay: readonly string[];
  /** At an event or on its day. */
  readonly on: readonly string[];
  readonly after: readonly string[];
  /** The words of `after` that mean it also without "immediately". */
  readonly late: string;
  readonly inside: string;
  /** Before a clock time. */
  readonly atClock: string;
  /** "of the next", before a month. */
  readonly nextMonth: string;
  /** Before a length that lasts: "for a term of". */
  readonly lasting: readonly string[];
  readonly forLength: string;
  readonly more: readonly string[];
  readonly while: readonly string[];
  /** The words of `while` that open a clause with a verb. */
  readonly untilVerb: string;
  readonly every: Readonly<Record<string, string>>;
  /** Before a unit: "once in", "not less than once in". */
  readonly once: readonly string[];
  /** "twice a year" and others that fix no interval; flagged. */
  readonly severalTimes: readonly string[];
  /** Weekdays, "the last day of", "on demand": occasions that are flagged. */
  readonly asked: readonly string[];
  readonly each: string;
  /** "the 10th day of each month": the noun. */
  readonly dayNumber: string;
  readonly vague: readonly string[];
  readonly anyTime: readonly string[];
  /** Words that refer to earlier words: "after that". */
  readonly back: readonly string[];
  /** Before the day on which something was made: "of 5 September 2014". */
  readonly dated: string;

  /** Events by their names in the language of agreements. */
  readonly events: Readonly<Record<string, string>>;
  /** Nouns that say what an event concerns. An empty name is left out: the agreement itself, its parties. */
  readonly objects: Readonly<Record<string, string>>;
  /** Words before an event's noun that its name leaves out. */
  readonly determiners: string;
  /** Endings of adjectives in the genitive and the other oblique cases. */
  readonly adjective: RegExp;
  readonly prepositions: string;
  /** "of", "about" after a notice or a request: its subject is not part of the event's name. */
  readonly about: string;

  /** Predicates. */
  readonly duty: readonly string[];
  /** A word that is a duty only before an infinitive or a participle ("has to", "will be"). */
  readonly auxiliaries: string;
  readonly infinitive: RegExp;
  readonly participle: RegExp;
  /** "to be", before a participle. */
  readonly be: RegExp;
  /** A modal word without a subject in the nominative: "it is necessary", "is subject to". */
  readonly subject: RegExp;
  readonly right: readonly string[];
  readonly effects: readonly string[];
  readonly states: readonly string[];
  /** Verbs for what happens by itself: nobody owes it. */
  readonly happenings: readonly string[];
  /** Verbs in -sia that somebody does; all others are passive. */
  readonly reflexives: readonly string[];
  readonly extends: readonly string[];
  readonly present: RegExp;
  readonly past: RegExp;
  readonly pastWords: string;
  /** Words that end like a verb and are none. */
  readonly noVerb: RegExp;
  readonly passiveEnding: RegExp;
  readonly not: string;
  /** Verbs in the present tense that state a duty even without a time. */
  readonly owing: readonly string[];
  readonly pronouns: string;
  readonly relative: string;
  readonly conjunctions: string;
  /** Words between a subject and its verb that belong to neither. */
  readonly adverbs: string;
  /** Markers of a condition, up to the next comma. */
  readonly conditions: readonly string[];
  /** The first words of those that open a clause with a verb of its own. */
  readonly clauseConditions: string;
  /** Participles before a day on which something was made. */
  readonly made: readonly string[];
  /** Subjects that owe nothing: the agreement, a term, a price. */
  readonly things: readonly string[];
  /** Names of the agreement itself, as subjects. */
  readonly agreements: readonly string[];
  /** First words of a recital, and of the end of a text. */
  readonly recitals: string;
  readonly closings: readonly string[];
  /** Verbs of saying: what somebody says is not a duty of the speaker. */
  readonly said: readonly string[];
}
