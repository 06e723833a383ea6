import { computed, effect, signal } from '@preact/signals';
import type { Headline } from '../../src/engine/model/status';
import { language } from '../words/format';
import { route } from './address';
import { api, errorText, needsToken, type Page } from './api';

/** A milestone in the lists of all agreements. */
export interface Brief {
  /** `agreement/path`, as everywhere. */
  id: string;
  agreement: string;
  agreementTitle: string;
  title: string;
  status: Headline;
  statusSince: string | null;
  /** YYYY-MM-DD */
  dueOn: string | null;
  daysUntilDue: number | null;
  hypothetical: boolean;
}

interface Clause {
  path: string;
  ref: string | null;
  title: string;
}

export type WatchMode = 'active' | 'paused' | 'archived';

export interface ListedAgreement {
  id: string;
  title: string;
  status: string | null;
  invented: boolean;
  parties: Readonly<Record<string, { name: string }>>;
  standing: WatchMode;
  shipped: boolean;
  tags: readonly string[];
  revision: number;
  changedAt: string;
  hypothetical: boolean;
  counts: Partial<Readonly<Record<Headline, number>>>;
  next: Brief | null;
  late: number;
  longestLate: Brief | null;
  unrecorded: number;
  /** Clauses that have the searched words; null without a search. */
  found: readonly Clause[] | null;
}

export interface Section {
  total: number;
  hypothetical: number;
  items: readonly Brief[];
}

interface Overview {
  /** The service's clock. */
  asOf: string;
  agreements: Readonly<Record<WatchMode | 'total' | 'shipped', number>>;
  tags: readonly { tag: string; agreements: number }[];
  due: Section;
  late: Section;
  unrecorded: number;
}

interface Listed {
  items: readonly ListedAgreement[];
  next: string | null;
  total: number;
}

export const DAYS = 30;
/** Rows of one page of the list. */
export const ROWS = 50;
/** What each section shows before "All" is pressed, and after. */
const FEW = 4;
const MANY = 200;
/** What a refresh reads again at most. */
const MOST_REFRESHED = 500;
const REFRESH_MS = 60_000;
const TYPING_MS = 200;

/** The groups of the page, as the parameters that select them. Without a group, what is archived is left out. */
const GROUPS = {
  '': { standing: 'active,paused' },
  active: { standing: 'active' },
  paused: { standing: 'paused' },
  archived: { standing: 'archived' },
  library: { shipped: 'true' },
} as const satisfies Record<string, Readonly<Record<string, string>>>;

export type Group = keyof typeof GROUPS;
const isGroup = (text: string): text is Group => text in GROUPS;
export const GROUP_NAMES: readonly Group[] = Object.keys(GROUPS).filter(isGroup);
export const group = computed((): Group => (isGroup(route.group) ? route.group : ''));

export const SORTS = ['next', 'late', 'title', '-changed'] as const;
export type Sort = (typeof SORTS)[number];
const isSort = (text: string): text is Sort => SORTS.some((one) => one === text);
export const sort = computed((): Sort => (isSort(route.sort) ? route.sort : 'next'));

export const overview = signal<Overview | undefined>(undefined);
export const listed = signal<Listed | undefined>(undefined);
export const homeFailure = signal('');
/** Whether an answer to another question than the shown one is on its way. */
export const loading = signal(false);

/** The questions of the address. They stay as they were while an agreement is open, and so do their answers. */
const NOTHING = { overview: '', list: '' };
const asked = signal(NOTHING);
let typing: ReturnType<typeof setTimeout> | undefined;
let searched = '';

effect(() => {
  // After a sign-in the same question is asked again.
  if (needsToken.value) asked.value = NOTHING;
  if (route.agreement !== '' || needsToken.value) return;
  const { text, tag } = route;
  const chosen = new URLSearchParams({ ...GROUPS[group.value], ...(tag === '' ? {} : { tag }) });
  const few = (section: string): number => (route.show === section ? MANY : FEW);
  const list = new URLSearchParams([...chosen, ['sort', sort.value]]);
  if (text.trim() !== '') list.set('text', text.trim());
  const limit = Math.max(few('due'), few('late'));
  const question = {
    overview: `/v1/overview?days=${DAYS}&limit=${limit}&${chosen}&lang=${language.value}`,
    list: `/v1/agreements?${list}&lang=${language.value}`,
  };
  clearTimeout(typing);
  const ask = (): void => {
    searched = text;
    const before = asked.peek();
    if (before.list !== question.list || before.overview !== question.overview)
      asked.value = question;
  };
  if (text === searched) ask();
  else typing = setTimeout(ask, TYPING_MS);
});

/** The part of an overview's list that is shown: the service sends as many of both. */
export const shownOf = (section: 'due' | 'late'): readonly Brief[] =>
  (overview.value?.[section].items ?? []).slice(0, route.show === section ? MANY : FEW);

/**
 * Reads with the latest question only: an older answer that arrives later is dropped.
 * @param read answers with what takes the answer.
 */
function latest(read: (path: string) => Promise<() => void>): (path: string) => Promise<void> {
  let number = 0;
  return async (path) => {
    const mine = ++number;
    try {
      const take = await read(path);
      if (mine !== number) return;
      take();
      homeFailure.value = '';
    } catch (error) {
      if (mine === number) homeFailure.value = errorText(error);
    }
  };
}

const readOverview = latest(async (path) => {
  const answer = await api<Overview>('GET', path);
  return () => {
    overview.value = answer;
  };
});
const readList = latest(async (path) => {
  const answer = await api<Listed>('GET', path);
  return () => {
    listed.value = answer;
  };
});

/** Reads what the page shows again. */
async function refresh(rows = Math.max(ROWS, listed.peek()?.items.length ?? 0)): Promise<void> {
  const { overview: head, list } = asked.peek();
  if (head === '') return;
  const limit = Math.min(rows, MOST_REFRESHED);
  await Promise.all([readOverview(head), readList(`${list}&limit=${limit}`)]);
}

/** Adds the next page to the list. */
export async function showMore(): Promise<void> {
  const { list } = asked.peek();
  const shown = listed.peek();
  if (shown?.next == null) return;
  const page = await api<Page<ListedAgreement>>(
    'GET',
    `${list}&limit=${ROWS}&cursor=${encodeURIComponent(shown.next)}`,
  );
  // Another list may have arrived meanwhile.
  if (listed.peek() !== shown) return;
  listed.value = { ...shown, items: [...shown.items, ...page.items], next: page.next };
}

effect(() => {
  if (asked.value.list === '') return;
  loading.value = true;
  void refresh(ROWS).finally(() => (loading.value = false));
});

const atHome = (): boolean => route.agreement === '' && !document.hidden;
setInterval(() => atHome() && void refresh(), REFRESH_MS);
document.addEventListener('visibilitychange', () => atHome() && void refresh());

/** Sets tags and standing of an agreement; both answer with its new revision. */
export async function organise(
  { id, tags, standing }: ListedAgreement,
  wanted: { tags: readonly string[]; standing: WatchMode },
): Promise<void> {
  const path = `/v1/agreements/${encodeURIComponent(id)}`;
  if (wanted.tags.join() !== tags.join()) await api('PUT', `${path}/tags`, { tags: wanted.tags });
  if (wanted.standing !== standing)
    await api('PUT', `${path}/standing`, { standing: wanted.standing });
  await refresh();
}

/** The agreement whose group and tags are being changed. */
export const organised = signal<ListedAgreement | undefined>(undefined);
