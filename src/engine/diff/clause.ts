import { titlesOf } from '../compile/compile-item';
import type { AgreementDocument, Described, Obligation, Phase, Texts } from '../model/document';

/** An entry of a document as a comparison shows it. */
export interface Clause {
  /** `obligation` or `obligation.phase`. */
  path: string;
  /** Of a phase: the title of its obligation, a colon, its own. */
  title: string;
  titles?: Texts;
  ref?: string;
  quote?: string;
  quantity?: string;
  /** The names of the parties. */
  obligors: readonly string[];
  beneficiaries: readonly string[];
}

/** A clause with the values by which it is matched and compared. */
export interface Entry extends Clause {
  /** Its place among all entries of its document, from 0. */
  place: number;
  own: Obligation | Phase;
  obligation: Obligation;
  /** Of a phase: the place of its obligation. */
  parent?: number;
  /** Its own title: in the first language that both documents have, else as it stands. */
  words: string;
  /** The number of its article; a phase without one has that of its obligation. */
  article?: string;
}

/** All entries of a document in its order: each obligation, then its phases. */
export function entriesOf(document: AgreementDocument, language: string | undefined): Entry[] {
  const entries: Entry[] = [];
  for (const obligation of document.obligations) {
    const parent = entries.length;
    entries.push(entryOf(document, obligation, undefined, parent, language));
    for (const phase of obligation.phases ?? []) {
      const entry = entryOf(document, obligation, phase, entries.length, language);
      entries.push({ ...entry, parent });
    }
  }
  return entries;
}

function entryOf(
  document: AgreementDocument,
  obligation: Obligation,
  phase: Phase | undefined,
  place: number,
  language: string | undefined,
): Entry {
  const own = phase ?? obligation;
  const title = own.title ?? own.id;
  const { ref, quote, quantity, titles } = own;
  const article = ref ?? obligation.ref;
  return {
    path: phase === undefined ? obligation.id : `${obligation.id}.${phase.id}`,
    title: phase === undefined ? title : `${obligation.title}: ${title}`,
    ...titlesOf(obligation, phase),
    ...(ref !== undefined && { ref }),
    ...(quote !== undefined && { quote }),
    ...(quantity !== undefined && { quantity }),
    obligors: namesOf(document, phase?.obligor ?? obligation.obligor),
    beneficiaries: namesOf(document, phase?.beneficiary ?? obligation.beneficiary),
    place,
    own,
    obligation,
    words: (language === undefined ? undefined : titles?.[language]) ?? title,
    ...(article !== undefined && { article }),
  };
}

function namesOf({ parties }: AgreementDocument, list: Described['obligor']): string[] {
  const ids = list === undefined ? [] : typeof list === 'string' ? [list] : list;
  return ids.map((id) => parties?.[id]?.name ?? id);
}

/** The first language, in the order of tags, in which both documents have titles. */
export function sharedLanguage(
  before: AgreementDocument,
  after: AgreementDocument,
): string | undefined {
  const others = languagesOf(after);
  return [...languagesOf(before)].filter((one) => others.has(one)).sort()[0];
}

function languagesOf({ obligations }: AgreementDocument): Set<string> {
  return new Set(obligations.flatMap(({ titles }) => Object.keys(titles ?? {})));
}

/** Words as they are compared: with one form of spaces, quotation marks and hyphens. */
export function plain(text: string): string {
  return text
    .normalize('NFKC')
    .replace(/[\u2018\u2019\u201b\u02bc]/g, "'")
    .replace(/[\u201c\u201d\u201e\u00ab\u00bb]/g, '"')
    .replace(/[\u2010-\u2015]/g, '-')
    .replace(/\s+/g, ' ')
    .trim();
}
