import type { Step } from '../schedule/model';
import { presentDay, presentInstant } from './present';

/** A step of a derivation: days as YYYY-MM-DD, instants in UTC, absent operands left out. */
export interface PresentedStep {
  rule: string;
  text: string;
  citation: string;
  from?: string;
  fromAt?: string;
  to?: string;
  toAt?: string;
  by?: Step['by'];
}

export function presentStep(step: Step): PresentedStep {
  const { rule, text, citation, by } = step;
  const presented: PresentedStep = { rule, text, citation };
  if (step.from !== undefined) presented.from = presentDay(step.from) as string;
  if (step.fromAt !== undefined) presented.fromAt = presentInstant(step.fromAt) as string;
  if (step.to !== undefined) presented.to = presentDay(step.to) as string;
  if (step.toAt !== undefined) presented.toAt = presentInstant(step.toAt) as string;
  if (by !== undefined) presented.by = by;
  return presented;
}
