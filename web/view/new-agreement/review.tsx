import { signal } from '@preact/signals';
import { formatDay, parseDay } from '../../../src/engine/calendar/epoch-day';
import { mayAct } from '../../state/access/session';
import { again, latest, refusal, save, saving } from '../../state/new-agreement/check';
import {
  cards,
  change,
  discard,
  isKept,
  openCards,
  outline,
  tab,
  work,
} from '../../state/new-agreement/work';
import { withField } from '../../state/new-agreement/yaml-document';
import { newWords } from '../../words/new-agreement';
import { DateField } from '../signing/date-field';
import { Cards } from './cards';
import { Dates } from './dates';
import { focusCard } from './find';
import { TextPane } from './text-pane';
import { YamlTab } from './yaml-tab';

/** What was read, entry by entry, beside the text; or the same document as YAML. */
export function Review() {
  const w = newWords();
  const reading = work.value?.reading ?? null;
  return (
    <>
      <Frame />
      <div class="tabs" role="group" aria-label={w.views}>
        {(['cards', 'yaml'] as const).map((one) => (
          <button
            key={one}
            type="button"
            aria-pressed={tab.value === one}
            onClick={() => (tab.value = one)}
          >
            {w.tab[one]}
          </button>
        ))}
        <Counts />
      </div>
      {tab.value === 'yaml' ? (
        <YamlTab />
      ) : outline.value === undefined ? (
        <p role="alert">
          {w.unreadable}{' '}
          <button type="button" onClick={() => (tab.value = 'yaml')}>
            {w.toYaml}
          </button>
        </p>
      ) : (
        <div class={reading === null ? 'beside alone' : 'beside'}>
          {reading !== null && <TextPane reading={reading} />}
          <Cards />
        </div>
      )}
      <Dates />
      <Ending />
    </>
  );
}

const FIELDS = ['title', 'id', 'zone'] as const;

/** The fields of the document as a whole, and the assumed signing. */
function Frame() {
  const w = newWords();
  const shown = outline.value;
  const signing = parseDay(work.value?.signing ?? '');
  const labels = { title: w.name, id: w.id, zone: w.zone };
  return (
    <div class="frame">
      <h2>{shown?.title || w.title}</h2>
      {shown !== undefined &&
        FIELDS.map((key) => {
          const text =
            (key === 'id' && refusal.value?.kind === 'taken' && w.taken) || faultAt(`/${key}`);
          return (
            <label key={key} class={`stacked of-${key}`}>
              {labels[key]}
              <input
                value={shown[key]}
                autocomplete="off"
                spellcheck={false}
                aria-invalid={text !== ''}
                aria-describedby={text === '' ? undefined : `wrong-${key}`}
                onChange={({ currentTarget }) =>
                  change({
                    yaml: withField(work.value?.yaml ?? '', key, currentTarget.value.trim()),
                  })
                }
              />
              {text !== '' && (
                <span class="wrong" role="alert" id={`wrong-${key}`}>
                  {text}
                </span>
              )}
            </label>
          );
        })}
      <span class="stacked of-signing">
        <DateField
          label={w.signing}
          shown
          value={signing}
          near={signing ?? 0}
          choose={(day) => change({ signing: formatDay(day) })}
        />
      </span>
    </div>
  );
}

const faultAt = (pointer: string): string =>
  (latest.value?.faults ?? [])
    .filter((one) => one.pointer === pointer)
    .map(({ detail, expected }) => `${detail}${expected === undefined ? '' : `; ${expected}`}`)
    .join(' ');

/** How much is decided; what is not leads to its place. */
function Counts() {
  const w = newWords();
  const accepted = cards.value.filter(({ state }) => state === 'accepted').length;
  const open = openCards.value;
  return (
    <p class="counts" role="status">
      <span class="is-met">{w.accepted(accepted)}</span>
      {open.length === 0 ? (
        <span class="hint">{w.allDecided}</span>
      ) : (
        <button type="button" class="next" onClick={nextOpen}>
          {w.toDecide(open.length)}
        </button>
      )}
    </p>
  );
}

let lastShown = '';

/** Shows the first card that is to be decided, and from then on the next one. */
function nextOpen(): void {
  const ids = openCards.peek().map(({ id }) => id);
  const next = ids[ids.indexOf(lastShown) + 1] ?? ids[0];
  if (next === undefined) return;
  lastShown = next;
  tab.value = 'cards';
  requestAnimationFrame(() => focusCard(next));
}

const asking = signal(false);

function Ending() {
  const w = newWords();
  const found = latest.value;
  const current = found?.yaml === work.value?.yaml ? found : undefined;
  // While it is being checked it may be saved: the service refuses what has faults.
  const faulty = current !== undefined && current.faults.length > 0;
  const left = openCards.value.length;
  const other = refusal.value?.kind === 'taken' ? '' : (refusal.value?.text ?? '');
  return (
    <div class="ending">
      {current !== undefined && current.failure !== '' && (
        <p role="alert">
          {current.failure}{' '}
          <button type="button" onClick={() => (again.value += 1)}>
            {w.retry}
          </button>
        </p>
      )}
      {other !== '' && <p role="alert">{other}</p>}
      {refusal.value?.kind === 'taken' && (
        <p role="alert">
          {refusal.value.text} {w.taken}
        </p>
      )}
      {left > 0 && <p class="hint">{w.leftOut(left)}</p>}
      {!mayAct('editor') && <p class="hint">{w.readOnly}</p>}
      <p class="actions">
        <button
          type="button"
          class="main"
          disabled={saving.value || !mayAct('editor') || faulty}
          onClick={() => void save()}
        >
          {saving.value ? w.savingNow : w.save}
        </button>
        {asking.value ? (
          <>
            <button
              type="button"
              onClick={() => {
                asking.value = false;
                discard();
              }}
            >
              {w.reallyDiscard}
            </button>
            <button type="button" onClick={() => (asking.value = false)}>
              {w.keepIt}
            </button>
          </>
        ) : (
          <button type="button" onClick={() => (asking.value = true)}>
            {w.discard}
          </button>
        )}
      </p>
      <p class="hint">{isKept.value ? w.keptHere : w.notKept}</p>
    </div>
  );
}
