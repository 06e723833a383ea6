import { signal } from '@preact/signals';

/** A dialog of the signing bar. */
type SigningDialog =
  | { kind: 'save-scenario' }
  /** `day`: the one that is about to be set as the signing date. */
  | { kind: 'set-signing'; day: number };

/** The dialog that is open. */
export const openDialog = signal<SigningDialog | undefined>(undefined);
