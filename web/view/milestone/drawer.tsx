import { useEffect, useRef } from 'preact/hooks';
import { follow, linkTo, navigate, route } from '../../state/address';
import { derived, openRow } from '../../state/detail';
import { loaded } from '../../state/plan';
import { quoteOf, type Row } from '../../state/timeline/rows';
import { conflicts } from '../../state/what-if/conflicts';
import { allTexts } from '../../words/format';
import { conflictText } from '../overview/conflicts';
import { CopyLink } from '../shared/copy';
import { Status } from '../shared/status';
import { titleText } from '../shared/title-text';
import { Actions } from './actions';
import { ProvisionalNote } from './calendars';
import { Cite } from './cite';
import { Derivation } from './derivation';
import { History } from './history';
import { shortId } from './milestone-link';
import { Parties } from './parties';
import { Quantity } from './quantity';
import { RelatedMilestones } from './related-milestones';
import { sentenceOf } from './sentence';

/** The details of one milestone, beside the table; it has its own link, and Escape closes it. */
export function Drawer() {
  const row = openRow.value;
  const { milestone: wanted } = route;
  const own = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (wanted === '') return undefined;
    const before = document.activeElement;
    own.current?.focus({ preventScroll: true });
    const close = (event: KeyboardEvent): void => {
      if (event.key === 'Escape' && document.querySelector('dialog[open]') === null)
        navigate({ milestone: '' });
    };
    addEventListener('keydown', close);
    return () => {
      removeEventListener('keydown', close);
      if (own.current !== null) return;
      const link = document.querySelector<HTMLElement>(`[data-milestone="${CSS.escape(wanted)}"]`);
      const focused = before instanceof HTMLElement && before.isConnected ? before : link;
      focused?.focus({ preventScroll: true });
    };
  }, [wanted]);
  if (wanted === '') return null;
  const patch = { milestone: '' };
  return (
    <div class="drawer" role="dialog" aria-labelledby="drawer-title" tabIndex={-1} ref={own}>
      <a
        class="close"
        href={linkTo(patch)}
        onClick={follow(patch)}
        aria-label={allTexts.value.close}
      >
        ×
      </a>
      {row === undefined ? <Missing wanted={wanted} /> : <Content key={row.id} row={row} />}
    </div>
  );
}

function Missing({ wanted }: { wanted: string }) {
  return (
    <>
      <h2 id="drawer-title">{wanted}</h2>
      <p>{allTexts.value.drawer.missing}</p>
    </>
  );
}

function Content({ row }: { row: Row }) {
  const w = allTexts.value;
  const { milestone } = row;
  return (
    <>
      <p class="eyebrow">
        <Status of={row} />
        {milestone.ref !== undefined && <span> · {w.drawer.article(milestone.ref)}</span>}
      </p>
      <h2 id="drawer-title">{titleText(milestone)}</h2>
      <p class="sentence">{sentenceOf(row)}</p>
      <ProvisionalNote of={milestone} />
      {conflicts.value.all
        .filter(({ milestone: id }) => id === row.id)
        .map((one) => (
          <p key={one.kind} class="conflict">
            {conflictText(one)}
          </p>
        ))}
      <CopyLink />
      <Quantity of={milestone} />
      <Parties row={row} />
      <Words row={row} />
      <Derivation milestone={derived.value ?? milestone} />
      <RelatedMilestones path={milestone.path} />
      {milestone.nature !== 'notice' && <Actions row={row} />}
      <History />
      <Cite row={row} />
    </>
  );
}

/** The words of the agreement and their sources. */
function Words({ row: { milestone } }: { row: Row }) {
  const w = allTexts.value;
  const document = loaded.value?.agreement.document;
  const obligation = document?.obligations.find(({ id }) => id === milestone.obligation);
  const phase = obligation?.phases?.find(({ id }) => id === milestone.phase);
  const quote = quoteOf(milestone);
  const note = phase?.note ?? obligation?.note;
  const sources = document?.sources ?? [];
  return (
    <section>
      <h3>{w.drawer.words}</h3>
      {quote === undefined ? (
        <p class="hint">{w.drawer.noQuote}</p>
      ) : (
        <blockquote lang="en">{quote}</blockquote>
      )}
      <p class="phrase">
        {w.drawer.readAs} <code lang="en">{milestone.phrase}</code>
      </p>
      {note !== undefined && (
        <p class="hint" lang="en">
          {note}
        </p>
      )}
      {sources.length > 0 && (
        <details>
          <summary>{w.drawer.sources(sources.length)}</summary>
          <ul class="sources" lang="en">
            {sources.map(({ title, url, publisher, date }) => (
              <li key={title}>
                {url !== undefined && /^https?:\/\//.test(url) ? (
                  <a href={url} rel="noopener noreferrer">
                    {title}
                  </a>
                ) : (
                  title
                )}
                <span class="hint">
                  {' '}
                  {[publisher, date].filter((one) => one !== undefined).join(', ')}
                </span>
              </li>
            ))}
          </ul>
        </details>
      )}
      <p class="hint">
        ID <code>{shortId(milestone.id)}</code>
      </p>
    </section>
  );
}
