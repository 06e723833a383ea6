import { formatDay } from '../../../src/engine/calendar/epoch-day';
import { asOf, loaded } from '../../state/plan';
import { quoteOf, type Row } from '../../state/timeline/rows';
import { assumedSigning, outlook } from '../../state/what-if/what-if';
import { allTexts } from '../../words/format';
import { Copy } from '../shared/copy';
import { localDay } from '../shared/day';
import { dueText } from './due';

/** Quotation marks are for the agreement's own words only. */
function words(milestone: Row['milestone']): string {
  const quote = quoteOf(milestone);
  const read = `${allTexts.value.drawer.read} ${milestone.phrase}`;
  return quote === undefined ? read : `“${quote}”, ${read}`;
}

function signingKind({ hypothetical }: { hypothetical?: boolean | undefined }) {
  if (assumedSigning.value !== undefined) return 'assumed';
  return hypothetical === true ? 'hypothetical' : 'signed';
}

/** A citation with all that is needed to check it: source, article, signing, day and address. */
function citation({ milestone }: Row): string {
  const w = allTexts.value;
  const document = loaded.value?.agreement.document;
  const signing = outlook.value?.signing;
  const basis =
    signing === undefined ? '' : `; ${w.cite[signingKind(signing)]} ${formatDay(signing.day)}`;
  const article = milestone.ref === undefined ? '' : `, ${w.drawer.article(milestone.ref)}`;
  const exact = milestone.rough === undefined ? milestone.dueOn : undefined;
  const on = exact === undefined ? dueText(milestone) : formatDay(exact);
  return `${milestone.title}: ${on} (${document?.title}${article}; ${words(milestone)}${basis}; ${w.asOf} ${formatDay(localDay(asOf.value))}). ${location.href}`;
}

export function Cite({ row }: { row: Row }) {
  return (
    <section>
      <Copy label={allTexts.value.cite.copy} text={() => citation(row)} />
      <p class="hint citation">{citation(row)}</p>
    </section>
  );
}
