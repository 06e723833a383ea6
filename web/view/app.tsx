import type { ComponentType } from 'preact';
import { useEffect } from 'preact/hooks';
import { leave, session } from '../state/access/session';
import { route } from '../state/address';
import { needsToken } from '../state/api';
import { openDialog } from '../state/dialog';
import { askedTimes, failure, loaded, stale } from '../state/plan';
import { assumptions, hasAssumptions } from '../state/what-if/what-if';
import { texts } from '../words/format';
import { Header } from './header';
import { Conflicts } from './overview/conflicts';
import { Overview } from './overview/overview';
import { PrintFilters, PrintHeader } from './overview/print-only';
import { lazy, withAllTexts } from './shared/lazy';
import { SigningBar } from './signing/signing-bar';
import { Filters } from './timeline/filters';
import { Table } from './timeline/table';

export function App({ enter }: { enter: () => void }) {
  const title = route.agreement === '' ? undefined : loaded.value?.agreement.document.title;
  useEffect(() => {
    document.title = title === undefined ? 'Pacta' : `${title} · Pacta`;
  }, [title]);
  if (needsToken.value) return <SignIn enter={enter} />;
  return (
    <>
      <a class="skip" href="#content">
        {texts.value.skip}
      </a>
      <Header />
      {route.agreement === '' ? <Home /> : <OfAgreement />}
    </>
  );
}

function OfAgreement() {
  return (
    <>
      <PrintHeader />
      {askedTimes.value.asOf + askedTimes.value.knownAt !== '' && <AsOfBanner />}
      <Content />
      {openDialog.value !== undefined && <SigningDialogs />}
    </>
  );
}

const AsOfBanner = lazy(
  withAllTexts(async () => (await import('./shared/as-of-banner')).AsOfBanner),
);
const ShiftSummary = lazy(async () => (await import('./overview/shift-summary')).ShiftSummary);
const SignIn = lazy(async () => (await import('./sign-in')).SignIn);
const Home = lazy(async () => (await import('./home/home')).Home);
const Drawer = lazy(withAllTexts(async () => (await import('./milestone/drawer')).Drawer));

const SigningDialogs = lazy(
  withAllTexts(async () => (await import('./signing/dialogs')).SigningDialogs),
);

const VIEWS: Readonly<Record<string, ComponentType>> = {
  alerts: lazy(withAllTexts(async () => (await import('./alerts/alerts')).Alerts)),
  ledger: lazy(withAllTexts(async () => (await import('./ledger')).Ledger)),
};

function Content() {
  const w = texts.value;
  // An address with an unknown view shows the timeline.
  const View = VIEWS[route.view] ?? Timeline;
  if (loaded.value === undefined) {
    return (
      <main id="content" class="waiting">
        <p role={failure.value === '' ? 'status' : 'alert'}>{failure.value || w.loading}</p>
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
      {(hasAssumptions.value || assumptions.value.unknown.length > 0) && <ShiftSummary />}
      <Conflicts />
      <Filters />
      <PrintFilters />
      <Table />
    </>
  );
}
