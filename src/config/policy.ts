/** Every limit of the service in one place, each with its unit in its name. */
export const POLICY = {
  /** A milestone is "due soon" this long before it is late. */
  dueSoonMs: 7 * 86_400_000,
  /** A request must have come whole by then; it is answered 408. */
  requestTimeMs: 30_000,
  /**
   * The longest statement PostgreSQL may run; what takes longer is answered 503 and undone. SQLite cannot be stopped
   * inside a statement: there the limits on pages, obligations and ranges bound the work.
   */
  statementTimeMs: 30_000,
  /** The longest phrase of a document. */
  phraseCharacters: 1_000,
  /** Largest request body. */
  bodyBytes: 2_000_000,
  /** Largest agreement document. */
  documentBytes: 1_500_000,
  obligationsPerAgreement: 10_000,
  /** Facts in one import. */
  factsAtOnce: 10_000,
  /** The answer to a request with an Idempotency-Key is kept this long. */
  answersKeptMs: 86_400_000,
  /** Answers that are polled are kept as bytes, up to this many together and this many each. */
  bodiesKeptBytes: 32_000_000,
  bodyKeptBytes: 2_000_000,
  /** An answer by what was known longer ago than this is settled, and may be kept by whoever got it. */
  settledAfterMs: 60_000,
  settledAnswerSeconds: 3_600,
  pageRows: 200,
  pageRowsLargest: 1_000,
  /** Milestones judged in one transaction of the sweep; between two, whoever waits is answered. */
  sweepRows: 100,
  /** A milestone that cannot be judged is looked at again after this long; the others are not kept waiting. */
  sweepQuarantineMs: 5 * 60_000,
  /** The sweep looks at least this often, whatever its timer says. */
  sweepLongestSleepMs: 60_000,
  /** How often a replica compares its clock with the database's. */
  clockLookMs: 60_000,
  /** Listeners of the event stream in one process. */
  eventsClients: 5_000,
  eventsHeartbeatMs: 15_000,
  /** With several processes: how often each looks for what the others wrote. */
  eventsLookMs: 1_000,
  /** What may wait for one listener before it is let go. */
  eventsWaitingBytes: 4_000_000,
  /** When reminders of calendars ring unless a setting says otherwise: minutes after midnight. */
  calendarAlarmMinute: 9 * 60,
  alertRules: 200,
  /** Reminders while overdue, at most, and at least this far apart. */
  alertRepeats: 100,
  alertShortestRepeatMs: 3_600_000,
  /** Longest lead time, repeat and snooze. */
  alertLongestMs: 3_650 * 86_400_000,
  /** New dates of one write, and deadlines that it announces, are told one by one up to this many each; more are one message. */
  toldOneByOne: 20,
  /** How long an ending process waits for requests and deliveries under way. */
  shutdownMs: 10_000,
  /** Signing dates people may set, inclusive. */
  earliestDay: '1900-01-01',
  latestDay: '2200-12-31',
  /** Signing dates that one what-if sets side by side. */
  scenariosSideBySide: 10,
  /** Assumptions of one what-if. */
  assumptions: 100,
  /** Signing days that one question of sensitivity looks at, and the most days of slack looked for: ten years. */
  rangeDays: 3_653,
  /** Saved what-ifs of one agreement. */
  scenariosSaved: 1_000,
  /** Tokens whose holders a process remembers, and how long before it looks again. */
  tokensKept: 10_000,
  tokenKeptMs: 5_000,
  /** A token's last use is noted this coarsely. */
  tokenUseStepMs: 3_600_000,
  /** Requests without a token that is known, of one address. */
  requestsPerAddressPerMinute: 1_200,
  requestsPerTokenPerMinute: 12_000,
  /** Addresses and tokens that are counted one by one. */
  ratesKept: 100_000,
  /** Kinds of refusals that the audit tells apart in a minute, of strangers and of known callers each. */
  auditRefusalsPerMinute: 60,
  /** How long a cookie is good. */
  sessionMs: 12 * 3_600_000,
  /** How long a sign-in link is good. */
  signInCodeMs: 10 * 60_000,
} as const;
