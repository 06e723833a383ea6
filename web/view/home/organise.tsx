import { signal } from '@preact/signals';
import { mayAct } from '../../state/access/session';
import { errorText } from '../../state/api';
import { organise, organised, type WatchMode } from '../../state/home';
import { homeTexts } from '../../words/home';
import { Dialog } from '../shared/dialog';
import { field } from '../shared/form';

const MODES: readonly WatchMode[] = ['active', 'paused', 'archived'];
const refused = signal('');

const close = (): void => {
  organised.value = undefined;
  refused.value = '';
};

/** The dialog for the group and the tags of an agreement. */
export function Organise() {
  const w = homeTexts.value;
  const agreement = organised.value;
  if (w === undefined || agreement === undefined) return null;
  const save = async (form: FormData): Promise<void> => {
    const tags = field(form, 'tags')
      .split(',')
      .map((tag) => tag.trim())
      .filter((tag) => tag !== '');
    const standing = MODES.find((one) => one === form.get('standing')) ?? agreement.standing;
    try {
      await organise(agreement, { tags, standing });
      close();
    } catch (error) {
      refused.value = errorText(error);
    }
  };
  return (
    <Dialog title={agreement.title} close={close}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void save(new FormData(event.currentTarget));
        }}
      >
        {mayAct('editor') && (
          <fieldset class="standing">
            <legend class="unseen">{w.groups}</legend>
            {MODES.map((one) => (
              <label key={one} class="check">
                <input
                  type="radio"
                  name="standing"
                  value={one}
                  defaultChecked={agreement.standing === one}
                />
                {w.standing[one]}
              </label>
            ))}
          </fieldset>
        )}
        <label class="stacked">
          {w.tags}
          <input name="tags" defaultValue={agreement.tags.join(', ')} autocomplete="off" />
          <span class="hint">{w.tagsHint}</span>
        </label>
        {refused.value !== '' && <p role="alert">{refused.value}</p>}
        <button type="submit" class="main">
          {w.save}
        </button>
      </form>
    </Dialog>
  );
}
