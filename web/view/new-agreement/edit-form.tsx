import { useEffect, useRef, useState } from 'preact/hooks';
import { type Checked, checked } from '../../state/new-agreement/check';
import { applyForm, change, partyNames, withFormOf, work } from '../../state/new-agreement/work';
import {
  type Entry,
  type EntryForm,
  KEYS,
  type Key,
  outlineOf,
  whoOf,
  withEvent,
} from '../../state/new-agreement/yaml-document';
import { newWords } from '../../words/new-agreement';
import { dateText, firstDay } from './dates';

interface EditProps {
  id: string;
  entry: Entry;
  close: () => void;
}

const REST_MS = 350;

/** The form of an entry. What its words mean is asked while they are typed. */
export function EditForm({ id, entry, close }: EditProps) {
  const w = newWords();
  const [form, setForm] = useState<EntryForm>(() => ({
    title: entry.title,
    ref: entry.ref,
    who: whoOf(entry, partyNames.peek()),
    key: entry.key === '' ? 'due' : entry.key,
    phrase: entry.phrase === 'undated' ? '' : entry.phrase,
  }));
  const own = useRef<HTMLFormElement>(null);
  useEffect(() => own.current?.querySelector('input')?.focus(), []);
  const set = (patch: Partial<EntryForm>): void => setForm({ ...form, ...patch });
  const complete = { ...form, phrase: form.phrase.trim() === '' ? 'undated' : form.phrase.trim() };
  const input = (name: 'title' | 'who' | 'ref', label: string, required = false) => (
    <label class="stacked">
      {label}
      <input
        value={form[name]}
        required={required}
        autocomplete="off"
        onInput={({ currentTarget }) => set({ [name]: currentTarget.value })}
      />
    </label>
  );
  return (
    <form
      ref={own}
      class="edit"
      onSubmit={(event) => {
        event.preventDefault();
        applyForm(id, complete);
        close();
      }}
      onKeyDown={(event) => {
        if (event.key === 'Escape') close();
      }}
    >
      {input('title', w.what, true)}
      <div class="pair">
        {input('who', w.who)}
        {input('ref', w.ref)}
      </div>
      <label class="stacked">
        {w.kind}
        <select
          value={form.key}
          onChange={({ currentTarget }) => set({ key: keyOf(currentTarget.value) })}
        >
          {KEYS.map((key) => (
            <option key={key} value={key}>
              {w.key[key]}
            </option>
          ))}
        </select>
      </label>
      <label class="stacked">
        {w.when}
        <input
          value={form.phrase}
          autocomplete="off"
          spellcheck={false}
          aria-describedby={`understood-${id}`}
          onInput={({ currentTarget }) => set({ phrase: currentTarget.value })}
        />
        <span class="hint">{w.whenHint}</span>
      </label>
      <div class="understood" id={`understood-${id}`} aria-live="polite">
        <Understood id={id} form={complete} />
      </div>
      <p class="tools">
        <button type="submit" class="main">
          {w.apply}
        </button>
        <button type="button" onClick={close}>
          {w.cancel}
        </button>
      </p>
    </form>
  );
}

const keyOf = (text: string): Key => KEYS.find((one) => one === text) ?? 'due';

/** What the service makes of the entry in its document: a phrase and a date, or what is wrong. */
function Understood({ id, form }: { id: string; form: EntryForm }) {
  const w = newWords();
  const [found, setFound] = useState<Checked | undefined>(undefined);
  const { yaml = '', signing = '' } = work.value ?? {};
  const { key, phrase, who } = form;
  useEffect(() => {
    let current = true;
    const ask = async (candidate: string): Promise<void> => {
      const answer = await checked(candidate, signing);
      if (current) setFound(answer);
    };
    const timer = setTimeout(() => {
      // A title that is not typed yet is no fault of the words.
      const candidate = withFormOf(id, { ...form, title: form.title.trim() || id });
      void ask(candidate);
    }, REST_MS);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [id, key, phrase, who, yaml, signing]);
  if (found === undefined) return <span class="hint">{w.checking}</span>;
  if (found.failure !== '') return <span class="wrong">{found.failure}</span>;
  const index = outlineOf(found.yaml)?.entries.find((one) => one.id === id)?.index ?? -1;
  const faults = found.faults.filter((one) => one.pointer.startsWith(`/obligations/${index}/`));
  if (faults.length > 0)
    return (
      <>
        {faults.map(({ pointer, detail, expected }) => (
          <span key={pointer + detail} class="wrong" lang="en">
            {detail}
            {expected !== undefined && `; ${expected}`}
          </span>
        ))}
        <MissingEvents details={faults.map(({ detail }) => detail)} />
      </>
    );
  const words = found.answer?.read.find((one) => one.pointer === `/obligations/${index}/${key}`);
  const first = (found.answer?.dates.milestones ?? []).find(
    (one) => one.path === id && firstDay(one) !== undefined,
  );
  return (
    <>
      <span>{w.understood(`${w.key[key] ?? key} ${words?.phrase ?? phrase}`)}</span>
      {first !== undefined && <strong>{dateText(first)}</strong>}
    </>
  );
}

/** Events that the words name and the document lacks: one press declares them. */
function MissingEvents({ details }: { details: readonly string[] }) {
  const w = newWords();
  const missing = details.flatMap(
    (detail) => /^"([a-z0-9-]+)" is not an event/.exec(detail)?.[1] ?? [],
  );
  return (
    <>
      {[...new Set(missing)].map((event) => (
        <button
          key={event}
          type="button"
          onClick={() => change({ yaml: withEvent(work.value?.yaml ?? '', event) })}
        >
          {w.addEvent(event)}
        </button>
      ))}
    </>
  );
}
