import type { Item } from '../compile/compile';
import type { Context } from '../evaluate/evaluate';
import type { Milestone } from '../model/milestone';
import { outcomeOf } from './outcome';

/** A milestone without its dates: who owes what, and what was recorded about it. */
export function blank(item: Item, context: Context): Milestone {
  const { obligation, phase } = item;
  const milestone: Milestone = {
    id: item.suffix === undefined ? item.id : item.id + item.suffix,
    agreement: context.agreement.document.id,
    obligation: obligation.id,
    path: item.path,
    title: item.title,
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
  const ref = phase?.ref ?? obligation.ref;
  const theme = phase?.theme ?? obligation.theme;
  const ordinal = item.ordinal ?? item.each;
  // Set one by one, not spread: this is the busiest place of a schedule.
  if (item.nature !== undefined) milestone.nature = item.nature;
  // A last day for notice stands beside its term as a phase of the same obligation would.
  if (item.noticeOf !== undefined) milestone.phase = item.path.slice(obligation.id.length + 1);
  else if (phase !== undefined) milestone.phase = phase.id;
  if (item.party !== undefined) milestone.party = item.party;
  if (ordinal !== undefined) milestone.ordinal = ordinal;
  if (ref !== undefined) milestone.ref = ref;
  if (theme !== undefined) milestone.theme = theme;
  if (context.facts.has('superseded', item.path)) {
    const only = { party: item.party, ordinal };
    const instead = context.facts.of('superseded', item.path, only)[0]?.instead;
    if (instead !== undefined) milestone.supersededBy = instead;
  }
  return milestone;
}
