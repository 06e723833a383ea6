import { effect, signal } from '@preact/signals';
import { follow, linkTo, navigate, RESET_FOR_AGREEMENT, route } from '../state/address';
import { connection } from '../state/live';
import { agreements, asOf, loaded, replaying } from '../state/plan';
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
  const list = agreements.value ?? [];
  return (
    <header class="head">
      <h1 class="brand">Pacta</h1>
      <label class="chooser">
        <span class="unseen">{w.agreement}</span>
        <select
          value={route.agreement}
          onChange={({ currentTarget }) =>
            navigate({ ...RESET_FOR_AGREEMENT, agreement: currentTarget.value })
          }
        >
          {/* The shown agreement, also where the list lacks it. */}
          {route.agreement !== '' && !list.some(({ id }) => id === route.agreement) && (
            <option value={route.agreement}>
              {loaded.value?.agreement.document.title ?? route.agreement}
            </option>
          )}
          {list.map(({ id, title }) => (
            <option key={id} value={id}>
              {title}
            </option>
          ))}
        </select>
      </label>
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
      <div class="aside">
        {loaded.value !== undefined && !replaying.value && <Connection />}
        {loaded.value !== undefined && (
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
