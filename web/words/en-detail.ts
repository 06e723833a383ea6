import { plurals } from './plural';

const n = plurals('en');

/** What the drawer and the other views say. */
export const EN_DETAIL = {
  drawer: {
    missing:
      'There is no such milestone at present. An amendment or another signing date may have taken it away.',
    article: (ref: string) => `point ${ref}`,
    owedBy: 'Owed by',
    due: (date: string) => `Falls due on ${date}.`,
    hypothetical: (date: string) => `This rests on a hypothetical signing on ${date}.`,
    words: 'The words of the agreement',
    read: 'read as',
    sources: (count: number) => n(count, { one: '# source', other: '# sources' }),
    derived: 'How this date was derived',
    skipped: (count: number) =>
      n(count, { one: '# day off passed over', other: '# days off passed over' }),
    readings: (count: number) => n(count, { one: '# other reading', other: '# other readings' }),
    chain: 'What hangs together',
    dependsOn: 'Counts from',
    carries: 'Others count from it',
    alone: 'It counts from events only, and nothing counts from it.',
  },
  slack: {
    looking: 'Looking how far it may slip …',
    none: 'How far it may slip is told of dated duties that are done once.',
    nothingWaits:
      'Nothing in the text waits for it, so that no other deadline is missed when it slips.',
    allMove: 'Whatever waits for it moves along: no other deadline is missed within ten years.',
    room: (days: string, title: string, date: string) =>
      `It may slip by ${days} before another deadline can no longer be met: “${title}” on ${date}.`,
  },
  actions: {
    whatIf: 'What if',
    assumeDue: 'Done on its due day',
    assumeToday: 'Done today',
    late: (days: number) => `${days} days late`,
    record: 'Record what happened',
    what: 'What',
    when: 'When',
    evidence: 'Evidence (address)',
    put: 'Record',
  },
  move: {
    fulfilled: 'fulfilled',
    verified: 'verified',
    breached: 'breached',
    cured: 'breach cured',
    waived: 'waived',
    suspended: 'suspended',
    resumed: 'resumed',
    disputed: 'disputed',
    resolved: 'dispute resolved',
    ended: 'ended',
  } as Record<string, string>,
  history: {
    title: 'History',
    evidence: 'Evidence',
    noEvidence: 'None was given. Whoever records a fact can give its evidence with it.',
  },
  cause: {
    clock: 'by the clock',
    fact: 'by what was recorded',
    document: 'by another version of the text',
  } as Record<string, string>,
  cite: { copy: 'Copy as citation', hypothetical: 'hypothetical signing', signed: 'signed' },
  alerts: {
    title: 'Alerts',
    none: 'Nothing was told yet. Deadlines that come near or pass appear here.',
    acknowledge: 'Acknowledge',
    snooze: 'Snooze a week',
    state: {
      open: 'open',
      acknowledged: 'acknowledged',
      snoozed: 'snoozed',
      superseded: 'date moved since',
    } as Record<string, string>,
    told: 'Told',
    what: 'What',
    milestone: 'Milestone',
    answer: 'Answer',
    policy: 'Policy',
    noPolicy: 'The general rules hold: seven days before, on the day, and when grace ends.',
    rules: (count: number) => n(count, { one: '# rule of its own', other: '# rules of its own' }),
    rehearse: 'What would be told in the next 90 days',
    rehearsed: (count: number) =>
      n(count, { one: '# notice in the next 90 days.', other: '# notices in the next 90 days.' }),
  },
  hooks: {
    title: 'Webhooks',
    none: 'No endpoint is told. Add one: POST /v1/webhooks with its address.',
    notYours: 'Webhooks are shown to administrators.',
    address: 'Address',
    state: 'State',
    rate: 'Delivered',
    log: 'Log',
    ping: 'Ping',
    redeliver: 'Send again',
    attempts: (count: number) => n(count, { one: '# try', other: '# tries' }),
    snippet: 'Copy what verifies a signature',
    empty: 'Nothing was sent yet.',
  },
  ledger: {
    title: 'Ledger',
    hint: 'Everything that was recorded, in order. Nothing is ever taken out; what is taken back says so.',
    none: 'Nothing is recorded yet.',
    asOf: 'As of',
    knownAt: 'Known at',
    now: 'Back to now',
    number: 'No.',
    occurred: 'Happened on',
    fact: 'What',
    recorded: 'Recorded',
    reason: 'Reason',
    by: 'by',
    takenBack: 'taken back',
    replay: (asOf: string, knownAt: string) =>
      `How it stood on ${asOf}, by what was known on ${knownAt}.`,
    hypothetical: 'hypothetical',
  },
  token: {
    wanted: 'This service wants a token before it shows anything.',
    label: 'Token',
    enter: 'Enter',
    hint: 'It is exchanged for a cookie that no script can read, and is stored nowhere.',
  },
};

export type Detail = typeof EN_DETAIL;
