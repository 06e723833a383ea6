import type { PresentedClauseDiff, PresentedDiff } from '../../domain/diff/present';

/** The names of the two sides, and the signing that is assumed for both. */
export interface Sides {
  from: string;
  to: string;
  signed: string | undefined;
}

/** One line of a comparison: its label and the text of each side; empty if a side has none. */
export interface DiffRow {
  label: string;
  from: string;
  to: string;
}

/** The most dates of one clause that are listed; the others are only counted. */
const MOST_DATES = 3;
const WORDS: Readonly<Record<string, string>> = { retimed: 're-timed', quantity: 'amount' };

/** "dropped"; "moved, re-timed". Says how the clauses were matched if it was not by id. */
export function whatDiffers(clause: PresentedClauseDiff): string {
  const { change, changes, matchedBy, likeness } = clause;
  if (change !== 'changed') return change;
  const differs = changes.map((one) => WORDS[one] ?? one).join(', ');
  if (matchedBy === 'id' || likeness === null || likeness === 1) return differs;
  const by = matchedBy === 'ref' ? 'number' : 'words';
  return `${differs}; matched by ${by}, ${Math.round(100 * likeness)} % alike`;
}

/** "6 → 4" if the number differs. */
export function refOf({ from, to }: PresentedClauseDiff): string {
  const refs = [from?.ref, to?.ref].filter((ref) => typeof ref === 'string');
  return [...new Set(refs)].join(' → ');
}

/** "63 clauses: 4 the same, 20 changed (12 reworded, 9 re-timed), 15 added, 14 dropped." */
export function diffSummary({ counts, terms }: PresentedDiff, { signed }: Sides): string {
  const { added, dropped, changed, same, ...each } = counts;
  const how = Object.entries(each).flatMap(([what, count]) =>
    count === 0 ? [] : [`${count} ${WORDS[what] ?? what}`],
  );
  const parts = [
    `${same} the same`,
    `${changed} changed${how.length === 0 ? '' : ` (${how.join(', ')})`}`,
    `${added} added`,
    `${dropped} dropped`,
  ];
  const dates =
    signed === undefined
      ? 'Without a signing day only fixed dates are compared.'
      : `Dates as if both were signed ${signed}.`;
  const isSame = changed + added + dropped + terms.length === 0;
  return `Clauses: ${parts.join(', ')}. ${isSame ? 'The two do not differ.' : dates}`;
}

export function termRows(terms: PresentedDiff['terms']): DiffRow[] {
  return terms.map(({ what, from, to }) => ({ label: what, from: from ?? '', to: to ?? '' }));
}

/** The words of both sides if they differ, then everything else that does. */
export function diffRows(clause: PresentedClauseDiff): DiffRow[] {
  const { changes, from, to, change } = clause;
  const sides = (label: string, was: string | null | undefined, is: string | null | undefined) => ({
    label,
    from: was ?? '',
    to: is ?? '',
  });
  const alone = change !== 'changed';
  const hasQuotes = (from?.quote ?? to?.quote ?? null) !== null;
  const title = from?.title === to?.title || alone ? [] : [sides('title', from?.title, to?.title)];
  const isQuoted = hasQuotes && (alone || changes.includes('reworded'));
  const names = (of: 'obligors' | 'beneficiaries', label: string): DiffRow[] => {
    const row = sides(label, from?.[of].join(', '), to?.[of].join(', '));
    return row.from === row.to || (alone && row.from === '' && row.to === '') ? [] : [row];
  };
  const isOwed = alone || changes.includes('parties');
  return [
    ...title,
    ...(isQuoted ? [sides('quote', from?.quote, to?.quote)] : []),
    ...(isOwed ? [...names('obligors', 'owed by'), ...names('beneficiaries', 'owed to')] : []),
    ...[sides('amount', from?.quantity, to?.quantity)].filter((row) => row.from !== row.to),
    ...clause.rules.map(({ key, from: was, to: is }) => sides(key, was, is)),
    ...dateRows(clause),
  ];
}

const DATES: Readonly<Record<string, string>> = {
  due: 'date',
  grace: 'grace until',
  opens: 'from',
  starts: 'begins',
  ends: 'ends',
};

function dateRows({ change, dates }: PresentedClauseDiff): DiffRow[] {
  const none = (side: 'added' | 'dropped') => (change === side ? '' : 'no date');
  const shown = dates.slice(0, MOST_DATES).map(({ clock, which, from, fromAt, to, toAt, days }) => {
    const unit = Math.abs(days ?? 0) === 1 ? 'day' : 'days';
    const shift = days === null ? '' : ` (${days > 0 ? '+' : ''}${days} ${unit})`;
    return {
      label: `${DATES[which] ?? which}${clock === '' ? '' : ` ${clock}`}`,
      from: from ?? fromAt ?? none('added'),
      to: `${to ?? toAt ?? none('dropped')}${shift}`,
    };
  });
  const more = dates.length - shown.length;
  return more === 0 ? shown : [...shown, { label: '', from: '', to: `and ${more} more dates` }];
}
