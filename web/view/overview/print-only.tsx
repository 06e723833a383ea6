import { route } from '../../state/address';
import { loaded } from '../../state/plan';
import { rows, shownRows } from '../../state/timeline/rows';
import { hasAssumptions } from '../../state/what-if/what-if';
import { count, texts } from '../../words/format';
import { partyName } from '../milestone/due';

/** The head of a printed report: the agreement, its status and the address of the view. */
export function PrintHeader() {
  const w = texts.value;
  const document = loaded.value?.agreement.document;
  if (document === undefined) return null;
  const about = [document.status, document.invented && w.invented].filter(Boolean);
  return (
    <header class="on-paper">
      <p class="paper-title">{document.title}</p>
      {about.length > 0 && <p>{about.join('; ')}</p>}
      <p class="hint">{location.href}</p>
    </header>
  );
}

/** In a printed report: which filters are set, and how many rows they leave. */
export function PrintFilters() {
  const w = texts.value;
  const { party, theme, status, text, changed } = route;
  const parts = [
    party !== '' && `${w.filter.party}: ${partyName(party)}`,
    theme !== '' && `${w.filter.theme}: ${theme}`,
    status !== '' && `${w.filter.status}: ${statusNames(status)}`,
    text !== '' && `${w.filter.text}: ${text}`,
    changed !== '' && hasAssumptions.value && w.filter.changed,
  ].filter(Boolean);
  if (parts.length === 0) return null;
  const shown = w.filter.shown(count(shownRows.value.length), count(rows.value.length));
  return (
    <p class="on-paper">
      {shown} ({parts.join('; ')})
    </p>
  );
}

function statusNames(list: string): string {
  const names: Readonly<Record<string, string>> = texts.value.status;
  return list
    .split(',')
    .map((one) => names[one] ?? one)
    .join(', ');
}
