import type { Convention } from '../counting/convention';
import type {
  AgreementDocument,
  DocumentFault,
  Obligation,
  Phase,
  Timing,
} from '../model/document';
import type { Period } from '../model/period';
import { PHRASE_KEYS, type PhraseKey } from '../phrase/canonical';
import {
  parseCondition,
  parseDue,
  parseExtends,
  parseFalls,
  parseGrace,
  parseHolds,
  parseMoment,
  parseOpens,
  parsePauses,
  parseRenews,
  parseReverts,
} from '../phrase/parse';
import { printCond, printExtends, printPeriod } from '../phrase/print';
import type {
  Cond,
  Due,
  Every,
  Extends,
  Holds,
  MomentExpr,
  Opens,
  Parsed,
  Pauses,
  Renews,
  Reverts,
} from '../phrase/tree';
import type { Names } from './names';
import { Resolver, type Scope } from './resolve';

/** The timing of an obligation, a phase or a case: phrases parsed, names resolved. */
export interface ParsedTiming {
  due?: Due;
  holds?: Holds;
  falls?: MomentExpr | Every;
  opens?: MomentExpr;
  target?: MomentExpr;
  grace?: Period;
  when?: Cond;
  unless?: Cond;
  renews?: Renews;
  extends?: Extends;
  pauses?: Pauses;
  reverts?: Reverts;
  supersedes?: string;
}

/** The obligation or phase that is compiled, and where its faults are collected. */
export interface EntryContext {
  document: AgreementDocument;
  /** The conventions that the document may count by, by name. */
  conventions: ReadonlyMap<string, Convention>;
  names: Names;
  /** Added to. */
  faults: DocumentFault[];
  obligation: Obligation;
  phase?: Phase;
  /** JSON Pointer of the obligation or phase. */
  pointer: string;
  /** It has phases. */
  isParent: boolean;
}

/** An example of each key; any document accepts all but `renews`, which needs an event. */
export const EXAMPLES = {
  due: 'within 100 days of signing',
  holds: 'from signing until 2 years after signing',
  falls: '8 years after signing',
  opens: '6 months after signing',
  target: '6 months after signing',
  grace: '72 hours',
  when: 'signing before 2030-01-01',
  unless: 'no signing by 2030-01-01',
  renews: 'for 5 years unless notice 6 months before',
  extends: 'once by at most 6 months',
  pauses: 'while no signing',
  reverts: 'on signing',
} as const;

/** Where a phrase stands. */
type Place = Pick<EntryContext, 'names' | 'obligation' | 'phase'>;

/** The trees of phrases as they are written; `ParsedTiming` has them with names resolved. */
type Written = Required<Omit<ParsedTiming, 'opens' | 'supersedes'>> & { opens: Opens };

interface Reader<W, T> {
  parse: (text: string) => Parsed<W>;
  resolve: (tree: W, names: Resolver) => T;
  /** Whether the phrase parses and the document has every name in it. */
  accepts: (text: string, place: Place) => boolean;
}

function reader<W, T>(
  parse: Reader<W, T>['parse'],
  resolve: Reader<W, T>['resolve'],
): Reader<W, T> {
  const accepts = (text: string, place: Place): boolean => {
    const result = parse(text);
    if (!result.ok) return false;
    let known = true;
    const resolver = new Resolver(scopeOf(place), () => {
      known = false;
    });
    resolve(result.tree, resolver);
    return known;
  };
  return { parse, resolve, accepts };
}

const READERS: {
  readonly [K in PhraseKey]: Reader<Written[K], NonNullable<ParsedTiming[K]>>;
} = {
  due: reader(parseDue, (tree, names) => names.due(tree)),
  holds: reader(parseHolds, (tree, names) => names.holds(tree)),
  falls: reader(parseFalls, (tree, names) => names.falls(tree)),
  opens: reader(parseOpens, (tree, names) => names.opens(tree)),
  target: reader(parseMoment, (tree, names) => names.moment(tree)),
  grace: reader(parseGrace, (tree) => tree),
  when: reader(parseCondition, printedCondition),
  unless: reader(parseCondition, printedCondition),
  renews: reader(parseRenews, (tree, names) => names.renews(tree)),
  extends: reader(parseExtends, (tree, names) => {
    const clause = names.extends(tree);
    return { ...clause, printed: printExtends(clause) };
  }),
  pauses: reader(parsePauses, (tree, names) => names.pauses(tree)),
  reverts: reader(parseReverts, (tree, names) => names.reverts(tree)),
};

function printedCondition(tree: Cond, names: Resolver): Cond {
  const cond = names.condition(tree);
  return { ...cond, printed: printCond(cond) };
}

/** Whether the phrase of a key parses and the document has every name in it. */
export function acceptsPhrase(key: PhraseKey, text: string, place: Place): boolean {
  return READERS[key].accepts(text, place);
}

/**
 * Parses every timing phrase of one entry or case; what is wrong is added to `entry.faults`.
 * @param base JSON Pointer of the entry or case.
 */
export function parseTiming(entry: EntryContext, timing: Timing, base: string): ParsedTiming {
  const parsed: ParsedTiming = {};
  for (const key of PHRASE_KEYS) {
    const text = timing[key];
    if (text !== undefined) parseKey(entry, key, text, `${base}/${key}`, parsed);
  }
  refuseEmptyRenewal(entry, parsed, `${base}/renews`);
  const { supersedes } = timing;
  if (supersedes !== undefined) {
    const pointer = `${base}/supersedes`;
    parsed.supersedes = new Resolver(scopeOf(entry), (text, detail, expected) => {
      const at = placeOf(text, supersedes);
      const other = [...entry.names.pointers].find(([, place]) => place !== entry.pointer);
      const example = other && { example: other[0] };
      entry.faults.push({ pointer, detail, expected, at, ...example });
    }).path(supersedes);
  }
  return parsed;
}

function parseKey<K extends PhraseKey>(
  entry: EntryContext,
  key: K,
  text: string,
  pointer: string,
  into: Pick<ParsedTiming, K>,
): void {
  const { parse, resolve, accepts } = READERS[key];
  const result = parse(text);
  if (!result.ok) {
    const { example: suggested, ...fault } = result.fault;
    const accepted = suggested !== undefined && accepts(suggested, entry);
    const example = accepted ? suggested : exampleOf(key, entry);
    entry.faults.push({ pointer, ...fault, example });
    return;
  }
  const resolver = new Resolver(scopeOf(entry), (wrong, detail, expected) => {
    const example = exampleOf(key, entry);
    entry.faults.push({ pointer, detail, expected, example, at: placeOf(wrong, text) });
  });
  into[key] = resolve(result.tree, resolver);
}

function placeOf(part: string, text: string): { offset: number; length: number } {
  return { offset: Math.max(0, text.indexOf(part)), length: part.length };
}

/** A term renewed by a period of zero would renew for ever without moving its end. */
function refuseEmptyRenewal(entry: EntryContext, { renews }: ParsedTiming, pointer: string): void {
  if (renews === undefined || renews.for.parts.some(({ amount }) => amount > 0)) return;
  entry.faults.push({
    pointer,
    detail: `"${printPeriod(renews.for)}" is not a period to renew for`,
    expected: 'a period longer than zero',
    example: exampleOf('renews', entry),
  });
}

/** An example that the document accepts: every document has the event `signing`. */
export function exampleOf(key: PhraseKey, { names }: Pick<Place, 'names'>): string {
  if (key !== 'renews') return EXAMPLES[key];
  const event = [...names.events].find((name) => name !== 'signing');
  return EXAMPLES.renews.replace('notice', event ?? 'signing');
}

/** Where the phrases of an entry stand. */
export function scopeOf({ names, obligation, phase }: Place): Scope {
  return {
    names,
    within: phase === undefined ? undefined : obligation.id,
    each: obligation['for each'] !== undefined,
  };
}
