import type { Headline } from '../../src/schedule/model';
import { EN_DETAIL } from './en-detail';
import { plurals } from './plural';

const n = plurals('en');
const milestones = (count: number): string =>
  n(count, { one: '# milestone', other: '# milestones' });

export const EN = {
  ...EN_DETAIL,
  skip: 'Skip to the milestones',
  agreement: 'Agreement',
  views: 'Views',
  view: { '': 'Timeline', alerts: 'Alerts', ledger: 'Ledger' } as Record<string, string>,
  asOf: 'as of',
  language: 'Language',
  darkLight: 'Dark or light',
  close: 'Close',
  reason: 'Reason',
  notSupposed: (set: string) => `Not of the what-if, but of the signing that is set: ${set}`,
  loading: 'Reading the agreement …',
  noAgreements:
    'No agreement is watched yet. Add one: POST its document to /v1/agreements, then look here again.',
  foot: (zone: string) =>
    `Every date is counted in your browser by the same rules as on the server. Days are those of ${zone}.`,
  line: {
    live: 'live',
    reconnecting: 'reconnecting …',
    offline: 'offline',
    asking: 'every minute',
  } as Record<string, string>,
  lineTitle: {
    live: 'Changes appear as they happen.',
    reconnecting: 'The stream of changes is interrupted; what you see may be a moment old.',
    offline: 'There is no connection. What you see stays usable; it may be old.',
    asking: 'The page looks for changes once a minute.',
  } as Record<string, string>,
  status: {
    met: 'met',
    'met-late': 'met late',
    upcoming: 'upcoming',
    'due-soon': 'due soon',
    'in-grace': 'in grace',
    overdue: 'overdue',
    holding: 'holding',
    breached: 'breached',
    violated: 'violated',
    undated: 'no date',
    conditional: 'conditional',
    disputed: 'disputed',
    suspended: 'suspended',
    discharged: 'discharged',
    expired: 'expired',
    terminated: 'terminated',
  } as Record<Headline, string>,
  conflict: {
    'non-working-day': 'due on a day off',
    'window-closed': 'opens after it is over',
    blackout: 'due in a time that is ruled out',
    'whose-midnight': 'another day, or another midnight, by the clock of a party',
    squeezed: 'due before what it depends on',
  } as Record<string, string>,
  signing: {
    title: 'Signing date',
    event: 'signing',
    hypothetical: 'Hypothetical signing',
    actual: 'Signed',
    assumed: 'What if it were signed on',
    none: 'No signing date',
    noDate: 'Drag to assume one',
    noneInForce: 'No signing date is set.',
    beside: (date: string) => `set now: ${date},`,
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
  heat: {
    counting: 'Counting the conflicts of every day of signing',
    same: (count: string) => `Every one of these days of signing brings ${count} conflicts`,
    range: (low: string, high: string, best: string) =>
      `Conflicts by signing day: pale ${low} (${best}), strong ${high}`,
  },
  scenario: {
    saved: 'Saved …',
    lookAt: 'Look at',
    holdAgainst: 'Compare with',
    title: 'Save this what-if',
    name: 'Name',
    hint: 'The question is saved, never the answer: it is computed anew whenever somebody looks.',
    save: 'Save',
  },
  setSigning: {
    title: (date: string) => `Set the signing date to ${date}`,
    explains:
      'Everybody then sees the dates that follow from it. The earlier dates are kept in the history.',
    actual: 'It was really signed on that day',
    put: 'Set this date',
  },
  overview: {
    title: 'Overview',
    next: 'Next',
    overdue: 'Overdue',
    nothingNext: 'No deadline lies ahead.',
    nothingOverdue: 'Nothing is overdue.',
    late: (days: string) => `${days} late`,
    all: (count: string) => `All ${count}`,
    until: (date: string) => `until ${date}`,
    by: 'By party and theme',
    party: 'Party',
    theme: 'Theme',
    open: 'open',
    kept: 'met',
    total: 'all',
  },
  shift: {
    title: 'What this would change',
    moves: (moving: number, dated: number, by: string, all: boolean) =>
      `${moving} of ${milestones(dated)} with a date would move${by === '' ? '' : `, ${all ? 'each' : 'most of them'} by ${by}`}.`,
    appeared: (count: number) => n(count, { one: '# gets a date.', other: '# get a date.' }),
    showChanged: 'Show only what changes',
    showAll: 'Show all',
    otherwise: (count: number) =>
      n(count, {
        one: '# does not move with the others: why',
        other: '# do not move with the others: why',
      }),
    conflicts: (all: number, change?: readonly [comes: number, goes: number]) =>
      `Conflicts: ${all}${change ? ` (${change[0]} new, ${change[1]} gone)` : ''}`,
    comes: 'new',
    assumed: 'Assumed besides',
    assuming: 'assuming',
    takeBack: (text: string) => `Take back ${text}`,
    unknown: (list: string) => `This agreement does not know: ${list}. It was left out.`,
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
    before: 'instead of',
    nth: (ordinal: number) => `no. ${ordinal}`,
    nothing: 'No milestone fits these filters.',
    nothingChanged: 'Nothing would change. Move the signing date further, or show everything.',
    showAll: 'Show all',
  },
  track: { today: 'today' },
  due: {
    from: (date: string) => `from ${date}`,
    span: (from: string, to: string) => `${from} – ${to}`,
    waits: (list: string) => `waits for ${list}`,
    none: 'no date in the text',
  },
};

export type Words = typeof EN;
