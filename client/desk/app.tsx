import { Navigate, Route, Router, type RouteSectionProps, useLocation } from '@solidjs/router';
import { createSignal, Match, onMount, Switch } from 'solid-js';
import { Announcer } from '../shared/ui/announce.tsx';
import { later } from '../shared/later.ts';
import { ApiError } from '../shared/request.ts';
import { createSession, SessionProvider } from '../shared/state/session.ts';
import { perform } from './acts/act.ts';
import { showWaitingActs } from './acts/waiting-acts.ts';
import { BASE, createDesk, DeskProvider } from './desk.ts';
import { Layout } from './layout/layout.tsx';
import { VIEW_NAMES } from './queue/views.ts';
import { UnreachablePage } from './session/unreachable-page.tsx';
import { WorkPage } from './work-page.tsx';

// Rarely used pages are loaded on demand, so that the queue starts faster.
const SignInPage = later(async () => (await import('./session/sign-in-page.tsx')).SignInPage);
const CustomerHerePage = later(async () => (await import('./session/sign-in-page.tsx')).CustomerHerePage);
const NoRightsPage = later(async () => (await import('./session/no-rights-page.tsx')).NoRightsPage);
const SearchPage = later(async () => (await import('./search/search-page.tsx')).SearchPage);
const NoPage = later(async () => (await import('./session/no-page.tsx')).NoPage);
const SetUpPage = later(async () => (await import('./session/set-up-page.tsx')).SetUpPage);
const JoinPage = later(async () => (await import('./session/join-page.tsx')).JoinPage);
const NewPasswordPage = later(async () => (await import('./session/new-password-page.tsx')).NewPasswordPage);
const ProviderPage = later(async () => (await import('./session/provider-page.tsx')).ProviderPage);
const SettingsShell = later(async () => (await import('./settings/settings-shell.tsx')).SettingsShell);

const UUID = /^[\da-f-]{36}$/u;

export function App() {
  return (
    <Router base={BASE} root={Root}>
      <Route path="/setup" component={SetUpPage} />
      <Route path="/join" component={JoinPage} />
      <Route path="/password" component={NewPasswordPage} />
      <Route path="/provider" component={ProviderPage} />
      <Route path="/search" component={SearchPage} />
      <Route path="/settings/:page?/:id?" component={SettingsShell} />
      <Route path={['/people', '/work', '/replies', '/sites/:id?']} component={Moved} />
      <Route
        path={['/:view/:id?', '/views/:saved/:id?']}
        component={WorkPage}
        matchFilters={{ view: [...VIEW_NAMES], saved: UUID, id: UUID }}
      />
      <Route path="/" component={() => <Navigate href="/waiting" />} />
      <Route path="*" component={NoPage} />
    </Router>
  );
}

/** Settings pages once had addresses outside the settings, which people bookmarked. */
function Moved() {
  const { pathname, search } = useLocation();
  return <Navigate href={`/settings${pathname.slice(BASE.length)}${search}`} />;
}

function Root(props: RouteSectionProps) {
  const session = createSession({ onMoved: () => {}, perform });
  showWaitingActs(session);
  const desk = createDesk();
  const location = useLocation();
  /** The pages of one-time links work without a session, and also while another person is signed in. */
  const isByLink = () => /^\/desk\/(?:setup|join|password|provider)$/u.test(location.pathname);
  const [isRefused, setIsRefused] = createSignal(false);
  const start = () =>
    void session.start().catch((error: unknown) => setIsRefused(error instanceof ApiError && error.status === 403));
  onMount(() => isByLink() || start());

  return (
    <SessionProvider value={session}>
      <DeskProvider value={desk}>
        <Switch>
          <Match when={isByLink()}>{props.children}</Match>
          <Match when={session.started() && session.live.connection() === 'ended'}>
            <SignInPage />
          </Match>
          <Match when={session.state()?.me.kind === 'customer'}>
            <CustomerHerePage />
          </Match>
          <Match when={session.state()}>
            <Layout>{props.children}</Layout>
          </Match>
          <Match when={session.started() && isRefused()}>
            <NoRightsPage retry={start} />
          </Match>
          <Match when={session.started()}>
            <UnreachablePage retry={start} />
          </Match>
        </Switch>
        <Announcer />
      </DeskProvider>
    </SessionProvider>
  );
}
