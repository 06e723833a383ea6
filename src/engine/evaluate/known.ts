import { boundOf } from '../calendar/working-calendar';
import type { Known } from '../model/value';
import type { Context } from './evaluate';

/** Builds known values; steps are only made where derivations are wanted. */
export type Found = Pick<Known, 'day' | 'instant' | 'sharp'> & { side?: Known['side'] | undefined };

export function known(context: Context, found: Found, steps: () => Known['steps']): Known {
  return at(found, false, NONE, context.derivations ? steps() : NONE);
}

/** A value that follows from another: it inherits what that one rests on. */
export function after(
  context: Context,
  of: Known,
  found: Found,
  steps: () => Known['steps'],
): Known {
  const taken = context.derivations ? [...of.steps, ...steps()] : NONE;
  const value = at(found, of.hypothetical, of.provisionalOn, taken);
  if (of.onlyLater) value.onlyLater = true;
  return value;
}

const NONE: readonly never[] = [];

function at(
  { day, instant, sharp, side }: Found,
  hypothetical: boolean,
  provisionalOn: Known['provisionalOn'],
  steps: Known['steps'],
): Known {
  const value: Known = { known: true, day, sharp, hypothetical, provisionalOn, steps };
  if (instant !== undefined) value.instant = instant;
  if (side !== undefined) value.side = side;
  return value;
}

/** The same value, resting on one thing more where there is one. */
export function restingOn(value: Known, open: string | undefined): Known {
  if (open === undefined) return value;
  const { onlyLater, ...rest } = value;
  const provisionalOn = [...value.provisionalOn, open];
  return {
    ...rest,
    provisionalOn,
    ...(onlyLater && boundOf([open]) === 'earliest' && { onlyLater }),
  };
}
