import { WordTable } from '../layout/tokens';
import type { Nature } from './nature';

/** What the words before a verb make of it. */
export interface Operator {
  /**
   * A duty, a right, a call upon somebody who is named after it, a statement that takes effect by itself, or news of
   * what is expected.
   */
  readonly kind: 'duty' | 'right' | 'call' | 'statement' | 'news';
  /** The verb follows after "to". */
  readonly to?: true;
  /** What it tells, if the operator itself says it: "is repealed". */
  readonly nature?: Nature;
  /** The words are a passive that names whom it concerns before it: "is requested to". */
  readonly passive?: true;
}

const duty: Operator = { kind: 'duty' };
const dutyTo: Operator = { kind: 'duty', to: true };
const right: Operator = { kind: 'right' };
const rightTo: Operator = { kind: 'right', to: true };
const call: Operator = { kind: 'call', to: true };
const statement: Operator = { kind: 'statement' };

/** Words that say that something is owed, permitted or settled. The list is of English, not of any text. */
export const OPERATORS = new WordTable<Operator>([
  ['shall|must|will|would|should', duty],
  ['is|are to', duty],
  [
    'is|are not? required|obliged|obligated|requested|bound|instructed|directed to',
    { ...dutyTo, passive: true },
  ],
  [
    'is|are|was|were expected|scheduled|planned|likely|set|poised|hoping|hoped to',
    { kind: 'news', to: true },
  ],
  ['has|have to', duty],
  ['needs|need to', duty],
  [
    'agrees|agree|undertakes|undertake|commits|commit|pledges|pledge|promises|promise|covenants|covenant|resolve|resolves not? to',
    dutyTo,
  ],
  ['commits|commit|binds|obliges|oblige itself|themselves not? to', dutyTo],
  ['agrees|agree|undertakes|undertake|pledges|promises that', statement],
  ['may|can', right],
  ['is|are entitled|authorized|authorised|permitted|allowed|free to', rightTo],
  ['has|have|had the? right|option|power|authority to', rightTo],
  ['shall|will|must|would|should have the? exclusive? right|option|power|authority to', rightTo],
  ['shall|will|would be entitled|authorized|authorised|permitted|allowed to', rightTo],
  ['reserves|reserve the right to', rightTo],
  ['calls|call upon|on', call],
  ['requests|urges|invites|directs|instructs|demands|authorizes|encourages|asks|requires', call],
  ['decides|decide|recommends|recommend|proposes', statement],
  ['is|are due|payable', { ...statement, nature: 'act' }],
  [
    'is|are hereby? warranted|guaranteed|valid|effective|prohibited|forbidden|deemed|exempt|limited|suspended|frozen|banned',
    { ...statement, nature: 'state' },
  ],
  [
    'is|are hereby? repealed|replaced|abolished|established|created|granted|extended|renewed|revoked|terminated|lifted|dissolved|cancelled|rescinded|appointed|amended',
    { ...statement, nature: 'effect' },
  ],
]);

/** Verbs that take effect in the present tense: "This Agreement enters into force on …". */
export const PRESENT_EFFECTS =
  /^(?:enters|comes|takes|expires|terminates|lapses|ceases|commences|begins|ends|starts|applies|remains|continues|runs|lasts|becomes|renews)$/;
