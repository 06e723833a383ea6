import type { AuditDraft } from './audit';

const WINDOW_MS = 60_000;

/**
 * Merges equal entries within a minute. The first is recorded at once; the others are counted and recorded as one entry
 * when the minute ends. A flood costs at most two entries for each kind and minute, and the number of kinds is limited.
 */
export class RepeatCounter {
  private readonly counted = new Map<string, AuditDraft | undefined>();
  private windowEndsAt = 0;

  /** @param kinds the most kinds distinguished in a minute; all others are counted together. */
  constructor(private readonly kinds: number) {}

  /** Counts an entry. @returns the entries to record now. */
  add(draft: AuditDraft): AuditDraft[] {
    const due = this.due(draft.at);
    if (draft.at >= this.windowEndsAt) this.windowEndsAt = draft.at + WINDOW_MS;
    const own = keyOf(draft);
    const full = !this.counted.has(own) && this.counted.size >= this.kinds;
    const one = full ? { ...draft, ...OTHER_KINDS } : draft;
    const key = full ? keyOf(one) : own;
    const known = this.counted.get(key);
    if (known !== undefined) {
      known.times += 1;
      known.lastAt = draft.at;
    } else if (this.counted.has(key)) {
      this.counted.set(key, { ...one });
    } else {
      this.counted.set(key, undefined);
      due.push(one);
    }
    return due;
  }

  /** The counted entries of a minute that has ended. @param now epoch milliseconds; all entries without it. */
  due(now = Number.POSITIVE_INFINITY): AuditDraft[] {
    if (now < this.windowEndsAt) return [];
    const entries = [...this.counted.values()].filter((draft) => draft !== undefined);
    this.counted.clear();
    return entries;
  }
}

const OTHER_KINDS = {
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

function keyOf({ address, token, method, route, status, agreement }: AuditDraft): string {
  return [address, token, method, route, status, agreement].join(' ');
}
