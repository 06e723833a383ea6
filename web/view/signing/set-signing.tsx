import { signal } from '@preact/signals';
import { formatDay } from '../../../src/engine/calendar/epoch-day';
import { address, navigate } from '../../state/address';
import { api, told } from '../../state/api';
import { loadPlan } from '../../state/plan';
import { longDay, say } from '../../words/format';
import { Dialog } from '../shared/dialog';
import { field } from '../shared/form';

/** The day that is about to be put in force; undefined while none is. */
export const setting = signal<number | undefined>(undefined);
const refused = signal('');

const close = (): void => {
  setting.value = undefined;
  refused.value = '';
};

async function put(day: number, form: FormData): Promise<void> {
  const reason = field(form, 'reason');
  try {
    await api('PUT', `/v1/agreements/${address.peek().agreement}/signing`, {
      date: formatDay(day),
      hypothetical: form.get('actual') === null,
      ...(reason === '' ? {} : { reason }),
    });
    close();
    await loadPlan();
    navigate({ signing: '', against: '' });
  } catch (error) {
    refused.value = told(error);
  }
}

/** Makes an assumed day the one that everybody sees, with the reason for it. */
export function SetSigning() {
  const day = setting.value;
  const w = say.value;
  if (day === undefined) return null;
  return (
    <Dialog title={w.setSigning.title(longDay(day))} close={close}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void put(day, new FormData(event.currentTarget));
        }}
      >
        <p>{w.setSigning.explains}</p>
        <label class="stacked">
          {w.reason}
          <input name="reason" required maxLength={1000} autocomplete="off" />
        </label>
        <label class="check">
          <input type="checkbox" name="actual" /> {w.setSigning.actual}
        </label>
        {refused.value !== '' && <p role="alert">{refused.value}</p>}
        <p>
          <button type="submit" class="main">
            {w.setSigning.put}
          </button>
        </p>
      </form>
    </Dialog>
  );
}
