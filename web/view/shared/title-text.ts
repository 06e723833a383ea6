import type { Milestone } from '../../../src/engine/model/milestone';
import { loaded } from '../../state/plan';
import { texts } from '../../words/format';
import { partyName } from '../milestone/due';

/** The title with the number of the occurrence and the party, where it has them. */
export function fullTitle(milestone: Milestone): string {
  const { ordinal, party } = milestone;
  const nth = ordinal === undefined ? '' : ` ${texts.value.table.nth(ordinal)}`;
  return `${titleText(milestone)}${nth}${party === undefined ? '' : ` (${partyName(party)})`}`;
}

/** The title in the document; the page's own words for a last day for notice, which no document names. */
export function titleText({ path, title, nature }: Milestone): string {
  if (nature !== 'notice') return title;
  const agreement = loaded.value?.agreement;
  const term = agreement?.byPath.get(agreement.byPath.get(path)?.noticeOf ?? '');
  return term === undefined ? title : texts.value.lastDayForNotice(term.title);
}
