import { useEffect, useLayoutEffect } from 'preact/hooks';
import { leave, session } from '../../state/access/session';
import { route } from '../../state/address';
import { homeFailure, listed, loading, organised, overview } from '../../state/home';
import { texts } from '../../words/format';
import { homeTexts } from '../../words/home';
import { lazy, withAllTexts } from '../shared/lazy';
import { Agreements } from './agreements';
import { Ahead } from './ahead';
import { Find, ListHead } from './find';
import { NewLink } from './new-link';

const Organise = lazy(withAllTexts(async () => (await import('./organise')).Organise));

/** Where the list was scrolled to when an agreement was opened. */
let scrolled = 0;

const NewAgreement = lazy(
  withAllTexts(async () => (await import('../new-agreement/new-agreement')).NewAgreement),
);

/** What is shown while no agreement is chosen. */
export function Home() {
  return route.view === 'new' ? <NewAgreement /> : <List />;
}

/** The first view: all agreements, and what is next and late in them. */
function List() {
  useLayoutEffect(() => {
    scrollTo(0, scrolled);
  }, []);
  useEffect(() => {
    const note = (): void => {
      scrolled = scrollY;
    };
    addEventListener('scroll', note, { passive: true });
    return () => {
      removeEventListener('scroll', note);
      scrollTo(0, 0);
    };
  }, []);
  const w = homeTexts.value;
  const found = listed.value;
  const all = overview.value;
  const failed = homeFailure.value !== '' && (
    <p class="failure" role="alert">
      {homeFailure.value}
    </p>
  );
  if (w === undefined || found === undefined || all === undefined) {
    return <main id="content">{failed}</main>;
  }
  return (
    <>
      {failed}
      <main id="content" class="home" aria-busy={loading.value}>
        {all.agreements.total === 0 ? (
          <Empty />
        ) : (
          <>
            <Find />
            {route.text === '' && <Ahead />}
            <section class={loading.value ? 'stale' : ''} aria-label={w.title}>
              <ListHead />
              <Agreements />
            </section>
          </>
        )}
      </main>
      {session.value?.kind === 'token' && (
        <footer class="foot">
          <button type="button" onClick={() => void leave()}>
            {texts.value.leave}
          </button>
        </footer>
      )}
      {organised.value !== undefined && <Organise />}
    </>
  );
}

const COMMANDS = [
  'npx pacta draft agreement.txt > agreement.yaml',
  'npx pacta check agreement.yaml',
  `curl -H @data/curl.headers -H 'content-type: application/yaml' \\
  --data-binary @agreement.yaml ${location.origin}/v1/agreements`,
];

/** What to do where there is no agreement. */
function Empty() {
  const w = homeTexts.value;
  return (
    <div class="empty">
      <h2>{w?.empty}</h2>
      <NewLink />
      <p>{w?.emptyHow}</p>
      <pre>{COMMANDS.join('\n')}</pre>
    </div>
  );
}
