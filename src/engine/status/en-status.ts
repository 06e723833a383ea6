import type { ShownStatus } from './shown-status';
import type { Sort } from './status-words';

/** Words for: in the future, soon, past and done, the last two where they are not the general words. */
type Coming = Partial<
  Record<Sort, readonly [ahead: string, soon: string, over?: string, done?: string]>
>;

/** The words for statuses in one language. */
export interface StatusWords {
  readonly status: Readonly<Record<ShownStatus, string>>;
  /** For a status that holds only under an assumption; statuses without an entry keep their word. */
  readonly would: Readonly<Partial<Record<ShownStatus, string>>>;
  /** For what nobody can be late with, by its sort. */
  readonly coming: Coming;
}

/** The words for statuses on the page, in English, and on the page without script. */
export const EN_STATUS: StatusWords = {
  status: {
    met: 'met',
    'met-late': 'met late',
    upcoming: 'upcoming',
    'due-soon': 'due soon',
    open: 'open',
    'in-grace': 'in grace',
    overdue: 'overdue',
    unrecorded: 'no fulfilment recorded',
    holding: 'in force, no breach recorded',
    breached: 'breached',
    violated: 'violated',
    undated: 'no date',
    conditional: 'conditional',
    disputed: 'disputed',
    suspended: 'suspended',
    discharged: 'discharged',
    'took-effect': 'took effect',
    came: 'came',
    expired: 'ended',
    terminated: 'terminated',
  },
  would: {
    met: 'would be met',
    'met-late': 'would be met late',
    'due-soon': 'would be due soon',
    'in-grace': 'would be in grace',
    overdue: 'would be overdue',
    holding: 'would be in force',
    open: 'would be open',
    'took-effect': 'would have taken effect',
    came: 'would have come',
    expired: 'would have ended',
  },
  coming: {
    interval: ['starts', 'starts soon'],
    beginning: ['takes effect', 'takes effect soon'],
    end: ['ends', 'ends soon'],
    moment: ['comes', 'comes soon'],
    right: ['opens', 'opens soon'],
    notice: ['closes', 'closes soon', 'closed'],
    goal: ['goal', 'goal soon', 'goal not reached yet', 'goal reached'],
  },
};
