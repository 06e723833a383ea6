import type { Item } from './compile';
import type { Context } from './evaluate';
import type { Milestone } from './model';
import { outcomeOf } from './outcome';

/** A milestone without its dates: who owes what, and what was recorded about it. */
export function blank(item: Item, context: Context): Milestone {
  const { obligation, phase } = item;
  const ref = phase?.ref ?? obligation.ref;
  const theme = phase?.theme ?? obligation.theme;
  const ordinal = item.ordinal ?? item.each;
  const agreement = context.agreement.document.id;
  return {
    id: `${agreement}/${item.path}${item.suffix ?? ''}`,
    agreement,
    obligation: obligation.id,
    ...(phase === undefined ? {} : { phase: phase.id }),
    ...(item.party === undefined ? {} : { party: item.party }),
    ...(ordinal === undefined ? {} : { ordinal }),
    path: item.path,
    ...(ref === undefined ? {} : { ref }),
    title:
      phase === undefined ? obligation.title : `${obligation.title}: ${phase.title ?? phase.id}`,
    ...(theme === undefined ? {} : { theme }),
    kind: item.kind,
    obligors: item.obligors,
    beneficiaries: item.beneficiaries,
    phrase: item.phrase,
    waitsFor: [],
    provisional: false,
    hypothetical: false,
    derivation: [],
    outcome: outcomeOf(item, context),
  };
}
