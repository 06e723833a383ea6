/** The injection token of `DeliverySettings`. */
export const DELIVERY_SETTINGS = Symbol('delivery-settings');

/** What an operator may set about sending; every limit has its unit in its name. */
export interface DeliverySettings {
  /** Private networks (CIDR) that webhooks may reach nevertheless. */
  allowedNetworks: readonly string[];
  /** Accept plain http to public destinations; to allowed networks it is accepted always. */
  allowHttp: boolean;
  /** From the first byte of an attempt to the last of its answer, name resolution included. */
  requestTimeoutMs: number;
  /** To one address of the receiver; the next address is tried afterwards. */
  connectTimeoutMs: number;
  /** How long a claim keeps others away. Longer than any attempt, so that nobody sends beside it. */
  leaseMs: number;
  /** Attempts under way at a time in this process. */
  concurrency: number;
  /** Attempts under way at a time to one endpoint, over all processes. */
  perEndpointInFlight: number;
  /** What is kept of an answer's body. */
  excerptBytes: number;
  /** What is read of an answer's body before the connection is given up. */
  drainBytes: number;
  /** The longest pause between two probes of an endpoint that fails. */
  longestProbeGapMs: number;
  /** Nothing but failure for this long disables an endpoint and holds what waits for it. */
  disableAfterMs: number;
  /** How long the log keeps the attempts of deliveries, and finished deliveries themselves. */
  attemptsKeptDays: number;
  deliveriesKeptDays: number;
  /** Whether what the log forgets is written to files in the data directory first. */
  archive: boolean;
  /** The courier looks at least this often, whatever its timer says. */
  longestSleepMs: number;
  /** How long an ending process waits for attempts under way. */
  shutdownMs: number;
}

const SECOND = 1_000;
const DAY = 86_400_000;

export const DELIVERY_DEFAULTS: DeliverySettings = {
  allowedNetworks: [],
  allowHttp: false,
  requestTimeoutMs: 15 * SECOND,
  connectTimeoutMs: 5 * SECOND,
  leaseMs: 30 * SECOND,
  concurrency: 256,
  perEndpointInFlight: 16,
  excerptBytes: 1_024,
  drainBytes: 65_536,
  longestProbeGapMs: 60 * SECOND,
  disableAfterMs: 5 * DAY,
  attemptsKeptDays: 90,
  deliveriesKeptDays: 400,
  archive: false,
  longestSleepMs: 60 * SECOND,
  shutdownMs: 10 * SECOND,
};

/** What the operator set, over the defaults. */
export function deliverySettings(given: Partial<DeliverySettings>): DeliverySettings {
  return { ...DELIVERY_DEFAULTS, ...given };
}
