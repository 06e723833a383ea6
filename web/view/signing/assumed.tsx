import type { Fact } from '../../../src/engine/model/fact';
import type { Assumption } from '../../../src/engine/what-if/assume';
import { navigate, route } from '../../state/address';
import { rows } from '../../state/timeline/rows';
import { assumedFacts, assumptions } from '../../state/what-if/what-if';
import { allTexts, days, months, weekDay } from '../../words/format';
import { nameOf, partyName } from '../milestone/due';

/** The assumptions besides the signing, in words, each with a button that takes it back. */
export function Assumed() {
  const w = allTexts.value;
  const { known } = assumptions.value;
  return (
    <ul class="assumed" aria-label={w.assume.title}>
      {known.map((one, i) => {
        const words = assumptionText(one, assumedFacts.value[i]);
        return (
          <li key={one.text}>
            {words}{' '}
            <button
              type="button"
              aria-label={w.assumption.takeBack(words)}
              onClick={() => navigate({ assume: route.assume.filter((text) => text !== one.text) })}
            >
              ×
            </button>
          </li>
        );
      })}
    </ul>
  );
}

/** "Withdrawal to agreed positions: fulfilled 14 days late, Thu 11 Dec 2025" */
function assumptionText(
  { kind, subject, by, ordinal, when }: Assumption,
  fact: Fact | undefined,
): string {
  const { assumption: w, move, table } = allTexts.value;
  const nth = ordinal === undefined ? '' : ` ${table.nth(ordinal)}`;
  const whose = by === undefined ? '' : ` (${partyName(by)})`;
  const what = `${nameOf(subject)}${nth}${whose}: ${move[kind] ?? kind}`;
  const on = fact === undefined ? w.undated : weekDay(fact.day);
  if (!('delay' in when)) {
    const late = fact === undefined ? 0 : daysLate(fact);
    return `${what}${late === 0 ? '' : ` ${w.delayed(days(Math.abs(late)), late > 0)}`}, ${on}`;
  }
  const { sign, months: m, days: d } = when.delay;
  const span = [m > 0 && months(m), (d > 0 || m === 0) && days(d)].filter(Boolean).join(' ');
  const words = kind === 'occurred' ? w.moved : w.delayed;
  return `${what} ${words(span, sign > 0)}, ${on}`;
}

/** Days from the due day to that of a fulfilment, negative for an early one; 0 where nothing was due. */
function daysLate({ id, day }: Fact): number {
  const done = rows.value.find(({ milestone: { outcome } }) =>
    outcome.moves?.some(({ was, fact }) => was === 'fulfilled' && fact === id),
  );
  return day - (done?.milestone.dueOn ?? day);
}
