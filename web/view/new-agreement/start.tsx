import { signal } from '@preact/signals';
import { api, errorText, readAll } from '../../state/api';
import { decoded, readFile, readPasted, titleOf } from '../../state/new-agreement/reading';
import {
  beginForm,
  beginFrom,
  beginReading,
  beginYaml,
  isYaml,
} from '../../state/new-agreement/work';
import { resource } from '../../state/resource';
import { newWords } from '../../words/new-agreement';
import { field } from '../shared/form';

const WAYS = ['text', 'library', 'form', 'yaml'] as const;
const way = signal<(typeof WAYS)[number]>('text');
const pasted = signal('');
const fault = signal('');
const busy = signal(false);

/** The ways to begin an agreement. */
export function Start() {
  const w = newWords();
  return (
    <>
      <h2>{w.title}</h2>
      <div class="ways" role="group" aria-label={w.ways}>
        {WAYS.map((one) => (
          <button
            key={one}
            type="button"
            aria-pressed={way.value === one}
            onClick={() => {
              way.value = one;
              fault.value = '';
            }}
          >
            {w.way[one]}
          </button>
        ))}
      </div>
      {way.value === 'text' && <FromText />}
      {way.value === 'library' && <FromLibrary />}
      {way.value === 'form' && <ByHand />}
      {way.value === 'yaml' && <FromYaml />}
      {fault.value !== '' && <p role="alert">{fault.value}</p>}
    </>
  );
}

async function attempt(begin: () => Promise<void>): Promise<void> {
  if (busy.peek()) return;
  busy.value = true;
  fault.value = '';
  try {
    await begin();
    pasted.value = '';
  } catch (error) {
    fault.value = errorText(error);
  } finally {
    busy.value = false;
  }
}

const takeFile = (file: File | undefined): void => {
  if (file === undefined) return;
  void attempt(async () => {
    const text = isYaml(file.name) ? await decoded(file) : undefined;
    if (text === undefined) beginReading(await readFile(file));
    else beginYaml(text);
  });
};

function FromText() {
  const w = newWords();
  return (
    <form
      class="from-text"
      aria-busy={busy.value}
      onSubmit={(event) => {
        event.preventDefault();
        const text = pasted.value;
        if (text.trim() === '') fault.value = w.noText;
        else void attempt(async () => beginReading(await readPasted(text, titleOf(text))));
      }}
      onDragOver={(event) => event.preventDefault()}
      onDrop={(event) => {
        const [file] = event.dataTransfer?.files ?? [];
        if (file === undefined) return;
        event.preventDefault();
        takeFile(file);
      }}
    >
      <p class="hint">{w.pasteHint}</p>
      <label class="stacked">
        {w.paste}
        <textarea
          class="words"
          rows={14}
          value={pasted.value}
          onInput={({ currentTarget }) => (pasted.value = currentTarget.value)}
        />
      </label>
      <p class="actions">
        <button type="submit" class="main" disabled={busy.value}>
          {busy.value ? w.reading : w.read}
        </button>
        <label class="file">
          {w.file}{' '}
          <input
            type="file"
            accept=".txt,.md,.html,.htm,.pdf,.docx,.yaml,.yml"
            onChange={({ currentTarget }) => {
              takeFile(currentTarget.files?.[0]);
              currentTarget.value = '';
            }}
          />
        </label>
      </p>
    </form>
  );
}

interface Listed {
  id: string;
  title: string;
  invented: boolean;
  shipped: boolean;
}

const library = resource(
  () => (way.value === 'library' ? 'library' : ''),
  () => readAll<Listed>('/v1/agreements'),
);

/** Those that came with Pacta first. */
function FromLibrary() {
  const w = newWords();
  const found = library.answer.value;
  const list = found?.toSorted((a, b) => Number(b.shipped) - Number(a.shipped)) ?? [];
  return (
    <>
      <p class="hint">{w.libraryHint}</p>
      {library.failure.value !== '' && <p role="alert">{library.failure.value}</p>}
      {found?.length === 0 && <p>{w.libraryEmpty}</p>}
      <ul class="library">
        {list.map(({ id, title }) => (
          <li key={id}>
            <button
              type="button"
              disabled={busy.value}
              aria-label={w.copyOf(title)}
              onClick={() => {
                void attempt(async () => {
                  const path = `/v1/agreements/${encodeURIComponent(id)}`;
                  const { document } = await api<{ document: { id: string } }>('GET', path);
                  beginFrom(document);
                });
              }}
            >
              {title}
            </button>
          </li>
        ))}
      </ul>
    </>
  );
}

function ByHand() {
  const w = newWords();
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        beginForm(field(new FormData(event.currentTarget), 'title'));
      }}
    >
      <p class="hint">{w.byHandHint}</p>
      <label class="stacked">
        {w.name}
        <input name="title" required maxLength={200} autocomplete="off" />
      </label>
      <button type="submit" class="main">
        {w.begin}
      </button>
    </form>
  );
}

function FromYaml() {
  const w = newWords();
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        const text = new FormData(event.currentTarget).get('yaml');
        if (typeof text === 'string' && text.trim() !== '') beginYaml(text);
      }}
    >
      <label class="stacked">
        YAML
        <textarea name="yaml" class="code" rows={16} spellcheck={false} required />
        <span class="hint">{w.yamlHint}</span>
      </label>
      <button type="submit" class="main">
        {w.begin}
      </button>
    </form>
  );
}
