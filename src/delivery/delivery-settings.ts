/** The injection token of `DeliverySettings`. */
export const DELIVERY_SETTINGS = Symbol('delivery-settings');

/** Settings of webhook deliveries. Names end with their unit. */
export interface DeliverySettings {
  /** Private networks in CIDR notation that webhooks may be sent to. */
  allowedNetworks: readonly string[];
  /** Allows plain http to public addresses. It is always allowed to `allowedNetworks`. */
  allowHttp: boolean;
  /** Limit of a whole attempt, from name resolution to the last byte of the response. */
  requestTimeoutMs: number;
  /** Limit of resolving a host name. */
  lookupTimeoutMs: number;
  /** Limit of connecting to one address; then the receiver's next address is tried. */
  connectTimeoutMs: number;
  /** How long a claimed delivery belongs to its process. Longer than `requestTimeoutMs`, so that nobody else sends it. */
  leaseMs: number;
  /** Attempts in flight at a time, in this process. An attempt that waits for its response costs a socket and its message. */
  concurrency: number;
  /** How many of them may be to slow endpoints (`isSlow`): these wait most of their time for receivers that do not answer. */
  slowConcurrency: number;
  /** Attempts in flight at a time to one endpoint, over all processes. */
  perEndpointInFlight: number;
  /** How much of a response's body is stored. */
  excerptBytes: number;
  /** How much of a response's body is read before the connection is closed. */
  drainBytes: number;
  /** The longest wait between two probes of a failing endpoint. */
  maxProbeWaitMs: number;
  /** An endpoint whose attempts have all failed for this long is disabled; its pending deliveries are held. */
  disableAfterMs: number;
  /** How long attempts are kept in the log. */
  attemptsKeptDays: number;
  /** How long finished deliveries are kept. */
  deliveriesKeptDays: number;
  /** Whether rows are written to files of the data directory before they are purged. */
  archive: boolean;
  /** The courier checks for due deliveries at least this often. */
  maxSleepMs: number;
  /** How long a stopping process waits for attempts in flight. */
  shutdownMs: number;
}

/** Deliveries claimed, or results stored, in one transaction, so that other work does not wait long. */
export const BATCH = 256;

const SECOND = 1_000;
const DAY = 86_400_000;

export const DELIVERY_DEFAULTS: DeliverySettings = {
  allowedNetworks: [],
  allowHttp: false,
  requestTimeoutMs: 15 * SECOND,
  lookupTimeoutMs: 5 * SECOND,
  connectTimeoutMs: 5 * SECOND,
  leaseMs: 30 * SECOND,
  concurrency: 2_048,
  slowConcurrency: 256,
  perEndpointInFlight: 16,
  excerptBytes: 1_024,
  drainBytes: 65_536,
  maxProbeWaitMs: 60 * SECOND,
  disableAfterMs: 5 * DAY,
  attemptsKeptDays: 90,
  deliveriesKeptDays: 400,
  archive: false,
  maxSleepMs: 60 * SECOND,
  shutdownMs: 10 * SECOND,
};

/** Completes settings with the defaults. */
export function deliverySettings(given: Partial<DeliverySettings>): DeliverySettings {
  return { ...DELIVERY_DEFAULTS, ...given };
}
