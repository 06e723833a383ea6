import { signal } from '@preact/signals';
import { arrival, enter as enterWith, NoCookie } from '../state/access/sign-in';
import { errorText } from '../state/api';
import { language } from '../words/format';
import { signInWords } from '../words/sign-in';
import { field } from './shared/form';

const refused = signal<string | undefined>(undefined);

/** Shown where the service needs a token: how to get a sign-in link, and a form for a token. */
export function SignIn({ enter }: { enter: () => void }) {
  const w = signInWords(language.value);
  const fault = refused.value ?? { link: w.oldLink, cookie: w.noCookie, '': undefined }[arrival];
  return (
    <main id="content" class="token">
      <h1 class="brand">Pacta</h1>
      {fault !== undefined && <p role="alert">{fault}</p>}
      <p>
        {w.how} <code>npx pacta open</code>
      </p>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          const token = field(new FormData(event.currentTarget), 'token');
          enterWith(token).then(enter, (error: unknown) => {
            refused.value = error instanceof NoCookie ? w.noCookie : errorText(error);
          });
        }}
      >
        <p>{w.or}</p>
        <label class="stacked">
          {w.label}
          <input name="token" type="password" required autocomplete="off" placeholder="pacta_…" />
        </label>
        <button type="submit" class="main">
          {w.enter}
        </button>
        <p class="hint">{w.hint}</p>
      </form>
    </main>
  );
}
