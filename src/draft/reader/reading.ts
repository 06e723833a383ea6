import type { Nature } from '../clause/nature';
import type { Found, StatedMoment } from '../finder/found';
import { low } from '../layout/tokens';
import type { Key } from './accepts';
import type { Anchor, Surroundings } from './context';
import { inheritedAnchor } from './inherit';
import { type MomentPhrase, momentPhrase } from './moment-phrase';

export type Confidence = 'high' | 'medium' | 'low';

/** What an expression was read as. */
export interface Reading {
  readonly key: Key;
  readonly phrase: string;
  readonly confidence: Confidence;
  /** The event from which it counts, in the words of the text. */
  readonly anchor?: Anchor;
  /** The rules by which it came about, each a part of a sentence. */
  readonly rules: readonly string[];
  /** What a reader has to decide. */
  readonly doubt?: string;
  readonly alternatives: readonly {
    readonly key: Key;
    readonly phrase: string;
    readonly why: string;
  }[];
}

/** An expression that cannot be read, with the reason. */
export interface Unread {
  readonly why: string;
}

const INHERITED = 'the anchor stands in the words before';

export function phraseOf(
  found: Found,
  stated: StatedMoment,
  around: Surroundings,
): MomentPhrase | Unread {
  return momentPhrase(around.sentence.tokens, stated, inheritedAnchor(found, around));
}

export const natureOf = ({ clause }: Surroundings): Nature => clause?.nature ?? 'act';

export function anchorPhrase(found: Found, around: Surroundings): MomentPhrase | Unread {
  const anchor = inheritedAnchor(found, around);
  if (anchor === undefined)
    return { why: 'The text does not say from when the period is counted.' };
  return { text: anchor.ref, anchor, inherited: true };
}

/** @param sure the confidence where every part stands in the quote. */
export function built(
  key: Key,
  phrase: string,
  of: MomentPhrase | undefined,
  sure: Confidence,
  rules: readonly string[],
  around: Surroundings,
  alternatives: Reading['alternatives'] = [],
): Reading {
  const inherited = of?.inherited === true;
  const confidence = inherited ? (sure === 'high' ? 'medium' : 'low') : sure;
  return {
    key,
    phrase,
    alternatives,
    confidence: around.clause === undefined && confidence === 'high' ? 'medium' : confidence,
    rules: inherited ? [...rules, INHERITED] : rules,
    ...(of?.anchor !== undefined && { anchor: of.anchor }),
    ...(inherited && {
      doubt: `Does it count from "${of?.anchor?.words ?? ''}"? The words of the expression do not say.`,
    }),
  };
}

/** The rules of a reading as one sentence. */
export function asSentence(rules: readonly string[]): string {
  const text = rules.join('; ');
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}

/** A word of the statement's neighbourhood that matches. */
export function verbNear({ sentence, clause }: Surroundings, form: RegExp): string | undefined {
  const from = Math.max(0, (clause?.from ?? 0) - 12);
  const to = Math.min(sentence.tokens.length, clause?.to ?? sentence.tokens.length);
  for (let i = from; i < to; i += 1)
    if (form.test(low(sentence.tokens, i))) return low(sentence.tokens, i);
  return undefined;
}

/** "the term of this Agreement": the whole time for which a text holds. */
export const WHOLE_TERM =
  /^(?:the )?(?:(?:full|entire|whole) )?(?:term|life|duration|currency) of (?:the|this)\b/i;
