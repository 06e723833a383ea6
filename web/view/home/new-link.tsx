import { mayAct } from '../../state/access/session';
import { follow, homePatch, linkTo } from '../../state/address';
import { homeTexts } from '../../words/home';

/** Leads to the view that adds an agreement; for those who may save one. */
export function NewLink() {
  if (!mayAct('editor')) return null;
  const patch = { ...homePatch(), view: 'new' };
  return (
    <a class="new-link" href={linkTo(patch)} onClick={follow(patch)}>
      {homeTexts.value?.newAgreement}
    </a>
  );
}
