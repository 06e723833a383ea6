import { follow, homePatch, linkTo } from '../../state/address';
import { work } from '../../state/new-agreement/work';
import { texts } from '../../words/format';
import { newAgreementTexts } from '../../words/new-agreement';
import { Review } from './review';
import { Start } from './start';

/** The view that adds an agreement: ways to begin, then the review of what was read. */
export function NewAgreement() {
  if (newAgreementTexts.value === undefined) return <main id="content" />;
  return (
    <main id="content" class="new-agreement">
      <a class="up" href={linkTo(homePatch())} onClick={follow(homePatch())}>
        {texts.value.allAgreements}
      </a>
      {work.value === undefined ? <Start /> : <Review />}
    </main>
  );
}
