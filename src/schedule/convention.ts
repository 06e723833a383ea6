/** A rule of counting as data. `docs/counting.md` prints each as a table with a worked example. */
export interface Convention {
  name: string;
  title: string;
  /** The day of the event is day 0 and not counted. */
  excludesTriggerDay: boolean;
  /** Where the month has no such day: its last day, the first day of the next month, or a refusal. */
  monthEnd: 'clamp' | 'round-up' | 'reject';
  /** Provisions behind each rule, for derivations. */
  citations: {
    anchor: string;
    trigger: string;
    days: string;
    months: string;
    hours: string;
    endOfDay: string;
  };
}

const OWN = 'agreement-d-plus-n';

const D_PLUS_N: Convention = {
  name: OWN,
  title: 'D + N: the day of the event is day 0, no roll, to the end of the local day',
  excludesTriggerDay: true,
  monthEnd: 'clamp',
  citations: {
    anchor: `${OWN}, rule 1: a period runs from a recorded event`,
    trigger: `${OWN}, rule 2: the day of the event is not counted (as ETS 76, article 3 paragraph 1)`,
    days: `${OWN}, rule 3: every calendar day counts, none is rolled`,
    months: `${OWN}, rule 4: months and years end on the same date, or the month’s last day (as ETS 76, article 4 paragraph 2)`,
    hours: `${OWN}, rule 5: hours run from the instant`,
    endOfDay: `${OWN}, rule 6: the day ends at the midnight of the agreement’s zone`,
  },
};

/** By name. A Map, so that no inherited name passes for a convention. */
export const CONVENTIONS: ReadonlyMap<string, Convention> = new Map(
  [D_PLUS_N].map((convention) => [convention.name, convention]),
);

export const DEFAULT_CONVENTION = OWN;
