import { Lexicon } from '../text/lexicon';

/** Nouns and verbs that anchors are made of. */

/** What an agreement calls itself. */
const AGREEMENTS =
  'agreement deal treaty convention protocol contract accord memorandum declaration pact covenant lease loan licence license regulation directive decision resolution act statute law charter constitution ceasefire-agreement instrument arrangement plan amendment annex deed order framework document understanding';
export const AGREEMENT_NOUNS: ReadonlySet<string> = new Set(AGREEMENTS.split(' '));

/** Of these, the date is the day of signature. */
export const SIGNED_NOUNS: ReadonlySet<string> = new Set(
  'agreement deal treaty convention protocol contract accord memorandum pact covenant lease loan deed framework document understanding'.split(
    ' ',
  ),
);

/** Before the name of an agreement, these say that it is another one. */
export const OTHER_THAN_THIS: ReadonlySet<string> = new Set(
  'a an new another further subsequent delegated implementing separate final definitive supplementary additional any second future other each every amended such'.split(
    ' ',
  ),
);

/** Words of an anchor that name nothing. */
export const FILLERS: ReadonlySet<string> = new Set(
  'the a an this that these those said such any present all both respective relevant applicable aforesaid aforementioned actual duly own hereby then-current current written prior due of to on in and or its their his her it they " \''.split(
    ' ',
  ),
);

/** Acts by which a state becomes a party: several of them stand for one deposit. */
export const LEGAL_ACTS: ReadonlySet<string> = new Set(
  'ratification acceptance approval accession succession adherence confirmation adhesion'.split(
    ' ',
  ),
);

/** What precedes the name of an event: "the date on which". */
export const DATE_OF = new Lexicon<true>([
  [
    'date of|day of|date on which|day on which|date upon which|date when|day when|date that|date in which|moment of|moment when|moment at which|time of|time when|time at which|time that|date as of which|date from which',
    true,
  ],
  ['occurrence of|happening of|fact of|that of|point at which', true],
]);

/** From one of these words on, an anchor says who, where or under which clause. */
export const TAILS: ReadonlySet<string> = new Set(
  'as referred mentioned specified described provided under pursuant by with hereunder hereof hereto thereof thereto above below between among amongst'.split(
    ' ',
  ),
);

/** Who acts, where "of" after it still belongs to it: "the Government of France". */
export const AGENT_NOUNS: ReadonlySet<string> = new Set(
  'government governments secretary-general director-general minister ministry parliament council kingdom republic state states president congress court head heads house assembly majority members parties chair commissioner number two-thirds'.split(
    ' ',
  ),
);

/** Passive verbs and the noun of what happened; the empty text where the subject says it: "notice is given". */
export const HAPPENED: ReadonlyMap<string, string> = new Map(
  Object.entries({
    signed: 'signing',
    executed: 'signing',
    ratified: 'ratification',
    deposited: 'deposit',
    received: 'receipt',
    notified: 'notification',
    published: 'publication',
    adopted: 'adoption',
    delivered: 'delivery',
    completed: 'completion',
    concluded: 'conclusion',
    terminated: 'termination',
    accepted: 'acceptance',
    approved: 'approval',
    issued: 'issue',
    paid: 'payment',
    made: '',
    given: '',
    served: '',
    submitted: 'submission',
    requested: 'request',
    released: 'release',
    withdrawn: 'withdrawal',
    established: 'establishment',
    appointed: 'appointment',
    invoiced: 'invoice',
    occurred: '',
    occurs: '',
    happened: '',
    happens: '',
    begins: 'start',
    begun: 'start',
    began: 'start',
    starts: 'start',
    started: 'start',
    commences: 'commencement',
    commenced: 'commencement',
    expires: 'expiry',
    expired: 'expiry',
    ends: 'end',
    ended: 'end',
    continue: '',
    continues: '',
    lasts: '',
    persists: '',
    reached: '',
    held: '',
    ratifies: 'ratification',
    signs: 'signing',
    receives: 'receipt',
    notifies: 'notification',
    accedes: 'accession',
    aware: 'awareness',
    acceded: 'accession',
  }),
);

/** Who has a clock of its own: "for the State Party concerned". */
export const OWNERS: ReadonlySet<string> = new Set('it state party parties states'.split(' '));

/** Adverbs are no names; these end in the same letters. */
export const LY_NOUNS: ReadonlySet<string> = new Set(
  'assembly supply reply family july italy monopoly anomaly rally tally ally'.split(' '),
);

/** Verbs whose subject is what happened. */
export const INTRANSITIVE: ReadonlySet<string> = new Set(
  'continue continues lasts persists occurred occurs happened happens begins begun began starts started commences commenced expires expired ends ended'.split(
    ' ',
  ),
);

/** Beside another verb, the subject is what was done. */
export const PASSIVE: ReadonlySet<string> = new Set('is was are were be been being'.split(' '));

/** Verbs that help another verb, and adverbs beside it. */
export const AUXILIARIES: ReadonlySet<string> = new Set(
  'is was are were be been being has have had having become became becomes becoming shall will may first last finally fully duly lawfully validly so'.split(
    ' ',
  ),
);

/** "enters into force", "has come into force", "becomes effective". */
export const ENTERS_INTO_FORCE = new Lexicon<true>([
  [
    'becomes effective|became effective|become effective|becoming effective|is effective|enters into force|entered into force|enter into force|entering into force|comes into force|came into force|come into force|coming into force|entry into force|entry in force|comes into effect|came into effect|enters into effect|takes effect|took effect|taken effect|coming into effect|entry into effect',
    true,
  ],
]);

/** Words with another stem than their form shows, by the stem. */
const IRREGULAR: readonly (readonly [string, string])[] = [
  ['sign', 'signature signatures signing signed signs executed'],
  ['receiv', 'receipt receive received receives receiving'],
  ['publish', 'publication publications published publishing'],
  ['expir', 'expiry expiration expire expires expired'],
  ['withdraw', 'withdrawal withdrawals withdrawn withdrew withdraws'],
  ['begin', 'beginning begins began begun start starts started commencement commences commenced'],
  ['end', 'end ends ended ending conclusion'],
  ['pay', 'payment payments paid pay'],
  ['deliver', 'delivery deliveries delivered delivers'],
  ['notic', 'notice notices'],
  ['access', 'accession accede accedes acceded'],
  ['ceasefire', 'ceasefire cease-fire'],
  ['effect', 'effective effect'],
  ['hold', 'held hold holds holding'],
];
const STEMS: ReadonlyMap<string, string> = new Map(
  IRREGULAR.flatMap(([stem, forms]) =>
    forms.split(' ').map((form): [string, string] => [form, stem]),
  ),
);
const SUFFIX =
  /(?:ness|ications?|ifications?|ations?|ions?|ies|ied|ments?|ances?|ences?|als?|ings?|ed|es|e|s|y)$/;

/** A form that words of the same family share: "completion", "completed" and "completing". */
export function stemOf(word: string): string {
  const known = STEMS.get(word);
  if (known !== undefined) return known;
  if (word.length < 5) return word.replace(/s$/, '');
  // "transferred" and "transfer" have one stem.
  const cut = word.replace(SUFFIX, '').replace(/([b-df-hj-np-rtv-z])\1$/, '$1');
  return cut.length >= 4 ? cut : word;
}
