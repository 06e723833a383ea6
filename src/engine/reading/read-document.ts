import { acceptsPhrase, exampleOf, scopeOf } from '../compile/compile-timing';
import { collectNames, type Names } from '../compile/names';
import type { AgreementDocument, DocumentFault, Obligation, Timing } from '../model/document';
import { PHRASE_KEYS, type PhraseKey } from '../phrase/canonical';
import { Vocabulary } from './anchors/vocabulary';
import { asWritten, type Reading, readPhrase } from './read-phrase';

/** The entry that a phrase stands in. */
type Place = Parameters<typeof scopeOf>[0];

/** Words of a document that were read as a phrase. */
export interface ReadWords {
  /** JSON Pointer of the value. */
  pointer: string;
  /** As they stand in the document. */
  words: string;
  /** The canonical phrase in their place. */
  phrase: string;
  /** Words that set no date and are left out. */
  notes: readonly string[];
}

/** A document in which every phrase is one of the language, unless `faults` say otherwise. */
export interface ReadDocument {
  document: AgreementDocument;
  read: readonly ReadWords[];
  /** Questions and words that are not understood; those values are left as they were. */
  faults: DocumentFault[];
}

/**
 * Reads the words of a document as phrases of the language. A value that is already one stays as it is written.
 * @param knownZone whether a zone exists.
 * @param mostFaults after so many faults nothing more is read.
 */
export function readDocument(
  document: AgreementDocument,
  knownZone?: (zone: string) => boolean,
  mostFaults = Number.POSITIVE_INFINITY,
): ReadDocument {
  const reader = new DocumentReader(
    document,
    { ...collectNames(document, []), knownZone },
    mostFaults,
  );
  const obligations = document.obligations.map((obligation, i) => reader.obligation(obligation, i));
  const changed = reader.read.length > 0;
  return {
    document: changed ? { ...document, obligations } : document,
    read: reader.read,
    faults: reader.faults,
  };
}

class DocumentReader {
  readonly read: ReadWords[] = [];
  readonly faults: DocumentFault[] = [];
  /** Built for the first value that is no phrase: most documents have none. */
  private vocabulary: Vocabulary | undefined;

  constructor(
    private readonly document: AgreementDocument,
    private readonly names: Names,
    private readonly mostFaults: number,
  ) {}

  obligation(obligation: Obligation, i: number): Obligation {
    const pointer = `/obligations/${i}`;
    const { names } = this;
    const own = this.timing(obligation, { names, obligation }, pointer);
    if (obligation.phases === undefined) return own;
    const phases = obligation.phases.map((phase, j) =>
      this.timing(phase, { names, obligation, phase }, `${pointer}/phases/${j}`),
    );
    return { ...own, phases };
  }

  private timing<T extends Timing>(timing: T, place: Place, base: string): T {
    const changed: Partial<Record<PhraseKey, string>> = {};
    for (const key of PHRASE_KEYS) {
      const words = timing[key];
      if (words === undefined || this.faults.length >= this.mostFaults) continue;
      const phrase = this.value(key, words, place, `${base}/${key}`);
      if (phrase !== words) changed[key] = phrase;
    }
    const cases = timing.cases?.map((one, i) => this.timing(one, place, `${base}/cases/${i}`));
    if (cases === undefined && Object.keys(changed).length === 0) return timing;
    return { ...timing, ...changed, ...(cases !== undefined && { cases }) };
  }

  /** The phrase of a value, or the value as it is. */
  private value(key: PhraseKey, words: string, place: Place, pointer: string): string {
    if (acceptsPhrase(key, words, place)) return words;
    this.vocabulary ??= new Vocabulary(this.document, this.names);
    const names = this.vocabulary.namesFor(scopeOf(place));
    const reading = readPhrase(words, key, { names });
    const foreign = asWritten(words, key) === undefined;
    if (reading.kind === 'phrase') {
      const { phrase, notes } = reading;
      // Of a phrase of the language whose names are wrong the compiler says what is wrong.
      if (phrase === words || (!foreign && !acceptsPhrase(key, phrase, place))) return words;
      this.read.push({ pointer, words, phrase, notes });
      return phrase;
    }
    if (foreign) this.faults.push(faultOf(reading, key, place, pointer));
    return words;
  }
}

function faultOf(
  reading: Exclude<Reading, { kind: 'phrase' }>,
  key: PhraseKey,
  place: Place,
  pointer: string,
): DocumentFault {
  const at = { offset: reading.at.start, length: Math.max(1, reading.at.end - reading.at.start) };
  if (reading.kind === 'question') {
    const expected = reading.readings
      .map(({ phrase, means }) => `"${phrase}" (${means})`)
      .join(' or ');
    const fitting = reading.readings.find(({ phrase }) => acceptsPhrase(key, phrase, place));
    const example = fitting?.phrase ?? exampleOf(key, place);
    return { pointer, detail: `${reading.question}?`, expected, example, at };
  }
  const { detail, expected, nearest } = reading;
  const fits = nearest !== undefined && acceptsPhrase(key, nearest, place);
  const meant = fits ? `${expected}; without these words it is "${nearest}"` : expected;
  return { pointer, detail, expected: meant, example: fits ? nearest : exampleOf(key, place), at };
}
