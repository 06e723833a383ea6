import { low, type Range, type Token } from '../layout/tokens';

/** Verbs of reporting: who stands before them does not owe what stands after them. */
export const SAYS = /^(?:said|says|announced|declared|stated|added|confirmed|claimed)$/;
const PROMISED = /^(?:promised|pledged|agreed|vowed)$/;

/** "The Union said it would": who speaks of itself, from the last comma on. */
export function speaker(tokens: readonly Token[], pronoun: number): Range | undefined {
  const says = low(tokens, pronoun - 1) === 'that' ? pronoun - 2 : pronoun - 1;
  if (!SAYS.test(low(tokens, says)) && !PROMISED.test(low(tokens, says))) return undefined;
  let from = says;
  while (from > 0 && !/^[,;:.\u2014]$/.test(low(tokens, from - 1))) from -= 1;
  const again = /^(?:it|he|she|they|who|which)$/.test(low(tokens, from));
  return from < says && !again ? { from, to: says } : undefined;
}
