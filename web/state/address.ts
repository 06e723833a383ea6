import { computed, signal } from '@preact/signals';

/** The state of the page that its address carries, so that a link opens the same view. */
export interface Address {
  view: string;
  agreement: string;
  /** YYYY-MM-DD; empty for the signing date that is set. */
  signing: string;
  /** YYYY-MM-DD: the signing date that the what-if is compared with, instead of the one that is set. */
  against: string;
  assume: readonly string[];
  /** The milestone whose drawer is open, by its id without the agreement. */
  milestone: string;
  asOf: string;
  knownAt: string;
  party: string;
  theme: string;
  status: string;
  text: string;
  /** "yes": show only rows that the what-if changes. */
  changed: string;
  /** Days shown by the time track, or "all". */
  zoom: string;
  /** First day the time track shows, where it was moved. */
  from: string;
  /** Of the list of all agreements: the group, the tag and the order that are chosen. */
  group: string;
  tag: string;
  sort: string;
  /** The section above that list which is shown whole. */
  show: string;
  lang: string;
}

const EMPTY: Address = {
  view: '',
  agreement: '',
  signing: '',
  against: '',
  assume: [],
  milestone: '',
  asOf: '',
  knownAt: '',
  party: '',
  theme: '',
  status: '',
  text: '',
  changed: '',
  zoom: '',
  from: '',
  group: '',
  tag: '',
  sort: '',
  show: '',
  lang: '',
};

type Key = keyof Address;
const isKey = (key: string): key is Key => key in EMPTY;
const isTextKey = (key: Key): key is Exclude<Key, 'assume'> => key !== 'assume';
const KEYS = Object.keys(EMPTY).filter(isKey);

export const address = signal<Address>(read(location.search));

/** The address key by key: a reader of one key is not run again when another key changes. */
export const route: Readonly<Address> = { ...EMPTY };
for (const key of KEYS) {
  const value = computed(() => address.value[key]);
  Object.defineProperty(route, key, { get: () => value.value });
}

/** What leads to an agreement; of the present address only the language stays. */
export const agreementPatch = (agreement: string, more: Partial<Address> = {}): Address => ({
  ...EMPTY,
  lang: route.lang,
  agreement,
  ...more,
});

/** The address without what is being dragged or typed; links start from it, so that a drag does not render them all. */
const settled = signal(address.peek());

function read(search: string): Address {
  const query = new URLSearchParams(search);
  const found: Address = { ...EMPTY, assume: query.getAll('assume') };
  for (const key of KEYS.filter(isTextKey)) found[key] = query.get(key) ?? '';
  return found;
}

/** Path and query of the current address with some keys changed. */
export function linkTo(patch: Partial<Address> = {}): string {
  const query = new URLSearchParams();
  for (const [key, value] of Object.entries({ ...settled.value, ...patch })) {
    for (const one of [value].flat()) if (one !== '') query.append(key, one);
  }
  const text = query.toString().replaceAll('%3A', ':').replaceAll('%2F', '/');
  return text === '' ? '/' : `/?${text}`;
}

const REST_MS = 200;
let pending: ReturnType<typeof setTimeout> | undefined;

/** Changes the address with an entry in the browser's history. */
export function navigate(patch: Partial<Address>): void {
  address.value = { ...address.value, ...patch };
  settle();
  history.pushState(null, '', linkTo());
}

/** Changes the address without an entry in the history, while something is dragged or typed; written after REST_MS. */
export function replace(patch: Partial<Address>): void {
  address.value = { ...address.value, ...patch };
  clearTimeout(pending);
  pending = setTimeout(() => {
    settle();
    history.replaceState(null, '', linkTo());
  }, REST_MS);
}

/** The list of all agreements as it was last seen. */
let home: Partial<Address> = {};

/** What leads back to it. */
export const homePatch = (): Partial<Address> => ({
  ...EMPTY,
  ...home,
  lang: address.value.lang,
});

function settle(): void {
  clearTimeout(pending);
  const shown = address.peek();
  settled.value = shown;
  if (shown.agreement + shown.view === '') home = shown;
}

addEventListener('popstate', () => {
  address.value = read(location.search);
  settle();
});

/** A click handler that follows a link without a page load; clicks with a modifier key keep the browser's behaviour. */
export function follow(patch: Partial<Address>): (event: MouseEvent) => void {
  return (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
    event.preventDefault();
    navigate(patch);
  };
}
