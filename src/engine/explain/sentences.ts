import type { Citation, Rule, Step, StepData, StepDraft } from '../model/step';
import type { EpochDay } from '../model/time';

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
  | 'text'
  | 'counting';

/** What was counted at one place before and is now, and by how many days that moved. */
export interface ReasonData {
  before: Step | undefined;
  now: Step | undefined;
  shift: number;
}

/**
 * The sentences of a language: one for each kind of step, of reason, of reading and of source. What a language does
 * not say yet does not compile.
 */
export interface Sentences {
  steps: { readonly [R in Rule]: (step: StepData[R]) => string };
  reasons: Readonly<Record<ReasonKind, (reason: ReasonData) => string>>;
  readings: { readonly [R in keyof ReadingData]: (reading: ReadingData[R]) => string };
  sources: {
    /** The agreement itself says so. */
    text: string;
    /** How far a schedule goes. */
    limit: string;
    fact(id: string): string;
  };
}

/** Puts steps into words, each of them once: the dates of a chain share the steps before them. */
export function stepRenderer(words: Sentences): (draft: StepDraft) => Step {
  const told = new Map<StepDraft, Step>();
  return (draft) => {
    const step = told.get(draft) ?? renderStep(draft, words);
    told.set(draft, step);
    return step;
  };
}

function renderStep(draft: StepDraft, words: Sentences): Step {
  const { rule, citation, ...data } = draft;
  const sentence = words.steps[rule] as (step: StepDraft) => string;
  return { rule, text: sentence(draft), citation: cite(citation, words), ...data };
}

function cite(citation: Citation, { sources }: Sentences): string {
  if (typeof citation === 'string') return citation;
  return 'fact' in citation ? sources.fact(citation.fact) : sources[citation.source];
}
