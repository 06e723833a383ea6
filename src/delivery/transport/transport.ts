export interface WebhookRequest {
  url: string;
  headers: Readonly<Record<string, string>>;
  body: string;
}

/** What came of one POST: every end of an attempt is an answer to learn from. */
export interface AttemptResult {
  outcome: AttemptOutcome;
  statusCode: number | null;
  /** The `Retry-After` header as sent. */
  retryAfter: string | undefined;
  /** The beginning of the answer's body, as text that any database stores. */
  excerpt: string | null;
  error: string | null;
}

/** Carries one signed message to one address. HTTP in the service, a script of answers in tests. */
export abstract class Transport {
  /** Resolves within the limit on an attempt's whole time, whatever the receiver does. */
  abstract post(post: WebhookRequest): Promise<AttemptResult>;

  /** Cuts off what is under way; every `post` under way rejects. */
  abstract close(): Promise<void>;
}

/**
 * How a try ended. `rejected`: any answer but 2xx. `unreachable`: no connection, no name, a broken
 * answer. `forbidden`: the address is private and not allowed.
 */
export type AttemptOutcome = 'delivered' | 'rejected' | 'timed-out' | 'unreachable' | 'forbidden';
