import { presentDay } from '../milestone/present';
import { type PresentedScheduled, presentScheduled } from '../milestone/present-scheduled';
import { type Blackout, type Conflict, conflicts } from '../schedule/conflicts';
import { type Outlook, scheduling } from './outlook';

export interface PresentedConflict {
  kind: Conflict['kind'];
  milestone: string;
  on: string | null;
  because: string;
}

/** A milestone of a what-if: hypothetical as a whole, whatever it rests on. */
export type HypotheticalMilestone = Omit<PresentedScheduled, 'hypothetical' | 'derivation'> & {
  hypothetical: true;
  /** Only where derivations were asked for. */
  derivation?: PresentedScheduled['derivation'];
  /** Whether anything assumed bears on its dates. */
  restsOnAssumption: boolean;
};

export interface PresentedOutlook {
  hypothetical: true;
  milestones: readonly HypotheticalMilestone[];
  /** What is wrong with the days it comes to. */
  conflicts: readonly PresentedConflict[];
  /** Delays of what has no date yet: they change nothing until it has. */
  unplaced: readonly { assume: string; waitsFor: readonly string[] }[];
}

export function presentOutlook(
  found: Outlook,
  asOf: number,
  blackouts: readonly Blackout[],
  derivations: boolean,
): PresentedOutlook {
  return {
    hypothetical: true,
    milestones: found.milestones.map((milestone, i) => {
      const { derivation, ...presented } = presentScheduled(milestone, i, asOf);
      return {
        ...presented,
        hypothetical: true,
        restsOnAssumption: milestone.hypothetical,
        ...(derivations ? { derivation } : {}),
      };
    }),
    conflicts: conflicts(found.agreement, found.facts, scheduling(), blackouts).map(
      presentConflict,
    ),
    unplaced: found.unplaced.map(({ assumption, waitsFor }) => ({
      assume: assumption.text,
      waitsFor,
    })),
  };
}

export function presentConflict({ kind, milestone, on, because }: Conflict): PresentedConflict {
  return { kind, milestone, on: presentDay(on), because };
}
