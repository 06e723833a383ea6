import { effect, signal } from '@preact/signals';
import { follow, homePatch, linkTo, navigate, route } from '../state/address';
import { connection } from '../state/live';
import { asOf, loaded, replaying } from '../state/plan';
import { LANGUAGES, language, remember, remembered, texts, weekDay } from '../words/format';
import { localDay } from './shared/day';

/** "light", "dark", or empty for the system's setting. */
const theme = signal(remembered('theme'));

effect(() => {
  if (theme.value === '') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme.value;
});

effect(() => {
  document.documentElement.lang = language.value;
});

function toggleTheme(): void {
  const dark = matchMedia('(prefers-color-scheme: dark)').matches;
  const now = theme.value === '' ? (dark ? 'dark' : 'light') : theme.value;
  theme.value = now === 'dark' ? 'light' : 'dark';
  remember('theme', theme.value);
}

export function Header() {
  const w = texts.value;
  const shown = route.agreement !== '' && loaded.value !== undefined;
  return (
    <header class="head">
      <h1 class="brand">
        <a href={linkTo(homePatch())} onClick={follow(homePatch())}>
          Pacta
        </a>
      </h1>
      {route.agreement !== '' && <OfAgreement />}
      <div class="aside">
        {shown && !replaying.value && <Connection />}
        {shown && (
          <span class="as-of">
            {w.asOf} <time>{weekDay(localDay(asOf.value))}</time>
          </span>
        )}
        <Languages />
        <button
          type="button"
          class="icon"
          onClick={toggleTheme}
          aria-label={w.darkLight}
          title={w.darkLight}
        >
          <svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
            <path class="line" d="M8 2a6 6 0 1 0 0 12a6 6 0 1 0 0-12z" />
            <path class="fill" d="M8 2a6 6 0 0 1 0 12z" />
          </svg>
        </button>
      </div>
    </header>
  );
}

/** The way back to all agreements, the title of this one, and its views. */
function OfAgreement() {
  const w = texts.value;
  return (
    <>
      <a class="up" href={linkTo(homePatch())} onClick={follow(homePatch())}>
        {w.allAgreements}
      </a>
      <strong class="of">{loaded.value?.agreement.document.title ?? route.agreement}</strong>
      <nav class="views" aria-label={w.views}>
        {(['', 'alerts', 'ledger'] as const).map((view) => (
          <a
            key={view}
            href={linkTo({ view, milestone: '' })}
            onClick={follow({ view, milestone: '' })}
            aria-current={route.view === view ? 'page' : undefined}
          >
            {w.view[view]}
          </a>
        ))}
      </nav>
    </>
  );
}

function Connection() {
  const w = texts.value;
  return (
    <span
      class={`connection is-${connection.value}`}
      role="status"
      title={w.connectionTitle[connection.value]}
    >
      {w.connection[connection.value]}
    </span>
  );
}

function Languages() {
  return (
    <div class="languages" role="group" aria-label={texts.value.language}>
      {Object.entries(LANGUAGES).map(([code, name]) => (
        <button
          key={code}
          type="button"
          lang={code}
          title={name}
          aria-label={`${code} ${name}`}
          aria-pressed={language.value === code}
          onClick={() => {
            remember('lang', code);
            navigate({ lang: code });
          }}
        >
          {code}
        </button>
      ))}
    </div>
  );
}
