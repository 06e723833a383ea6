import type { LimitName, Limits } from '../base/limits/limits';

/** A limit that the setting `limits` overrides, and the range of that setting, inclusive. */
interface Limited {
  value: number;
  least: number;
  most: number;
  /** What it bounds, and how it is counted. */
  bounds: string;
}

/** The limits on one request, text and agreement. Each is checked while the text is read, before anything is built from it. */
export const LIMITS: Readonly<Record<LimitName, Limited>> = {
  bodyBytes: {
    value: 2_000_000,
    least: 10_000,
    most: 50_000_000,
    bounds: 'bytes of a request body',
  },
  documentBytes: {
    value: 1_500_000,
    least: 1_000,
    most: 50_000_000,
    bounds: 'bytes of an agreement document',
  },
  depth: {
    value: 50,
    least: 10,
    most: 100,
    bounds: 'lists and mappings inside one another, in JSON and YAML',
  },
  values: {
    value: 200_000,
    least: 1_000,
    most: 5_000_000,
    bounds: 'values of a text: every text, number, list and mapping, of all levels together',
  },
  tokens: {
    value: 500_000,
    least: 10_000,
    most: 10_000_000,
    bounds: 'parts of a text in YAML: keys, values, punctuation, spaces, comments, line breaks',
  },
  entries: {
    value: 10_000,
    least: 10,
    most: 100_000,
    bounds: 'obligations and phases of an agreement',
  },
  occurrences: {
    value: 20_000,
    least: 10,
    most: 1_000_000,
    bounds:
      'milestones of an agreement: one for each entry, party of `for each` and date of `every`',
  },
  dependence: {
    value: 100,
    least: 5,
    most: 10_000,
    bounds: 'entries in a chain, each dated from the one before',
  },
  facts: {
    value: 10_000,
    least: 1,
    most: 100_000,
    bounds: 'facts in one import',
  },
  faults: {
    value: 100,
    least: 1,
    most: 10_000,
    bounds: 'faults that one answer lists; the last says how many more there are',
  },
  fileBytes: {
    value: 10_000_000,
    least: 10_000,
    most: 100_000_000,
    bounds: 'bytes of a PDF or DOCX file that is drafted from',
  },
  filePages: {
    value: 500,
    least: 1,
    most: 10_000,
    bounds: 'pages of a PDF file',
  },
  fileUnpackedBytes: {
    value: 20_000_000,
    least: 100_000,
    most: 200_000_000,
    bounds: 'bytes of a DOCX file, unpacked: the parts that are read, together',
  },
  fileSeconds: {
    value: 10,
    least: 1,
    most: 600,
    bounds: 'seconds of CPU time in which the text of a PDF or DOCX file is read',
  },
  fileMegabytes: {
    value: 256,
    least: 150,
    most: 10_000,
    bounds: 'megabytes of memory of the process that reads a PDF or DOCX file, buffers included',
  },
};

/** The limits of a program without settings. */
export const DEFAULT_LIMITS: Limits = {
  bodyBytes: LIMITS.bodyBytes.value,
  documentBytes: LIMITS.documentBytes.value,
  depth: LIMITS.depth.value,
  values: LIMITS.values.value,
  tokens: LIMITS.tokens.value,
  entries: LIMITS.entries.value,
  occurrences: LIMITS.occurrences.value,
  dependence: LIMITS.dependence.value,
  facts: LIMITS.facts.value,
  faults: LIMITS.faults.value,
  fileBytes: LIMITS.fileBytes.value,
  filePages: LIMITS.filePages.value,
  fileUnpackedBytes: LIMITS.fileUnpackedBytes.value,
  fileSeconds: LIMITS.fileSeconds.value,
  fileMegabytes: LIMITS.fileMegabytes.value,
};

/** For what is stored already, which may exceed every other limit. Depth is bounded because parsers recurse. */
export const UNBOUNDED: Limits = {
  bodyBytes: Number.POSITIVE_INFINITY,
  documentBytes: Number.POSITIVE_INFINITY,
  depth: LIMITS.depth.most,
  values: Number.POSITIVE_INFINITY,
  tokens: Number.POSITIVE_INFINITY,
  entries: Number.POSITIVE_INFINITY,
  occurrences: Number.POSITIVE_INFINITY,
  dependence: Number.POSITIVE_INFINITY,
  facts: Number.POSITIVE_INFINITY,
  faults: LIMITS.faults.value,
  fileBytes: LIMITS.fileBytes.value,
  filePages: LIMITS.filePages.value,
  fileUnpackedBytes: LIMITS.fileUnpackedBytes.value,
  fileSeconds: LIMITS.fileSeconds.value,
  fileMegabytes: LIMITS.fileMegabytes.value,
};

/** All other limits and the intervals of the service, each with its unit in its name. */
export const POLICY = {
  /** A milestone is "due soon" this long before it is late. */
  dueSoonMs: 7 * 86_400_000,
  /** A request must have arrived completely by then, or it is answered 408. */
  requestTimeMs: 30_000,
  /** How long a connection of a trusted proxy is kept without a request. Others are kept for the setting `stallSeconds`. */
  proxyIdleMs: 72_000,
  /** The interval at which connections are checked against `requestTimeMs`. */
  requestCheckMs: 5_000,
  /** Connections of one process; a further one is closed. */
  connections: 10_000,
  /** Bytes of all answers that wait for their readers, in one process. */
  unsentBytes: 64_000_000,
  /**
   * The longest statement on PostgreSQL; a longer one is rolled back and answered 503. SQLite cannot stop a statement; there
   * the limits on pages, obligations and ranges bound the work.
   */
  statementTimeMs: 30_000,
  /** The longest wait for a connection to PostgreSQL while all are in use, then 503. */
  connectionWaitMs: 10_000,
  /** Readiness reports 503 when the database has not answered within this time. */
  databaseAnswerMs: 1_500,
  /** The interval at which PostgreSQL is queried to see that it answers; without an answer within `databaseSilenceMs`, all connections to it are closed. */
  databaseCheckMs: 2_000,
  databaseSilenceMs: 5_000,
  /** The longest phrase of a document. */
  phraseCharacters: 1_000,
  /** Obligations on one plain page. */
  plainObligations: 10_000,
  /** How long the answer to a request with an Idempotency-Key is kept. */
  answersKeptMs: 86_400_000,
  /** Cached bytes of polled answers, in total and for each answer. */
  bodiesKeptBytes: 32_000_000,
  bodyKeptBytes: 2_000_000,
  /** An answer for a `knownAt` older than this cannot change any more, so clients may cache it. */
  settledAfterMs: 60_000,
  settledAnswerSeconds: 3_600,
  pageRows: 200,
  pageRowsLargest: 1_000,
  /** Characters of a search in the list of agreements. */
  searchCharacters: 200,
  /** How many days ahead an overview looks without `days`. */
  overviewDays: 30,
  /** The most that a request for an overview may ask for. */
  overviewLongestDays: 3_660,
  overviewMostItems: 200,
  /** Characters of a tag, and tags of an agreement. */
  tagCharacters: 40,
  tagsOfAgreement: 20,
  /** Milestones judged in one transaction of the sweep; requests are answered between two. */
  sweepRows: 100,
  /** A milestone whose status cannot be computed is retried after this long; the others do not wait for it. */
  sweepQuarantineMs: 5 * 60_000,
  /** The longest time between two sweeps. */
  sweepLongestSleepMs: 60_000,
  /** The interval at which a replica compares its clock with the database's. */
  clockCheckMs: 60_000,
  /** Clients of the event stream in one process. */
  eventsClients: 5_000,
  eventsHeartbeatMs: 15_000,
  /** The interval at which a replica polls for the writes of others, in case a notice is lost. */
  eventsPollMs: 1_000,
  /** Bytes of messages that are read at a time for one client; a longer message is read alone. */
  streamedBytes: 64_000,
  /**
   * Unsent bytes of one client of the stream, besides one message. A client with more leaves the shared reading; its
   * messages are then read for it alone, as fast as it takes them.
   */
  eventsUnsentBytes: 64_000,
  /** The default time of calendar reminders: minutes after midnight. */
  calendarAlarmMinute: 9 * 60,
  alertRules: 200,
  /** The most reminders while overdue, and the least time between two. */
  alertRepeats: 100,
  alertShortestRepeatMs: 3_600_000,
  /** Destinations of one escalation chain. */
  alertChain: 10,
  /** Longest lead time, repeat, snooze and wait of an escalation. */
  alertLongestMs: 3_650 * 86_400_000,
  /** Up to this many moved dates, or upcoming deadlines, of one write have a message each; more share one message. */
  separateMessages: 20,
  /** How long a process that ends waits for unfinished requests and deliveries. */
  shutdownMs: 10_000,
  /** Signing dates that can be set, inclusive. */
  earliestDay: '1900-01-01',
  latestDay: '2200-12-31',
  /** Signing dates that one what-if compares. */
  scenariosCompared: 10,
  /** Assumptions in one what-if. */
  assumptions: 100,
  /** Signing days of one sensitivity analysis, and the most days of slack that it looks for: ten years. */
  rangeDays: 3_653,
  /** Saved what-ifs of one agreement. */
  scenariosSaved: 1_000,
  /** Tokens that a process caches, and for how long. */
  tokensKept: 10_000,
  tokenKeptMs: 5_000,
  /** Tokens that one query looks up; there is one such query at a time. */
  tokensLookedUpAtOnce: 500,
  /** The resolution of a token's last use. */
  tokenUseStepMs: 3_600_000,
  /** Requests without a valid token, from one address of IPv4 or one /64 network of IPv6. */
  requestsPerAddressPerMinute: 1_200,
  requestsPerTokenPerMinute: 12_000,
  /** Addresses that are counted individually, and as many tokens. */
  ratesKept: 100_000,
  /** Distinct refusals that the audit records in a minute, for unknown and for known callers each. */
  auditRefusalsPerMinute: 60,
  /** PDF and DOCX files that one process has read at a time. */
  filesReadAtOnce: 2,
  /** Files in a DOCX archive, and elements inside one another in its XML. */
  archiveEntries: 10_000,
  xmlDepth: 250,
  /** Requests about more milestones than this are answered by a worker, unless they are plain polls. */
  heavyMilestones: 200,
  /** Requests that wait for a worker: of one token or address, and in all. */
  heavyWaitingPerCaller: 8,
  heavyWaiting: 256,
  /** Requests with a PDF or DOCX file, waiting or being read: of one token or address, and in all. */
  filesWaitingPerCaller: 3,
  filesWaiting: 16,
  /** Unread bytes of workers' answers: in memory for each answer, and in temporary files for all together. */
  spooledMemoryBytes: 64_000,
  spooledFileBytes: 1_000_000_000,
  /** If those files are full, how long a worker waits for its answer to be read. */
  answerWaitsMs: 30_000,
  /** Workers end when none was needed for this long. */
  workerIdleMs: 5 * 60_000,
  /** How long the size of an agreement is cached, and the sizes of how many agreements. */
  sizeKeptMs: 10_000,
  sizesKept: 10_000,
  /** Sessions of one token; a further one ends the oldest. */
  sessionsPerToken: 100,
  /** Sessions and sign-in links that one token may create in a minute. */
  sessionsPerTokenPerMinute: 60,
  /** How long a session cookie is valid. */
  sessionMs: 12 * 3_600_000,
  /** How long a sign-in link is valid. */
  signInCodeMs: 10 * 60_000,
} as const;
