import { signal } from '@preact/signals';
import { formatDay } from '../../../src/engine/calendar/epoch-day';
import { address, navigate } from '../../state/address';
import { api, errorText } from '../../state/api';
import { openDialog } from '../../state/dialog';
import { loadPlan } from '../../state/plan';
import { reloadScenarios, scenariosOf } from '../../state/what-if/scenarios';
import { allTexts, longDay } from '../../words/format';
import { Dialog } from '../shared/dialog';
import { field } from '../shared/form';

const refused = signal('');

const close = (): void => {
  openDialog.value = undefined;
  refused.value = '';
};

/** Writes and closes the dialog; where the service refuses, the dialog stays open with the reason. */
async function attempt(write: () => Promise<void>): Promise<void> {
  try {
    await write();
    close();
  } catch (error) {
    refused.value = errorText(error);
  }
}

/** The dialogs of the signing bar. */
export function SigningDialogs() {
  const open = openDialog.value;
  if (open === undefined) return null;
  return open.kind === 'save-scenario' ? <SaveScenario /> : <SetSigning day={open.day} />;
}

const Refusal = () => (refused.value === '' ? null : <p role="alert">{refused.value}</p>);

async function save(form: FormData): Promise<void> {
  const { agreement, signing, assume } = address.peek();
  const name = field(form, 'name');
  const on = signing === '' ? {} : { signing };
  await api('POST', scenariosOf(agreement), { name, assume, ...on });
  await reloadScenarios();
}

/** Saves the what-if under a name. */
function SaveScenario() {
  const w = allTexts.value.saveScenario;
  return (
    <Dialog title={w.title} close={close}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          const form = new FormData(event.currentTarget);
          void attempt(() => save(form));
        }}
      >
        <label class="stacked">
          {w.name}
          <input name="name" required maxLength={200} autocomplete="off" />
        </label>
        <p class="hint">{w.hint}</p>
        <Refusal />
        <button type="submit" class="main">
          {w.save}
        </button>
      </form>
    </Dialog>
  );
}

async function put(day: number, form: FormData): Promise<void> {
  const reason = field(form, 'reason');
  await api('PUT', `/v1/agreements/${address.peek().agreement}/signing`, {
    date: formatDay(day),
    hypothetical: form.get('actual') === null,
    ...(reason === '' ? {} : { reason }),
  });
  await loadPlan();
  navigate({ signing: '', against: '' });
}

/** Sets the assumed day as the signing date for everybody, with a reason. */
function SetSigning({ day }: { day: number }) {
  const w = allTexts.value;
  return (
    <Dialog title={w.setSigning.title(longDay(day))} close={close}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          const form = new FormData(event.currentTarget);
          void attempt(() => put(day, form));
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
        <Refusal />
        <p>
          <button type="submit" class="main">
            {w.setSigning.put}
          </button>
        </p>
      </form>
    </Dialog>
  );
}
