import { computed, effect, signal } from '@preact/signals';
import { address, go, here } from '../state/address';
import { api, locked, type Page, told } from '../state/api';
import { session } from '../state/session';
import { say } from '../words/format';
import { Dialog } from './dialog';
import { field } from './form';

interface Saved {
  id: string;
  name: string;
  signing: string | null;
  assume: readonly string[];
}

const saved = signal<readonly Saved[]>([]);
export const saving = signal(false);
const refused = signal('');

const agreement = computed(() => here.agreement);

async function load(): Promise<void> {
  const id = agreement.peek();
  if (id === '') return;
  try {
    const { items } = await api<Page<Saved>>('GET', `/v1/agreements/${id}/scenarios?limit=100`);
    saved.value = items;
  } catch {
    saved.value = [];
  }
}

effect(() => {
  // Saved what-ifs are not public.
  const kind = session.value?.kind;
  if (agreement.value !== '' && !locked.value && kind !== undefined && kind !== 'public') {
    void load();
  }
});

/** Saved what-ifs of the agreement, to be looked at again or to be held against. */
export function Scenarios() {
  const w = say.value;
  const items = saved.value;
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
              if (kind === 'against') go({ against: chosen.signing ?? '' });
              else go({ signing: chosen.signing ?? '', assume: chosen.assume });
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

async function save(name: string): Promise<void> {
  const { signing, assume } = address.peek();
  try {
    await api('POST', `/v1/agreements/${agreement.peek()}/scenarios`, {
      name,
      assume,
      ...(signing === '' ? {} : { signing }),
    });
    saving.value = false;
    refused.value = '';
    await load();
  } catch (error) {
    refused.value = told(error);
  }
}

function SaveDialog() {
  const w = say.value;
  return (
    <Dialog title={w.scenario.title} close={() => (saving.value = false)}>
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
