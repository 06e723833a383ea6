import { low, type Token, WordTable } from '../../layout/tokens';
import { RUSSIAN } from './ru';
import { UKRAINIAN } from './uk';
import type { WordData } from './word-data';

/** The languages that have a table of words. */
export type SlavicLanguage = 'uk' | 'ru';

/** The words of a language, ready to be looked up. */
export type Words = ReturnType<typeof wordsOf>;

const list = (sequences: readonly string[]): WordTable<true> =>
  new WordTable(sequences.map((sequence): [string, true] => [sequence, true]));

const set = (words: string): ReadonlySet<string> => new Set(words.split('|'));

function cardinalsOf(data: WordData): ReadonlyMap<string, number> {
  const known = new Map<string, number>();
  for (const [value, forms] of Object.entries(data.cardinals))
    for (const form of forms.split('|')) known.set(form, Number(value));
  return known;
}

/** The stems of ordinals with their values, by their first two letters. */
function ordinalsOf(data: WordData): ReadonlyMap<string, readonly (readonly [string, number])[]> {
  const known = new Map<string, (readonly [string, number])[]>();
  for (const [value, stem] of Object.entries(data.ordinals)) {
    const key = stem.slice(0, 2);
    known.set(key, [...(known.get(key) ?? []), [stem, Number(value)]]);
  }
  return known;
}

function wordsOf(data: WordData) {
  const once = (table: Readonly<Record<string, string>>) => new WordTable(Object.entries(table));
  return {
    data,
    cardinals: cardinalsOf(data),
    thousands: set(data.thousands),
    ordinals: ordinalsOf(data),
    units: once(data.units),
    wholeDay: set(data.wholeDay),
    and: set(data.and),
    unitModifiers: set(data.unitModifiers),
    workingDays: set(data.workingDays),
    year: set(data.year),
    quarter: set(data.quarter),
    half: set(data.half),
    endOf: set(data.endOf),
    startOf: set(data.startOf),
    hourMark: set(data.hourMark),
    minuteMark: set(data.minuteMark),
    zones: once(data.zones),
    within: list(data.within),
    latest: list(data.latest),
    inTerm: list(data.inTerm),
    term: set(data.term),
    later: list(data.later),
    ahead: list(data.ahead),
    notBefore: list(data.notBefore),
    until: list(data.until),
    from: list(data.from),
    to: set(data.to),
    anchorPrepositions: set(data.anchorPrepositions),
    pointNouns: set(data.pointNouns),
    dayAfter: list(data.dayAfter),
    following: list(data.following),
    nextWorkingDay: list(data.nextWorkingDay),
    nextDay: list(data.nextDay),
    on: list(data.on),
    after: list(data.after),
    late: set(data.late),
    inside: set(data.inside),
    atClock: set(data.atClock),
    nextMonth: set(data.nextMonth),
    lasting: list(data.lasting),
    more: list(data.more),
    while: list(data.while),
    every: once(data.every),
    once: list(data.once),
    asked: list(data.asked),
    severalTimes: list(data.severalTimes),
    each: set(data.each),
    dayNumber: set(data.dayNumber),
    vague: list(data.vague),
    anyTime: list(data.anyTime),
    back: list(data.back),
    events: once(data.events),
    objects: once(data.objects),
    determiners: set(data.determiners),
    prepositions: set(data.prepositions),
    about: set(data.about),
    duty: list(data.duty),
    auxiliaries: set(data.auxiliaries),
    right: list(data.right),
    effects: list(data.effects),
    states: list(data.states),
    happenings: list(data.happenings),
    reflexives: list(data.reflexives),
    extends: list(data.extends),
    pastWords: set(data.pastWords),
    not: set(data.not),
    owing: list(data.owing),
    pronouns: set(data.pronouns),
    relative: set(data.relative),
    conjunctions: set(data.conjunctions),
    adverbs: set(data.adverbs),
    conditions: list(data.conditions),
    clauseConditions: set(data.clauseConditions),
    made: list(data.made),
    things: list(data.things),
    agreements: list(data.agreements),
    untilVerb: set(data.untilVerb),
    recitals: set(data.recitals),
    closings: list(data.closings),
    said: list(data.said),
  };
}

export const WORDS: Readonly<Record<SlavicLanguage, Words>> = {
  uk: wordsOf(UKRAINIAN),
  ru: wordsOf(RUSSIAN),
};

/** Whether the token at a position is one of these words. */
export const isIn = (words: ReadonlySet<string>, tokens: readonly Token[], i: number): boolean =>
  words.has(low(tokens, i));
