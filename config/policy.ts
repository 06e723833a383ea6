/** Every limit of the service in one place, each with its unit in its name. */
export const POLICY = {
  /** A milestone is "due soon" this long before it is late. */
  dueSoonMs: 7 * 86_400_000,
  /** Largest request body. */
  bodyBytes: 2_000_000,
  /** Largest agreement document. */
  documentBytes: 1_500_000,
  obligationsPerAgreement: 10_000,
  pageRows: 200,
  pageRowsLargest: 1_000,
  /** Milestones judged in one transaction of the sweep. */
  sweepRows: 500,
  /** The sweep looks at least this often, whatever its timer says. */
  sweepLongestSleepMs: 60_000,
  /** How long an ending process waits for requests and deliveries under way. */
  shutdownMs: 10_000,
  /** Signing dates people may set, inclusive. */
  earliestDay: '1900-01-01',
  latestDay: '2200-12-31',
} as const;
