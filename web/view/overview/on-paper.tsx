import { route } from '../../state/address';
import { loaded } from '../../state/plan';
import { rows, shownRows } from '../../state/rows';
import { supposing } from '../../state/what-if/what-if';
import { count, say } from '../../words/format';
import { partyName } from '../milestone/due';

/** What a sheet of paper has to say by itself: of which text it is, and what was left out of it. */
export function OnPaper() {
  const w = say.value;
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

/** Which rows the filters leave. */
export function FilteredOnPaper() {
  const w = say.value;
  const { party, theme, status, text, changed } = route;
  const parts = [
    party !== '' && `${w.filter.party}: ${partyName(party)}`,
    theme !== '' && `${w.filter.theme}: ${theme}`,
    status !== '' && `${w.filter.status}: ${statusNames(status)}`,
    text !== '' && `${w.filter.text}: ${text}`,
    changed !== '' && supposing.value && w.filter.changed,
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
  const names: Readonly<Record<string, string>> = say.value.status;
  return list
    .split(',')
    .map((one) => names[one] ?? one)
    .join(', ');
}
