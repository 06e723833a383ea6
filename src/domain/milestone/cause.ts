/** Why something changes: what the history and the messages say. */
export interface Cause {
  text: string;
  factId: string | null;
  /** The agreement was signed, or is assumed to be, on this civil day. */
  signed?: { on: number; at: number | null; hypothetical: boolean };
}

export const BY_THE_CLOCK: Cause = { text: 'clock', factId: null };
