import { signal } from '@preact/signals';
import { told } from '../state/api';
import { enter as enterWith } from '../state/session';
import { say } from '../words/format';
import { field } from './form';

const refused = signal('');

/** Where the service wants a token: it is given once, for a cookie that no script can read. */
export function TokenForm({ enter }: { enter: () => void }) {
  const w = say.value;
  return (
    <main id="content" class="token">
      <h1 class="brand">Pacta</h1>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          const token = field(new FormData(event.currentTarget), 'token');
          enterWith(token).then(enter, (error: unknown) => {
            refused.value = told(error);
          });
        }}
      >
        <p>{w.token.wanted}</p>
        <label class="stacked">
          {w.token.label}
          <input name="token" type="password" required autocomplete="off" placeholder="pacta_…" />
        </label>
        {refused.value !== '' && <p role="alert">{refused.value}</p>}
        <button type="submit" class="main">
          {w.token.enter}
        </button>
        <p class="hint">{w.token.hint}</p>
      </form>
    </main>
  );
}
