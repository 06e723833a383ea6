import type { Milestone } from '../../../src/engine/model/milestone';
import { loaded } from '../../state/plan';
import { say } from '../../words/format';

/** The title as the document has it; of a last day for notice, which no document names, in the page's words. */
export function titleText({ path, title, nature }: Milestone): string {
  if (nature !== 'notice') return title;
  const agreement = loaded.value?.agreement;
  const term = agreement?.byPath.get(agreement.byPath.get(path)?.noticeOf ?? '');
  return term === undefined ? title : say.value.lastDayForNotice(term.title);
}
