import type { Reading } from '../schedule/readings';
import { presentDay } from './present';

/** Another reading of the same words, and the day (inclusive, YYYY-MM-DD) that it gives. */
export interface PresentedReading {
  reading: Reading['reading'];
  on: string;
  text: string;
}

export function presentReading({ reading, on, text }: Reading): PresentedReading {
  return { reading, on: presentDay(on) as string, text };
}
