import { api } from '../api';
import type { Keyed } from './yaml-document';

/** Offsets in UTF-16 units of the text; `end` is exclusive. */
export interface Span {
  start: number;
  end: number;
  quote: string;
}

export interface Alternative {
  key: string;
  phrase: string;
  why: string;
}

export interface Proposal extends Span {
  /** The id of its entry. */
  id: string;
  title: string;
  confidence: 'high' | 'medium' | 'low';
  ref: string | null;
  sentence: Span;
  why: string;
  alternatives: readonly Alternative[];
}

export interface Flag extends Span {
  why: string;
}

/** A text and what the service reads in it. */
export interface Reading {
  text: string;
  proposals: readonly Proposal[];
  flags: readonly Flag[];
  background: readonly Flag[];
  /** The entries that the proposals make, by id, and the parties and events that they name. */
  entries: Readonly<Record<string, Keyed>>;
  parties: Keyed;
  events: Keyed;
  /** The document without entries, parties and events. */
  frame: Keyed;
}

interface DraftAnswer {
  proposals: readonly Omit<Proposal, 'id'>[];
  unresolved: readonly Flag[];
  background: readonly Flag[];
  document: Keyed & {
    parties?: Keyed;
    events?: Keyed;
    obligations: readonly (Keyed & { id: string })[];
  };
  text?: string;
}

const TYPES: Readonly<Record<string, string>> = {
  pdf: 'application/pdf',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  html: 'text/html',
  htm: 'text/html',
  md: 'text/markdown',
};

export const endingOf = (name: string): string => /\.([^.]+)$/.exec(name)?.[1]?.toLowerCase() ?? '';

/**
 * What the service reads in a text.
 * @param name of its file; empty for a text that was pasted.
 * @throws ApiError with the service's words.
 */
export function readPasted(text: string, title: string, name = ''): Promise<Reading> {
  return ask(text, TYPES[endingOf(name)] ?? 'text/plain', title, name, text);
}

/** What the service reads in a file. @throws ApiError with the service's words. */
export async function readFile(file: File): Promise<Reading> {
  const ending = endingOf(file.name);
  const title = file.name.replace(/\.[^.]+$/, '').replaceAll(/[_-]+/g, ' ');
  const text = ending === 'pdf' || ending === 'docx' ? undefined : await decoded(file);
  // Bytes that are no text are sent as they are: the service says what they are.
  if (text === undefined) return ask(file, TYPES[ending] ?? 'text/plain', title, file.name, '');
  return readPasted(text, titleOf(text) || title, file.name);
}

/** The text of a file in UTF-8; undefined for other bytes. */
export async function decoded(file: File): Promise<string | undefined> {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(await file.arrayBuffer());
  } catch {
    return undefined;
  }
}

const LONGEST_TITLE = 120;

/** The first line of a text, which is its title more often than not. */
export function titleOf(text: string): string {
  const line = text.split('\n').find((one) => /\p{L}/u.test(one)) ?? '';
  const plain = line
    .replace(/^[#\s]+/, '')
    .replaceAll(/\s+/g, ' ')
    .trim();
  return plain.length > LONGEST_TITLE || plain.includes('<') ? '' : plain;
}

async function ask(
  body: string | File,
  type: string,
  title: string,
  source: string,
  sent: string,
): Promise<Reading> {
  const query = new URLSearchParams({ zone: ownZone() });
  if (title !== '') query.set('title', title.slice(0, 200));
  if (source !== '') query.set('source', source.slice(0, 200));
  const answer = await api<DraftAnswer>('POST', `/v1/agreements/draft?${query}`, body, {
    'content-type': type,
  });
  const { parties = {}, events = {}, obligations, ...frame } = answer.document;
  // The document has an entry for each proposal, in their order; one of another kind where there is none.
  const proposals = answer.proposals.map((one, i) => ({ ...one, id: obligations[i]?.id ?? '' }));
  return {
    text: answer.text ?? sent,
    proposals,
    flags: answer.unresolved,
    background: answer.background,
    entries: Object.fromEntries(proposals.map(({ id }, i) => [id, obligations[i] ?? {}])),
    parties,
    events,
    frame,
  };
}

/** The zone of the browser, which a person can change. */
export function ownZone(): string {
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
  return RENAMED[timeZone] ?? timeZone;
}

/** Zones that browsers still call by their former names. */
const RENAMED: Readonly<Record<string, string>> = {
  'Europe/Kiev': 'Europe/Kyiv',
  'Asia/Calcutta': 'Asia/Kolkata',
  'Asia/Katmandu': 'Asia/Kathmandu',
  'Asia/Rangoon': 'Asia/Yangon',
  'Asia/Saigon': 'Asia/Ho_Chi_Minh',
};
