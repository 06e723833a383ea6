import { signal } from '@preact/signals';
import { firstWords, say } from '../words/format';
import { readJson } from '../words/read-answer';

export interface Fault {
  pointer: string;
  detail: string;
  expected?: string;
}

/** What the service refused, in its own words. */
export class Problem extends Error {
  constructor(
    readonly status: number,
    message: string,
    readonly faults: readonly Fault[] = [],
  ) {
    super(message);
  }
}

/** Whether the service wants a token. */
export const locked = signal(false);

export interface Page<T> {
  items: readonly T[];
  next: string | null;
}

/** @throws Problem with the service's own words; status 0 where it cannot be reached. */
export async function api<T>(
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<T> {
  const json = body === undefined ? {} : { 'content-type': 'application/json' };
  let response: Response;
  try {
    response = await fetch(path, {
      method,
      headers: { ...json, ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  } catch {
    await firstWords();
    throw new Problem(0, say.peek().unreachable);
  }
  if (response.status === 204) return undefined as T;
  const answer = readJson(await response.text()) as T & {
    detail?: string;
    errors?: readonly Fault[];
  };
  if (response.ok) {
    return answer;
  }
  if (response.status === 401 && path !== '/v1/session') locked.value = true;
  throw new Problem(response.status, answer.detail ?? response.statusText, answer.errors);
}

/** Every item of a list, page by page. */
export async function readAll<T>(path: string): Promise<readonly T[]> {
  const items: T[] = [];
  for (let cursor = ''; ; ) {
    const page = await api<Page<T>>('GET', `${path}?limit=1000${cursor}`);
    items.push(...page.items);
    if (page.next === null) return items;
    cursor = `&cursor=${encodeURIComponent(page.next)}`;
  }
}

/** What went wrong, with every fault. */
export function told(error: unknown): string {
  if (!(error instanceof Problem)) return String(error);
  const faults = error.faults.map(
    ({ detail, expected }) => `${detail}${expected === undefined ? '' : `; expected: ${expected}`}`,
  );
  return [error.message, ...faults].join(' ');
}
