import type {
  Citation,
  OwnConventionCitation,
  Rule,
  Step,
  StepData,
  StepDraft,
} from '../model/step';
import type { EpochDay, Instant, Zones } from '../model/time';

/** Another reading of the same words, and the day it gives. */
export interface ReadingData {
  'month-end': { on: EpochDay };
  'inclusive-count': { on: EpochDay };
  'exclusive-count': { on: EpochDay };
  'zones-differ': { on: EpochDay; zone: string; party: string };
  'hours-from-a-day': { on: EpochDay; subject: string };
}

/** Why a date did not move by as many days as the change that moved it. */
export type ReasonKind =
  | 'fixed'
  | 'anchor'
  | 'other-anchor'
  | 'month-length'
  | 'days-of-rest'
  | 'choice'
  | 'unit-edge'
  | 'extension'
  | 'renewal'
  | 'pause'
  | 'pinned'
  | 'clock'
  | 'counting';

/** The corresponding steps of two derivations of a date, and by how many days their result moved. */
export interface ReasonData {
  before: Step | undefined;
  now: Step | undefined;
  shift: number;
}

/** An instant as the clock of a zone shows it. */
export interface ZonedTime {
  day: EpochDay;
  /** "09:00", or "09:00:30" where the instant is not on a whole minute. */
  clock: string;
  /** The zone's name; with its offset from UTC at the second of two times that the clock shows alike. */
  zone: string;
}

/** @param zone the zone of the obligation unless given. */
export type InZone = (at: Instant, zone?: 'UTC') => ZonedTime;

/** The sentences of one language: one for each kind of step, reason, reading and source. */
export interface Sentences {
  /** `inZone` of zoned-time.ts: the languages load it, so that the page has it only when it shows a derivation. */
  inZone(zone: string, zones: Zones): InZone;
  steps: { readonly [R in Rule]: (step: StepData[R], inZone: InZone) => string };
  reasons: Readonly<Record<ReasonKind, (reason: ReasonData) => string>>;
  /** The phrase of an obligation was replaced by another. */
  rephrased(before: string, now: string): string;
  readings: { readonly [R in keyof ReadingData]: (reading: ReadingData[R]) => string };
  sources: {
    /** The text of the agreement. */
    text: string;
    /** The limit on the number of occurrences in a schedule. */
    limit: string;
    /** The fact with this id. */
    fact(id: string): string;
    /** A rule of a convention that the document defines. */
    own(of: OwnConventionCitation): string;
  };
}

/** Renders steps in a language and a zone. Each step is rendered once for each zone: dates share their steps. */
export function stepRenderer(
  words: Sentences,
  zones: Zones,
): (draft: StepDraft, zone: string) => Step {
  const byZone = new Map<string, Map<StepDraft, Step>>();
  return (draft, zone) => {
    let rendered = byZone.get(zone);
    if (rendered === undefined) {
      rendered = new Map<StepDraft, Step>();
      byZone.set(zone, rendered);
    }
    let step = rendered.get(draft);
    if (step === undefined) {
      step = renderStep(draft, words, words.inZone(zone, zones));
      rendered.set(draft, step);
    }
    return step;
  };
}

function renderStep(draft: StepDraft, words: Sentences, inZone: InZone): Step {
  const { rule, citation, ...data } = draft;
  return { rule, text: sentence(draft, words, inZone), citation: cite(citation, words), ...data };
}

function sentence<R extends Rule>(
  draft: { rule: R } & StepData[R],
  { steps }: Sentences,
  inZone: InZone,
): string {
  return steps[draft.rule](draft, inZone);
}

function cite(citation: Citation, { sources }: Sentences): string {
  if (typeof citation === 'string') return citation;
  if ('fact' in citation) return sources.fact(citation.fact);
  return 'source' in citation ? sources[citation.source] : sources.own(citation);
}
