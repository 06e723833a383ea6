import { plurals } from '../plural';

const n = plurals('en');

export const HOME = {
  title: 'Agreements',
  newAgreement: 'New agreement',
  ahead: (days: number) => `The next ${days} days`,
  late: 'Overdue and breached',
  nothingAhead: (days: number) => `Nothing falls due in the next ${days} days.`,
  nothingLate: 'Nothing is overdue or breached.',
  wouldBe: (count: number) =>
    n(count, { one: '# of them hypothetical', other: '# of them hypothetical' }),
  unrecorded: (count: number) =>
    n(count, {
      one: '# deadline had passed before its agreement was added; no fulfilment is recorded.',
      other: '# deadlines had passed before their agreement was added; no fulfilment is recorded.',
    }),
  all: (count: string) => `All ${count}`,
  fewer: 'Show fewer',
  first: (shown: string) => `The first ${shown}. Choose a group or a tag to see the others.`,
  groups: 'Groups',
  group: {
    '': 'All current',
    active: 'Watched',
    paused: 'Paused',
    archived: 'Archived',
    library: 'Library',
  },
  tags: 'Tags',
  search: 'Search titles, clauses and parties',
  sort: 'Sort by',
  sorts: {
    next: 'Next deadline',
    late: 'Overdue for longest',
    title: 'Title',
    '-changed': 'Last change',
  },
  column: {
    agreement: 'Agreement',
    milestones: 'Milestones',
    next: 'Next deadline',
    late: 'Overdue',
    changed: 'Last change',
  },
  agreements: (count: number) => n(count, { one: '# agreement', other: '# agreements' }),
  more: (count: number) => n(count, { one: 'Show # more', other: 'Show # more' }),
  noNext: 'no deadline ahead',
  noLate: 'nothing',
  since: (date: string) => `since ${date}`,
  andMore: (count: string) => `and ${count} more`,
  hypothetical: 'hypothetical dates',
  invented: 'invented',
  paused: 'paused: no alerts',
  archived: 'archived',
  organise: 'Group and tags',
  organiseOf: (title: string) => `Group and tags of ${title}`,
  standing: {
    active: 'Watched: alerts are sent',
    paused: 'Paused: dates go on, no alerts are sent',
    archived: 'Archived: no alerts, no changes',
  },
  tagsHint: 'Separated by commas. Everybody who reads this service sees them.',
  save: 'Save',
  nothing: 'No agreement fits.',
  showAll: 'Show all agreements',
  empty: 'There is no agreement here yet.',
  emptyHow:
    'Write down who owes what, with the timing words of the text, or let Pacta draft it from the text. Then check it and send it to the service:',
};

export type HomeWords = typeof HOME;
