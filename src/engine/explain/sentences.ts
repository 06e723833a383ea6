import type { Citation, Rule, Step, StepData, StepDraft } from '../model/step';
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
      step = renderStep(draft, words, (at, other: string = zone) => zonedTime(at, other, zones));
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
  return 'fact' in citation ? sources.fact(citation.fact) : sources[citation.source];
}

const SECOND_MS = 1_000;
const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

/** UTC needs no table of offsets: the page has one for the zones of its agreements only. */
function zonedTime(at: Instant, zone: string, zones: Zones): ZonedTime {
  const utc = { day: Math.floor(at / DAY_MS), millisecond: at - Math.floor(at / DAY_MS) * DAY_MS };
  const { day, millisecond } = zone === 'UTC' ? utc : zones.localOf(at, zone);
  const minute = Math.floor(millisecond / MINUTE_MS);
  const second = Math.floor((millisecond % MINUTE_MS) / SECOND_MS);
  const clock = second === 0 ? clockTime(minute) : `${clockTime(minute)}:${two(second)}`;
  const first = zone === 'UTC' ? at : zones.instantAt(day, minute, zone);
  if (at - first < MINUTE_MS) return { day, clock, zone };
  const offset = Math.round((day * DAY_MS + millisecond - at) / MINUTE_MS);
  const sign = offset < 0 ? '-' : '+';
  return { day, clock, zone: `${zone}, UTC${sign}${clockTime(Math.abs(offset))}` };
}

/** "14:05" from minutes since midnight. */
export function clockTime(minute: number): string {
  return `${two(Math.floor(minute / 60))}:${two(minute % 60)}`;
}

const two = (value: number): string => String(value).padStart(2, '0');
