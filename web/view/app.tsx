import type { ComponentType } from 'preact';
import { useEffect } from 'preact/hooks';
import { route } from '../state/address';
import { locked } from '../state/api';
import { openDialog } from '../state/dialog';
import { agreements, failure, loaded, stale } from '../state/plan';
import { leave, session } from '../state/session';
import { say } from '../words/format';
import { Header } from './header';
import { Conflicts } from './overview/conflicts';
import { FilteredOnPaper, OnPaper } from './overview/on-paper';
import { Overview } from './overview/overview';
import { ShiftSummary } from './overview/shift-summary';
import { explained, fetched } from './shared/fetched';
import { MomentShown } from './shared/moment';
import { SigningBar } from './signing/signing-bar';
import { Filters } from './timeline/filters';
import { Table } from './timeline/table';

export function App({ enter }: { enter: () => void }) {
  const title = loaded.value?.agreement.document.title;
  useEffect(() => {
    document.title = title === undefined ? 'Pacta' : `${title} · Pacta`;
  }, [title]);
  if (locked.value) return <SignIn enter={enter} />;
  return (
    <>
      <a class="skip" href="#content">
        {say.value.skip}
      </a>
      <Header />
      <OnPaper />
      <MomentShown />
      <Content />
      {openDialog.value !== undefined && <SigningDialogs />}
    </>
  );
}

const SignIn = fetched(async () => (await import('./sign-in')).SignIn);
const Drawer = fetched(explained(async () => (await import('./milestone/drawer')).Drawer));

const SigningDialogs = fetched(
  explained(async () => (await import('./signing/dialogs')).SigningDialogs),
);

const VIEWS: Readonly<Record<string, ComponentType>> = {
  alerts: fetched(explained(async () => (await import('./alerts/alerts')).Alerts)),
  ledger: fetched(explained(async () => (await import('./ledger')).Ledger)),
};

function Content() {
  const w = say.value;
  // Whatever view an address may name besides: the timeline.
  const View = VIEWS[route.view] ?? Timeline;
  if (loaded.value === undefined) {
    return (
      <main id="content" class="waiting">
        <p role={failure.value === '' ? 'status' : 'alert'}>{emptyText()}</p>
      </main>
    );
  }
  return (
    <>
      {View === Timeline && <SigningBar />}
      {failure.value !== '' && (
        <p class="failure" role="alert">
          {failure.value}
        </p>
      )}
      <div class={`sheet${stale.value ? ' stale' : ''}`} aria-busy={stale.value}>
        <main id="content">
          <View />
        </main>
        {route.milestone !== '' && <Drawer />}
      </div>
      <footer class="foot">
        <p>{w.foot(loaded.value.agreement.document.zone)}</p>
        {session.value?.kind === 'token' && (
          <button type="button" onClick={() => void leave()}>
            {w.leave}
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
      <Conflicts />
      <Filters />
      <FilteredOnPaper />
      <Table />
    </>
  );
}

function emptyText(): string {
  if (failure.value !== '') return failure.value;
  return agreements.value?.length === 0 ? say.value.noAgreements : say.value.loading;
}
