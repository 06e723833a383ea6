import type { Limits } from '../base/limits/limits';
import type { Fault, RefusalKind } from '../base/refusal';
import type { Extracted } from './extracted';
import type { Format } from './refusals';

/** To the process that reads a file. */
export interface ToReader {
  bytes: Uint8Array;
  limits: Limits;
}

/** From it. */
export type FromReader =
  | { kind: 'ready' }
  | { kind: 'text'; extracted: Extracted }
  | { kind: 'refused'; refusal: RefusalKind; detail: string; faults: readonly Fault[] }
  /** A library ended with an error that is not known. */
  | { kind: 'failed'; format: Format; reason: string };
