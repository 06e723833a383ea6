import { effect, signal } from '@preact/signals';
import { agreementPatch, navigate } from '../address';
import { ApiError, api, errorText, type Fault, needsToken } from '../api';
import { discard, type Work, work } from './work';

/** The dates of an entry or phase, as YYYY-MM-DD. */
export interface Dated {
  path: string;
  title: string;
  party: string | null;
  ordinal: number | null;
  dueOn: string | null;
  opensOn: string | null;
  startsOn: string | null;
  endsOn: string | null;
  targetOn: string | null;
  waitsFor: readonly string[];
}

interface CheckAnswer {
  read: readonly { pointer: string; words: string; phrase: string; notes: readonly string[] }[];
  dates: { milestones: readonly Dated[] };
}

/** What the service says of a document. */
export interface Checked {
  yaml: string;
  faults: readonly Fault[];
  /** Absent where the document has faults. */
  answer?: CheckAnswer;
  /** Why the service could not check it; empty where it could. */
  failure: string;
}

const YAML = { 'content-type': 'application/yaml' };

/** Asks the service about a document; nothing is stored. */
export async function checked(yaml: string, signing: string): Promise<Checked> {
  try {
    const path = `/v1/agreements/check?signing=${signing}`;
    return { yaml, faults: [], failure: '', answer: await api('POST', path, yaml, YAML) };
  } catch (error) {
    const faults = error instanceof ApiError ? error.faults : [];
    return { yaml, faults, failure: faults.length > 0 ? '' : errorText(error) };
  }
}

const REST_MS = 350;
/** The last answer; it stays while the next one is on its way. */
export const latest = signal<Checked | undefined>(undefined);
/** Asks again, for example once the service is back. */
export const again = signal(0);

let timer: ReturnType<typeof setTimeout> | undefined;
let asked = 0;

async function ask(now: Work, mine: number): Promise<void> {
  const found = await checked(now.yaml, now.signing);
  if (mine === asked) latest.value = found;
}

effect(() => {
  const now = work.value;
  const soon = again.value >= 0 && !needsToken.value;
  clearTimeout(timer);
  const mine = ++asked;
  if (now === undefined) latest.value = undefined;
  else if (soon) timer = setTimeout(() => void ask(now, mine), REST_MS);
});
addEventListener('online', () => {
  again.value += 1;
});

/** Why it was not saved. */
export const refusal = signal<{ kind: 'taken' | 'faults' | 'other'; text: string } | undefined>(
  undefined,
);
export const saving = signal(false);

/** Saves the document and opens its timeline as if it is signed on the assumed day. */
export async function save(): Promise<void> {
  const now = work.peek();
  if (now === undefined || saving.peek()) return;
  saving.value = true;
  refusal.value = undefined;
  try {
    const { id } = await api<{ id: string }>('POST', '/v1/agreements', now.yaml, YAML);
    discard();
    navigate(agreementPatch(id, { signing: now.signing }));
  } catch (error) {
    const status = error instanceof ApiError ? error.status : 0;
    const kind = status === 409 ? 'taken' : status === 422 ? 'faults' : 'other';
    refusal.value = { kind, text: errorText(error) };
    if (kind === 'faults' && error instanceof ApiError)
      latest.value = { yaml: now.yaml, faults: error.faults, failure: '' };
  } finally {
    saving.value = false;
  }
}

/** A refusal is about the document as it was. */
effect(() => {
  if (work.value !== undefined) refusal.value = undefined;
});
