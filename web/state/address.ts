import { computed, signal } from '@preact/signals';

/** Everything that a link carries: what is looked at, and under which assumptions. */
export interface Address {
  view: string;
  agreement: string;
  /** YYYY-MM-DD; empty for the signing in force. */
  signing: string;
  /** The day that the what-if is held against instead of what is in force. */
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
  /** "yes": only what the what-if changes. */
  changed: string;
  /** Days shown by the time track, or "all". */
  zoom: string;
  /** First day the time track shows, where it was moved. */
  from: string;
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
  lang: '',
};

/** What another agreement does not take over. */
export const OWN_TO_AGREEMENT: Partial<Address> = { ...EMPTY, view: '', lang: '' };

export const address = signal<Address>(read(location.search));

/** The address key by key: who reads one of them is not bothered when another changes. */
export const route = Object.defineProperties(
  {},
  Object.fromEntries(
    Object.keys(EMPTY).map((key) => {
      const one = computed(() => address.value[key as keyof Address]);
      return [key, { get: () => one.value, enumerable: true }];
    }),
  ),
) as Address;

/** What links start from: the address once it came to rest, so that a drag need not write every link anew. */
const rested = signal(address.peek());

function read(search: string): Address {
  const query = new URLSearchParams(search);
  const found: Record<string, string | readonly string[]> = { ...EMPTY };
  for (const key of Object.keys(EMPTY)) found[key] = query.get(key) ?? '';
  found.assume = query.getAll('assume');
  return found as unknown as Address;
}

/** The query that leads to an address, with what is asked for changed. */
export function linkTo(patch: Partial<Address> = {}): string {
  const query = new URLSearchParams();
  for (const [key, value] of Object.entries({ ...rested.value, ...patch })) {
    for (const one of [value].flat()) if (one !== '') query.append(key, one);
  }
  const text = query.toString().replaceAll('%3A', ':').replaceAll('%2F', '/');
  return text === '' ? '/' : `/?${text}`;
}

const REST_MS = 200;
let pending: ReturnType<typeof setTimeout> | undefined;

/** Looks at something else, which the browser's way back undoes. */
export function navigate(patch: Partial<Address>): void {
  address.value = { ...address.value, ...patch };
  rest();
  history.pushState(null, '', linkTo());
}

/** The same while something is dragged or typed: nothing to go back to, and written when it comes to rest. */
export function replace(patch: Partial<Address>): void {
  address.value = { ...address.value, ...patch };
  clearTimeout(pending);
  pending = setTimeout(() => {
    rest();
    history.replaceState(null, '', linkTo());
  }, REST_MS);
}

function rest(): void {
  clearTimeout(pending);
  rested.value = address.peek();
}

addEventListener('popstate', () => {
  address.value = read(location.search);
  rest();
});

/** Follows a link inside the page without loading it anew, unless the reader wants it elsewhere. */
export function follow(patch: Partial<Address>): (event: MouseEvent) => void {
  return (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
    event.preventDefault();
    navigate(patch);
  };
}
