import { useEffect } from 'preact/hooks';
import { here } from '../state/address';
import { locked } from '../state/api';
import { agreements, failure, loaded } from '../state/plan';
import { leave, session } from '../state/session';
import { say } from '../words/format';
import { Alerts } from './alerts';
import { Clashes } from './clashes';
import { Drawer } from './drawer';
import { Filters } from './filters';
import { Header } from './header';
import { Ledger } from './ledger';
import { Overview } from './overview';
import { SetSigning } from './set-signing';
import { ShiftSummary } from './shift-summary';
import { SigningBar } from './signing-bar';
import { Table } from './table';
import { TokenForm } from './token-form';

export function App({ enter }: { enter: () => void }) {
  const title = loaded.value?.agreement.document.title;
  useEffect(() => {
    document.title = title === undefined ? 'Pacta' : `${title} · Pacta`;
  }, [title]);
  if (locked.value) return <TokenForm enter={enter} />;
  return (
    <>
      <a class="skip" href="#content">
        {say.value.skip}
      </a>
      <Header />
      <Content />
      <SetSigning />
    </>
  );
}

function Content() {
  const w = say.value;
  const { view } = here;
  if (loaded.value === undefined) {
    return (
      <main id="content" class="waiting">
        <p role="status">{emptyText()}</p>
      </main>
    );
  }
  return (
    <>
      {view === '' && <SigningBar />}
      {failure.value !== '' && (
        <p class="failure" role="alert">
          {failure.value}
        </p>
      )}
      <div class="sheet">
        <main id="content">
          {view === 'alerts' && <Alerts />}
          {view === 'ledger' && <Ledger />}
          {view === '' && <Timeline />}
        </main>
        {here.milestone !== '' && <Drawer />}
      </div>
      <footer class="foot">
        <p>{w.foot(loaded.value.agreement.document.zone)}</p>
        {session.value?.kind === 'token' && (
          <button type="button" onClick={() => void leave()}>
            {w.token.leave}
          </button>
        )}
      </footer>
    </>
  );
}

function Timeline() {
  return (
    <>
      <Overview />
      <ShiftSummary />
      <Clashes />
      <Filters />
      <Table />
    </>
  );
}

function emptyText(): string {
  if (failure.value !== '') return failure.value;
  return agreements.value?.length === 0 ? say.value.noAgreements : say.value.loading;
}
