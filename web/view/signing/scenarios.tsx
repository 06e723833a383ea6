import { computed, signal } from '@preact/signals';
import { address, navigate, route } from '../../state/address';
import { api, type Page, told } from '../../state/api';
import { resource } from '../../state/resource';
import { session } from '../../state/session';
import { say } from '../../words/format';
import { Dialog } from '../shared/dialog';
import { field } from '../shared/form';

interface Saved {
  id: string;
  name: string;
  signing: string | null;
  assume: readonly string[];
}

const scenariosOf = (agreement: string): string =>
  `/v1/agreements/${encodeURIComponent(agreement)}/scenarios`;

/** Saved what-ifs are not public. */
const allowed = computed(() => session.value !== undefined && session.value.kind !== 'public');

const saved = resource(
  () => (allowed.value ? route.agreement : ''),
  async (id) => (await api<Page<Saved>>('GET', `${scenariosOf(id)}?limit=100`)).items,
);
export const saving = signal(false);
const refused = signal('');

/** Saved what-ifs of the agreement, to be looked at again or to be held against. */
export function Scenarios() {
  const w = say.value;
  const items = saved.answer.value ?? [];
  return (
    <>
      {items.length > 0 && (
        <label>
          <span class="unseen">{w.scenario.saved}</span>
          <select
            value=""
            onChange={({ currentTarget }) => {
              const [kind, id] = currentTarget.value.split(' ');
              const chosen = items.find((one) => one.id === id);
              if (chosen === undefined) return;
              if (kind === 'against') navigate({ against: chosen.signing ?? '' });
              else navigate({ signing: chosen.signing ?? '', assume: chosen.assume });
              currentTarget.value = '';
            }}
          >
            <option value="">{w.scenario.saved}</option>
            <optgroup label={w.scenario.lookAt}>
              {items.map(({ id, name }) => (
                <option key={id} value={`show ${id}`}>
                  {name}
                </option>
              ))}
            </optgroup>
            <optgroup label={w.scenario.holdAgainst}>
              {items
                .filter(({ signing }) => signing !== null)
                .map(({ id, name }) => (
                  <option key={id} value={`against ${id}`}>
                    {name}
                  </option>
                ))}
            </optgroup>
          </select>
        </label>
      )}
      {saving.value && <SaveDialog />}
    </>
  );
}

const close = (): void => {
  saving.value = false;
  refused.value = '';
};

async function save(name: string): Promise<void> {
  const { agreement, signing, assume } = address.peek();
  try {
    await api('POST', scenariosOf(agreement), {
      name,
      assume,
      ...(signing === '' ? {} : { signing }),
    });
    close();
    await saved.reload();
  } catch (error) {
    refused.value = told(error);
  }
}

function SaveDialog() {
  const w = say.value;
  return (
    <Dialog title={w.scenario.title} close={close}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void save(field(new FormData(event.currentTarget), 'name'));
        }}
      >
        <label class="stacked">
          {w.scenario.name}
          <input name="name" required maxLength={200} autocomplete="off" />
        </label>
        <p class="hint">{w.scenario.hint}</p>
        {refused.value !== '' && <p role="alert">{refused.value}</p>}
        <button type="submit" class="main">
          {w.scenario.save}
        </button>
      </form>
    </Dialog>
  );
}
