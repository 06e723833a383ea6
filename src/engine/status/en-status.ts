import type { ShownStatus } from './shown-status';
import type { Sort } from './status-words';

/** Words for: in the future, soon, past and done, the last two where they are not the general words. */
type Coming = Partial<
  Record<Sort, readonly [ahead: string, soon: string, over?: string, done?: string]>
>;

/** The words for statuses on the page, in English, and on the page without script. */
export const EN_STATUS = {
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
  } as Record<ShownStatus, string>,
  /** Words for a status that holds only under an assumption; statuses without an entry keep their word. */
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
  } as Partial<Record<ShownStatus, string>>,
  /** Words for what nobody can be late with, by its sort. */
  coming: {
    interval: ['starts', 'starts soon'],
    beginning: ['takes effect', 'takes effect soon'],
    end: ['ends', 'ends soon'],
    moment: ['comes', 'comes soon'],
    right: ['opens', 'opens soon'],
    notice: ['closes', 'closes soon', 'closed'],
    goal: ['goal', 'goal soon', 'goal not reached yet', 'goal reached'],
  } as Coming,
};

export type StatusWords = typeof EN_STATUS;
