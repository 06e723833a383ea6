export interface WebhookRequest {
  /** POST if it is left out. */
  method?: 'GET' | 'POST' | 'PUT';
  url: string;
  headers: Readonly<Record<string, string>>;
  /** Not sent with GET. */
  body: string;
}

/** The result of an attempt, whether or not there was a response. */
export interface AttemptResult {
  outcome: AttemptOutcome;
  statusCode: number | null;
  /** The `Retry-After` header as sent. */
  retryAfter: string | undefined;
  /** The beginning of the response's body, as text that all databases can store. */
  excerpt: string | null;
  error: string | null;
  /**
   * `message`: this message will never be accepted, so it is not tried again. `destination`: the destination accepts no
   * message, so it is disabled and its messages are held.
   */
  refused?: 'message' | 'destination' | undefined;
  /** What the operator can do about a failure. */
  advice?: string | undefined;
}

/** Sends one request to one endpoint. The service uses HTTP, tests use prepared results. */
export abstract class Transport {
  /** Resolves within `requestTimeoutMs`, whatever the receiver does. */
  abstract post(post: WebhookRequest): Promise<AttemptResult>;

  /** Aborts all attempts in flight: their `post` rejects. */
  abstract close(): Promise<void>;
}

/**
 * How an attempt ended. `rejected`: a response other than 2xx. `unreachable`: no connection, no such host name, or an
 * invalid response. `forbidden`: the address is private and in no allowed network.
 */
export type AttemptOutcome = 'delivered' | 'rejected' | 'timed-out' | 'unreachable' | 'forbidden';
