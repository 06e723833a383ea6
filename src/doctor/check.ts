/** What was examined, and what was found: no fault where all is well. */
export interface Check {
  name: string;
  well: string;
  faults: readonly string[];
  /** How many of the faults `pacta doctor --repair` mends. */
  repairable?: number;
}
