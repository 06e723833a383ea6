import type {
  AgreementDocument,
  DocumentFault,
  Obligation,
  Phase,
  Timing,
} from '../model/document';
import {
  parseCondition,
  parseDue,
  parseExtends,
  parseFalls,
  parseGrace,
  parseHolds,
  parseMoment,
  parsePauses,
  parseRenews,
  parseReverts,
} from '../phrase/parse';
import { printPeriod } from '../phrase/print';
import type {
  Cond,
  Due,
  Every,
  Extends,
  Holds,
  MomentExpr,
  Parsed,
  Pauses,
  Period,
  Renews,
  Reverts,
} from '../phrase/tree';
import { type Names, resolveNames, resolvePath } from './resolve';

/** What an obligation, a phase or a case says about time, parsed and with every name resolved. */
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

/** An example of each key. */
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
  supersedes: 'first-plan',
} as const;

type Key = keyof typeof EXAMPLES;

const PARSERS: {
  [K in Exclude<Key, 'supersedes'>]: (text: string) => Parsed<NonNullable<ParsedTiming[K]>>;
} = {
  due: parseDue,
  holds: parseHolds,
  falls: parseFalls,
  opens: parseMoment,
  target: parseMoment,
  grace: parseGrace,
  when: parseCondition,
  unless: parseCondition,
  renews: parseRenews,
  extends: parseExtends,
  pauses: parsePauses,
  reverts: parseReverts,
};

/** Every timing phrase of one entry; what is wrong goes to `place.faults`. */
export function parseTiming(place: EntryContext, timing: Timing, pointer: string): ParsedTiming {
  const found: Record<string, unknown> = {};
  for (const key of Object.keys(PARSERS) as (keyof typeof PARSERS)[]) {
    const text = timing[key];
    if (text === undefined) continue;
    const tree = read(place, key, text, PARSERS[key], pointer);
    if (tree !== undefined) found[key] = tree;
  }
  refuseEndlessRenewal(place, found, `${pointer}/renews`);
  if (timing.supersedes !== undefined) {
    const at = `${pointer}/supersedes`;
    const { supersedes } = timing;
    const path = resolvePath(supersedes, scopeOf(place), (ref, detail, expected) =>
      place.faults.push({ pointer: at, detail, expected, at: { offset: 0, length: ref.length } }),
    );
    found.supersedes = path;
  }
  return found;
}

/** Renewed by nothing at a time, a term would never come to its next end. */
function refuseEndlessRenewal(
  { faults }: EntryContext,
  { renews }: ParsedTiming,
  pointer: string,
): void {
  if (renews === undefined || renews.for.parts.some(({ amount }) => amount > 0)) return;
  faults.push({
    pointer,
    detail: `"${printPeriod(renews.for)}" is no time to renew for`,
    expected: 'a period longer than nothing',
    example: `renews: ${EXAMPLES.renews}`,
  });
}

function read(
  place: EntryContext,
  key: Key,
  text: string,
  parse: (text: string) => Parsed<object>,
  base: string,
): object | undefined {
  const pointer = `${base}/${key}`;
  const result = parse(text);
  if (!result.ok) {
    const { example: meant, ...fault } = result.fault;
    const accepted = meant !== undefined && isAccepted(meant, parse, place);
    place.faults.push({ pointer, ...fault, example: accepted ? meant : exampleOf(key, place) });
    return undefined;
  }
  return resolveNames(result.tree, scopeOf(place), (ref, detail, expected) => {
    const offset = Math.max(0, text.indexOf(ref));
    const at = { offset, length: ref.length };
    place.faults.push({ pointer, detail, expected, example: exampleOf(key, place), at });
  });
}

/** An example that is accepted in the document at hand: `signing` is in every one. */
function exampleOf(key: Key, { names }: EntryContext): string {
  if (key !== 'renews') return EXAMPLES[key];
  const event = [...names.events].find((name) => name !== 'signing');
  return EXAMPLES.renews.replace('notice', event ?? 'signing');
}

/** Whether a phrase could stand here: it parses, and the document has every name in it. */
function isAccepted(
  text: string,
  parse: (text: string) => Parsed<object>,
  place: EntryContext,
): boolean {
  const result = parse(text);
  if (!result.ok) return false;
  let known = true;
  resolveNames(result.tree, scopeOf(place), () => {
    known = false;
  });
  return known;
}

function scopeOf({ names, obligation, phase }: EntryContext) {
  return {
    names,
    within: phase === undefined ? undefined : obligation.id,
    own: phase === undefined ? obligation.id : `${obligation.id}.${phase.id}`,
    each: obligation['for each'] !== undefined,
  };
}

export interface EntryContext {
  document: AgreementDocument;
  names: Names;
  faults: DocumentFault[];
  obligation: Obligation;
  phase?: Phase;
  pointer: string;
  isParent: boolean;
}
