import { isParticiple } from '../clause/nature';
import type { Sentence } from '../layout/sentences';
import { low, type Token } from '../layout/tokens';

/** What kind of text it is: it decides what an operator means and from when a text runs. */
export type TextKind = 'press' | 'resolution' | 'directive' | 'agreement';

const RECITAL =
  /^(?:recalling|noting|considering|reaffirming|having|recognizing|recognising|welcoming|expressing|emphasizing|emphasising|stressing|bearing|convinced|desiring|desirous|believing|conscious|affirming|determining|underlining|acknowledging|guided|seeking|wishing|aware|mindful|concerned|deploring|condemning|commending|appreciating|observing|realizing|realising|alarmed|disturbed|reiterating|acting|hoping|anxious|resolved|determined|whereas|declaring|confirming|regretting|cognizant|inspired|encouraged|referring|paying|viewing|understanding|profoundly|deeply|gravely)$/;
const TAKING = /^(?:taking)$/;

/** "RECALLING its resolutions …", "Whereas …": a reason, no duty. */
export function isRecital({ tokens, first }: Sentence): boolean {
  const word = low(tokens, 0);
  if (!first) return false;
  if (word === 'acting' || TAKING.test(word)) return true;
  return (
    RECITAL.test(word) &&
    /^[A-Z]/.test(tokens[0]?.text ?? '') &&
    !/^(?:that|the)$/.test(word) &&
    (word !== 'having' || true)
  );
}

const PAST =
  /^(?:was|were|had|did|met|said|told|came|began|took|gave|went|became|announced|visited|travelled|traveled|stated|noted|reported|arrived)$/;

/** A verb of the past. */
export const isPast = (tokens: readonly Token[]): boolean =>
  tokens.some(({ low: word }) => PAST.test(word));

/** "Done at Geneva this 13th day of June", "IN WITNESS WHEREOF": the end of a text. */
export function isClosing(tokens: readonly Token[]): boolean {
  const [a, b] = [low(tokens, 0), low(tokens, 1)];
  return (
    (a === 'done' && (b === 'at' || b === 'in' || b === 'on')) ||
    (a === 'in' && (b === 'witness' || b === 'faith')) ||
    (a === 'signed' && /^(?:at|in|on|this)$/.test(b)) ||
    (/^(?:passed|approved|adopted|enacted|executed|ordained)$/.test(a) &&
      /^(?:this|and|:|on|by|at|[a-z]+)$/.test(b) &&
      tokens.length < 40 &&
      !tokens.some(({ low: word }) => word === 'shall')) ||
    (a === 'dated' && b !== '')
  );
}

/** "the truce signed on", "prisoners arrested on": a participle that no auxiliary makes a verb of the statement. */
export function describedOn(tokens: readonly Token[], from: number, verb: number): boolean {
  for (let i = from - 1; i > Math.max(verb + 2, from - 5); i -= 1) {
    const word = low(tokens, i);
    if (/^[,;:.]$/.test(word)) return false;
    if (!isParticiple(word) || /^[A-Z]/.test(tokens[i]?.text ?? '')) continue;
    return (
      !/^(?:be|been|is|are|was|were|has|have|had|and|or|not|,)$/.test(low(tokens, i - 1)) &&
      !low(tokens, i - 1).endsWith('ly')
    );
  }
  return false;
}

/** "signed on", "dated": a date that tells when something was made. */
export const datesSomething = (tokens: readonly Token[], from: number): boolean =>
  MADE.test(low(tokens, from - 1)) || (low(tokens, from) !== 'on' && MADE.test(low(tokens, from)));

const MADE =
  /^(?:dated|adopted|signed|enacted|done|approved|published|concluded|made|issued|amended|since)$/;

/** The kind of a text, from words that every text of that kind has. */
export function kindOf(sentences: readonly Sentence[]): TextKind {
  let said = 0;
  let owed = 0;
  let articles = 0;
  let council = 0;
  let states = 0;
  for (const { tokens, ref } of sentences) {
    if (ref !== undefined) articles += 1;
    for (const [i, { low: word }] of tokens.entries()) {
      if (/^(?:said|told|reported|according|media|president|spokesman|minister)$/.test(word))
        said += 1;
      if (word === 'shall') owed += 1;
      if (word === 'security' && low(tokens, i + 1) === 'council' && i < 4) council += 1;
      if (word === 'member' && /^states?$/.test(low(tokens, i + 1))) states += 1;
      if (word === 'directive') states += 1;
      if (word === 'resolution' && i < 4) council += 1;
    }
  }
  if (council > 0 && articles > 0 && sentences.some(isRecital)) return 'resolution';
  if (states > 4) return 'directive';
  return owed === 0 && (articles === 0 || said > 0) ? 'press' : 'agreement';
}
