/** One examination and the faults it found. */
export interface Check {
  name: string;
  well: string;
  faults: readonly string[];
  /** How many milestones `pacta doctor --repair` can repair. */
  repairable?: number;
}
