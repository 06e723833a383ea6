import type { Sort } from '../../src/engine/status/status-words';
import type { ShownStatus } from './shown-status';

/** Ahead, soon, and what is said once it is over where that is not the general word. */
type Coming = Partial<Record<Sort, readonly [ahead: string, soon: string, over?: string]>>;

/** The words for statuses. */
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
  /** Of a status that holds only under an assumption; what is not named here claims nothing. */
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
  /** Statuses of what nobody can be late with: ahead, soon and, where it is another word, over. */
  coming: {
    interval: ['starts', 'starts soon'],
    beginning: ['takes effect', 'takes effect soon'],
    end: ['ends', 'ends soon'],
    moment: ['comes', 'comes soon'],
    right: ['opens', 'opens soon'],
    notice: ['closes', 'closes soon', 'closed'],
  } as Coming,
};

export type StatusWords = typeof EN_STATUS;
