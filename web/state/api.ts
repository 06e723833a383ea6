import { signal } from '@preact/signals';
import { firstTexts, language, texts } from '../words/format';
import { readJson } from '../words/read-answer';

export interface Fault {
  pointer: string;
  detail: string;
  expected?: string;
  /** Of a document that was sent as YAML; counted from 1. */
  line?: number;
  column?: number;
}

/** The body of a refusal (RFC 9457), as far as the page shows it. */
interface ProblemDetails {
  detail: string;
  errors: readonly Fault[];
}

/** A request that the service refused, with its own words. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    message: string,
    readonly faults: readonly Fault[] = [],
  ) {
    super(message);
  }
}

/** Whether the service refused a request for want of a token. */
export const needsToken = signal(false);

export interface Page<T> {
  items: readonly T[];
  next: string | null;
}

/**
 * Sends a request and reads its answer; an empty answer reads as {}.
 * @param body a text or a file is sent as it is, with a content-type of `headers`; anything else as JSON.
 * @throws ApiError with the service's own words; status 0 where the service cannot be reached.
 */
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
      headers: { 'accept-language': language.peek(), ...json, ...headers },
      ...(body === undefined ? {} : { body: isRaw(body) ? body : JSON.stringify(body) }),
    });
  } catch {
    await firstTexts();
    throw new ApiError(0, texts.peek().unreachable);
  }
  // The service is of the same release, and its own tests hold its answers to their schemas.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- no second check of what one release says to itself
  const answer = readJson(await response.text()) as T & Partial<ProblemDetails>;
  if (response.ok) return answer;
  if (response.status === 401 && path !== '/v1/session') needsToken.value = true;
  throw new ApiError(response.status, answer.detail ?? response.statusText, answer.errors);
}

const isRaw = (body: unknown): body is string | Blob =>
  typeof body === 'string' || body instanceof Blob;

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

/** The message of an error, with every fault that the service listed. */
export function errorText(error: unknown): string {
  if (!(error instanceof ApiError)) return String(error);
  const faults = error.faults.map(
    ({ detail, expected }) => `${detail}${expected === undefined ? '' : `; expected: ${expected}`}`,
  );
  return [error.message, ...faults].join(' ');
}
