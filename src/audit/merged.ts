import type { Draft } from './audit';

const WINDOW_MS = 60_000;

/**
 * Refusals by the minute: the first of its kind is recorded at once, those like it are counted and recorded as one
 * when the minute ends, so that a flood of them costs two entries a minute and kind, and a bounded number of kinds.
 */
export class Merged {
  private readonly repeats = new Map<string, Draft | undefined>();
  private windowEndsAt = 0;

  /** @param kinds how many a minute are told apart; the others are counted together. */
  constructor(private readonly kinds: number) {}

  /** @returns what is to be recorded now. */
  note(draft: Draft): Draft[] {
    const due = this.due(draft.at);
    if (draft.at >= this.windowEndsAt) this.windowEndsAt = draft.at + WINDOW_MS;
    const own = keyOf(draft);
    const full = !this.repeats.has(own) && this.repeats.size >= this.kinds;
    const one = full ? { ...draft, ...EVERYBODY_ELSE } : draft;
    const key = full ? keyOf(one) : own;
    const known = this.repeats.get(key);
    if (known !== undefined) {
      known.times += 1;
      known.lastAt = draft.at;
    } else if (this.repeats.has(key)) {
      this.repeats.set(key, { ...one });
    } else {
      this.repeats.set(key, undefined);
      due.push(one);
    }
    return due;
  }

  /** What a minute that is over has counted. @param now epoch milliseconds; everything where it is left out. */
  due(now = Number.POSITIVE_INFINITY): Draft[] {
    if (now < this.windowEndsAt) return [];
    const counted = [...this.repeats.values()].filter((draft) => draft !== undefined);
    this.repeats.clear();
    return counted;
  }
}

const EVERYBODY_ELSE = {
  kind: 'stranger',
  token: null,
  name: null,
  role: null,
  address: null,
  method: '*',
  route: '*',
  path: '*',
  agreement: null,
  status: null,
} as const;

function keyOf({ address, token, method, route, status, agreement }: Draft): string {
  return [address, token, method, route, status, agreement].join(' ');
}
