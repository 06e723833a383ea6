import type { Fault } from '../refusal';
import { type Limits, limitVariable } from './limits';

/** The longest text of a fault. */
const LONGEST = 1_000;

/** Collects faults up to the limit. Further faults are counted, not built. */
export class FaultList {
  private readonly found: Fault[] = [];
  private more = 0;

  constructor(private readonly limits: Limits) {}

  get isFull(): boolean {
    return this.found.length >= this.limits.faults;
  }

  /** @param make is not called once the list is full. */
  add(make: () => Fault): void {
    if (this.isFull) this.more += 1;
    else this.found.push(make());
  }

  /** Adds a number of faults that are counted and not listed. */
  skip(count: number): void {
    this.more += count;
  }

  /** The faults; the last one gives the number of those that are left out, if there are any. */
  all(): Fault[] {
    return this.more === 0 ? this.found : [...this.found, leftOut(this.more, this.limits)];
  }
}

/** The first faults, each text cut to a thousand characters. If faults are left out, the last entry says how many. */
export function listedFaults(faults: readonly Fault[], limits: Limits): Fault[] {
  const real = faults.filter(({ more }) => more === undefined);
  const first = real.slice(0, limits.faults).map(shortened);
  const uncounted = faults.reduce((sum, { more = 0 }) => sum + more, 0);
  const more = real.length - first.length + uncounted;
  return more === 0 ? first : [...first, leftOut(more, limits)];
}

/** How many faults there are, those included that are left out. */
export function countOf(faults: readonly Fault[]): number {
  return faults.reduce((sum, { more = 1 }) => sum + more, 0);
}

function leftOut(more: number, limits: Limits): Fault {
  const number = more.toLocaleString('en');
  return {
    pointer: '',
    detail: `and ${number} more ${more === 1 ? 'fault' : 'faults'}, not listed`,
    expected: `at most ${limits.faults} faults are listed (the setting limits.faults, ${limitVariable('faults')})`,
    more,
  };
}

function shortened(fault: Fault): Fault {
  const { pointer, detail, expected, example } = fault;
  const longest = Math.max(
    pointer.length,
    detail.length,
    expected?.length ?? 0,
    example?.length ?? 0,
  );
  if (longest <= LONGEST) return fault;
  // An example that is cut would not be accepted.
  const { example: whole, ...rest } = fault;
  return {
    ...rest,
    pointer: cut(pointer),
    detail: cut(detail),
    ...(expected === undefined ? {} : { expected: cut(expected) }),
    ...(whole === undefined || whole.length > LONGEST ? {} : { example: whole }),
  };
}

function cut(text: string): string {
  return text.length <= LONGEST ? text : `${text.slice(0, LONGEST - 1)}…`;
}
