import { signal } from '@preact/signals';
import { latest } from '../../state/new-agreement/check';
import type { Alternative } from '../../state/new-agreement/reading';
import {
  accept,
  type Card,
  cards,
  choose,
  dismiss,
  newEntryId,
  partyNames,
  reopen,
  work,
} from '../../state/new-agreement/work';
import { entryOf, KEYS, whoOf } from '../../state/new-agreement/yaml-document';
import { newWords } from '../../words/new-agreement';
import { dateText, firstDay } from './dates';
import { EditForm } from './edit-form';
import { cardId, focusMark } from './find';

/** The card whose form is open; `new` for an entry that does not exist yet. */
const edited = signal('');

/** What was found and what was added, one card each, in the order of the text. */
export function Cards() {
  const w = newWords();
  const background = work.value?.reading?.background ?? [];
  const close = (): void => {
    edited.value = '';
  };
  return (
    <section class="cards" aria-labelledby="the-entries">
      <h3 id="the-entries">{w.entries}</h3>
      {cards.value.map((card) =>
        edited.value === card.id ? (
          <article key={card.id} class="card is-edited" id={cardId(card.id)} tabIndex={-1}>
            <EditForm id={card.id} entry={card.entry} close={close} />
          </article>
        ) : (
          <OneCard key={card.id} card={card} />
        ),
      )}
      {edited.value === 'new' ? (
        <article class="card is-edited">
          <EditForm id={newEntryId('')} entry={entryOf({})} close={close} />
        </article>
      ) : (
        <button type="button" class="add" onClick={() => (edited.value = 'new')}>
          {w.add}
        </button>
      )}
      {background.length > 0 && (
        <details>
          <summary>{w.background(background.length)}</summary>
          <ul class="background">
            {background.map(({ start, quote, why }) => (
              <li key={start}>
                <q>{quote}</q>{' '}
                <span class="hint" lang="en">
                  {why}
                </span>
              </li>
            ))}
          </ul>
        </details>
      )}
    </section>
  );
}

function OneCard({ card }: { card: Card }) {
  const w = newWords();
  const { id, state, entry, proposal } = card;
  const who = whoOf(entry, partyNames.value);
  return (
    <article class={`card is-${state}`} id={cardId(id)} tabIndex={-1} aria-label={entry.title}>
      <p class="card-head">
        <strong>{entry.title}</strong>
        {entry.ref !== '' && <span class="hint">{entry.ref}</span>}
        <span class={`state is-${state}`}>{w.state[state]}</span>
      </p>
      {state !== 'dismissed' && (
        <>
          <Quote card={card} />
          <p class="when">
            {entry.phrase === 'undated' ? (
              <span class="hint">{w.noDate}</span>
            ) : entry.phrase === '' || (proposal === undefined && state === 'undecided') ? (
              <span class="hint">{w.question}</span>
            ) : (
              <>
                {w.key[entry.key]} <code>{entry.phrase}</code>
              </>
            )}
            {who !== '' && <span>{w.by(who)}</span>}
          </p>
          <When card={card} />
          <Reasons card={card} />
        </>
      )}
      <Actions card={card} />
    </article>
  );
}

function Quote({ card: { id, entry, proposal, start } }: { card: Card }) {
  const quote = proposal?.quote ?? entry.quote;
  if (quote === '') return null;
  if (start === undefined) return <blockquote>{quote}</blockquote>;
  return (
    <blockquote>
      <button
        type="button"
        class="plain-link"
        title={newWords().showInText}
        onClick={() => focusMark(id)}
      >
        {quote}
      </button>
    </blockquote>
  );
}

/** The date of an accepted entry under the assumed signing, or what is wrong with it. */
function When({ card: { state, entry } }: { card: Card }) {
  const w = newWords();
  const found = latest.value;
  if (state !== 'accepted' || found === undefined) return null;
  const pointer = `/obligations/${entry.index}`;
  const faults = found.faults.filter(
    (one) => one.pointer === pointer || one.pointer.startsWith(`${pointer}/`),
  );
  if (faults.length > 0)
    return (
      <ul class="wrong">
        {faults.map(({ pointer: at, detail, expected }) => (
          <li key={at + detail} lang="en">
            {detail}
            {expected !== undefined && <span class="hint"> {w.expected(expected)}</span>}
          </li>
        ))}
      </ul>
    );
  const date = whenText(entry.id);
  const read = found.answer?.read.find((one) => one.pointer === `${pointer}/${entry.key}`);
  return (
    <>
      {read !== undefined && (
        <p class="hint">
          {w.understood(read.phrase)} {read.notes.join(' ')}
        </p>
      )}
      {date !== '' && <p class="date">{date}</p>}
    </>
  );
}

function whenText(id: string): string {
  const w = newWords();
  const own = (latest.value?.answer?.dates.milestones ?? []).filter(({ path }) => path === id);
  const dated = own.filter((one) => firstDay(one) !== undefined);
  const [first] = dated;
  if (first !== undefined)
    return dated.length === 1 ? dateText(first) : w.first(dateText(first), dated.length - 1);
  const waits = [...new Set(own.flatMap(({ waitsFor }) => waitsFor))];
  return waits.length === 0 ? '' : w.waits(waits.join(', '));
}

function Reasons({ card }: { card: Card }) {
  const w = newWords();
  const { proposal, questions, entry } = card;
  // The first reading stays among them, so that another choice can be taken back.
  const first = entryOf(work.value?.reading?.entries[card.id]);
  const readings = proposal === undefined ? [] : [{ ...first, why: '' }, ...proposal.alternatives];
  const others = readings.filter(({ phrase, key }) => phrase !== entry.phrase || key !== entry.key);
  return (
    <>
      {questions.map((why) => (
        <p key={why} class="asked" lang="en">
          {why}
        </p>
      ))}
      {proposal !== undefined && (
        <details>
          <summary>
            {w.confidence[proposal.confidence]} · {w.why}
          </summary>
          <p lang="en">{proposal.why}</p>
        </details>
      )}
      {others.length > 0 && (
        <div class="others">
          <p class="hint">{w.other}</p>
          <ul>
            {others.map((one) => (
              <Other key={one.key + one.phrase} card={card} other={one} />
            ))}
          </ul>
        </div>
      )}
    </>
  );
}

function Other({ card, other }: { card: Card; other: Alternative }) {
  const w = newWords();
  const key = KEYS.find((one) => one === other.key);
  return (
    <li>
      <span>
        {w.key[other.key] ?? other.key} <code>{other.phrase}</code>{' '}
        <span class="hint" lang="en">
          {other.why}
        </span>
      </span>
      {key !== undefined && (
        <button
          type="button"
          onClick={() => {
            choose(card, key, other.phrase);
            stay(card.id);
          }}
        >
          {w.use}
        </button>
      )}
    </li>
  );
}

/** The button that was pressed may be gone: its card keeps the place of who uses the keyboard. */
function stay(id: string): void {
  requestAnimationFrame(() => document.getElementById(cardId(id))?.focus({ preventScroll: true }));
}

function Actions({ card: { id, state, proposal, start } }: { card: Card }) {
  const w = newWords();
  const again = (act: (of: string) => void) => () => {
    act(id);
    stay(id);
  };
  if (state === 'dismissed')
    return (
      <p class="tools">
        <button type="button" onClick={again(reopen)}>
          {w.undo}
        </button>
      </p>
    );
  return (
    <p class="tools">
      {state === 'undecided' && proposal !== undefined && (
        <button type="button" class="main" onClick={again(accept)}>
          {w.accept}
        </button>
      )}
      <button type="button" onClick={() => (edited.value = id)}>
        {state === 'undecided' && proposal === undefined ? w.write : w.edit}
      </button>
      <button type="button" onClick={again(dismiss)}>
        {start === undefined ? w.remove : w.dismiss}
      </button>
    </p>
  );
}
