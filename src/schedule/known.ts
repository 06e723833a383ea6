import type { Context } from './evaluate';
import type { Known } from './value';

/** Builds known values; steps are only made where derivations are wanted. */
export type Found = Pick<Known, 'day' | 'instant' | 'sharp'>;

export function known(context: Context, found: Found, steps: () => Known['steps']): Known {
  return {
    known: true,
    ...picked(found),
    hypothetical: false,
    provisionalOn: [],
    steps: context.derivations ? steps() : [],
  };
}

/** A value that follows from another: it inherits what that one rests on. */
export function after(
  context: Context,
  of: Known,
  found: Found,
  steps: () => Known['steps'],
): Known {
  return {
    known: true,
    ...picked(found),
    hypothetical: of.hypothetical,
    provisionalOn: of.provisionalOn,
    steps: context.derivations ? [...of.steps, ...steps()] : [],
  };
}

function picked({ day, instant, sharp }: Found): Found {
  return { day, sharp, ...(instant === undefined ? {} : { instant }) };
}
