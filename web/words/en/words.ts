import { EN_STATUS } from '../../../src/engine/status/en-status';
import { plurals } from '../plural';

const n = plurals('en');
const milestones = (count: number): string =>
  n(count, { one: '# milestone', other: '# milestones' });
const toCheck = (count: number): string =>
  n(count, { one: '# date to check', other: '# dates to check' });

export const EN = {
  ...EN_STATUS,
  skip: 'Skip to the content',
  allAgreements: 'All agreements',
  views: 'Views',
  view: { '': 'Timeline', alerts: 'Alerts', ledger: 'Ledger' } as Record<string, string>,
  asOf: 'as of',
  language: 'Language',
  darkLight: 'Dark or light theme',
  loading: 'Loading the agreement …',
  unreachable: 'The service cannot be reached.',
  unknown: (id: string) => `This service has no agreement “${id}”. Choose another one above.`,
  invented: 'Invented: neither the parties nor the terms are real',
  foot: (zone: string) =>
    `Your browser computes the dates by the same rules as the server. Days are in the time zone ${zone}.`,
  connection: {
    live: 'live',
    reconnecting: 'reconnecting …',
    offline: 'offline',
    asking: 'checked every minute',
  } as Record<string, string>,
  connectionTitle: {
    live: 'Changes appear as they happen.',
    reconnecting: 'The stream of changes is interrupted; this view may be out of date.',
    offline: 'There is no connection. The page still works, but it may be out of date.',
    asking: 'The page looks for changes once a minute.',
  } as Record<string, string>,
  lastDayForNotice: (term: string) => `${term}: last day for notice`,
  leave: 'Sign out',
  conflict: {
    'non-working-day': 'due on a day off',
    'window-closed': 'opens after it ends',
    blackout: 'due in an excluded period',
    'whose-midnight': 'another day or midnight in the time zone of a party',
    squeezed: 'due before what it depends on',
  } as Record<string, string>,
  because: {
    weekend: 'weekend',
    noWorkingDay: (date: string) => `no working day from ${date}`,
    opens: (date: string) => `opens on ${date}`,
    endsFirst: 'ends before it starts',
  },
  signing: {
    title: 'Signing date',
    event: 'signing',
    hypothetical: 'Hypothetical signing',
    actual: 'Signed',
    assumed: 'What if it were signed on',
    none: 'No signing date',
    noDate: 'Drag to assume one',
    noneInForce: 'No signing date is set.',
    notCounted: 'No date of this agreement counts from its signing.',
    beside: (date: string) => `currently ${date},`,
    besideAgainst: (date: string) => `compared with ${date},`,
    slider: 'Signing date; arrow keys move it by a day',
    steps: 'Move the signing date',
    step: (days: string) => `Move the signing date by ${days}`,
    field: 'Signing date',
    share: 'Copy link',
    copied: 'Copied',
    save: 'Save …',
    putInForce: 'Set this date …',
    reset: 'Reset',
  },
  conflictStrip: {
    counting: 'Counting the dates to check for every signing day',
    same: (count: number) =>
      count === 0
        ? 'No dates to check on any of these signing days'
        : `${toCheck(count)} on each of these signing days`,
    range: (low: string, high: string) =>
      `Stronger colour: more dates to check on that signing day (${low} to ${high})`,
  },
  assume: {
    title: 'What is assumed',
    event: 'Assume a day for',
  },
  dateField: {
    pick: 'Pick a day',
    wrong: (example: string, latest: string) =>
      `Write a day such as ${example}${latest === '' ? '' : `, at the latest ${latest}`}.`,
  },
  scenario: {
    saved: 'Saved …',
    lookAt: 'Look at',
    holdAgainst: 'Compare with',
  },
  overview: {
    title: 'Overview',
    next: 'Next',
    overdue: 'Overdue',
    wouldBeOverdue: 'Would be overdue',
    unrecorded: 'No fulfilment recorded',
    nothingNext: 'No deadline lies ahead.',
    nothingOverdue: 'Nothing is overdue.',
    lateBy: (days: string) => `${days} late`,
    wouldBeLateBy: (days: string) => `would be ${days} late`,
    wasDue: (date: string) => `was due ${date}`,
    later: (days: string) => `${days} later`,
    all: (count: string) => `All ${count}`,
    until: (date: string) => `until ${date}`,
    by: 'By party and theme',
  },
  shift: {
    title: 'What this would change',
    changes: (changed: number, all: number) =>
      `${changed === 0 ? 'None' : changed} of ${milestones(all)} would change`,
    moves: (count: number, same: number, by: string) => {
      const dates = n(count, { one: '# date moves', other: '# dates move' });
      if (same === 0) return dates;
      if (count === 1) return `${dates} by ${by}`;
      return `${dates}, ${same === count ? 'each' : `${same} of them`} by ${by}`;
    },
    appeared: (count: number) => n(count, { one: '# gets a date', other: '# get a date' }),
    vanished: (count: number) => n(count, { one: '# loses its date', other: '# lose their date' }),
    otherStatus: (count: number) =>
      n(count, { one: '# gets another status', other: '# get another status' }),
    showChanged: 'Show only what changes',
    showAll: 'Show all',
    otherwise: (count: number) =>
      n(count, {
        one: '# does not move with the others: why',
        other: '# do not move with the others: why',
      }),
    moving: (count: number) => n(count, { one: '# date moves: why', other: '# dates move: why' }),
    conflicts: (all: number, change?: readonly [comes: number, goes: number]) =>
      `${toCheck(all)}${change ? ` (${change[0]} new, ${change[1]} gone)` : ''}`,
    more: (count: number) => `… and ${count} more`,
    comes: 'new',
    unknown: (list: string) => `Left out: ${list}. It is not in this agreement or cannot be read.`,
  },
  filter: {
    title: 'Filter the milestones',
    party: 'Party',
    theme: 'Theme',
    status: 'Status',
    text: 'Search',
    changed: 'only changed',
    shown: (shown: string, all: string) => (shown === all ? all : `${shown} of ${all}`),
  },
  zoom: {
    title: 'Days shown',
    earlier: 'Earlier',
    later: 'Later',
    of: { '30': '30 d', '100': '100 d', '365': '1 y', '1826': '5 y', all: 'all' } as Record<
      string,
      string
    >,
  },
  table: {
    caption: 'Milestones with their dates',
    milestone: 'Milestone',
    rule: 'Rule',
    due: 'Due',
    shift: 'Shift',
    status: 'Status',
    track: 'Time track',
    assumed: (date: string) => `assumed for ${date}`,
    did: (names: string) => `done by ${names}`,
    broke: (names: string) => `breached by ${names}`,
    before: 'instead of',
    nth: (ordinal: number) => `no. ${ordinal}`,
    nothing: 'No milestone fits these filters.',
    nothingChanged: 'Nothing would change. Move the signing date further, or show all.',
    showAll: 'Show all',
  },
  track: { today: 'today' },
  due: {
    from: (date: string) => `from ${date}`,
    openSince: (date: string) => `open since ${date}`,
    span: (from: string, to: string) => `${from} – ${to}`,
    waits: (list: string) => `waits for ${list}`,
    between: (from: string, to: string) => `between ${from} and ${to}`,
    bound: { earliest: 'at the earliest', latest: 'at the latest', either: 'provisional' },
    none: 'no date in the text',
  },
};

export type Words = typeof EN;
