import { low, type Token, WordTable } from '../layout/tokens';

/** What a clause says: an act, a legal effect that comes by itself, a state that lasts, or a right. */
export type Nature = 'act' | 'effect' | 'state' | 'right';

/** Verbs after which something comes about by itself, in their base form. */
const EFFECTS = new WordTable<true>([
  ['enter|enters|entered|come|comes into force|effect|operation|being', true],
  ['take|takes|have|has effect', true],
  [
    'become|becomes|be|is|are effective|binding|final|applicable|definitive|void|null|operative|fully',
    true,
  ],
  ['expire|expires|lapse|lapses|elapse', true],
  ['terminate|terminates', true],
  ['cease|ceases to? exist|apply|have|be|produce', true],
  ['cease|ceases', true],
  ['be extinguished|dissolved|terminated|repealed|discontinued', true],
  ['commence|commences|begin|begins|start|starts|end|ends', true],
  ['increase|increases|decrease', true],
]);

/** Verbs of a state that lasts. */
const STATES = new WordTable<true>([
  [
    'remain|remains|continue|continues|stay|last|lasts|serve|retain|hold|keep|maintain|preserve|observe|refrain|abstain|respect|apply|applies|consist|enjoy|run|runs|abide|have|has|be|is|are|exist|operate|act',
    true,
  ],
  ['be in force|effect', true],
]);

/** Verbs whose passive lasts: "shall be prohibited", "are warranted", "shall be known as". */
const LASTING_PARTICIPLE =
  /^(?:prohibited|warranted|guaranteed|known|bound|suspended|maintained|retained|preserved|respected|exempted|protected|entitled|kept|elected|appointed|deployed|stationed|banned|forbidden|observed|covered|frozen|valid|open|eligible|liable|responsible|subject)$/;

/** @param verb where the verb stands, in its base form or the present tense. */
export function natureOf(
  tokens: readonly Token[],
  verb: number,
  negated: boolean,
  passive: boolean,
): Nature {
  const effect = EFFECTS.at(tokens, verb);
  if (effect !== undefined && !(objectAfter(tokens, effect.to) && effect.to === verb + 1))
    return 'effect';
  if (negated) return 'state';
  if (passive) return LASTING_PARTICIPLE.test(participleAt(tokens, verb)) ? 'state' : 'act';
  return STATES.at(tokens, verb) === undefined ? 'act' : 'state';
}

/** "terminate this Agreement" is an act of somebody. */
function objectAfter(tokens: readonly Token[], i: number): boolean {
  return /^(?:the|this|that|its|their|his|a|an|any|such|all|each|negotiations|talks|work|consultations)$/.test(
    low(tokens, i),
  );
}

/** The participle after "be" and its adverbs. */
function participleAt(tokens: readonly Token[], verb: number): string {
  for (let i = verb + 1; i < verb + 5; i += 1) {
    const word = low(tokens, i);
    if (isParticiple(word)) return word;
  }
  return '';
}

const IRREGULAR =
  /^(?:held|made|given|taken|paid|sent|met|done|known|brought|built|chosen|drawn|found|kept|laid|left|led|lost|put|read|set|shown|sold|told|understood|withdrawn|begun|borne|bound|broken|bought|frozen|written|undertaken|submitted|split|won|seen|sought|overseen|forgotten|spent|cut|torn|worn|sworn|hidden|ridden|driven|forbidden|become|run|cast|dealt|struck|thrown|grown)$/;

export const isParticiple = (word: string): boolean =>
  (word.length > 3 &&
    word.endsWith('ed') &&
    !/^(?:need|seed|speed|indeed|exceed|proceed|succeed|feed)$/.test(word)) ||
  IRREGULAR.test(word);
