import type { Reading } from '../../state/new-agreement/reading';
import { type Card, cards, idOfFlag, touches } from '../../state/new-agreement/work';
import { newWords } from '../../words/new-agreement';
import { cardId, focusCard, markId } from './find';

interface Mark {
  start: number;
  end: number;
  /** The card that it belongs to; undefined for background. */
  card?: Card;
  why?: string;
}

/** The text with every expression of time marked; a mark leads to its card. */
export function TextPane({ reading }: { reading: Reading }) {
  const w = newWords();
  const { text } = reading;
  const parts = [];
  let at = 0;
  for (const mark of marksOf(reading, cards.value)) {
    parts.push(text.slice(at, mark.start));
    parts.push(<Marked key={mark.start} mark={mark} text={text.slice(mark.start, mark.end)} />);
    at = mark.end;
  }
  parts.push(text.slice(at));
  return (
    <section class="text" aria-labelledby="the-text">
      <h3 id="the-text">{w.text}</h3>
      <p class="legend">
        {(['accepted', 'undecided', 'dismissed'] as const).map((state) => (
          <span key={state} class={`mark-of is-${state}`}>
            {w.state[state]}
          </span>
        ))}
      </p>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls can be scrolled by keyboard */}
      <div class="source" tabIndex={0} role="group" aria-label={w.text}>
        {parts}
      </div>
    </section>
  );
}

function Marked({ mark, text }: { mark: Mark; text: string }) {
  const w = newWords();
  const { card, why } = mark;
  if (card === undefined)
    return (
      <span class="mark-of is-background" title={why}>
        {text}
      </span>
    );
  const { id, state } = card;
  return (
    <a
      class={`mark-of is-${state}`}
      id={markId(id)}
      href={`#${cardId(id)}`}
      title={w.state[state]}
      onClick={(event) => {
        event.preventDefault();
        focusCard(id);
      }}
    >
      {text}
      <span class="unseen"> ({w.state[state]})</span>
    </a>
  );
}

/** Marks in the order of the text, none over another: of what overlaps the proposal is marked. */
function marksOf(reading: Reading, all: readonly Card[]): Mark[] {
  const byId = new Map(all.map((card) => [card.id, card]));
  const marks: Mark[] = [];
  const add = (mark: Mark): void => {
    if (mark.end <= mark.start) return;
    if (!marks.some((one) => touches(one, mark))) marks.push(mark);
  };
  for (const { id, start, end } of reading.proposals) {
    const card = byId.get(id);
    if (card !== undefined) add({ start, end, card });
  }
  for (const flag of reading.flags) {
    const card = byId.get(idOfFlag(flag));
    if (card !== undefined) add({ start: flag.start, end: flag.end, card });
  }
  for (const { start, end, why } of reading.background) add({ start, end, why });
  return marks.sort((a, b) => a.start - b.start);
}
